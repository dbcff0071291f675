/* SPDX-License-Identifier: MIT
 *
 * Inbox and parking (runtime/task/inbox.h, runtime/sys/park.c): whoever pushes, the owner takes it,
 * even if it was about to sleep; and nobody touches a home after it was closed. */
#include "tests/model/model.h"

#include "runtime/sys/park.h"
#include "runtime/task/inbox.h"

/* The system's futex: a word, and who waits on it. */
static rl::mutex *futex_lock;
static rl::condition_variable_any *futex_waiters;

static void edo__futex_wait(edo_atomic_u32 *word, uint32_t expected, int64_t)
{
    futex_lock->lock($);
    if (edo_atomic_load_relaxed(word) == expected)
        futex_waiters->wait(*futex_lock, $);
    futex_lock->unlock($);
}

static void edo__futex_wake(edo_atomic_u32 *)
{
    futex_lock->lock($);
    futex_waiters->notify_one($);
    futex_lock->unlock($);
}

#define EDO_SYS_SYS_H
#include "runtime/sys/park.c"

enum { PUSHERS = 2, PUSHES = 2 };

struct node {
    struct edo_inbox_node link; /* first */
    rl::var<int> word;
};

/* Threads 1 and 2 push, thread 0 owns, sleeps, and closes when it has all. */
struct every_push_is_taken : rl::test_suite<every_push_is_taken, PUSHERS + 1> {
    struct edo_inbox inbox;
    struct edo_futex_parker parker;
    struct node nodes[PUSHERS][PUSHES];
    rl::var<int> home; /* written when its memory is freed */
    rl::mutex lock;
    rl::condition_variable_any waiters;

    void before()
    {
        futex_lock = &lock;
        futex_waiters = &waiters;
        edo__inbox_init(&inbox);
        edo__futex_parker_init(&parker);
        home($) = 1;
    }

    void push(struct node *node)
    {
        if (!edo__inbox_enter(&inbox)) {
            RL_ASSERT(false); /* not before all was taken */
            return;
        }
        RL_ASSERT(home($) == 1);
        node->word($) = 42;
        if (edo__inbox_push(&inbox, &node->link))
            parker.parker.ops->unpark(&parker.parker);
        RL_ASSERT(home($) == 1);
        edo__inbox_leave(&inbox);
    }

    int take()
    {
        int n = 0;
        struct edo_inbox_node *at = edo__inbox_take(&inbox);
        while (at) {
            struct edo_inbox_node *next = edo__inbox_next(at);
            RL_ASSERT(((struct node *)at)->word($) == 42);
            ((struct node *)at)->word($) = 0; /* the owner's again */
            n++;
            at = next;
        }
        return n;
    }

    void thread(unsigned index)
    {
        if (index > 0) {
            for (int i = 0; i < PUSHES; i++)
                push(&nodes[index - 1][i]);
            return;
        }
        for (int taken = 0; taken < PUSHERS * PUSHES;) {
            if (edo__inbox_sleep(&inbox))
                parker.parker.ops->park(&parker.parker, EDO_PARK_FOREVER);
            taken += take();
        }
        edo__inbox_close(&inbox);
        while (!edo__inbox_is_deserted(&inbox))
            rl::yield(1, $);
        RL_ASSERT(take() == 0);
        home($) = 0;
    }
};

/* A visitor meets the close: it is turned away, or the owner gets what it brought. */
struct close_waits_for_visitors : rl::test_suite<close_waits_for_visitors, 3> {
    struct edo_inbox inbox;
    struct node nodes[2];
    rl::var<int> home;
    bool pushed[2];

    void before()
    {
        edo__inbox_init(&inbox);
        home($) = 1;
        pushed[0] = pushed[1] = false;
    }

    void thread(unsigned index)
    {
        if (index > 0) {
            if (edo__inbox_enter(&inbox)) {
                RL_ASSERT(home($) == 1);
                pushed[index - 1] = true;
                edo__inbox_push(&inbox, &nodes[index - 1].link);
                edo__inbox_leave(&inbox);
            }
            return;
        }
        edo__inbox_close(&inbox);
        while (!edo__inbox_is_deserted(&inbox))
            rl::yield(1, $);
        home($) = 0;
        int n = 0;
        for (struct edo_inbox_node *at = edo__inbox_take(&inbox); at; at = edo__inbox_next(at))
            n++;
        RL_ASSERT(n == pushed[0] + pushed[1]);
    }
};

int main()
{
    bool good = model_run<every_push_is_taken>("every_push_is_taken", 100000, 2);
    good &= model_run<close_waits_for_visitors>("close_waits_for_visitors", 100000, 4);
    return !good;
}
