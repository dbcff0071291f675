/* SPDX-License-Identifier: MIT
 *
 * More functions whose frame sizes are compared with those of their twins in rust/frames_more.rs:
 * every construct that awaits can stand in, each as a developer would write it. Prints
 * `NAME BYTES` for each, and runs it to its end. */
#include "frames_leaves.h"

#include <stdint.h>

/* ---- children ---- */

static async int tiny(int n)
{
    await yield_once();
    return n;
}

static async int with64(int seed)
{
    char buf[64];
    fill(buf, sizeof buf, seed);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int with128(int seed)
{
    char buf[128];
    fill(buf, sizeof buf, seed);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int with200(int seed)
{
    char buf[200];
    fill(buf, sizeof buf, seed);
    await yield_once();
    return sum(buf, sizeof buf);
}

/* ---- scalars ---- */

static async int count_up(int to)
{
    int total = 0;
    for (int i = 0; i < to; i++) {
        await yield_once();
        total += i;
    }
    return total;
}

static async int walk(const char *text)
{
    int total = 0;
    for (const char *p = text; *p; p++) {
        total += *p;
        await yield_once();
    }
    return total;
}

static async int twelve_live(void)
{
    int a = number(), b = number(), c = number(), d = number(), e = number(), f = number();
    int g = number(), h = number(), i = number(), j = number(), k = number(), l = number();
    await yield_once();
    return a + b + c + d + e + f + g + h + i + j + k + l;
}

static async int twelve_dead(void)
{
    int a = number(), b = number(), c = number(), d = number(), e = number(), f = number();
    int g = number(), h = number(), i = number(), j = number(), k = number(), l = number();
    int total = a + b + c + d + e + f + g + h + i + j + k + l;
    await yield_once();
    return total;
}

static async int flags(void)
{
    bool a = number() > 0, b = number() > 1, c = number() > 2, d = number() > 3;
    await yield_once();
    return a + b + c + d;
}

static async int small_ones(void)
{
    uint8_t a = (uint8_t)number();
    uint64_t b = (uint64_t)number();
    uint16_t c = (uint16_t)number();
    uint8_t d = (uint8_t)number();
    await yield_once();
    return (int)(a + b + c + d);
}

static async double average(double a, double b)
{
    double total = a;
    await yield_once();
    total += b;
    await yield_once();
    return total / 2;
}

static async uint64_t product(uint64_t a, uint64_t b)
{
    await yield_once();
    return a * b;
}

static async void nothing(void)
{
    await yield_once();
}

/* ---- statements ---- */

static async int in_condition(int limit)
{
    int n = 0;
    while (await tiny(n) < limit)
        n++;
    return n;
}

static async int both(int a, int b)
{
    return await tiny(a) > 0 && await tiny(b) > 0;
}

static async int choice(bool large)
{
    return large ? await with200(1) : await with64(2);
}

static async int switched(int kind)
{
    switch (kind) {
    case 0: {
        char small[64];
        fill(small, sizeof small, 1);
        await yield_once();
        return sum(small, sizeof small);
    }
    case 1: {
        char large[256];
        fill(large, sizeof large, 2);
        await yield_once();
        return sum(large, sizeof large);
    }
    default:
        return await tiny(kind);
    }
}

static async int scopes_in_scopes(void)
{
    char outer[64];
    fill(outer, sizeof outer, 1);
    await yield_once();
    {
        char middle[128];
        fill(middle, sizeof middle, 2);
        await yield_once();
        {
            char inner[256];
            fill(inner, sizeof inner, 3);
            await yield_once();
            report(sum(inner, sizeof inner));
        }
        report(sum(middle, sizeof middle));
    }
    return sum(outer, sizeof outer);
}

static async int in_loop_body(int n)
{
    int total = 0;
    for (int i = 0; i < n; i++) {
        char buf[512];
        fill(buf, sizeof buf, i);
        await yield_once();
        total += sum(buf, sizeof buf);
    }
    return total;
}

static async int search(int rows, int columns)
{
    int found = 0;
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
            if (await tiny(i * columns + j) == 5) {
                found = i + j;
                goto out;
            }
        }
    }
out:
    await yield_once();
    return found;
}

