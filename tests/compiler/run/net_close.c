/* SPDX-License-Identifier: MIT
 *
 * Handles are closed while operations are in flight, from a defer and from another task. */
#include <edo.h>
#include <stdio.h>

static edo_listener *listener;
static edo_tcp *near_end, *far_end;

async int make_link(void) {
    try await edo_tcp_listen("127.0.0.1:0", &listener);
    edo_addr addr;
    char where[EDO_ADDR_TEXT];
    try edo_listener_addr(listener, &addr);
    edo_addr_format(&addr, where, sizeof where);
    try await edo_tcp_connect(where, &near_end);
    return await edo_tcp_accept(listener, &far_end);
}

async int reads(edo_tcp *conn) {
    char c;
    return (int)await edo_tcp_read(conn, &c, 1);
}

async int waits(edo_tcp *conn) { return await edo_tcp_readable(conn); }

async int accepts(void) {
    edo_tcp *conn;
    return await edo_tcp_accept(listener, &conn);
}

async int main(int argc, char **argv) {
    (void)argc, (void)argv;
    try await make_link();
    edo_task *tasks[4];
    try edo_task_spawn(&tasks[0], reads(far_end));
    try edo_task_spawn(&tasks[1], waits(far_end));
    try edo_task_spawn(&tasks[2], accepts());
    try edo_task_spawn(&tasks[3], reads(near_end));
    for (int i = 0; i < 5; i++) try await edo_yield();
    edo_tcp_close(far_end);         /* closes the socket when the two have left: */
    edo_listener_close(listener);
    for (int i = 0; i < 4; i++) {   /* so the last, at the other end, reads its end */
        int r;
        try await edo_task_join(tasks[i], &r);
        printf("%s\n", r == -EDO_ECLOSED ? "closed" : r == 0 ? "the end" : edo_strerror(r));
    }
    edo_tcp_close(near_end);
    return 0;
}
