/* SPDX-License-Identifier: MIT
 *
 * How connections come to be: accepting, connecting, listening, registering, options; cancelled in
 * each state. */
#include "net_pair.h"

/* ---- accepting ------------------------------------------------------------------------------- */

static edo_poll acceptors_queue(struct actor *a, edo_cx *cx)
{
    static edo_listener *l;
    static edo_addr addr;
    static struct job j[4];
    static int fd[3];
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &l));
    CHECK_INT(edo_listener_addr(l, &addr), 0);
    for (int i = 0; i < 4; i++) {
        j[i] = (struct job){ .listener = l };
        j[i].task = spawn(accepts_one, &j[i]);
    }
    YIELD(a);
    for (int i = 0; i < 3; i++)
        fd[i] = plain_connect(&addr);
    look_outside(cx);
    edo_task_cancel(j[0].task); /* woken for the first connection, which the next one gets */
    JOIN(a, j[0].task, 0);
    CHECK_INT(j[0].result, -ECANCELED);
    for (a->i = 1; a->i < 4; a->i++) {
        JOIN(a, j[a->i].task, 0);
        CHECK_INT(j[a->i].result, 0);
        edo_addr peer;
        struct sockaddr_in mine;
        socklen_t len = sizeof mine;
        CHECK_INT(edo_tcp_peer_addr(j[a->i].accepted, &peer), 0);
        CHECK_INT(getsockname(fd[a->i - 1], (struct sockaddr *)&mine, &len), 0);
        CHECK_INT(peer.port, ntohs(mine.sin_port));
        edo_tcp_close(j[a->i].accepted);
        close(fd[a->i - 1]);
    }
    edo_listener_close(l);
    END(a);
}

static void acceptors_are_served_in_their_order_and_a_cancelled_one_loses_nobody(void)
{
    run(acceptors_queue, 0);
}

static edo_poll accept_meets_errors(struct actor *a, edo_cx *cx)
{
    static edo_listener *l;
    static edo_addr addr;
    static edo_tcp *conn;
    static const int passed_over[] = { ECONNABORTED, EPROTO, EINTR, ENETDOWN };
    static const int reported[] = { EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM };
    static const edo_listen_options options = { .report_shortage = true };
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_with_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &options,
                                                    &l));
    CHECK_INT(edo_listener_addr(l, &addr), 0);
    for (a->i = 0; a->i < 4; a->i++) {
        a->n = plain_connect(&addr);
        fail_accept = passed_over[a->i];
        accepts = 0;
        AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l, &conn));
        CHECK_INT(a->op.tcp_accept.result, 0);
        CHECK_INT(accepts, 2);
        edo_tcp_close(conn);
        close((int)a->n);
    }
    for (a->i = 0; a->i < 5; a->i++) {
        a->n = plain_connect(&addr);
        fail_accept = reported[a->i];
        AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l, &conn));
        CHECK_INT(a->op.tcp_accept.result, -reported[a->i]);
        AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l, &conn));
        CHECK_INT(a->op.tcp_accept.result, 0); /* whom it failed for is still there */
        edo_tcp_close(conn);
        close((int)a->n);
    }
    edo_listener_close(l);
    END(a);
}

static void accept_passes_over_those_who_gave_up_and_reports_shortage_if_asked(void)
{
    run(accept_meets_errors, 0);
}

/* ---- registering fails ----------------------------------------------------------------------- */

static edo_poll registers_in_vain(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static char buf[8];
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    fail_control = ENOSPC;
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, sizeof buf));
    CHECK_INT(a->op.tcp_read.result, -ENOSPC);
    plain_write(p.fd, "ok");
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, sizeof buf));
    CHECK_INT(a->op.tcp_read.result, 2); /* later on, all is well */
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void socket_that_cannot_be_registered_is_an_error_of_the_operation(void)
{
    run(registers_in_vain, 0);
}

/* A task that tries again and again, and one that counts its own turns. */
static bool tried_enough;

static edo_poll tries_again(struct actor *a, edo_cx *cx)
{
    struct pair *p = a->data;
    static char buf[8];
    BEGIN(a);
    for (; a->i < 1000; a->i++) {
        fail_control = ENOSPC;
        AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p->conn, buf, sizeof buf));
        CHECK_INT(a->op.tcp_read.result, -ENOSPC);
    }
    fail_control = 0;
    tried_enough = true;
    END(a);
}

static edo_poll shares_with_one_in_vain(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static edo_task *t;
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    t = spawn(tries_again, &p);
    for (; !tried_enough; a->i++)
        YIELD(a);
    CHECK(a->i >= 1000 / 128);
    JOIN(a, t, 0);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void registering_in_vain_costs_budget(void)
{
    run(shares_with_one_in_vain, 0);
}

/* ---- connecting ------------------------------------------------------------------------------ */

struct connecting {
    char addr[EDO_ADDR_TEXT];
    edo_tcp *conn;
    int result;
};

static edo_poll connects(struct actor *a, edo_cx *cx)
{
    struct connecting *c = a->data;
    BEGIN(a);
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, c->addr, &c->conn));
    c->result = a->op.tcp_connect.result;
    END(a);
}

