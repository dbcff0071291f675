/* SPDX-License-Identifier: MIT
 *
 * A server and many clients in one runtime: messages of 1 byte to 64 KiB come back as they were. */
#include <edo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENTS = 100, LARGEST = 65536 };

static int served;

async int serve(edo_tcp *conn) {
    defer edo_tcp_close(conn);
    defer served++;
    char buf[4096];
    for (;;) {
        ssize_t n = try await edo_tcp_read(conn, buf, sizeof buf);
        if (n == 0) return 0;
        try await edo_tcp_write_all(conn, buf, n);
    }
}

async int accept_all(edo_listener *listener) {
    for (;;) {
        edo_tcp *conn;
        try await edo_tcp_accept(listener, &conn);
        if (edo_spawn(serve(conn)) < 0) edo_tcp_close(conn);
    }
}

async int send_message(edo_tcp *conn, const char *message, size_t len) {
    int r = await edo_tcp_write_all(conn, message, len);
    return r < 0 ? r : edo_tcp_shutdown(conn, EDO_SHUTDOWN_WRITE);
}

/* Sends and receives at once: neither side need hold all of it. */
async int client(const char *addr, unsigned number) {
    size_t len = number < 3 ? number : ((size_t)number * 7919) % LARGEST + 1;
    edo_tcp *conn;
    try await edo_tcp_connect(addr, &conn);
    defer edo_tcp_close(conn);
    char *message = malloc(len + 1), *back = malloc(len + 1);
    defer free(message);
    defer free(back);
    for (size_t i = 0; i < len; i++) message[i] = (char)(i * 31 + number);
    edo_task *sender;
    try edo_task_spawn(&sender, send_message(conn, message, len));
    size_t have = 0;
    for (;;) {
        ssize_t n = await edo_tcp_read(conn, back + have, len + 1 - have);
        if (n <= 0) break;
        have += (size_t)n;
    }
    int sent;
    try await edo_task_join(sender, &sent);
    if (sent < 0) return sent;
    return have == len && memcmp(message, back, len) == 0 ? 0 : -1;
}

async int run_with(const char *where) {
    edo_listener *listener;
    try await edo_tcp_listen(where, &listener);
    edo_addr addr;
    char text[EDO_ADDR_TEXT];
    try edo_listener_addr(listener, &addr);
    edo_addr_format(&addr, text, sizeof text);
    edo_task *acceptor;
    try edo_task_spawn(&acceptor, accept_all(listener));
    edo_task *clients[CLIENTS];
    for (unsigned i = 0; i < CLIENTS; i++) try edo_task_spawn(&clients[i], client(text, i));
    int good = 0;
    for (unsigned i = 0; i < CLIENTS; i++) {
        int r;
        try await edo_task_join(clients[i], &r);
        if (r < 0) printf("client %u: %s\n", i, edo_strerror(r));
        good += r == 0;
    }
    while (served < CLIENTS) try await edo_yield();
    edo_listener_close(listener);
    int r;
    try await edo_task_join(acceptor, &r);
    printf("%d of %d; the acceptor: %s\n", good, CLIENTS, edo_strerror(r));
    served = 0;
    return 0;
}

async int main(int argc, char **argv) {
    (void)argc, (void)argv;
    try await run_with("127.0.0.1:0");
    try await run_with("[::1]:0");
    return 0;
}
