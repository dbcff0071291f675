/* SPDX-License-Identifier: MIT
 *
 * Descriptors that become handles, and handles that become descriptors: nothing that has come is
 * lost; and two runtimes that listen on one address. */
#include "net_pair.h"

static int plain_listen(struct sockaddr_in *a)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t len = sizeof *a;
    *a = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)a, len) == 0 && listen(fd, 8) == 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)a, &len), 0);
    return fd;
}

/* ---- listeners ------------------------------------------------------------------------------- */

static edo_poll serves_an_adopted_one(struct actor *a, edo_cx *cx)
{
    static struct sockaddr_in at;
    static edo_listener *l;
    static edo_addr addr;
    static edo_tcp *conn;
    static struct job j;
    static int fd, client;
    static const edo_listen_options options = { .nodelay = true };
    BEGIN(a);
    fd = plain_listen(&at);
    CHECK_INT(edo_listener_adopt(fd, &options, &l), 0);
    CHECK_INT(edo_listener_fd(l), fd);
    CHECK_INT(edo_listener_addr(l, &addr), 0);
    CHECK_INT(addr.port, ntohs(at.sin_port));
    j = (struct job){ .listener = l };
    j.task = spawn(accepts_one, &j);
    YIELD(a);
    CHECK_INT(edo_listener_release(l), -EBUSY);
    client = plain_connect(&addr);
    JOIN(a, j.task, 0);
    CHECK_INT(j.result, 0);
    CHECK_INT(edo_tcp_nodelay(j.accepted), 1);
    edo_tcp_close(j.accepted);
    close(client);
    client = plain_connect(&addr); /* waits in the kernel's queue while the socket changes hands */
    CHECK_INT(edo_listener_release(l), fd);
    CHECK_INT(edo_listener_adopt(fd, 0, &l), 0);
    AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l, &conn));
    CHECK_INT(a->op.tcp_accept.result, 0);
    edo_tcp_close(conn);
    edo_listener_close(l);
    close(client);
    END(a);
}

static void adopted_listener_serves_and_is_released_with_those_who_wait(void)
{
    run(serves_an_adopted_one, 0);
}

/* ---- connections ----------------------------------------------------------------------------- */

static edo_poll changes_hands(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job j;
    static char buf[8];
    static int fd;
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    j = (struct job){ .conn = p.conn, .buf = buf, .len = 1 };
    j.task = spawn(reads, &j);
    YIELD(a);
    CHECK_INT(edo_tcp_release(p.conn), -EBUSY);
    plain_write(p.fd, "abc");
    JOIN(a, j.task, 0);
    CHECK_INT(buf[0], 'a');
    fd = edo_tcp_release(p.conn);
    CHECK(fd >= 0);
    CHECK_INT(read(fd, buf, 1), 1);
    CHECK_INT(buf[0], 'b');
    AWAIT(a, fd_ready, edo__fd_ready_start(&a->op.fd_ready, cx, fd, EDO_READABLE));
    CHECK_INT(a->op.fd_ready.result, EDO_READABLE);
    CHECK_INT(edo_tcp_adopt(fd, &p.conn), 0);
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, sizeof buf));
    CHECK_INT(a->op.tcp_read.result, 1);
    CHECK_INT(buf[0], 'c');
    j = (struct job){ .conn = p.conn, .buf = buf, .len = sizeof buf }; /* now it has to wait */
    j.task = spawn(reads, &j);
    YIELD(a);
    plain_write(p.fd, "de");
    JOIN(a, j.task, 0);
    CHECK_INT(j.result, 2);
    CHECK(memcmp(buf, "de", 2) == 0);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void connection_changes_hands_without_losing_a_byte(void)
{
    run(changes_hands, 0);
}

static void is_released_twice(void)
{
    edo_runtime *rt;
    CHECK_INT(edo_runtime_new(0, &rt), 0);
    struct pair p = { 0 };
    run_in(rt, connects_pair, &p);
    CHECK(edo_tcp_release(p.conn) >= 0);
    edo_tcp_release(p.conn);
}

static void releasing_twice_stops_the_process(void)
{
    dies_with(is_released_twice, "edo_tcp_release: this handle has been closed already");
}

/* ---- refusals -------------------------------------------------------------------------------- */

