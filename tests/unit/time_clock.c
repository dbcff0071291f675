/* SPDX-License-Identifier: MIT
 *
 * A runtime's clock that is stopped: where it goes, and when it stands. */
#include "actor.h"

#include <poll.h>
#include <pthread.h>
#include <time.h>

static uint64_t system_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static uint64_t since(edo_instant start)
{
    return edo_instant_since(edo_now(), start).ns;
}

/* ---- all wait for time ----------------------------------------------------------------------- */

struct sleeper {
    edo_duration nap;
    edo_instant start;
    uint64_t slept;
    int place;
    edo_task *task;
};
static int ended;

static edo_poll sleeps(struct actor *a, edo_cx *cx)
{
    struct sleeper *s = a->data;
    BEGIN(a);
    s->start = edo_now();
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, s->nap));
    s->slept = since(s->start);
    s->place = ended++;
    a->result = a->op.sleep.result;
    END(a);
}

static edo_poll three_that_take_days(struct actor *a, edo_cx *cx)
{
    static struct sleeper s[3];
    BEGIN(a);
    s[0].nap = edo_secs(86400 * 30);
    s[1].nap = edo_secs(3600);
    s[2].nap = edo_ms(1);
    CHECK_INT(edo_clock_pause(), 0);
    CHECK_INT(edo_clock_pause(), -EALREADY);
    for (int i = 0; i < 3; i++)
        s[i].task = spawn(sleeps, &s[i]);
    for (; a->i < 3; a->i++) {
        JOIN(a, s[a->i].task, 0);
        CHECK_INT(s[a->i].place, 2 - a->i);
        CHECK(s[a->i].slept >= s[a->i].nap.ns && s[a->i].slept <= s[a->i].nap.ns + 1000000);
    }
    END(a);
}

static void stopped_clock_goes_where_the_next_sleep_ends(void)
{
    uint64_t begun = system_ns();
    run(three_that_take_days, 0);
    CHECK(system_ns() - begun < edo_secs(3600).ns);
}

/* ---- somebody waits for something else ------------------------------------------------------- */

static edo_instant stopped_at;

static void *writes_one(void *fd)
{
    CHECK_INT(write(*(int *)fd, "x", 1), 1);
    return 0;
}

static edo_poll waits_for_a_pipe(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    AWAIT(a, fd_ready, edo__fd_ready_start(&a->op.fd_ready, cx, *(int *)a->data, EDO_READABLE));
    CHECK_INT(a->op.fd_ready.result, EDO_READABLE);
    CHECK_INT(since(stopped_at), 0);
    END(a);
}

static edo_poll pipe_and_sleep(struct actor *a, edo_cx *cx)
{
    static int fds[2];
    static edo_task *reader;
    static pthread_t writer;
    BEGIN(a);
    CHECK_INT(pipe(fds), 0);
    CHECK_INT(edo_clock_pause(), 0);
    stopped_at = edo_now();
    reader = spawn(waits_for_a_pipe, fds);
    YIELD(a);
    CHECK_INT(pthread_create(&writer, 0, writes_one, &fds[1]), 0);
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_secs(5000)));
    CHECK(edo_task_is_finished(reader));
    CHECK(since(stopped_at) >= edo_secs(5000).ns);
    JOIN(a, reader, 0);
    pthread_join(writer, 0);
    close(fds[0]);
    close(fds[1]);
    END(a);
}

static void stopped_clock_stands_while_a_descriptor_is_awaited(void)
{
    run(pipe_and_sleep, 0);
}

static void *drops(void *waker)
{
    edo_waker_drop(*(edo_waker *)waker);
    return 0;
}

static edo_poll waker_and_sleep(struct actor *a, edo_cx *cx)
{
    static edo_waker waker;
    static pthread_t dropper;
    BEGIN(a);
    CHECK_INT(edo_clock_pause(), 0);
    stopped_at = edo_now();
    waker = edo_cx_waker(cx);
    CHECK(waker.vtable != 0);
    edo_waker_wake_by_ref(&waker); /* a resume in vain: the sleep goes on */
    CHECK_INT(pthread_create(&dropper, 0, drops, &waker), 0);
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_secs(5000)));
    CHECK(since(stopped_at) >= edo_secs(5000).ns);
    pthread_join(dropper, 0);
    END(a);
}

static void stopped_clock_goes_on_when_the_last_waker_is_dropped(void)
{
    run(waker_and_sleep, 0);
}

/* ---- by hand --------------------------------------------------------------------------------- */

