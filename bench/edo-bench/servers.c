/* SPDX-License-Identifier: MIT
 *
 * The servers: a task for each connection, with a buffer of its own. */
#define _GNU_SOURCE /* memmem */
#include "bench.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void raise_open_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

static async int listen_on(int port, edo_listener **listener)
{
    char address[EDO_ADDR_TEXT];
    edo_listen_options options = {.nodelay = true};
    raise_open_files();
    snprintf(address, sizeof address, "127.0.0.1:%d", port);
    return await edo_tcp_listen_with(address, &options, listener);
}

static async int echo(edo_tcp *conn, size_t size)
{
    defer edo_tcp_close(conn);
    char *buf = must_alloc(1, size);
    defer free(buf);
    for (;;) {
        ssize_t n = try await edo_tcp_read(conn, buf, size);
        if (n == 0)
            return 0;
        try await edo_tcp_write_all(conn, buf, (size_t)n);
    }
}

async int echo_server(int port, size_t size)
{
    edo_listener *listener;
    must(await listen_on(port, &listener), "listen");
    defer edo_listener_close(listener);
    for (;;) {
        edo_tcp *conn;
        try await edo_tcp_accept(listener, &conn);
        if (edo_spawn(echo(conn, size)) < 0)
            edo_tcp_close(conn);
    }
}

/* ---- HTTP: every request head is answered with the same bytes; keep-alive, pipelining ---- */

static const char hello[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, World!";

enum { HELLO = sizeof hello - 1, HEAD_LIMIT = 4096, AT_ONCE = 16 };

/* How many whole heads `buf` begins with, and how many bytes they take. */
static size_t heads(const char *buf, size_t len, size_t *used)
{
    size_t n = 0;
    const char *p = buf, *end;
    while ((end = memmem(p, len - (size_t)(p - buf), "\r\n\r\n", 4))) {
        p = end + 4;
        n++;
    }
    *used = (size_t)(p - buf);
    return n;
}

static async int http(edo_tcp *conn)
{
    defer edo_tcp_close(conn);
    char buf[HEAD_LIMIT];
    size_t len = 0;
    for (;;) {
        ssize_t got = try await edo_tcp_read(conn, buf + len, sizeof buf - len);
        if (got == 0)
            return 0;
        len += (size_t)got;
        size_t used, requests = heads(buf, len, &used);
        memmove(buf, buf + used, len -= used);
        if (len == sizeof buf) /* a head that is too long */
            return -EMSGSIZE;
        while (requests) {
            char out[AT_ONCE * HELLO];
            size_t n = requests < AT_ONCE ? requests : AT_ONCE;
            for (size_t i = 0; i < n; i++)
                memcpy(out + i * HELLO, hello, HELLO);
            try await edo_tcp_write_all(conn, out, n * HELLO);
            requests -= n;
        }
    }
}

async int http_server(int port)
{
    edo_listener *listener;
    must(await listen_on(port, &listener), "listen");
    defer edo_listener_close(listener);
    for (;;) {
        edo_tcp *conn;
        try await edo_tcp_accept(listener, &conn);
        if (edo_spawn(http(conn)) < 0)
            edo_tcp_close(conn);
    }
}
