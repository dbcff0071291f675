/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <pthread.h>
#include <stdio.h>
#include <threads.h>

struct store {
    pthread_mutex_t lock;
    pthread_spinlock_t spin;
    mtx_t other;
    int n;
};

async int holds(struct store *s)
{
    pthread_mutex_lock(&s->lock);
    await edo_yield();
    pthread_mutex_unlock(&s->lock);
    return 0;
}

async int holds_by_defer(struct store *s)
{
    mtx_lock(&s->other);
    defer mtx_unlock(&s->other);
    return s->n + await edo_yield();
}

async int holds_on_one_path(struct store *s, int careful)
{
    if (careful)
        pthread_spin_lock(&s->spin);
    await edo_yield();
    if (careful)
        pthread_spin_unlock(&s->spin);
    return 0;
}

async int holds_a_file(FILE *f)
{
    flockfile(f);
    for (int i = 0; i < 3; i++) {
        fputs("line\n", f);
        await edo_yield();
    }
    funlockfile(f);
    return 0;
}

async int holds_what_was_tried(struct store *s)
{
    if (pthread_mutex_trylock(&s->lock) != 0)
        return -EDO_ECLOSED;
    await edo_yield();
    pthread_mutex_unlock(&s->lock);
    return 0;
}

async int lets_go_before(struct store *s)
{
    for (;;) {
        pthread_mutex_lock(&s->lock);
        int n = s->n++;
        if (n > 3) {
            pthread_mutex_unlock(&s->lock);
            return n;
        }
        pthread_mutex_unlock(&s->lock);
        await edo_yield();
    }
}

async int tries_in_a_loop(struct store *s)
{
    for (int i = 0; i < 3; i++) {
        if (pthread_mutex_trylock(&s->lock) == 0) {
            s->n++;
            pthread_mutex_unlock(&s->lock);
        }
        await edo_yield();
    }
    return 0;
}

void let_go(struct store *s);

async int lets_a_callee_unlock(struct store *s)
{
    pthread_mutex_lock(&s->lock);
    let_go(s);
    return await edo_yield();
}

async int unlocks_under_another_name(struct store *s)
{
    pthread_mutex_t *lock = &s->lock;
    pthread_mutex_lock(&s->lock);
    pthread_mutex_unlock(lock);
    await edo_yield();
    pthread_mutex_lock(lock);
    pthread_mutex_unlock(&s->lock);
    return 0;
}

async int holds_across_a_join(struct store *s)
{
    pthread_mutex_lock(&s->lock);
    join {
        await edo_yield();
        s->n++;
    }
    pthread_mutex_unlock(&s->lock);
    return 0;
}

async int holds_in_a_branch(struct store *s)
{
    join {
        {
            mtx_lock(&s->other);
            await edo_yield();
            mtx_unlock(&s->other);
        }
        {
            pthread_spin_lock(&s->spin);
            s->n++;
            pthread_spin_unlock(&s->spin);
            await edo_yield();
        }
    }
    return 0;
}

async int holds_across_a_select(struct store *s)
{
    mtx_lock(&s->other);
    select {
        when (edo_yield()) s->n++;
        when (edo_sleep(edo_ms(1))) s->n--;
    }
    mtx_unlock(&s->other);
    return 0;
}
