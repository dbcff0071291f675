/* SPDX-License-Identifier: MIT
 *
 * The word of references and requests (runtime/task/state.h) with the inbox: external wakers that
 * fire, are cloned and dropped, and a handle that another thread gives up, against the task's end
 * and the runtime's. The task is freed once, after the last look at it, whoever comes last; no wake
 * is lost.
 *
 * request, answer, release and close do here, step by step, what runtime/task/external.c, task.c
 * and leaves.c do. */
#include "tests/model/model.h"

#include "runtime/task/inbox.h"
#include "runtime/task/state.h"

struct home_and_task {
    struct edo_inbox inbox;
    struct edo_inbox_node node;
    edo_atomic_u32 outside;
    edo_atomic_i64 refs;
    rl::var<int> task, home; /* memory: 1, written when it is freed */
    rl::var<int> done;       /* the task has ended: the owner's */
    rl::var<int> lingering;

    void init(uint32_t references)
    {
        edo__inbox_init(&inbox);
        edo_atomic_store_relaxed(&outside, references * EDO__OUTSIDE_REF);
        edo_atomic_store_relaxed(&refs, (int64_t)100);
        task($) = home($) = 1;
        done($) = 0;
        lingering($) = 0;
    }

    void home_unref(int64_t n)
    {
        if (edo_atomic_fetch_sub_acq_rel(&refs, n) == n) {
            RL_ASSERT(home($) == 1);
            home($) = 0;
        }
    }

    void free_anywhere()
    {
        RL_ASSERT(task($) == 1);
        task($) = 0;
        home_unref(1);
    }

    void free_local()
    {
        RL_ASSERT(task($) == 1);
        task($) = 0;
        lingering($) = lingering($) - 1;
    }

    bool request(uint32_t what)
    {
        RL_ASSERT(task($) == 1 && home($) == 1);
        if (!edo__inbox_enter(&inbox))
            return false;
        if (edo__outside_request(&outside, what))
            edo__inbox_push(&inbox, &node);
        edo__inbox_leave(&inbox);
        return true;
    }

    void drop()
    {
        RL_ASSERT(task($) == 1);
        if (edo__outside_drop(&outside))
            free_anywhere();
    }

    void clone()
    {
        RL_ASSERT(task($) == 1);
        edo__outside_retain(&outside);
    }

    void detach()
    {
        if (!request(EDO__OUTSIDE_DETACH) && edo__outside_release(&outside))
            free_anywhere();
    }

    void release()
    {
        if (edo__outside_is_empty(&outside) || edo__outside_release(&outside))
            free_local();
    }

    /* What came: WOKEN, DETACH. */
    uint32_t take()
    {
        uint32_t requests = 0;
        struct edo_inbox_node *at = edo__inbox_take(&inbox);
        while (at) {
            struct edo_inbox_node *next = edo__inbox_next(at);
            bool gone;
            RL_ASSERT(task($) == 1);
            requests |= edo__outside_answer(&outside, &gone);
            if (!gone && !done($))
                RL_ASSERT(task($) == 1); /* what the owner wakes and cancels */
            if (gone)
                free_local();
            else if ((requests & EDO__OUTSIDE_DETACH) && done($))
                release();
            at = next;
        }
        return requests;
    }

    void finish()
    {
        RL_ASSERT(task($) == 1);
        done($) = 1;
        lingering($) = lingering($) + 1;
    }

    void close()
    {
        edo__inbox_close(&inbox);
        while (!edo__inbox_is_deserted(&inbox))
            rl::yield(1, $);
        take();
        home_unref(100 - lingering($));
    }
};

/* Two threads with a waker each; the task, detached, ends after a wake. */
struct the_last_waker_frees : rl::test_suite<the_last_waker_frees, 3> {
    home_and_task m;
    rl::var<int> effect[2]; /* what a thread did before its wake */

    void before()
    {
        m.init(2);
        effect[0]($) = effect[1]($) = 0;
    }

    void thread(unsigned index)
    {
        if (index > 0) {
            effect[index - 1]($) = 1;
            m.request(EDO__OUTSIDE_WOKEN);
            if (index == 1) {
                m.clone();
                m.drop();
            }
            m.drop();
            return;
        }
        while (!(m.take() & EDO__OUTSIDE_WOKEN))
            rl::yield(1, $);
        m.finish();
        m.release();
        m.close();
    }

    void after()
    {
        RL_ASSERT(m.task($) == 0 && m.home($) == 0);
    }
};

/* The waker's writes are seen by the turn that follows its wake. */
struct a_wake_brings_what_was_done_before_it
    : rl::test_suite<a_wake_brings_what_was_done_before_it, 3> {
    home_and_task m;
    rl::var<int> effect[2];
    edo_atomic_u32 ready[2];

    void before()
    {
        m.init(2);
        effect[0]($) = effect[1]($) = 0;
        edo_atomic_store_relaxed(&ready[0], 0u);
        edo_atomic_store_relaxed(&ready[1], 0u);
    }

    void thread(unsigned index)
    {
        if (index > 0) {
            effect[index - 1]($) = 1;
            edo_atomic_store_relaxed(&ready[index - 1], 1u); /* relaxed: the wake has to order it */
            m.request(EDO__OUTSIDE_WOKEN);
            m.drop();
            return;
        }
        int seen = 0;
        while (seen < 2) {
            if (!(m.take() & EDO__OUTSIDE_WOKEN)) {
                rl::yield(1, $);
                continue;
            }
            seen = 0;
            for (int i = 0; i < 2; i++)
                seen += (int)edo_atomic_load_relaxed(&ready[i]);
        }
        m.finish();
        m.release();
        m.close();
    }

    void after()
    {
        RL_ASSERT(m.task($) == 0 && m.home($) == 0);
    }
};

/* One thread gives up the handle, another has a waker; task and runtime end whenever they like. */
struct the_handle_may_go_at_any_time : rl::test_suite<the_handle_may_go_at_any_time, 3> {
    home_and_task m;

    void before()
    {
        m.init(1);
    }

    void thread(unsigned index)
    {
        if (index == 1) {
            m.request(EDO__OUTSIDE_CANCEL);
            m.detach();
        } else if (index == 2) {
            m.request(EDO__OUTSIDE_WOKEN);
            m.drop();
        } else {
            bool handle = true;
            if (m.take() & EDO__OUTSIDE_DETACH)
                handle = false;
            m.finish();
            if (!handle)
                m.release();
            m.take();
            m.close();
        }
    }

    void after()
    {
        RL_ASSERT(m.task($) == 0 && m.home($) == 0);
    }
};

int main()
{
    bool good = model_run<the_last_waker_frees>("the_last_waker_frees", 100000, 2);
    good &= model_run<a_wake_brings_what_was_done_before_it>(
        "a_wake_brings_what_was_done_before_it", 100000, 2);
    good &= model_run<the_handle_may_go_at_any_time>("the_handle_may_go_at_any_time", 100000, 2);
    return !good;
}
