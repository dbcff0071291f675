/* SPDX-License-Identifier: MIT */
#define assert(e) ((void)((e) || (abort(), 0)))
void abort(void) __attribute__((noreturn));
