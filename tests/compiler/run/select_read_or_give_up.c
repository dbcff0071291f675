/* SPDX-License-Identifier: MIT
 *
 * A read against a timer, on a real connection: whichever ends first; the bytes that come for a
 * read that has lost stay with the stream. */
#include "lang.h"

#include <errno.h>

static async ssize_t read_or_give_up(edo_tcp *conn, char *buf, size_t len, int ms)
{
    select {
        when (ssize_t n = edo_tcp_read(conn, buf, len)) return n;
        when (edo_sleep(edo_ms(ms)))                    return -ETIMEDOUT;
    }
}

static async int answer(edo_listener *l)
{
    edo_tcp *conn;
    try await edo_tcp_accept(l, &conn);
    defer edo_tcp_close(conn);
    char c;
    while (await edo_tcp_read(conn, &c, 1) == 1)
        try await edo_tcp_write_all(conn, "hello", 5);
    return 0;
}

async int main(void)
{
    edo_listener *l;
    try await edo_tcp_listen("127.0.0.1:0", &l);
    defer edo_listener_close(l);
    edo_addr at;
    try edo_listener_addr(l, &at);
    char name[EDO_ADDR_TEXT], buf[16] = "";
    edo_addr_format(&at, name, sizeof name);
    join {
        try await answer(l);
        {
            edo_tcp *conn;
            try await edo_tcp_connect(name, &conn);
            defer edo_tcp_close(conn);
            printf("%d\n", await read_or_give_up(conn, buf, sizeof buf, 1) == -ETIMEDOUT);
            try await edo_tcp_write_all(conn, "?", 1);
            printf("%d\n", (int)await read_or_give_up(conn, buf, sizeof buf, 10000));
            printf("%s\n", buf);
            try await edo_tcp_write_all(conn, "??", 2);
            int got = 0, lost = 0;
            while (got < 10) {
                ssize_t n = await read_or_give_up(conn, buf, 3, 0);
                if (n > 0)
                    got += (int)n;
                else
                    lost++;
            }
            printf("%d\n", got);
        }
    }
    return 0;
}