static int plain_listen(int backlog, edo_addr *addr)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t len = sizeof in;
    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&in, len) == 0 && listen(fd, backlog) == 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)&in, &len), 0);
    memset(addr, 0, sizeof *addr);
    addr->family = EDO_ADDR_IPV4;
    memcpy(addr->ip, "\x7f\0\0\1", 4);
    addr->port = ntohs(in.sin_port);
    return fd;
}

static edo_poll connects_in_all_ways(struct actor *a, edo_cx *cx)
{
    static struct connecting c;
    static edo_addr addr;
    static int listening;
    static const struct { const char *addr; int error; } bad[] = {
        { "example.com:80", -EDO_ERESOLVE }, { "nonsense", -EINVAL }, { ":80", -EINVAL },
        { "*:80", -EINVAL },
    };
    BEGIN(a);
    for (; a->i < 4; a->i++) {
        AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, bad[a->i].addr,
                                                     &c.conn));
        CHECK_INT(a->op.tcp_connect.result, bad[a->i].error);
    }
    listening = plain_listen(8, &addr);
    edo_addr_format(&addr, c.addr, sizeof c.addr);
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, c.addr, &c.conn));
    CHECK_INT(a->op.tcp_connect.result, 0);
    edo_addr local, peer;
    CHECK_INT(edo_tcp_peer_addr(c.conn, &peer), 0);
    CHECK_INT(edo_tcp_local_addr(c.conn, &local), 0);
    CHECK(peer.port == addr.port && local.port != 0 && local.family == EDO_ADDR_IPV4);
    AWAIT(a, tcp_write_all, edo__tcp_write_all_start(&a->op.tcp_write_all, cx, c.conn, "hi", 2));
    CHECK_INT(a->op.tcp_write_all.result, 0);
    edo_tcp_close(c.conn);
    close(listening); /* nobody listens there now */
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, c.addr, &c.conn));
    CHECK_INT(a->op.tcp_connect.result, -ECONNREFUSED);
    END(a);
}

static void connect_connects_or_says_why_not(void)
{
    run(connects_in_all_ways, 0);
}

/* A full backlog: the kernel drops what comes, and a connect waits. */
static edo_poll cancels_connects(struct actor *a, edo_cx *cx)
{
    static struct connecting c;
    static edo_addr addr;
    static edo_task *t;
    static int listening, filler[8];
    BEGIN(a);
    listening = plain_listen(0, &addr);
    edo_addr_format(&addr, c.addr, sizeof c.addr);
    for (int i = 0; i < 8; i++) {
        struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(addr.port),
                                  .sin_addr = { htonl(INADDR_LOOPBACK) } };
        filler[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        CHECK(connect(filler[i], (struct sockaddr *)&in, sizeof in) < 0);
    }
    for (; a->i < 3; a->i++) {
        t = spawn(connects, &c);
        if (a->i > 0) {
            YIELD(a);
            look_outside(cx);
            YIELD(a);
            CHECK(!edo_task_is_finished(t));
        }
        edo_task_cancel(t);
        JOIN(a, t, 0);
        CHECK_INT(c.result, -ECANCELED);
    }
    for (int i = 0; i < 8; i++)
        close(filler[i]);
    close(listening);
    END(a);
}

static void cancelled_connect_closes_its_socket(void)
{
    run(cancels_connects, 0);
}

/* Connected, woken, and cancelled before it resumed: the socket is closed. */
static edo_poll cancels_connected(struct actor *a, edo_cx *cx)
{
    static struct connecting c;
    static edo_addr addr;
    static edo_task *t;
    static int listening;
    BEGIN(a);
    listening = plain_listen(8, &addr);
    edo_addr_format(&addr, c.addr, sizeof c.addr);
    t = spawn(connects, &c);
    YIELD(a);
    look_outside(cx);
    CHECK(!edo_task_is_finished(t));
    edo_task_cancel(t);
    JOIN(a, t, 0);
    CHECK_INT(c.result, -ECANCELED);
    int fd = accept(listening, 0, 0);
    CHECK(fd >= 0);
    CHECK_INT(read(fd, room, 1), 0);
    close(fd);
    close(listening);
    END(a);
}

static void connect_cancelled_after_it_succeeded_closes_its_socket(void)
{
    run(cancels_connected, 0);
}

/* ---- options --------------------------------------------------------------------------------- */

