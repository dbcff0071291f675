/* SPDX-License-Identifier: MIT
 *
 * Which of many errors are said, and that none is forgotten. */
#include "hand.h"

#include "sched/repeats.h"

static struct edo__repeats repeats;
static struct edo__repeat before;
static const int serve, fetch;

#define SECOND EDO__REPEAT_NS

static bool note(const void *who, int64_t what, uint64_t now_ns)
{
    memset(&before, 0, sizeof before);
    return edo__repeats_note(&repeats, who, what, now_ns, &before);
}

static void the_first_is_said_and_the_rest_of_its_second_is_counted(void)
{
    CHECK(note(&serve, -ECONNRESET, 5));
    CHECK_EQ(before.unsaid, 0);
    for (int i = 0; i < 41; i++)
        CHECK(!note(&serve, -ECONNRESET, 5 + SECOND - 1));
    CHECK(note(&serve, -ECONNRESET, 5 + SECOND));
    CHECK(before.who == &serve);
    CHECK_EQ(before.what, -ECONNRESET);
    CHECK_EQ(before.unsaid, 41);
    CHECK(!note(&serve, -ECONNRESET, 5 + 2 * SECOND - 1));
    CHECK(note(&serve, -ECONNRESET, 5 + 2 * SECOND));
    CHECK_EQ(before.unsaid, 1);
}

static void another_error_and_another_function_are_said_at_once(void)
{
    CHECK(note(&serve, -ECONNRESET, 5));
    CHECK(note(&serve, -EPIPE, 5));
    CHECK(note(&fetch, -EPIPE, 5));
    CHECK(!note(&serve, -ECONNRESET, 6));
    CHECK(!note(&serve, -EPIPE, 6));
    CHECK(!note(&fetch, -EPIPE, 6));
}

static void the_one_said_longest_ago_makes_room_and_gives_its_count(void)
{
    for (int i = 1; i <= EDO__REPEATS; i++)
        CHECK(note(&serve, -i, (uint64_t)i));
    CHECK(!note(&serve, -2, 20));
    CHECK(note(&serve, -1, SECOND + 1)); /* said again: now -2 is the oldest */
    CHECK(note(&fetch, -99, SECOND + 1));
    CHECK(before.who == &serve);
    CHECK_EQ(before.what, -2);
    CHECK_EQ(before.unsaid, 1);
    CHECK(!note(&serve, -1, SECOND + 1));
    CHECK(!note(&serve, -3, SECOND + 1));
}

static void errors_in_any_order_are_said_or_counted_once(void)
{
    uint64_t said = 0, unsaid = 0, now = 1, total = 100000, seed = 7;
    for (uint64_t i = 0; i < total; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        now += seed >> 38; /* up to 67 ms */
        said += note(&serve, -1 - (int64_t)(seed >> 33) % (EDO__REPEATS + 3), now);
        unsaid += before.unsaid;
    }
    for (int i = 0; i < EDO__REPEATS; i++)
        unsaid += repeats.of[i].unsaid;
    CHECK_EQ(said + unsaid, total);
    CHECK(unsaid > 0);
}

TESTS(
    TEST(the_first_is_said_and_the_rest_of_its_second_is_counted);
    TEST(another_error_and_another_function_are_said_at_once);
    TEST(the_one_said_longest_ago_makes_room_and_gives_its_count);
    TEST(errors_in_any_order_are_said_or_counted_once);
)
