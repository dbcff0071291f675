/* SPDX-License-Identifier: MIT
 *
 * Runtimes: what drives tasks. A program with `async main`, or with one edo_block_on, needs none of
 * this. docs/runtime.md tells the rules.
 *
 * A runtime is driven by one thread at a time, and is not entered twice: inside a task, what drives
 * one stops the process with a message (EDEADLK). */
#ifndef EDO_RUNTIME_H
#define EDO_RUNTIME_H

#include <edo/abi.h>
#include <edo/mode.h>
#include <edo/task.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Zero is the default of each member. */
typedef struct edo_runtime_config {
    void *user; /* for the callbacks */
    /* A detached task has ended with a negative result. In a turn; must not block. Default: it is
     * logged, but for -ECANCELED; once a second for each function and result, with a count. */
    void (*detached_result)(void *user, edo_task *task, int64_t result);
    /* One line without its end. By the thread that drives the runtime; must not block. Default:
     * standard error. */
    void (*log)(void *user, const char *line);
    /* How long edo_runtime_free waits for tasks to end. Default: 5 s. */
    uint64_t shutdown_ns;
} edo_runtime_config;

/* A new runtime in *rt. `config` may be 0. -ENOMEM. */
int edo_runtime_new(const edo_runtime_config *config, edo_runtime **rt);

/* Shuts down, in this order:
 *   1. spawning is refused (-EDO_ECLOSED);
 *   2. every task is cancelled;
 *   3. the runtime is driven until all have ended;
 *   4. other threads' wakers are turned away;
 *   5. timers and driver end, and the memory goes.
 * If tasks are left after config.shutdown_ns, they are logged, by name and place, and what they
 * and the kernel may still use is left alone, never freed: -ETIMEDOUT. Else 0. `rt` is gone either
 * way. 0 in `rt`: nothing happens. Not from a task. */
int edo_runtime_free(edo_runtime *rt);

/* ---- in a foreign event loop ----------------------------------------------------------------- */

/* A descriptor that is readable while edo_runtime_turn has something to do, but for deadlines. The
 * runtime's; good until edo_runtime_free. Or an error: -ENOMEM, -EMFILE, -ENFILE, -ENOTSUP
 * (EDO_DRIVER names no driver). */
int edo_runtime_fd(edo_runtime *rt);

/* When edo_runtime_turn is to be called if the descriptor isn't readable before, in nanoseconds of
 * CLOCK_MONOTONIC, also while the runtime's own clock is stopped; UINT64_MAX: no deadline. */
uint64_t edo_runtime_next_deadline(edo_runtime *rt);

/* Runs what is ready, at most once around, and never waits. Whether tasks are left in the
 * runtime. */
bool edo_runtime_turn(edo_runtime *rt);

/* ---- memory ---------------------------------------------------------------------------------- */

typedef struct edo_allocator {
    /* `align` is a power of two. 0: there is none. */
    void *(*alloc)(void *user, size_t size, size_t align);
    void (*free)(void *user, void *p, size_t size, size_t align);
    void *user;
} edo_allocator;

/* Where all of the library's memory comes from, that of generators and boxes too; 0: malloc again.
 * Both functions are called from any thread. Set it while nothing that was allocated before is
 * left. */
void edo_set_allocator(const edo_allocator *allocator);

/* ---- what edocc calls ------------------------------------------------------------------------ */

/* edo_block_on(future): a runtime of its own, until `future`, which is new, has run. Its result is
 * at its frame then. 0; or -ENOMEM, and nothing has run: that is also the result, if the function's
 * is a signed integer, else the process stops with a message. */
int edo__block_on(edo_branch *future, const edo_fn *fn);
/* edo_runtime_block_on(rt, future): the same on `rt`, whose other tasks run meanwhile. */
int edo__runtime_block_on(edo_runtime *rt, edo_branch *future, const edo_fn *fn);
/* The same for a captured call; its result, if there is one, goes to *result. 0 for rt: on a
 * runtime of its own. */
int edo__block_on_call(edo_runtime *rt, edo_call call, void *result);
/* The plain main of an `async main`: its exit status. */
int edo__main(const edo_fn *fn, const void *args);

#ifdef __cplusplus
}
#endif
#endif
