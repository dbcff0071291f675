/* SPDX-License-Identifier: MIT
 *
 * Making types, and what follows from them. A type is never changed once it is used, with one
 * exception: a struct, union or enum is completed, and its qualified versions with it. */
#ifndef EDOCC_TYPE_H
#define EDOCC_TYPE_H

#include "ast.h"

struct arena;

struct types {
    struct arena *arena;
    unsigned pointer_bytes; /* of long too */
    struct type *unknown, *t_void, *t_bool, *t_char, *t_schar, *t_uchar, *t_short, *t_ushort,
        *t_int, *t_uint, *t_long, *t_ulong, *t_llong, *t_ullong, *t_int128, *t_uint128, *t_float,
        *t_double, *t_ldouble, *t_complex;
};

void types_init(struct types *ts, struct arena *arena, unsigned pointer_bytes);
struct type *type_new(struct types *ts, enum type_kind kind);
struct type *type_copy(struct types *ts, struct type *t);
struct type *type_pointer(struct types *ts, struct type *to);
struct type *type_array(struct types *ts, struct type *element, struct expr *length, int64_t n);
struct type *type_int_of(struct types *ts, unsigned bytes, bool is_signed); /* unknown if odd */
enum { Q_CONST = 1, Q_VOLATILE = 2, Q_ATOMIC = 4 };
struct type *type_qualify(struct types *ts, struct type *t, unsigned quals);
struct type *type_unqualified(struct types *ts, struct type *t);
/* Completes `t`, and every qualified version of it. */
void type_complete(struct type *t, struct member *members, uint32_t n);

struct type *type_promote(struct types *ts, struct type *t);
struct type *type_arithmetic(struct types *ts, struct type *a, struct type *b);
struct type *type_decay(struct types *ts, struct type *t);

bool type_is_complete(const struct type *t);
/* The type marked edo_local that `t` is, holds or points to; 0: none. To be asked when all types
 * are complete. */
const struct type *type_local(struct arena *arena, const struct type *t);
/* The size in bytes if it is known without laying out structs, else -1. */
int64_t type_sizeof(const struct types *ts, const struct type *t);
const struct member *type_member(const struct type *t, const char *name);
/* Certainly different, as results or parameters of one function. */
bool type_differs(const struct type *a, const struct type *b);

#endif
