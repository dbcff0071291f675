/* SPDX-License-Identifier: MIT
 *
 * Taking turns: operations that find their task's share of a turn used up, a task that never has to
 * wait, and thousands of connections in one runtime. */
#include "actor.h"

#include <sys/resource.h>
#include <sys/socket.h>

struct link {
    edo_listener *listener;
    edo_tcp *near, *far;
    char text[EDO_ADDR_TEXT];
};

static edo_poll makes_link(struct actor *a, edo_cx *cx)
{
    struct link *l = a->data;
    edo_addr addr;
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &l->listener));
    CHECK_INT(a->op.tcp_listen.result, 0);
    CHECK_INT(edo_listener_addr(l->listener, &addr), 0);
    edo_addr_format(&addr, l->text, sizeof l->text);
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, l->text, &l->near));
    CHECK_INT(a->op.tcp_connect.result, 0);
    AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l->listener, &l->far));
    CHECK_INT(a->op.tcp_accept.result, 0);
    END(a);
}

#define MAKE_LINK(a, l)                                                                           \
    do {                                                                                          \
        static edo_task *link_task;                                                               \
        link_task = spawn(makes_link, l);                                                         \
        JOIN(a, link_task, 0);                                                                    \
    } while (0)

static void close_link(struct link *l)
{
    edo_listener_close(l->listener);
    edo_tcp_close(l->near);
    edo_tcp_close(l->far);
}

/* ---- operations whose task has used up its share --------------------------------------------- */

static int turns;

static edo_poll counts_turns(struct actor *a, edo_cx *cx)
{
    BEGIN(a);
    for (;;) {
        turns++;
        YIELD(a);
        if (a->op.yield.result < 0)
            break;
    }
    END(a);
}

#define BROKE (cx->budget = 0, turns_before = turns)
#define TOOK_A_TURN CHECK(turns > turns_before)

static edo_poll is_broke_each_time(struct actor *a, edo_cx *cx)
{
    static struct link l;
    static edo_task *counter;
    static edo_tcp *conn, *far;
    static edo_listener *other;
    static int turns_before;
    static char buf[8];
    BEGIN(a);
    counter = spawn(counts_turns, 0);
    MAKE_LINK(a, &l);

    BROKE;
    AWAIT(a, tcp_write_all,
          edo__tcp_write_all_start(&a->op.tcp_write_all, cx, l.near, "hello", 5));
    CHECK_INT(a->op.tcp_write_all.result, 0);
    TOOK_A_TURN;
    BROKE;
    AWAIT(a, tcp_write, edo__tcp_write_start(&a->op.tcp_write, cx, l.near, "!", 1));
    CHECK_INT(a->op.tcp_write.result, 1);
    TOOK_A_TURN;
    BROKE;
    AWAIT(a, tcp_readable, edo__tcp_readable_start(&a->op.tcp_readable, cx, l.far));
    CHECK_INT(a->op.tcp_readable.result, 0);
    TOOK_A_TURN;
    BROKE;
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, l.far, buf, 8));
    CHECK_INT(a->op.tcp_read.result, 6);
    CHECK(memcmp(buf, "hello!", 6) == 0);
    TOOK_A_TURN;
    BROKE;
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &other));
    CHECK_INT(a->op.tcp_listen.result, 0);
    TOOK_A_TURN;
    edo_listener_close(other);
    BROKE;
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, l.text, &conn));
    CHECK_INT(a->op.tcp_connect.result, 0);
    TOOK_A_TURN;
    BROKE;
    AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, l.listener, &far));
    CHECK_INT(a->op.tcp_accept.result, 0);
    TOOK_A_TURN;
    edo_tcp_close(conn);
    edo_tcp_close(far);
    close_link(&l);
    edo_task_cancel(counter);
    JOIN(a, counter, 0);
    END(a);
}

static void operation_of_a_task_without_budget_is_done_in_a_later_turn(void)
{
    run(is_broke_each_time, 0);
}

/* What yields for want of budget is cancelled, or its handle closed, before its turn. */
static edo_poll broke_reader(struct actor *a, edo_cx *cx)
{
    struct link *l = a->data;
    static char buf[8];
    BEGIN(a);
    cx->budget = 0;
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, l->far, buf, 8));
    a->result = (int)a->op.tcp_read.result;
    END(a);
}

