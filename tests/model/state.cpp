/* SPDX-License-Identifier: MIT
 *
 * The state word (runtime/task/state.h) where several threads apply its transitions: wakers that
 * hold no reference, against turns of the task, the last of which frees it. */
#include "tests/model/model.h"

#include "runtime/task/state.h"

enum { WAKERS = 2, WORKERS = 2 };

struct branch {
    edo_atomic_word next; /* first, and so aligned */
    rl::var<int> result;  /* what the waker has for it */
};

struct wakes_are_seen_and_nobody_touches_a_freed_task
    : rl::test_suite<wakes_are_seen_and_nobody_touches_a_freed_task, WAKERS + WORKERS> {
    edo_atomic_word state;
    rl::var<int> memory; /* of the task; written when it is freed */
    rl::var<int> done;   /* branches that were resumed; the turn's own */
    struct branch branches[WAKERS];
    edo_atomic_u32 queue; /* the run queue: 1, the task stands in it */
    edo_atomic_u32 ended;

    void before()
    {
        edo_atomic_store_relaxed(&state, (uintptr_t)0);
        edo_atomic_store_relaxed(&queue, 0u);
        edo_atomic_store_relaxed(&ended, 0u);
        memory($) = 1;
        done($) = 0;
    }

    void schedule()
    {
        /* Only one may: the task is never in the queue twice. */
        RL_ASSERT(edo_atomic_exchange_acq_rel(&queue, 1u) == 0);
    }

    void wake(struct branch *b)
    {
        b->result($) = 42;
        RL_ASSERT(memory($) == 1);
        /* A branch's `next`, and the task, may be gone after this, but for who became its owner. */
        if (edo__state_wake_shared(&state, (uintptr_t)b, &b->next)) {
            RL_ASSERT(memory($) == 1);
            schedule();
        }
    }

    void turn()
    {
        RL_ASSERT(memory($) == 1);
        uintptr_t word = edo__state_take_shared(&state);
        RL_ASSERT(!(word & EDO__STATE_RUNNING) && word != 0);
        for (uintptr_t b = word & ~EDO__STATE_BITS; b != EDO__LIST_END;) {
            uintptr_t next = edo_atomic_load_relaxed(&((struct branch *)b)->next);
            RL_ASSERT(((struct branch *)b)->result($) == 42);
            done($) = done($) + 1;
            b = next;
        }
        if (done($) == WAKERS) {
            edo__state_finish(&state);
            memory($) = 0; /* freed: a race with any other look is an error */
            edo_atomic_store_release(&ended, 1u);
        } else if (edo__state_park_shared(&state)) {
            schedule();
        }
    }

    void thread(unsigned index)
    {
        if (index < WAKERS) {
            wake(&branches[index]);
            return;
        }
        while (!edo_atomic_load_acquire(&ended)) {
            if (edo_atomic_exchange_acq_rel(&queue, 0u))
                turn();
            else
                rl::yield(1, $);
        }
    }

    void after()
    {
        RL_ASSERT(memory($) == 0 && done($) == WAKERS);
    }
};

int main()
{
    return !model_run<wakes_are_seen_and_nobody_touches_a_freed_task>(
        "wakes_are_seen_and_nobody_touches_a_freed_task", 200000, 2);
}