static async int early(bool deep)
{
    if (!deep)
        return await tiny(1);
    char buf[512];
    fill(buf, sizeof buf, 1);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int in_arguments(void)
{
    return number() + await tiny(await tiny(await tiny(3)));
}

static async int statement_expression(int n)
{
    int m = ({
        int k = await tiny(n);
        k * 2;
    });
    await yield_once();
    return m;
}

/* ---- structs and arrays ---- */

struct pair {
    int64_t first, second;
};

struct record {
    char bytes[64];
};

static async struct record make_record(int seed)
{
    struct record r;
    fill(r.bytes, sizeof r.bytes, seed);
    await yield_once();
    return r;
}

static async int struct_result(void)
{
    struct record r = await make_record(1);
    return sum(r.bytes, sizeof r.bytes);
}

static async struct pair swapped(struct pair p)
{
    await yield_once();
    return (struct pair){p.second, p.first};
}

static async int kept_argument(struct record r)
{
    await yield_once();
    report(sum(r.bytes, sizeof r.bytes));
    await yield_once();
    return sum(r.bytes, sizeof r.bytes);
}

static async int fill_for(char *buf, size_t len)
{
    await yield_once();
    fill(buf, len, 1);
    return 0;
}

static async int lends(void)
{
    char buf[256];
    await fill_for(buf, sizeof buf);
    return sum(buf, sizeof buf);
}

struct line {
    _Alignas(64) char bytes[64];
};

static async int aligned(void)
{
    struct line l;
    fill(l.bytes, sizeof l.bytes, 1);
    await yield_once();
    return sum(l.bytes, sizeof l.bytes);
}

/* ---- calls ---- */

static async int five_children(void)
{
    int total = 0;
    total += await with64(1);
    total += await with128(2);
    total += await with200(3);
    total += await with128(4);
    total += await with64(5);
    return total;
}

static async int level3(int seed)
{
    char buf[64];
    fill(buf, sizeof buf, seed);
    int n = await with128(seed);
    return n + sum(buf, sizeof buf);
}

static async int level2(int seed)
{
    char buf[64];
    fill(buf, sizeof buf, seed);
    int n = await level3(seed);
    return n + sum(buf, sizeof buf);
}

static async int level1(int seed)
{
    char buf[64];
    fill(buf, sizeof buf, seed);
    int n = await level2(seed);
    return n + sum(buf, sizeof buf);
}

static async int factorial(int n)
{
    if (n < 2)
        return 1;
    return n * await factorial(n - 1);
}

static async int is_odd(int n);

static async int is_even(int n)
{
    if (n == 0)
        return 1;
    return await is_odd(n - 1);
}

static async int is_odd(int n)
{
    if (n == 0)
        return 0;
    return await is_even(n - 1);
}

/* ---- errors and cleaning up ---- */

static async int retried(int times)
{
    int last = -1;
    for (int i = 0; i < times; i++) {
        last = await tiny(i - 1);
        if (last >= 0)
            return last;
        await yield_once();
    }
    return last;
}

static async int tried(struct conn *conn)
{
    char head[16];
    try await conn_read(conn, head, sizeof head);
    ssize_t n = try await conn_read(conn, head, sizeof head);
    return (int)n;
}

static async int closing(void)
{
    await yield_once();
    return 0;
}

static async int deferred(int n)
{
    defer await closing();
    int a = try await tiny(n);
    int b = try await tiny(a + 1);
    return a + b;
}

/* ---- connections ---- */

static async int copy(struct conn *from, struct conn *to)
{
    char buf[1024];
    int total = 0;
    for (;;) {
        ssize_t n = try await conn_read(from, buf, sizeof buf);
        if (n == 0)
            return total;
        try await conn_write_all(to, buf, (size_t)n);
        total += (int)n;
    }
}

static async int lines(struct conn *conn)
{
    char buf[512];
    size_t have = 0;
    int count = 0;
    for (;;) {
        ssize_t n = try await conn_read(conn, buf + have, sizeof buf - have);
        if (n == 0)
            return count;
        have += (size_t)n;
        if (have > sizeof buf / 2) {
            count++;
            try await conn_write_all(conn, buf, have);
            have = 0;
        }
    }
}

/* ---- branches ---- */

static async int left_half(int seed)
{
    char buf[128];
    fill(buf, sizeof buf, seed);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int right_half(int seed)
{
    char buf[128];
    fill(buf, sizeof buf, seed + 1);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int joined(void)
{
    join {
        report(await left_half(1));
        report(await right_half(2));
    }
    return 0;
}

static async int one_of(int seed)
{
    char buf[100];
    fill(buf, sizeof buf, seed);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int other_of(int seed)
{
    char buf[100];
    fill(buf, sizeof buf, seed + 1);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int selected(void)
{
    select_biased {
        when (int n = one_of(1)) return n;
        when (int n = other_of(2)) return n;
    }
}

static async int first_of(int seed)
{
    char buf[64];
    fill(buf, sizeof buf, seed);
    await yield_once();
    return 1;
}

static async int second_of(int seed)
{
    char buf[64];
    fill(buf, sizeof buf, seed);
    await yield_once();
    return 2;
}

static async int try_joined(int seed)
{
    join {
        try await first_of(seed);
        try await second_of(seed);
    }
    return seed;
}

static async int summed(void)
{
    int a, b, c;
    join {
        a = await tiny(1);
        b = await tiny(2);
        c = await tiny(3);
    }
    return a + b + c;
}

/* ---- running them ---- */

async int main(void)
{
    struct conn read_from = {.left = 4}, copied = {.left = 4}, to = {0}, spoken = {.left = 9};
    struct record record = {.bytes = {1}};
    try await show("count_up", count_up(3));
    try await show("walk", walk("edo"));
    try await show("twelve_live", twelve_live());
    try await show("twelve_dead", twelve_dead());
    try await show("flags", flags());
    try await show("small_ones", small_ones());
    try await show_any("average", average(1, 2));
    try await show_any("product", product(2, 3));
    try await show_any("nothing", nothing());
    try await show("in_condition", in_condition(2));
    try await show("both", both(1, 1));
    try await show("choice", choice(true));
    try await show("switched", switched(1));
    try await show("scopes_in_scopes", scopes_in_scopes());
    try await show("in_loop_body", in_loop_body(2));
    try await show("search", search(3, 3));
    try await show("early", early(true));
    try await show("in_arguments", in_arguments());
    try await show("statement_expression", statement_expression(2));
    try await show("struct_result", struct_result());
    try await show_any("swapped", swapped((struct pair){1, 2}));
    try await show("kept_argument", kept_argument(record));
    try await show("lends", lends());
    try await show("aligned", aligned());
    try await show("five_children", five_children());
    try await show("level1", level1(1));
    try await show("factorial", factorial(5));
    try await show("is_even", is_even(5));
    try await show("retried", retried(3));
    try await show("tried", tried(&read_from));
    try await show("deferred", deferred(1));
    try await show("copy", copy(&copied, &to));
    try await show("lines", lines(&spoken));
    try await show("joined", joined());
    try await show("selected", selected());
    try await show("try_joined", try_joined(3));
    try await show("summed", summed());
    return 0;
}
