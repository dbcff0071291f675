/* SPDX-License-Identifier: MIT
 *
 * A leaf written by hand: a timer with a thread of its own, which wakes the task when time is up.
 *
 * An async function waits for other calls; at the bottom of all waiting are leaves. A leaf is a
 * struct and up to four functions, bound to a prototype by edo_leaf. From then on it is awaited as
 * any async function. */
#include <edo.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

/* Lives in the frame of whoever awaits the timer, until resume has returned EDO_READY. */
struct timer {
    int result; /* first: what the await yields */
    pthread_t thread;
    bool has_thread;
    struct timespec until;
    edo_waker waker; /* how the thread reaches the task */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopped; /* we were cancelled; guarded by the lock */
    bool over;    /* `result` is set; guarded by the lock */
};

static void *timer_thread(void *data)
{
    struct timer *t = data;
    pthread_mutex_lock(&t->lock);
    while (!t->stopped && pthread_cond_timedwait(&t->changed, &t->lock, &t->until) != ETIMEDOUT) {
    }
    t->result = t->stopped ? -ECANCELED : 0;
    t->over = true;
    pthread_mutex_unlock(&t->lock);
    edo_waker_wake(t->waker); /* from any thread; also gives the waker back */
    return NULL;
}

/* The task was woken. It may have been for another reason: is it over? */
static edo_poll timer_resume(struct timer *t, edo_cx *cx)
{
    pthread_mutex_lock(&t->lock);
    bool over = t->over;
    pthread_mutex_unlock(&t->lock);
    if (!over || !edo_cx_spend(cx)) /* nobody runs on and on without letting others run */
        return EDO_PENDING;
    if (t->has_thread)
        pthread_join(t->thread, NULL); /* it is leaving: the frame may go when it is gone */
    pthread_cond_destroy(&t->changed);
    pthread_mutex_destroy(&t->lock);
    return EDO_READY;
}

/* It ended before it began. */
static edo_poll timer_fail(struct timer *t, edo_cx *cx, int error)
{
    t->result = error;
    t->over = true;
    return timer_resume(t, cx);
}

/* Begins. The arguments of the awaited call follow `cx`. */
static edo_poll timer_start(struct timer *t, edo_cx *cx, unsigned ms)
{
    t->has_thread = t->stopped = t->over = false;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->changed, NULL);
    if (edo_cx_cancelled(cx))
        return timer_fail(t, cx, -ECANCELED);

    clock_gettime(CLOCK_REALTIME, &t->until);
    t->until.tv_sec += ms / 1000;
    t->until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t->until.tv_nsec >= 1000000000)
        t->until.tv_sec++, t->until.tv_nsec -= 1000000000;

    t->waker = edo_cx_waker(cx);
    if (!t->waker.vtable)
        return timer_fail(t, cx, -ENOMEM);
    int error = pthread_create(&t->thread, NULL, timer_thread, t);
    if (error) {
        edo_waker_drop(t->waker);
        return timer_fail(t, cx, -error);
    }
    t->has_thread = true;
    return EDO_PENDING;
}

/* The branch was cancelled while it waits here: end soon. */
static void timer_cancel(struct timer *t, edo_cx *cx)
{
    (void)cx;
    pthread_mutex_lock(&t->lock);
    t->stopped = true;
    pthread_cond_signal(&t->changed);
    pthread_mutex_unlock(&t->lock);
}

async int wait_ms(unsigned ms) edo_leaf(struct timer, timer_start, timer_resume, timer_cancel, 0);

/* ---- using it ---- */

static async int boil(const char *what, unsigned ms)
{
    int result = await wait_ms(ms);
    printf("%s: %s\n", what, result == 0 ? "done" : result == -ECANCELED ? "cancelled" : "failed");
    return result;
}

async int main(void)
{
    edo_task *egg, *roast;
    try edo_task_spawn(&egg, boil("egg", 40));
    try edo_task_spawn(&roast, boil("roast", 4 * 3600 * 1000));
    puts("waiting");

    int result;
    try await edo_task_join(egg, &result);
    edo_task_cancel(roast);
    try await edo_task_join(roast, &result);
    return result == -ECANCELED ? 0 : 1;
}
