/* SPDX-License-Identifier: MIT
 *
 * Boxes: owned calls, with the memory for a run of theirs, of any frame size. One may be returned,
 * kept in a struct or a queue, and given to another function: it is a pointer.
 *
 *     edo_boxed b = edo_box(f(1));          of a call with an int result
 *     edo_boxed_of(double) d = edo_box(g(2));
 *     if (!b) …                             no memory: nothing has run
 *     n = await b;                          runs it, once, and frees the box
 *     double v = await edo_box(g(3));
 *     edo_box_free(d);                      it won't be run
 *
 * A box stands wherever a call may be given, as the call that it holds:
 *
 *     if (edo_spawn(b) < 0) edo_box_free(b);
 *     n = await edo_timeout(edo_ms(500), b);
 *     n = edo_block_on(b);
 *
 * Giving a box away frees nothing: running it does, as awaiting does. So what spawned it, with 0,
 * owns it; on an error nothing ran, and it is still yours, as is one that nobody has run. It runs
 * once: to await such a call again panics. A box isn't given where any thread may run it
 * (edo_call_send): give the call itself.
 *
 * Awaiting consumes the box: its memory is given back when the run is over, cancelled or not. So
 * does making it a head of a select, whether that head wins, loses or never begins. To await 0 is
 * to make a call that found no memory: -ENOMEM if its result is a signed integer, otherwise the
 * out-of-memory hook. A local variable that was awaited by its name is known to be used up: to
 * await it again, or free it, panics, as does awaiting or freeing a box that runs. Copies of it
 * dangle, as after free().
 *
 * Threads: a box may be awaited and freed on any thread, if what its call holds may be used there;
 * the compiler doesn't follow it. */
#ifndef EDO_BOX_H
#define EDO_BOX_H

#include <edo/abi.h>
#include <edo/mode.h>

#ifdef __cplusplus
extern "C" {
#endif

struct edo__boxed;

#if EDO__KEYWORD_MACROS
/* For front ends that know no async calls: a box is its call's result. */
#define edo_boxed int
#define edo_boxed_of(T) __typeof__(T)
#define edo_box(...) (__VA_ARGS__)
#define edo_box_free(box) ((void)(box))
#else
/* The type of a box, which says what awaiting it gives. */
#define edo_boxed_of(T) __typeof__(__typeof__(T) (*)(struct edo__boxed *))
typedef edo_boxed_of(int) edo_boxed;

/* A box of `call`, which has copies of its arguments, also of those of the calls among them; of the
 * type edo_boxed_of(its result). From edo_gen_host, in any function, on any thread; 0: there was no
 * memory, and what the arguments hold is still the caller's to release. */
void *edo_box(edo_call_any call) __attribute__((warn_unused_result));

/* Frees a box that was never awaited; nothing runs. 0 is left alone. */
#define edo_box_free(box) edo__box_drop((void *)(uintptr_t)(box))
#endif
void edo__box_drop(void *box);

/* ---- what generated code calls --------------------------------------------------------------- */

/* What stands in a variable whose box has been awaited. */
extern const char edo__box_used[1];

static inline void *edo__box_gone(void)
{
    return (void *)(uintptr_t)edo__box_used;
}

/* The frame, for a run that begins now or later, and which edo__box_done frees; 0 if `box` is. */
void *edo__box_take(edo_cx *cx, void *box);

/* The same of a box that was given as a call: `args` hold it, and once only. */
static inline void *edo__box_given(edo_cx *cx, const void *args)
{
    void **given = (void **)(uintptr_t)args, *box = *given;
    *given = edo__box_gone();
    return edo__box_take(cx, box);
}

static inline edo_poll edo__box_start(void *frame, edo_cx *cx)
{
    return ((struct edo_box_prefix *)frame)[-1].fn->start(frame, cx, frame);
}

void edo__box_done(void *frame);

#ifdef __cplusplus
}
#endif
#endif
