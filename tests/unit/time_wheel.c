/* SPDX-License-Identifier: MIT
 *
 * The timing wheel against a model that keeps everything in an array and sorts by (tick, number of
 * the insertion). */
#include "time/wheel.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(x)                                                                                  \
    do {                                                                                          \
        if (!(x)) {                                                                               \
            fprintf(stderr, "%s:%d: %s (seed %llu)\n", __FILE__, __LINE__, #x,                    \
                    (unsigned long long)seed);                                                    \
            abort();                                                                              \
        }                                                                                         \
    } while (0)

static uint64_t seed, state; /* state 0: timers touch no others */

static uint64_t next_random(void)
{
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return state;
}

#define TIMERS 300

struct timer {
    struct edo_timer node;
    uint64_t order;
    bool in;
};

static struct timer timers[TIMERS];
static struct edo__wheel wheel;
static uint64_t now, inserted;

static struct timer *model_first(void)
{
    struct timer *best = NULL;
    for (int i = 0; i < TIMERS; i++) {
        struct timer *t = &timers[i];
        if (t->in && (!best || t->node.tick < best->node.tick ||
                      (t->node.tick == best->node.tick && t->order < best->order)))
            best = t;
    }
    return best;
}

static void insert(struct timer *t, uint64_t tick)
{
    edo__wheel_insert(&wheel, &t->node, tick, now);
    t->order = inserted++;
    t->in = true;
}

/* Checks the order, and now and then touches other timers from within, as a woken task may. */
static void expire(struct edo_timer *n, void *context)
{
    struct timer *t = (struct timer *)n;
    uint64_t target = *(uint64_t *)context;
    CHECK(t->in && t == model_first() && t->node.tick <= target);
    t->in = false;
    struct timer *other = &timers[next_random() % TIMERS];
    if (!state || next_random() % 8)
        return;
    if (other->in) {
        edo__wheel_remove(&wheel, &other->node);
        other->in = false;
    } else {
        insert(other, n->tick + next_random() % 100);
    }
}

static uint64_t random_delay(void)
{
    uint64_t bits = next_random() % 44;
    return next_random() & ((UINT64_C(1) << bits) - 1);
}

static void advance_to(uint64_t target)
{
    now = target;
    edo__wheel_advance(&wheel, target, expire, &target);
    struct timer *first = model_first();
    CHECK(!first || first->node.tick > target);
}

static void next_is_a_lower_bound_and_exact_when_near(void)
{
    struct timer *first = model_first();
    uint64_t next = edo__wheel_next(&wheel);
    if (!first) {
        CHECK(next == UINT64_MAX && edo__wheel_is_empty(&wheel));
        return;
    }
    CHECK(!edo__wheel_is_empty(&wheel) && next > wheel.elapsed && next <= first->node.tick);
    if (first->node.tick / 64 == wheel.elapsed / 64)
        CHECK(next == first->node.tick);
}

static void random_operations_behave_as_the_model(uint64_t with_seed, unsigned rounds)
{
    seed = with_seed;
    state = seed * 0x9e3779b97f4a7c15u + 1;
    now = next_random() % 100000;
    edo__wheel_init(&wheel, now);
    for (int i = 0; i < TIMERS; i++)
        timers[i].in = false;
    for (unsigned r = 0; r < rounds; r++) {
        struct timer *t = &timers[next_random() % TIMERS];
        switch (next_random() % 8) {
        case 0:
            advance_to(now + next_random() % 200);
            break;
        case 1:
            if (next_random() % 20 == 0)
                advance_to(now + random_delay() % (UINT64_C(1) << 40));
            break;
        case 2: { /* as a driver does that sleeps to the next deadline */
            uint64_t next = edo__wheel_next(&wheel);
            if (next != UINT64_MAX && next < now + (UINT64_C(1) << 40))
                advance_to(next);
            break;
        }
        case 3:
            if (t->in) {
                edo__wheel_remove(&wheel, &t->node);
                t->in = false;
            }
            break;
        default:
            if (!t->in)
                insert(t, now + random_delay());
        }
        next_is_a_lower_bound_and_exact_when_near();
    }
    while (model_first()) {
        uint64_t next = edo__wheel_next(&wheel);
        CHECK(next > now && next <= EDO__WHEEL_MAX_TICK);
        advance_to(next);
    }
    CHECK(edo__wheel_is_empty(&wheel));
}

static void far_deadline_takes_at_most_one_wake_per_level(void)
{
    edo__wheel_init(&wheel, now = 5);
    insert(&timers[0], UINT64_MAX);
    CHECK(timers[0].node.tick == EDO__WHEEL_MAX_TICK);
    unsigned wakes = 0;
    for (; model_first(); wakes++)
        advance_to(edo__wheel_next(&wheel));
    CHECK(wakes <= EDO__WHEEL_LEVELS && now == EDO__WHEEL_MAX_TICK);
}

static void passed_tick_expires_at_the_next_one(void)
{
    edo__wheel_init(&wheel, now = 1000);
    insert(&timers[0], 3);
    CHECK(timers[0].node.tick == 1001 && edo__wheel_next(&wheel) == 1001);
    advance_to(1001);
    CHECK(!timers[0].in);
}

static void empty_wheel_catches_up_when_inserting(void)
{
    edo__wheel_init(&wheel, 0);
    now = 123456789;
    insert(&timers[0], now + 1);
    CHECK(edo__wheel_next(&wheel) == now + 1);
    edo__wheel_remove(&wheel, &timers[0].node);
    timers[0].in = false;
    CHECK(edo__wheel_is_empty(&wheel));
}

int main(int argc, char **argv)
{
    far_deadline_takes_at_most_one_wake_per_level();
    passed_tick_expires_at_the_next_one();
    empty_wheel_catches_up_when_inserting();
    if (argc > 1) {
        random_operations_behave_as_the_model(strtoull(argv[1], NULL, 0), 20000);
        return 0;
    }
    for (uint64_t s = 1; s <= 20; s++)
        random_operations_behave_as_the_model(s, 5000);
    return 0;
}
