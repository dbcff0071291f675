/* SPDX-License-Identifier: MIT
 *
 * Linux: clock and futex. */
#include "sys/sys.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

uint64_t edo__clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void edo__futex_wait(edo_atomic_u32 *word, uint32_t expected, int64_t timeout_ns)
{
    struct timespec timeout = {timeout_ns / 1000000000, timeout_ns % 1000000000};
    syscall(SYS_futex, &word->value, FUTEX_WAIT_PRIVATE, expected, timeout_ns < 0 ? 0 : &timeout, 0,
            0);
}

void edo__futex_wake(edo_atomic_u32 *word)
{
    int before = errno;
    syscall(SYS_futex, &word->value, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
    errno = before;
}

void edo__thread_yield(void)
{
    sched_yield();
}
