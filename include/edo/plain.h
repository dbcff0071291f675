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

/* `try E;` is `+E;` here. */
#pragma GCC diagnostic ignored "-Wunused-value"

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
#define yield _Yield
#define when _When
#define each _Each
#define select _Select
#define otherwise _Otherwise
#define complete _Complete

#define edo_pinned
#define edo_local
#define edo_send
#define async_local
#define edo_leaf(...)
#define edo_frame(n)
#define edo_shield
#define edo_future(f) __extension__ __auto_type
/* As its result; code that looks into a call's members is beyond these macros. */
#define edo_call int
#define edo_call_of(T) __typeof__(T)
#define edo_T int
#define edo_start(future) ((void)(future))
#define edo_block_on(...) (__VA_ARGS__)
#define edo_runtime_block_on(rt, ...) ((void)(rt), (__VA_ARGS__))

#endif