static edo_poll refuses(struct actor *a, edo_cx *cx)
{
    struct sockaddr_in at;
    edo_tcp *conn;
    edo_listener *l;
    int listening = plain_listen(&at), fresh = socket(AF_INET, SOCK_STREAM, 0);
    int datagrams = socket(AF_INET, SOCK_DGRAM, 0), pipe_fds[2];
    (void)cx;
    CHECK_INT(pipe(pipe_fds), 0);
    CHECK_INT(edo_tcp_adopt(-1, &conn), -EBADF);
    CHECK_INT(edo_tcp_adopt(pipe_fds[0], &conn), -ENOTSOCK);
    CHECK_INT(edo_tcp_adopt(datagrams, &conn), -EPROTONOSUPPORT);
    CHECK_INT(edo_tcp_adopt(fresh, &conn), -ENOTCONN);
    CHECK_INT(edo_tcp_adopt(listening, &conn), -EINVAL);
    CHECK(!conn);
    CHECK_INT(edo_listener_adopt(datagrams, 0, &l), -EPROTONOSUPPORT);
    CHECK_INT(edo_listener_adopt(fresh, 0, &l), -EINVAL);
    CHECK(!l);
    close(listening);
    close(fresh);
    close(datagrams);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    a->result = 0;
    return EDO_READY;
}

static void what_is_no_tcp_socket_is_refused_and_stays_the_callers(void)
{
    edo_tcp *conn;
    edo_listener *l;
    run(refuses, 0);
    CHECK_INT(edo_tcp_adopt(0, &conn), -EDO_ENORUNTIME);
    CHECK_INT(edo_listener_adopt(0, 0, &l), -EDO_ENORUNTIME);
}

/* ---- one address, several listeners ---------------------------------------------------------- */

enum { CALLERS = 200 };

static struct share {
    edo_listener *listener;
    edo_tcp *conn;
    int got;
} shares[2];

static edo_poll accepts_its_share(struct actor *a, edo_cx *cx)
{
    struct share *s = a->data;
    BEGIN(a);
    for (;;) {
        AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, s->listener, &s->conn));
        if (a->op.tcp_accept.result < 0)
            break;
        edo_tcp_close(s->conn);
        s->got++;
    }
    END(a);
}

static edo_poll spreads(struct actor *a, edo_cx *cx)
{
    static const edo_listen_options options = { .reuseport = true };
    static char text[EDO_ADDR_TEXT] = "127.0.0.1:0";
    static edo_task *task[2];
    static int fd[CALLERS];
    static edo_addr addr;
    BEGIN(a);
    for (; a->i < 2; a->i++) {
        AWAIT(a, tcp_listen, edo__tcp_listen_with_start(&a->op.tcp_listen, cx, text, &options,
                                                        &shares[a->i].listener));
        CHECK_INT(a->op.tcp_listen.result, 0);
        CHECK_INT(edo_listener_addr(shares[a->i].listener, &addr), 0);
        edo_addr_format(&addr, text, sizeof text); /* the second gets the first's port */
    }
    for (int i = 0; i < 2; i++)
        task[i] = spawn(accepts_its_share, &shares[i]);
    for (int i = 0; i < CALLERS; i++)
        fd[i] = plain_connect(&addr);
    while (shares[0].got + shares[1].got < CALLERS)
        YIELD(a);
    for (int i = 0; i < CALLERS; i++)
        close(fd[i]);
    for (int i = 0; i < 2; i++)
        edo_listener_close(shares[i].listener);
    for (a->i = 0; a->i < 2; a->i++)
        JOIN(a, task[a->i], 0);
    END(a);
}

/* The kernel chooses by a hash of the addresses: neither is left out of two hundred. */
static void reuseport_spreads_connections_over_listeners(void)
{
    run(spreads, 0);
    CHECK_INT(shares[0].got + shares[1].got, CALLERS);
    CHECK(shares[0].got > 20 && shares[1].got > 20);
}

int main(void)
{
    TEST(adopted_listener_serves_and_is_released_with_those_who_wait);
    TEST(connection_changes_hands_without_losing_a_byte);
    TEST(releasing_twice_stops_the_process);
    TEST(what_is_no_tcp_socket_is_refused_and_stays_the_callers);
    TEST(reuseport_spreads_connections_over_listeners);
    return 0;
}
