/* SPDX-License-Identifier: MIT
 *
 * Who reads the headers?
 *
 *   edocc (__EDOCC__)           the language: async prototypes and leaves as they are
 *   plain C front end           clangd, clang-tidy, cc -fsyntax-only: the keywords are macros, so
 *                               that a file parses as typed C; asked for code, it stops with one
 *                               message
 *   EDO_PLAIN, or C++           types and plain functions only: for code without async functions */
#ifndef EDO_MODE_H
#define EDO_MODE_H

#if defined(__EDOCC__)

#pragma edo on
#define EDO__KEYWORD_MACROS 0
#define EDO_ASYNC_LEAF(T, name, params, S, start, resume, cancel, discard)                         \
    _Async T name params edo_leaf(S, start, resume, cancel, discard)
#define edo_pinned __attribute__((edo_pinned))
#define edo_local __attribute__((edo_local))
#define async_local __attribute__((edo_async_local))
#define edo_send __attribute__((edo_send))

#elif defined(EDO_PLAIN) || defined(__cplusplus)

#define EDO__KEYWORD_MACROS 0
#define EDO_ASYNC_LEAF(T, name, params, S, start, resume, cancel, discard)                         \
    struct edo__nothing
#define edo_pinned
#define edo_local
#define edo_send

#else

#define EDO__KEYWORD_MACROS 1
#include <edo/plain.h>
#define EDO_ASYNC_LEAF(T, name, params, S, start, resume, cancel, discard) T name params

#endif
#endif
