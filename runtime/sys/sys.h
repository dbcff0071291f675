/* SPDX-License-Identifier: MIT
 *
 * What differs between systems. Platform conditionals stand in this folder only. */
#ifndef EDO_SYS_SYS_H
#define EDO_SYS_SYS_H

#include "base/atomic.h"

#include <stdint.h>

/* Nanoseconds of a clock that never goes back; its zero is arbitrary. Any thread, signal
 * handlers. */
uint64_t edo__clock_ns(void);

/* Waits while *word is `expected`, for at most timeout_ns (-1: without limit). Returns early
 * without a reason at times. */
void edo__futex_wait(edo_atomic_u32 *word, uint32_t expected, int64_t timeout_ns);
/* Any thread, and signal handlers. Leaves errno alone. */
void edo__futex_wake(edo_atomic_u32 *word);

/* Gives up the processor. */
void edo__thread_yield(void);

#endif
