/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. What is allocated: one block for a task, whatever its frame and arguments; nothing for
 * an await, a future, a sleep, a message; one block for a box, which the next one uses again. */
#include <edo.h>

#include <stdio.h>
#include <stdlib.h>

static long allocations, live;

static void *counting_alloc(void *user, size_t size, size_t align)
{
    (void)user;
    allocations++;
    live++;
    return aligned_alloc(align, (size + align - 1) / align * align);
}

static void counting_free(void *user, void *p, size_t size, size_t align)
{
    (void)user, (void)size, (void)align;
    live--;
    free(p);
}

/* What has been allocated since the last question. */
static long since(void)
{
    static long before;
    long n = allocations - before;
    before = allocations;
    return n;
}

static async int leaf(int n)
{
    int error = await edo_yield();
    return error < 0 ? error : n;
}

static async int deeper(int n)
{
    char kept[100];
    kept[n % 100] = (char)n;
    int got = await leaf(n);
    return kept[n % 100] == (char)n ? got : -1;
}

static async int pauses(int n)
{
    long sum = 0;
    for (int i = 0; i < n; i++)
        sum += await deeper(i) + await leaf(1);
    return (int)(sum % 1000);
}

static async int futures(int n)
{
    for (int i = 0; i < n; i++) {
        edo_future(pauses) a = pauses(2);
        edo_future(leaf) b = leaf(i);
        edo_start(a);
        if (await b != i)
            return -1;
        await a;
    }
    return 0;
}

static async int sleeps(int n)
{
    for (int i = 0; i < n; i++)
        if (await edo_sleep(edo_us(1)) < 0)
            return -1;
    return 0;
}

static async int answer(edo_tcp *conn)
{
    char c;
    while (await edo_tcp_read(conn, &c, 1) == 1)
        if (await edo_tcp_write_all(conn, &c, 1) < 0)
            break;
    edo_tcp_close(conn);
    return 0;
}

static async int messages(edo_tcp *conn, int n)
{
    for (int i = 0; i < n; i++) {
        char c = (char)i, back = 0;
        try await edo_tcp_write_all(conn, &c, 1);
        if (await edo_tcp_read(conn, &back, 1) != 1 || back != c)
            return -1;
    }
    return 0;
}

static async int through(edo_call call)
{
    return await call; /* boxed: its function isn't known here */
}

struct large {
    _Alignas(64) char bytes[3000];
};
static async int with_large(struct large l, edo_call call, int n)
{
    int got = await call;
    return got + l.bytes[n];
}

static async int program(void)
{
    enum { TASKS = 100, TIMES = 300 };
    static edo_task *task[TASKS];
    static struct large large;
    edo_listener *listener;
    edo_tcp *near, *far;
    edo_addr addr;
    char text[EDO_ADDR_TEXT];

    since();
    int sum = await pauses(TIMES);
    printf("%d awaits in a row: %ld\n", 4 * TIMES, since());
    printf("futures (%d): %ld\n", await futures(TIMES), since());
    for (int i = 0; i < TASKS; i++)
        try edo_task_spawn(&task[i], pauses(3));
    printf("%d tasks: %ld\n", TASKS, since());
    for (int i = 0; i < TASKS; i++)
        try await edo_task_join(task[i], &sum);
    printf("their joins: %ld\n", since());
    try edo_task_spawn(&task[0], with_large(large, through(leaf(5)), 7));
    printf("a task with calls among its arguments: %ld\n", since());
    int got = 0;
    try await edo_task_join(task[0], &got);
    printf("which it runs in boxes (%d): %d\n", got, since() > 0);
    await through(leaf(1));
    since();
#ifndef __SANITIZE_ADDRESS__ /* there, nothing is used again */
    for (int i = 0; i < TIMES; i++)
        await through(leaf(1));
#endif
    printf("the same box again: %ld\n", since());
    await sleeps(1); /* makes the timer wheel */
    since();
    printf("sleeps (%d): %ld\n", await sleeps(20), since());

    try await edo_tcp_listen("127.0.0.1:0", &listener);
    try edo_listener_addr(listener, &addr);
    edo_addr_format(&addr, text, sizeof text);
    try await edo_tcp_connect(text, &near);
    try await edo_tcp_accept(listener, &far);
    try edo_task_spawn(&task[0], answer(far));
    since();
    printf("messages (%d): %ld\n", await messages(near, TIMES), since());
    edo_tcp_close(near);
    edo_listener_close(listener);
    return await edo_task_join(task[0], 0);
}

int main(void)
{
    static const edo_allocator counting = {counting_alloc, counting_free, 0};
    edo_set_allocator(&counting);
    edo_future(program) future = program();
    int result = edo_block_on(future);
    printf("result %d, %ld blocks are left\n", result, live);
    return 0;
}
