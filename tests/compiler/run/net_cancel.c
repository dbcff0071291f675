/* SPDX-License-Identifier: MIT
 *
 * Each operation cancelled while it waits: the error comes out, defers run, later operations of the
 * task end at once, and nothing that had arrived is lost. */
#include <edo.h>
#include <stdio.h>
#include <string.h>

static edo_listener *listener;
static edo_tcp *near_end, *far_end;
static char where[EDO_ADDR_TEXT];

static const char *name(int result) {
    return result == -EDO_ECANCELED ? "cancelled" : result < 0 ? edo_strerror(result) : "done";
}

async int reader(void) {
    defer puts("reader: cleaned up");
    char buf[16];
    int n = (int)await edo_tcp_read(far_end, buf, sizeof buf);
    printf("reader: %s\n", name(n));
    printf("reader, again: %s\n", name((int)await edo_tcp_read(far_end, buf, sizeof buf)));
    printf("reader sleeps: %s\n", name(await edo_sleep(edo_secs(100))));
    return n;
}

async int writer(void) {
    static char much[1 << 20];
    ssize_t total = 0;
    for (;;) {
        ssize_t n = await edo_tcp_write(near_end, much, sizeof much);
        if (n < 0) {
            printf("writer: %s after %s\n", name((int)n), total > 0 ? "some bytes" : "nothing");
            return (int)n;
        }
        total += n;
    }
}

async int acceptor(void) {
    edo_tcp *conn;
    int r = await edo_tcp_accept(listener, &conn);
    printf("acceptor: %s\n", name(r));
    if (r == 0) edo_tcp_close(conn);
    return r;
}

async int deep(int depth) {
    defer { if (depth % 10 == 0) printf("depth %d is left\n", depth); }
    if (depth == 0) return await edo_sleep(EDO_FOREVER);
    return await deep(depth - 1);
}

async int let_it_wait(void) {
    for (int i = 0; i < 5; i++) try await edo_yield();
    return 0;
}

async int cancel(edo_task *task) {
    try await let_it_wait();
    if (edo_task_is_finished(task)) puts("it has ended before");
    edo_task_cancel(task);
    int r;
    try await edo_task_join(task, &r);
    printf("joined: %s\n", name(r));
    return 0;
}

async int main(int argc, char **argv) {
    (void)argc, (void)argv;
    try await edo_tcp_listen("127.0.0.1:0", &listener);
    edo_addr addr;
    try edo_listener_addr(listener, &addr);
    edo_addr_format(&addr, where, sizeof where);
    try await edo_tcp_connect(where, &near_end);
    try await edo_tcp_accept(listener, &far_end);

    edo_task *task;
    try edo_task_spawn(&task, reader());
    try await cancel(task);
    try edo_task_spawn(&task, acceptor());
    try await cancel(task);
    try edo_task_spawn(&task, deep(20));
    try await cancel(task);

    try await edo_tcp_write_all(near_end, "kept", 4);
    try edo_task_spawn(&task, reader());
    edo_task_cancel(task);
    try await edo_task_join(task, 0);
    char buf[16];
    ssize_t n = try await edo_tcp_read(far_end, buf, sizeof buf);
    printf("%.*s\n", (int)n, buf);

    try edo_task_spawn(&task, writer());
    try await cancel(task);
    edo_tcp_close(near_end);
    edo_tcp_close(far_end);
    edo_listener_close(listener);
    return 0;
}