static edo_poll disturbs_broke_ones(struct actor *a, edo_cx *cx)
{
    static struct link l;
    static edo_task *t;
    BEGIN(a);
    MAKE_LINK(a, &l);
    AWAIT(a, tcp_write, edo__tcp_write_start(&a->op.tcp_write, cx, l.near, "x", 1));
    t = spawn(broke_reader, &l);
    YIELD(a);
    CHECK(!edo_task_is_finished(t));
    edo_task_cancel(t);
    JOIN(a, t, &a->result);
    CHECK_INT(a->result, -ECANCELED);
    t = spawn(broke_reader, &l);
    YIELD(a);
    CHECK(!edo_task_is_finished(t));
    JOIN(a, t, &a->result);
    CHECK_INT(a->result, 1); /* the byte was still there */
    t = spawn(broke_reader, &l); /* nothing to read: it registers in its later turn, and waits */
    YIELD(a);
    YIELD(a);
    CHECK(!edo_task_is_finished(t));
    close_link(&l);
    JOIN(a, t, &a->result);
    CHECK_INT(a->result, -EDO_ECLOSED);
    END(a);
}

static void operation_without_budget_can_be_cancelled_and_closed(void)
{
    run(disturbs_broke_ones, 0);
}

/* ---- operations that end before they begin --------------------------------------------------- */

static edo_poll is_refused(struct actor *a, edo_cx *cx)
{
    static struct link l;
    static edo_task *counter;
    static int turns_before;
    static char c;
    BEGIN(a);
    counter = spawn(counts_turns, 0);
    MAKE_LINK(a, &l);
    close_link(&l);
    BROKE;
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, l.near, &c, 1));
    CHECK_INT(a->op.tcp_read.result, -EDO_ECLOSED);
    TOOK_A_TURN;
    BROKE;
    AWAIT(a, tcp_write_all, edo__tcp_write_all_start(&a->op.tcp_write_all, cx, l.near, &c, 1));
    CHECK_INT(a->op.tcp_write_all.result, -EDO_ECLOSED);
    TOOK_A_TURN;
    BROKE;
    AWAIT(a, fd_ready, edo__fd_ready_start(&a->op.fd_ready, cx, -1, EDO_READABLE));
    CHECK_INT(a->op.fd_ready.result, -EBADF);
    TOOK_A_TURN;
    BROKE;
    AWAIT(a, fd_ready, edo__fd_ready_start(&a->op.fd_ready, cx, 0, 0));
    CHECK_INT(a->op.fd_ready.result, -EINVAL);
    TOOK_A_TURN;
    edo_task_cancel(counter);
    JOIN(a, counter, 0);
    END(a);
}

static void operation_that_is_refused_costs_budget_too(void)
{
    run(is_refused, 0);
}

static edo_poll cancels_a_refused_one(struct actor *a, edo_cx *cx)
{
    static struct link l;
    static edo_task *t;
    BEGIN(a);
    MAKE_LINK(a, &l);
    close_link(&l);
    t = spawn(broke_reader, &l);
    YIELD(a);
    CHECK(!edo_task_is_finished(t));
    edo_task_cancel(t);
    JOIN(a, t, &a->result);
    CHECK_INT(a->result, -ECANCELED);
    END(a);
}

static void refused_operation_without_budget_can_be_cancelled(void)
{
    run(cancels_a_refused_one, 0);
}

/* ---- a task that never has to wait ----------------------------------------------------------- */

enum { BYTES = 4000 };
static bool finished;

static edo_poll reads_byte_by_byte(struct actor *a, edo_cx *cx)
{
    struct link *l = a->data;
    static char c;
    BEGIN(a);
    for (; a->i < BYTES; a->i++) {
        AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, l->far, &c, 1));
        CHECK_INT(a->op.tcp_read.result, 1);
    }
    finished = true;
    END(a);
}

static edo_poll shares_with_a_busy_one(struct actor *a, edo_cx *cx)
{
    static struct link l;
    static edo_task *t;
    static char bytes[BYTES];
    BEGIN(a);
    MAKE_LINK(a, &l);
    AWAIT(a, tcp_write_all,
          edo__tcp_write_all_start(&a->op.tcp_write_all, cx, l.near, bytes, BYTES));
    t = spawn(reads_byte_by_byte, &l);
    while (!finished) {
        YIELD(a);
        a->i++;
    }
    CHECK(a->i >= BYTES / 128); /* it came up for air that often */
    JOIN(a, t, 0);
    close_link(&l);
    END(a);
}

