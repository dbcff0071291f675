/* SPDX-License-Identifier: MIT
 *
 * Generators and streams, and functions that loop over them, whose sizes are compared with those of
 * their twins in rust/frames_gens.rs. Prints `NAME BYTES` for each, and runs it to its end. */
#include "frames_leaves.h"

/* ---- generators ---- */

static gen int upto(int n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

static gen int two_counters(int n)
{
    int up = 0, down = n;
    while (up < down) {
        yield up++;
        yield down--;
    }
}

/* Each of its buffers as often as it is asked. */
static gen int checksums(int blocks)
{
    char block[128];
    for (int i = 0; i < blocks; i++) {
        fill(block, sizeof block, i);
        yield sum(block, 64);
        yield sum(block, sizeof block);
    }
}

static gen int evens(int n)
{
    each (int i = upto(n))
        if (i % 2 == 0)
            yield i;
}

struct span {
    long from, length;
};

static gen struct span spans(long length, long step)
{
    for (long at = 0; at < length; at += step)
        yield (struct span){at, length - at < step ? length - at : step};
}

/* Ends with how many there were. */
static gen_of(int) long counted(const char *text)
{
    long n = 0;
    for (; *text; text++) {
        yield *text;
        n++;
    }
    return n;
}

static gen int running_sum(int start)
{
    for (;;)
        start += yield start;
}

struct node {
    int key;
    struct node *left, *right;
};

static gen int in_order(const struct node *n)
{
    if (!n)
        return;
    each (int key = in_order(n->left))
        yield key;
    yield n->key;
    each (int key = in_order(n->right))
        yield key;
}

/* ---- streams ---- */

static async gen int slowly(int n)
{
    for (int i = 0; i < n; i++) {
        await yield_once();
        yield i;
    }
}

static async gen int pieces(struct conn *conn)
{
    char buf[256];
    for (;;) {
        ssize_t n = await conn_read(conn, buf, sizeof buf);
        if (n <= 0)
            return;
        yield sum(buf, (size_t)n);
    }
}

static async gen int doubled(int n)
{
    each (int i = slowly(n))
        yield i * 2;
}

/* ---- who loops over them ---- */

static async int each_waits(int n)
{
    int total = 0;
    each (int i = upto(n)) {
        await yield_once();
        total += i;
    }
    return total;
}

static async int each_waits_for_blocks(int n)
{
    int total = 0;
    each (int i = checksums(n)) {
        await yield_once();
        total += i;
    }
    return total;
}

static async int each_of_a_stream(int n)
{
    int total = 0;
    each (int i = slowly(n)) {
        await yield_once();
        total += i;
    }
    return total;
}

static async int each_of_pieces(struct conn *conn, struct conn *to)
{
    each (int total = pieces(conn))
        try await conn_write_all(to, (char *)&total, sizeof total);
    return 0;
}

/* The first of a stream of a stream that is large enough. */
static async int first_beyond(int limit)
{
    each (int i = doubled(100))
        if (i > limit)
            return i;
    return -1;
}

static async int zipped(int n)
{
    edo_gen(upto) a = upto(n);
    edo_gen(two_counters) b = two_counters(n);
    int total = 0, x, y;
    while (edo_next(&a, &x) && edo_next(&b, &y)) {
        await yield_once();
        total += x * y;
    }
    return total;
}

/* ---- running them ---- */

#define SHOW(f, ...)                                                                               \
    do {                                                                                           \
        edo_gen(f) g = f(__VA_ARGS__);                                                             \
        printf("%s %zu\n", #f, sizeof g);                                                          \
        for (int i = 0; i < 9 && edo_next(&g, 0); i++) {                                           \
        }                                                                                          \
    } while (0)

#define SHOW_STREAM(f, ...)                                                                        \
    do {                                                                                           \
        edo_gen(f) g = f(__VA_ARGS__);                                                             \
        printf("%s %zu\n", #f, sizeof g);                                                          \
        while (await edo_next(&g, 0)) {                                                            \
        }                                                                                          \
    } while (0)

async int main(void)
{
    struct conn given = {.left = 4}, from = {.left = 4}, to = {0};
    struct node left = {.key = 1}, right = {.key = 3}, tree = {2, &left, &right};
    SHOW(upto, 3);
    SHOW(two_counters, 3);
    SHOW(checksums, 3);
    SHOW(evens, 3);
    SHOW(spans, 10, 3);
    SHOW(counted, "edo");
    SHOW(running_sum, 3);
    SHOW(in_order, &tree);
    SHOW_STREAM(slowly, 3);
    SHOW_STREAM(pieces, &given);
    SHOW_STREAM(doubled, 3);
    try await show("each_waits", each_waits(3));
    try await show("each_waits_for_blocks", each_waits_for_blocks(3));
    try await show("each_of_a_stream", each_of_a_stream(3));
    try await show("each_of_pieces", each_of_pieces(&from, &to));
    try await show("first_beyond", first_beyond(3));
    try await show("zipped", zipped(3));
    return 0;
}
