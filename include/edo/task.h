/* SPDX-License-Identifier: MIT
 *
 * Tasks: async calls that run on their own. docs/runtime.md tells the rules. */
#ifndef EDO_TASK_H
#define EDO_TASK_H

#include <edo/abi.h>
#include <edo/mode.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct edo_task edo_task;
typedef struct edo_runtime edo_runtime;

/* ---- starting ---------------------------------------------------------------------------------
 *
 * The task owns copies of the call's arguments, also of the calls among them. It begins in a later
 * turn, and always runs, even if it is cancelled first. One allocation. */

#if EDO__KEYWORD_MACROS
/* For front ends that know no async calls: keyword macros made them plain ones. */
#define edo_spawn(...) (__extension__({ (void)(__VA_ARGS__); 0; }))
#define edo_spawn_on(rt, ...) (__extension__({ (void)(rt); (void)(__VA_ARGS__); 0; }))
#define edo_task_spawn(task, ...)                                                                  \
    (__extension__({ *(task) = (edo_task *)0; (void)(__VA_ARGS__); 0; }))
#else
/* Runs `call` as a detached task of the runtime whose task is calling.
 * 0; or nothing has run: -ENOMEM; -EDO_ECLOSED: the runtime is shutting down; -EDO_ENORUNTIME: not
 * called from a task. */
int edo_spawn(edo_call_any call);
/* The same on `rt`, from the thread that drives it, inside a turn or between turns. */
int edo_spawn_on(edo_runtime *rt, edo_call_any call);
/* The same as edo_spawn, with a handle in *task: to be given up once, by edo_task_join or
 * edo_task_detach. 0 in *task on error. */
int edo_task_spawn(edo_task **task, edo_call_any call);
#endif

/* ---- handles ----------------------------------------------------------------------------------
 *
 * "Any thread": as long as the handle isn't given up meanwhile. */

/* Waits until `task` has ended, and copies its result to *result (of the function's result type; 0:
 * the result isn't wanted). *result of another size than that result is a fatal error, before
 * anything is waited for; behind a void * the size isn't known. From a task of the same runtime;
 * one joiner at a time.
 * 0: the handle is gone. -ECANCELED: this branch was cancelled; the handle is still good. */
struct edo_join_to {
    void *result;
    size_t size; /* 0: not known */
};
struct edo_join_op {
    int result;
    edo_task *task;
    void *to;
    edo_branch *branch;
};
edo_poll edo__join_start(struct edo_join_op *op, edo_cx *cx, edo_task *task, void *result);
edo_poll edo__join_resume(struct edo_join_op *op, edo_cx *cx);
void edo__join_cancel(struct edo_join_op *op, edo_cx *cx);
edo_poll edo__join_to_start(struct edo_join_op *op, edo_cx *cx, edo_task *task,
                            struct edo_join_to to);
EDO_ASYNC_LEAF(int, edo_task_join, (edo_task * task, struct edo_join_to to), struct edo_join_op,
               edo__join_to_start, edo__join_resume, edo__join_cancel, 0);
#define edo_task_join(task, to) edo_task_join(task, EDO__JOIN_TO(to))
/* A null pointer constant becomes a void * here, and what points to a type stays what it is. It is
 * evaluated once, also where the length of what it points to is known only then. */
#define EDO__JOIN_TO(to)                                                                           \
    (__extension__({                                                                               \
        __auto_type edo__to = 1 ? (to) : (void *)0;                                                \
        (struct edo_join_to){edo__to, _Generic(edo__to, void *: (size_t)0,                         \
                                               default: sizeof *edo__to)};                         \
    }))

/* Cancels the task: what it waits for, and what it begins from then on, returns -ECANCELED. It runs
 * on until it returns. Again, or when it has ended: nothing. Any thread. */
void edo_task_cancel(edo_task *task);

/* Gives the handle up; the task runs on. Any thread, also after the runtime is gone. */
void edo_task_detach(edo_task *task);

/* Whether the task has ended. Any thread. */
bool edo_task_is_finished(edo_task *task);

/* The task that runs now; 0 outside of tasks. Not a handle: not to be joined, detached, or given to
 * another thread, and good for as long as the task runs. */
edo_task *edo_task_current(void);

/* A number that no other task of the runtime has or had; 0: no memory. The task's runtime's
 * thread. */
uint64_t edo_task_id(edo_task *task);

/* A name for dumps and logs; copied. 0 takes it away. -ENOMEM. The task's runtime's thread. */
int edo_task_set_name(edo_task *task, const char *name);
/* What was set, or the function's name. The task's runtime's thread; good until the next
 * edo_task_set_name. */
const char *edo_task_name(edo_task *task);

/* ---- yielding -------------------------------------------------------------------------------- */

/* Lets every other task that is ready run first. 0, -ECANCELED. */
struct edo_yield_op {
    int result;
};
edo_poll edo__yield_start(struct edo_yield_op *op, edo_cx *cx);
edo_poll edo__yield_resume(struct edo_yield_op *op, edo_cx *cx);
EDO_ASYNC_LEAF(int, edo_yield, (void), struct edo_yield_op, edo__yield_start, edo__yield_resume, 0,
               0);

/* ---- looking --------------------------------------------------------------------------------- */

/* Writes the task's async backtrace to `buf`, of `len` bytes, terminated if len > 0: who waits for
 * what, innermost first, with function, file and line of each await; of a join or select, each
 * branch, set off by two columns. Returns the length of the
 * whole text, as snprintf does. The task's runtime's thread; a running task has no backtrace. */
size_t edo_dump(edo_task *task, char *buf, size_t len);

/* The same of every task of the runtime, oldest first. */
size_t edo_runtime_dump(edo_runtime *rt, char *buf, size_t len);

#ifdef __cplusplus
}
#endif
#endif
