/* SPDX-License-Identifier: MIT
 *
 * The keywords for plain C front ends, so that editors and checkers can read a file: an async call
 * is a plain call, a future is its result. mode.h includes this where it is wanted.
 *
 * A compiler that is asked for code stops in its assembler, with the one message below. */
#ifndef EDO_PLAIN_H
#define EDO_PLAIN_H

#include <edo/abi.h>

__asm__(".error \"this file has async code: compile it with edocc, "
        "or define EDO_PLAIN if it has none\"");

/* `try E;` is `+E;` here; what only a `try` leaves has no return. */
#pragma GCC diagnostic ignored "-Wunused-value"
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wreturn-type"
#endif

/* What declares select(2) comes first; it is in <stdlib.h> and <sys/types.h> too. */
#if __has_include(<sys/select.h>)
#include <sys/select.h>
#endif

#define _Async
#define _Await
#define _Try +
#define _Defer
#define _Join
#define _Gen
#define _Yield return
/* A yield is a return here, so a generator returns values of two types, or none at its end. */
#pragma GCC diagnostic ignored "-Wreturn-type"
#pragma GCC diagnostic ignored "-Wint-conversion"
#define _When(...) for (__VA_ARGS__;;)
#define _Each(...) for (__VA_ARGS__;;)
#define _Select if (1)
#define _Otherwise if (1)
#define _Complete if (1)

#define async _Async
#define await _Await
#define try _Try
#define defer _Defer
#define join _Join
#define gen _Gen
#define gen_of(T)
#define yield _Yield
#define when _When
#define each _Each
#define select _Select
#define select_biased _Select
#define otherwise _Otherwise
#define complete _Complete

#define edo_pinned
#define edo_local
#define edo_send
#define async_local
/* What a leaf is bound to is looked up, and so not called unused. */
#define edo_leaf(S, start, resume, cancel, discard)                                                \
    ;                                                                                              \
    static const void *const EDO__LEAF_NAME(__INCLUDE_LEVEL__, __COUNTER__)[4 + 0 * sizeof(S)] \
        __attribute__((unused)) = {(const void *)(start), (const void *)(resume),                  \
                                   (const void *)(cancel), (const void *)(discard)}
/* Both: clangd counts the main file's from 0 again, behind its headers. */
#define EDO__LEAF_NAME(level, n) EDO__LEAF_PASTED(level, n)
#define EDO__LEAF_PASTED(level, n) edo__leaf##level##_##n
#define edo_frame(...)
#define edo_shield
#define edo_future(f) __extension__ __auto_type
/* As its result. Who takes one apart says edo_call_fn and edo_call_args. */
#define edo_call int
#define edo_call_fn(call) ((void)(call), (const edo_fn *)0)
extern const char edo__plain_args[];
#define edo_call_args(call) ((void)(call), (const void *)edo__plain_args)
#define edo_call_of(T) __typeof__(T)
#define edo_T int
/* As what its call would return; only a variable that gets a call where it is declared: in a struct
 * a plain front end can't tell what it is, and says so. */
#define edo_gen(f) __extension__ __auto_type
#define edo_next(g, value) ((void)(g), (void)(value), (bool)1)
#define edo_resume(g, value, passed) ((void)(g), (void)(value), (void)(passed), (bool)1)
#define edo_gen_result(g) (*(g))
#define edo_gen_end(g) ((void)(g))
#define edo_signed_T int
#define edo_result_error(call, result) ((void)(call), (int64_t)*(result))
#define edo_start(future) ((void)(future))
#define edo_block_on(...) (__VA_ARGS__)
#define edo_runtime_block_on(rt, ...) ((void)(rt), (__VA_ARGS__))

#endif