static edo_poll sets_options(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    CHECK_INT(edo_tcp_nodelay(p.conn), 0);
    CHECK_INT(edo_tcp_set_nodelay(p.conn, true), 0);
    CHECK_INT(edo_tcp_nodelay(p.conn), 1);
    CHECK_INT(edo_tcp_keepalive(p.conn), 0);
    CHECK_INT(edo_tcp_set_keepalive(p.conn, true), 0);
    CHECK_INT(edo_tcp_keepalive(p.conn), 1);
    CHECK_INT(edo_tcp_set_recv_buffer(p.conn, 65536), 0);
    CHECK(edo_tcp_recv_buffer(p.conn) >= 65536);
    CHECK_INT(edo_tcp_set_send_buffer(p.conn, 65536), 0);
    CHECK(edo_tcp_send_buffer(p.conn) >= 65536);
    CHECK_INT(edo_tcp_reset_on_close(p.conn), 0);
    CHECK_INT(edo_tcp_set_reset_on_close(p.conn, true), 0);
    CHECK_INT(edo_tcp_reset_on_close(p.conn), 1);
    CHECK_INT(edo_tcp_shutdown(p.conn, 0), -EINVAL);
    CHECK_INT(edo_tcp_shutdown(p.conn, 4), -EINVAL);
    edo_tcp_close(p.conn);
    CHECK(read(p.fd, room, 1) < 0 && errno == ECONNRESET);
    close(p.fd);
    END(a);
}

static void options_are_set_and_read_back(void)
{
    run(sets_options, 0);
}

static edo_poll listens_in_all_ways(struct actor *a, edo_cx *cx)
{
    static const edo_listen_options reuse = { .reuseport = true, .nodelay = true };
    static edo_listener *l[2];
    static edo_tcp *conn[2];
    static edo_addr addr;
    static char text[EDO_ADDR_TEXT];
    static const struct { const char *addr; int error; } bad[] = {
        { "example.com:80", -EDO_ERESOLVE }, { "::1:80", -EINVAL }, { "8.8.8.8:0", -EADDRNOTAVAIL },
    };
    static const char *const good[] = { "[::1]:0", ":0", "*:0", "[::]:0", "localhost:0" };
    BEGIN(a);
    for (; a->i < 3; a->i++) {
        AWAIT(a, tcp_listen,
              edo__tcp_listen_start(&a->op.tcp_listen, cx, bad[a->i].addr, &l[0]));
        CHECK_INT(a->op.tcp_listen.result, bad[a->i].error);
    }
    for (a->i = 0; a->i < 5; a->i++) {
        AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, good[a->i], &l[0]));
        CHECK_INT(a->op.tcp_listen.result, 0);
        CHECK_INT(edo_listener_addr(l[0], &addr), 0);
        if (a->i) { /* all but the first serve IPv4 */
            memset(&addr.ip, 0, sizeof addr.ip);
            addr.family = EDO_ADDR_IPV4;
            memcpy(addr.ip, "\x7f\0\0\1", 4);
        }
        edo_addr_format(&addr, text, sizeof text);
        AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, text, &conn[0]));
        CHECK_INT(a->op.tcp_connect.result, 0);
        AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l[0], &conn[1]));
        CHECK_INT(a->op.tcp_accept.result, 0);
        edo_tcp_close(conn[0]);
        edo_tcp_close(conn[1]);
        edo_listener_close(l[0]);
    }
    AWAIT(a, tcp_listen,
          edo__tcp_listen_with_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &reuse, &l[0]));
    CHECK_INT(a->op.tcp_listen.result, 0);
    CHECK_INT(edo_listener_addr(l[0], &addr), 0);
    edo_addr_format(&addr, text, sizeof text);
    AWAIT(a, tcp_listen, edo__tcp_listen_with_start(&a->op.tcp_listen, cx, text, &reuse, &l[1]));
    CHECK_INT(a->op.tcp_listen.result, 0);
    edo_listener_close(l[1]);
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, text, &conn[0]));
    CHECK_INT(a->op.tcp_connect.result, 0);
    AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l[0], &conn[1]));
    CHECK_INT(edo_tcp_nodelay(conn[1]), 1);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, text, &l[1]));
    CHECK_INT(a->op.tcp_listen.result, -EADDRINUSE);
    edo_tcp_close(conn[0]);
    edo_tcp_close(conn[1]);
    edo_listener_close(l[0]);
    END(a);
}

static void listening_on_every_kind_of_address(void)
{
    run(listens_in_all_ways, 0);
}

int main(void)
{
    TEST(acceptors_are_served_in_their_order_and_a_cancelled_one_loses_nobody);
    TEST(accept_passes_over_those_who_gave_up_and_reports_shortage_if_asked);
    TEST(socket_that_cannot_be_registered_is_an_error_of_the_operation);
    TEST(registering_in_vain_costs_budget);
    TEST(connect_connects_or_says_why_not);
    TEST(cancelled_connect_closes_its_socket);
    TEST(connect_cancelled_after_it_succeeded_closes_its_socket);
    TEST(options_are_set_and_read_back);
    TEST(listening_on_every_kind_of_address);
    return 0;
}
