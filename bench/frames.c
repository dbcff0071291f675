/* SPDX-License-Identifier: MIT
 *
 * Functions whose frame sizes and machine code are compared with what rustc makes of their twins in
 * rust/frames.rs: each as a developer would write it. Prints one line for each: `NAME BYTES`, the
 * size of its frame. It runs each to its end as well, so that what is measured is what works. */
#include "frames_leaves.h"

/* ---- what is measured ---- */

static async int one_int(void)
{
    int a = number();
    await yield_once();
    return a + 1;
}

static async int two_scopes(void)
{
    {
        char first[1024];
        fill(first, sizeof first, 1);
        await yield_once();
        await yield_once();
        report(sum(first, sizeof first));
    }
    {
        char second[1024];
        fill(second, sizeof second, 2);
        await yield_once();
        await yield_once();
        report(sum(second, sizeof second));
    }
    return 0;
}

struct block {
    char bytes[1024];
};

static async int consume(struct block block)
{
    await yield_once();
    return sum(block.bytes, sizeof block.bytes);
}

static async int moved(void)
{
    struct block block;
    fill(block.bytes, sizeof block.bytes, 1);
    await yield_once();
    return await consume(block);
}

static async int small_child(void)
{
    char buf[256];
    fill(buf, sizeof buf, 1);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int large_child(void)
{
    char buf[512];
    fill(buf, sizeof buf, 1);
    await yield_once();
    return sum(buf, sizeof buf);
}

static async int sequential(void)
{
    report(await small_child());
    report(await large_child());
    return 0;
}

static async int nested1(int a)
{
    await yield_once();
    return a + 1;
}

#define NESTED(name, callee) \
    static async int name(int a) { return await callee(a + 1) + a; }

NESTED(nested2, nested1)
NESTED(nested3, nested2)
NESTED(nested4, nested3)
NESTED(nested5, nested4)
NESTED(nested6, nested5)
NESTED(nested7, nested6)
NESTED(nested8, nested7)
NESTED(nested9, nested8)
NESTED(nested10, nested9)
NESTED(nested11, nested10)
NESTED(nested12, nested11)
NESTED(nested13, nested12)
NESTED(nested14, nested13)
NESTED(nested15, nested14)
NESTED(nested16, nested15)

struct config {
    char bytes[256];
};

static async int argument(struct config config)
{
    report(sum(config.bytes, sizeof config.bytes));
    await yield_once();
    return 0;
}

static async int either(bool first)
{
    if (first) {
        char a[512];
        fill(a, sizeof a, 1);
        await yield_once();
        return sum(a, sizeof a);
    } else {
        char b[512];
        fill(b, sizeof b, 2);
        await yield_once();
        return sum(b, sizeof b);
    }
}

static async int step(int n)
{
    await yield_once();
    return n;
}

static async int four_tries(void)
{
    int a = try await step(1);
    int b = try await step(2);
    int c = try await step(3);
    int d = try await step(4);
    return a + b + c + d;
}

static async int echo(struct conn *conn)
{
    char buf[4096];
    for (;;) {
        ssize_t n = try await conn_read(conn, buf, sizeof buf);
        if (n == 0)
            return 0;
        try await conn_write_all(conn, buf, (size_t)n);
    }
}

static async int look_up(int seed)
{
    char page[256];
    fill(page, sizeof page, seed);
    await yield_once();
    return sum(page, sizeof page);
}

static async int authorise(int seed)
{
    char token[256];
    fill(token, sizeof token, seed);
    await yield_once();
    return sum(token, sizeof token);
}

static async int render(int seed)
{
    char text[256];
    fill(text, sizeof text, seed);
    await yield_once();
    return sum(text, sizeof text);
}

static async int http(struct conn *conn)
{
    char buf[4096];
    char headers[2048];
    ssize_t n = try await conn_read(conn, buf, sizeof buf);
    fill(headers, sizeof headers, buf[0]);
    int user = await authorise(headers[0]);
    int page = await look_up(user);
    int length = await render(page);
    try await conn_write_all(conn, headers, sizeof headers);
    try await conn_write_all(conn, buf, (size_t)n);
    return length;
}

/* ---- running them ---- */

async int main(void)
{
    struct config config = {.bytes = {1}};
    struct conn echoes = {.left = 3}, request = {.left = 1};
    try await show("one_int", one_int());
    try await show("two_scopes", two_scopes());
    try await show("moved", moved());
    try await show("sequential", sequential());
    try await show("nested", nested16(1));
    try await show("argument", argument(config));
    try await show("either", either(true));
    try await show("four_tries", four_tries());
    try await show("echo", echo(&echoes));
    try await show("http", http(&request));
    return echoes.sent == 3 * 64 && request.sent == 2048 + 64 ? 0 : 1;
}
