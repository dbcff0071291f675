/* SPDX-License-Identifier: MIT
 *
 * A walk through what Edo does: futures, tasks, a server with a thousand clients, and a look at who
 * waits for what. */
#include <edo.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void chapter(const char *title)
{
    static int number;
    printf("\n%d. %s\n\n", ++number, title);
}

static double seconds_since(edo_instant start)
{
    return (double)edo_instant_since(edo_now(), start).ns / 1e9;
}

/* ---- 1: a call is a value -------------------------------------------------------------- */

static async int greet(const char *whom)
{
    return printf("   hello, %s!\n", whom);
}

static async int futures(void)
{
    chapter("A future prints nothing until it is run");
    edo_future(greet) greeting = greet("world");
    puts("   greet(\"world\") has been called; nothing has run.");
    puts("   Now it is awaited:");
    try await greeting;
    return 0;
}

/* ---- 2: tasks -------------------------------------------------------------------------- */

enum { SLEEPERS = 5 };

static async int sleeper(int number, int ms)
{
    try await edo_sleep(edo_ms(ms));
    printf("   sleeper %d wakes after %d ms\n", number, ms);
    return ms;
}

static async int sleep_together(void)
{
    chapter("Tasks sleep at the same time");
    edo_task *tasks[SLEEPERS];
    edo_instant start = edo_now();
    int total = 0;
    for (int i = 0; i < SLEEPERS; i++)
        try edo_task_spawn(&tasks[i], sleeper(i + 1, 100 - 20 * i));
    for (int i = 0; i < SLEEPERS; i++) {
        int ms;
        try await edo_task_join(tasks[i], &ms);
        total += ms;
    }
    printf("   %d ms of sleep in %.0f ms\n", total, seconds_since(start) * 1e3);
    return 0;
}

/* ---- 3: an echo server with a thousand clients ----------------------------------------- */

enum {
    CLIENTS = 1000,
    MESSAGES = 10, /* of each client, one after the other */
    SIZES = 17,    /* 1 byte, 2, 4, … 64 KiB */
};

struct fair {
    char address[EDO_ADDR_TEXT]; /* the server's */
    int connected;
    uint64_t messages, bytes;
};

static async int serve(edo_tcp *conn)
{
    defer edo_tcp_close(conn);
    char buf[4096];
    for (;;) {
        ssize_t n = try await edo_tcp_read(conn, buf, sizeof buf);
        if (n == 0)
            return 0;
        try await edo_tcp_write_all(conn, buf, (size_t)n);
    }
}

static async int server(edo_listener *listener)
{
    for (;;) {
        edo_tcp *conn;
        try await edo_tcp_accept(listener, &conn);
        if (edo_spawn(serve(conn)) < 0)
            edo_tcp_close(conn);
    }
}

static async int read_exactly(edo_tcp *conn, char *buf, size_t len)
{
    while (len > 0) {
        ssize_t n = try await edo_tcp_read(conn, buf, len);
        if (n == 0)
            return -ECONNRESET;
        buf += n, len -= (size_t)n;
    }
    return 0;
}

/* Sends messages of its size, and compares each byte of the answers. */
static async int client(struct fair *fair, int number)
{
    edo_tcp *conn;
    size_t size = (size_t)1 << number % SIZES;
    char *message = malloc(2 * size);
    if (!message)
        return -ENOMEM;
    defer free(message);
    char *answer = message + size;
    try await edo_tcp_connect(fair->address, &conn);
    defer edo_tcp_close(conn);
    fair->connected++;
    while (fair->connected < CLIENTS) /* nobody begins before all are there */
        try await edo_sleep(edo_ms(1));

    for (int i = 0; i < MESSAGES; i++) {
        for (size_t k = 0; k < size; k++)
            message[k] = (char)(number * 31 + i * 17 + (int)k * 7 + (int)(k >> 8));
        try await edo_tcp_write_all(conn, message, size);
        try await read_exactly(conn, answer, size);
        if (memcmp(message, answer, size))
            return -EBADMSG;
        fair->messages++;
        fair->bytes += size;
    }
    return 0;
}

/* A connection of ours has two ends: more files than most programs may open unless they ask. */
static void raise_open_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

static async int echo_fair(void)
{
    chapter("An echo server and 1,000 clients, all in this one thread");
    struct fair fair = {.connected = 0};
    edo_listener *listener;
    edo_task *serving, *clients[CLIENTS];
    edo_addr addr;
    raise_open_files();
    try await edo_tcp_listen("127.0.0.1:0", &listener);
    defer edo_listener_close(listener);
    try edo_listener_addr(listener, &addr);
    edo_addr_format(&addr, fair.address, sizeof fair.address);
    printf("   listening on %s\n", fair.address);

    try edo_task_spawn(&serving, server(listener));
    for (int i = 0; i < CLIENTS; i++)
        try edo_task_spawn(&clients[i], client(&fair, i));
    while (fair.connected < CLIENTS)
        try await edo_sleep(edo_ms(1));
    printf("   %d clients are connected; messages of 1 byte to 64 KiB\n", fair.connected);

    edo_instant start = edo_now();
    int failed = 0, result;
    for (int i = 0; i < CLIENTS; i++) {
        try await edo_task_join(clients[i], &result);
        failed += result < 0;
    }
    double took = seconds_since(start);
    printf("   %llu messages came back, every byte of %.1f MB as it was sent; %d clients failed\n",
           (unsigned long long)fair.messages, (double)fair.bytes / 1e6, failed);
    printf("   %.2f s: %.0f messages/s, %.0f MB/s each way\n", took, (double)fair.messages / took,
           (double)fair.bytes / 1e6 / took);

    edo_task_cancel(serving);
    try await edo_task_join(serving, &result);
    return failed ? -EBADMSG : 0;
}

/* ---- 4: who waits for what ------------------------------------------------------------- */

static async int heat_water(void)
{
    return await edo_sleep(edo_secs(3600));
}

static async int make_tea(void)
{
    try await heat_water();
    return puts("   tea is ready");
}

static async int breakfast(void)
{
    return await make_tea();
}

static async int backtrace(void)
{
    chapter("The backtrace of a task that waits, innermost first");
    edo_task *task;
    char text[1024];
    int result;
    try edo_task_spawn(&task, breakfast());
    try await edo_yield();
    edo_dump(task, text, sizeof text);
    fputs(text, stdout);

    edo_task_cancel(task);
    try await edo_task_join(task, &result);
    printf("\n   It was cancelled, and ended with: %s\n", edo_strerror(result));
    return 0;
}

async int main(void)
{
    try await futures();
    try await sleep_together();
    try await echo_fair();
    try await backtrace();
    return 0;
}
