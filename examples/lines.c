/* SPDX-License-Identifier: MIT
 *
 * A stream: the lines that come over a connection, one at a time, however they were cut into
 * packets. Who reads them sees a loop. */
#include <edo.h>
#include <stdio.h>
#include <string.h>

struct line {
    const char *text; /* until the next one is asked for */
    int length;
};

/* Ends with the connection. A line that is longer than the buffer comes in parts. */
static async gen struct line lines(edo_tcp *conn)
{
    char buf[256];
    size_t have = 0;
    for (;;) {
        ssize_t n = await edo_tcp_read(conn, buf + have, sizeof buf - have);
        if (n <= 0)
            return;
        have += (size_t)n;
        size_t from = 0;
        for (char *end; (end = memchr(buf + from, '\n', have - from)); from = end - buf + 1)
            yield ((struct line){buf + from, (int)(end - buf - from)});
        if (from == 0 && have == sizeof buf) {
            yield ((struct line){buf, (int)have});
            from = have;
        }
        have -= from;
        memmove(buf, buf + from, have);
    }
}

static async int listen_once(edo_listener *listener)
{
    edo_tcp *conn;
    try await edo_tcp_accept(listener, &conn);
    defer edo_tcp_close(conn);
    int count = 0;
    each (struct line line = lines(conn)) {
        printf("%d: %.*s\n", ++count, line.length, line.text);
        if (line.length == 3 && !memcmp(line.text, "bye", 3))
            break;
    }
    printf("%d lines\n", count);
    return 0;
}

static async int talk(const char *addr)
{
    static const char *const packets[] = {"hello\nhow a", "re you\n\nfi", "ne\nbye\nnever read"};
    edo_tcp *conn;
    try await edo_tcp_connect(addr, &conn);
    defer edo_tcp_close(conn);
    for (int i = 0; i < 3; i++) {
        try await edo_tcp_write_all(conn, packets[i], strlen(packets[i]));
        try await edo_sleep(edo_ms(5));
    }
    return 0;
}

async int main(void)
{
    edo_listener *listener;
    edo_addr at;
    char addr[64];
    try await edo_tcp_listen("127.0.0.1:0", &listener);
    defer edo_listener_close(listener);
    try edo_listener_addr(listener, &at);
    snprintf(addr, sizeof addr, "127.0.0.1:%u", at.port);
    join {
        try await listen_once(listener);
        try await talk(addr);
    }
    return 0;
}