static void reader_that_never_waits_yields_after_its_share(void)
{
    run(shares_with_a_busy_one, 0);
}

/* ---- thousands ------------------------------------------------------------------------------- */

enum { CONNECTIONS = 2000, ROUNDS = 5 };

static edo_listener *listener;
static char where[EDO_ADDR_TEXT];
static int served, done;

struct talk {
    edo_tcp *conn;
    unsigned char out[64], in[64];
    size_t have;
};

static edo_poll echoes(struct actor *a, edo_cx *cx)
{
    struct talk *t = a->data;
    BEGIN(a);
    for (;;) {
        AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, t->conn, t->in, sizeof t->in));
        CHECK(a->op.tcp_read.result >= 0);
        if (a->op.tcp_read.result == 0)
            break;
        AWAIT(a, tcp_write_all, edo__tcp_write_all_start(&a->op.tcp_write_all, cx, t->conn, t->in,
                                                         (size_t)a->op.tcp_read.result));
        CHECK_INT(a->op.tcp_write_all.result, 0);
    }
    edo_tcp_close(t->conn);
    free(t);
    served++;
    END(a);
}

static edo_poll accepts_forever(struct actor *a, edo_cx *cx)
{
    static edo_tcp *conn;
    BEGIN(a);
    for (;;) {
        AWAIT(a, tcp_accept, edo__tcp_accept_start(&a->op.tcp_accept, cx, listener, &conn));
        if (a->op.tcp_accept.result < 0)
            break;
        struct talk *t = calloc(1, sizeof *t);
        t->conn = conn;
        spawn_detached(echoes, t);
    }
    a->result = a->op.tcp_accept.result;
    END(a);
}

static edo_poll talks(struct actor *a, edo_cx *cx)
{
    struct talk *t = a->data;
    BEGIN(a);
    AWAIT(a, tcp_connect, edo__tcp_connect_start(&a->op.tcp_connect, cx, where, &t->conn));
    CHECK_INT(a->op.tcp_connect.result, 0);
    for (; a->i < ROUNDS; a->i++) {
        for (size_t i = 0; i < sizeof t->out; i++)
            t->out[i] = (unsigned char)((uintptr_t)t / 64 * 31 + i * 7 + (size_t)a->i);
        AWAIT(a, tcp_write_all, edo__tcp_write_all_start(&a->op.tcp_write_all, cx, t->conn, t->out,
                                                         sizeof t->out));
        CHECK_INT(a->op.tcp_write_all.result, 0);
        for (t->have = 0; t->have < sizeof t->in; t->have += (size_t)a->op.tcp_read.result) {
            AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, t->conn, t->in + t->have,
                                                   sizeof t->in - t->have));
            CHECK(a->op.tcp_read.result > 0);
        }
        CHECK(memcmp(t->in, t->out, sizeof t->in) == 0);
    }
    edo_tcp_close(t->conn);
    free(t);
    done++;
    END(a);
}

static edo_poll thousands_talk(struct actor *a, edo_cx *cx)
{
    static edo_task *acceptor;
    edo_addr addr;
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "[::1]:0", &listener));
    CHECK_INT(a->op.tcp_listen.result, 0);
    CHECK_INT(edo_listener_addr(listener, &addr), 0);
    edo_addr_format(&addr, where, sizeof where);
    acceptor = spawn(accepts_forever, 0);
    for (int i = 0; i < CONNECTIONS; i++)
        spawn_detached(talks, calloc(1, sizeof(struct talk)));
    while (done < CONNECTIONS || served < CONNECTIONS)
        AWAIT(a, sleep, edo__sleep_start(&a->op.sleep, cx, edo_ms(1)));
    edo_listener_close(listener);
    JOIN(a, acceptor, &a->result);
    CHECK_INT(a->result, -EDO_ECLOSED);
    END(a);
}

static void thousands_of_connections_get_their_own_bytes(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
    run(thousands_talk, 0);
}

int main(void)
{
    TEST(operation_of_a_task_without_budget_is_done_in_a_later_turn);
    TEST(operation_without_budget_can_be_cancelled_and_closed);
    TEST(operation_that_is_refused_costs_budget_too);
    TEST(refused_operation_without_budget_can_be_cancelled);
    TEST(reader_that_never_waits_yields_after_its_share);
    TEST(thousands_of_connections_get_their_own_bytes);
    return 0;
}
