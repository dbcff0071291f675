/* SPDX-License-Identifier: MIT
 *
 * An echo server: a task for each connection.
 *
 *     echo [ADDRESS]     "127.0.0.1:7", "[::1]:7", ":7" for all interfaces; a free port if none
 */
#include <edo.h>
#include <stdio.h>

async int serve(edo_tcp *conn) {
    defer edo_tcp_close(conn);
    char buf[4096];
    for (;;) {
        ssize_t n = try await edo_tcp_read(conn, buf, sizeof buf);
        if (n == 0) return 0;
        try await edo_tcp_write_all(conn, buf, n);
    }
}

static int say_where(edo_listener *listener) {
    edo_addr addr;
    char text[EDO_ADDR_TEXT];
    int error = edo_listener_addr(listener, &addr);
    if (error < 0) return error;
    edo_addr_format(&addr, text, sizeof text);
    printf("listening on %s\n", text);
    return fflush(stdout);
}

async int main(int argc, char **argv) {
    edo_listener *listener;
    try await edo_tcp_listen(argc > 1 ? argv[1] : "127.0.0.1:0", &listener);
    defer edo_listener_close(listener);
    try say_where(listener);
    for (;;) {
        edo_tcp *conn;
        try await edo_tcp_accept(listener, &conn);
        if (edo_spawn(serve(conn)) < 0) edo_tcp_close(conn);   /* no memory: nothing ran */
    }
}