static edo_poll advances(struct actor *a, edo_cx *cx)
{
    static struct sleeper s[2];
    static edo_instant start;
    static uint64_t real;
    BEGIN(a);
    CHECK_INT(edo_clock_advance(edo_ms(1)), -EINVAL);
    CHECK_INT(edo_clock_resume(), -EINVAL);
    CHECK_INT(edo_clock_pause(), 0);
    start = edo_now();
    s[0].nap = edo_secs(10);
    s[1].nap = edo_secs(5);
    ended = 0;
    for (int i = 0; i < 2; i++)
        s[i].task = spawn(sleeps, &s[i]);
    YIELD(a);
    CHECK_INT(since(start), 0);
    CHECK_INT(edo_clock_advance(edo_secs(20)), 0);
    CHECK_INT(since(start), edo_secs(20).ns);
    for (; a->i < 2; a->i++) {
        JOIN(a, s[a->i].task, 0);
        CHECK_INT(s[a->i].place, 1 - a->i);
        CHECK_INT(s[a->i].slept, edo_secs(20).ns);
    }
    CHECK_INT(edo_clock_resume(), 0);
    real = system_ns();
    CHECK(since(start) >= edo_secs(20).ns);
    AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ms(3)));
    CHECK(system_ns() - real >= edo_ms(3).ns);
    CHECK(since(start) >= edo_secs(20).ns + edo_ms(3).ns);
    CHECK(since(start) <= edo_secs(20).ns + (system_ns() - real) + edo_secs(1).ns);
    END(a);
}

static void clock_is_put_forward_and_goes_on_from_there(void)
{
    run(advances, 0);
    edo_instant now = edo_now();
    CHECK(now.ns <= system_ns() && system_ns() - now.ns < edo_secs(10).ns);
    CHECK_INT(edo_clock_pause(), -EDO_ENORUNTIME);
    CHECK_INT(edo_clock_resume(), -EDO_ENORUNTIME);
    CHECK_INT(edo_clock_advance(edo_ms(1)), -EDO_ENORUNTIME);
}

/* ---- the end of time ------------------------------------------------------------------------- */

/* A millisecond before it, which passes while the clock goes on. */
static edo_instant nearly(void)
{
    return edo_instant_sub(edo_never(), edo_ms(1));
}

static edo_poll goes_to_the_end(struct actor *a, edo_cx *cx)
{
    static struct sleeper s;
    static edo_instant before;
    BEGIN(a);
    CHECK_INT(edo_clock_pause(), 0);
    s.nap = edo_secs(86400);
    s.task = spawn(sleeps, &s);
    YIELD(a);
    CHECK_INT(edo_clock_advance(edo_instant_since(nearly(), edo_now())), 0);
    CHECK_INT(edo_clock_resume(), 0);
    for (before = edo_now(); edo_instant_before(before, edo_never()); before = edo_now())
        CHECK(!edo_instant_before(edo_now(), before));
    JOIN(a, s.task, 0);
    for (int i = 0; i < 1000; i++)
        CHECK(edo_now().ns == edo_never().ns);
    CHECK_INT(edo_clock_pause(), 0);
    CHECK_INT(edo_clock_advance(EDO_FOREVER), 0);
    CHECK(edo_now().ns == edo_never().ns);
    CHECK_INT(edo_clock_resume(), 0);
    CHECK(edo_now().ns == edo_never().ns);
    END(a);
}

static void clock_stands_at_the_end_of_time_and_never_goes_back(void)
{
    run(goes_to_the_end, 0);
}

/* ---- a foreign loop -------------------------------------------------------------------------- */

static edo_poll sleeps_for_years(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    CHECK_INT(edo_clock_pause(), 0);
    for (; a->i < 5; a->i++)
        AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_secs(86400 * 365)));
    END(a);
}

static void foreign_loop_is_told_to_turn_at_once(void)
{
    edo_runtime *rt;
    struct actor_args args = { sleeps_for_years, 0 };
    CHECK_INT(edo_runtime_new(0, &rt), 0);
    struct pollfd p = { edo_runtime_fd(rt), POLLIN, 0 };
    CHECK(p.fd >= 0);
    CHECK_INT(edo_spawn_on(rt, (edo_call){ &actor_fn, &args }), 0);
    int turns = 0;
    do {
        uint64_t due = edo_runtime_next_deadline(rt);
        CHECK(poll(&p, 1, 0) == 1 || due <= system_ns());
        CHECK(turns++ < 100);
    } while (edo_runtime_turn(rt));
    CHECK_INT(edo_runtime_free(rt), 0);
}

int main(void)
{
    TEST(stopped_clock_goes_where_the_next_sleep_ends);
    TEST(stopped_clock_stands_while_a_descriptor_is_awaited);
    TEST(stopped_clock_goes_on_when_the_last_waker_is_dropped);
    TEST(clock_is_put_forward_and_goes_on_from_there);
    TEST(clock_stands_at_the_end_of_time_and_never_goes_back);
    TEST(foreign_loop_is_told_to_turn_at_once);
    return 0;
}
