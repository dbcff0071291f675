/* SPDX-License-Identifier: MIT
 *
 * An async function that two units declare differently doesn't link. Where it is defined, two
 * symbols carry a number made of its signature, S and MAX - S; where it is used, two relocations of
 * 32 bits refer to them, weakly: one fits if the definition's number is at most the user's, the
 * other if it is at least that. Where they aren't defined, because the function was written by hand
 * (abi.h) or is in another object file of a program that is loaded later, both are 0, and fit.
 *
 * One more symbol is 1 where a function is defined that has to stay on its thread (safety.h), and
 * no relocation of a unit that didn't see async_local fits it.
 *
 * They stand in a section that isn't loaded. What isn't known for certain to be different takes no
 * part: a type that wasn't worked out, enums, what has no tag. */
#include "emit.h"

#include <stdio.h>
#include <string.h>

enum { MAX_NUMBER = 0x7fffffff };

static uint32_t mix(uint32_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

/* False: can't be compared. */
static bool mix_type(uint32_t *hash, const struct type *t)
{
    char text[32];
    for (; t->kind == TY_POINTER; t = t->base) {
        *hash = mix(*hash, "*");
        if (t->base->kind == TY_FUNC || t->base->kind == TY_ARRAY)
            return true; /* may be incomplete in one place and not in the other */
    }
    switch (t->kind) {
    case TY_VOID:
    case TY_BOOL:
        *hash = mix(*hash, t->kind == TY_VOID ? "v" : "b");
        return true;
    case TY_INT:
    case TY_FLOAT:
        /* A char's sign is an option of the compiler. */
        snprintf(text, sizeof text, "%c%u", t->kind == TY_FLOAT             ? 'f'
                                            : t->is_signed && t->size > 1 ? 'i'
                                                                          : 'u', t->size);
        *hash = mix(*hash, text);
        return t->size && !t->tag;
    case TY_STRUCT:
        if (!t->tag || !t->tag->name || !*t->tag->name || !t->tag->file_scope || t->future_of ||
            t->gen_of)
            return false;
        *hash = mix(mix(mix(*hash, t->is_union ? "{|" : "{"), t->tag->name), "}");
        return true;
    default: return false;
    }
}

static bool number_of(const struct type *f, uint32_t *number)
{
    uint32_t hash = 2166136261u;
    if (f->gen || f->generic || f->no_prototype || f->variadic || !mix_type(&hash, f->base))
        return false;
    for (uint32_t i = 0; i < f->nparams; i++) {
        hash = mix(hash, ",");
        if (!mix_type(&hash, f->params[i]->type))
            return false;
    }
    *number = hash & MAX_NUMBER;
    return true;
}

/* A definition's symbol is `n`; a use fits symbols of at most `most`. */
static void print_symbol(struct printer *p, const char *name, bool defines, uint32_t n,
                         uint32_t most)
{
    print_glue(p, "__asm__(\".weak %s\\n.hidden %s\\n", name, name);
    if (defines)
        print_glue(p, ".set %s, %u\\n\");\n", name, n);
    else
        print_glue(p, ".pushsection .edo.signatures,\\\"\\\",@progbits\\n"
                      ".long %s + %u\\n.popsection\\n\");\n", name, UINT32_MAX - most);
}

static void print_numbers(struct printer *p, const struct sym *s, bool defines)
{
    static const char *const symbols[] = {"%s__declared_differently",
                                          "%s__is_declared_differently"};
    uint32_t number;
    if (!number_of(s->type, &number))
        return;
    for (unsigned i = 0; i < 2; i++) {
        uint32_t n = i ? MAX_NUMBER - number : number;
        print_symbol(p, arena_printf(p->lu->arena, symbols[i], s->name), defines, n, n);
    }
}

void print_signature(struct printer *p, struct afn *f)
{
    const struct sym *s = f->sym;
    bool defines = f->lf && f->exported;
    bool uses = !f->lf && !s->leaf && s->storage != STO_STATIC && (f->needs_fn || f->wrapped);
    if (p->expand || (!defines && !uses))
        return;
    print_numbers(p, s, defines);
    if (defines ? f->bound != 0 : !s->async_local)
        print_symbol(p, arena_printf(p->lu->arena, "%s__is_not_declared_async_local", s->name),
                     defines, 1, 0);
}
