/* SPDX-License-Identifier: MIT
 *
 * Reading, writing and closing in each of their states: ready at once, waiting, woken and not
 * resumed; ended by the world, a cancel, a close. */
#include "net_pair.h"

/* ---- reading --------------------------------------------------------------------------------- */

static edo_poll plain_echo(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job reader;
    static char buf[64], back[64];
    enum { MESSAGES = 50 };
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    reader = (struct job){ .conn = p.conn, .buf = buf, .len = sizeof buf };
    for (; a->i < MESSAGES; a->i++) {
        reader.task = spawn(reads, &reader);
        YIELD(a); /* it waits now */
        if (a->i == 1)
            recvs = sends = controls = 0; /* the first was tried, and registered the socket */
        plain_write(p.fd, "hello");
        JOIN(a, reader.task, 0);
        CHECK_INT(reader.result, 5);
        AWAIT(a, tcp_write_all,
              edo__tcp_write_all_start(&a->op.tcp_write_all, cx, p.conn, buf, 5));
        CHECK_INT(read(p.fd, back, sizeof back), 5);
    }
    CHECK_INT(recvs, MESSAGES - 1);
    CHECK_INT(sends, MESSAGES - 1);
    CHECK_INT(controls, 0);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void message_costs_one_receive_and_one_send(void)
{
    run(plain_echo, 0);
}

static edo_poll reads_the_end(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job reader;
    static char buf[64];
    BEGIN(a);
    for (; a->i < 4; a->i++) {
        CONNECT_PAIR(a, &p);
        reader = (struct job){ .conn = p.conn, .buf = buf, .len = sizeof buf };
        if (a->i & 1) { /* the reader waits before anything comes */
            reader.task = spawn(reads, &reader);
            YIELD(a);
        }
        plain_write(p.fd, "bye");
        if (a->i & 2) { /* bytes and end are two events: the first is seen before the second */
            look_outside(cx);
            YIELD(a);
        }
        CHECK_INT(shutdown(p.fd, SHUT_WR), 0);
        if (!(a->i & 1))
            reader.task = spawn(reads, &reader);
        JOIN(a, reader.task, 0);
        CHECK_INT(reader.result, 3);
        AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, sizeof buf));
        CHECK_INT(a->op.tcp_read.result, 0);
        AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, sizeof buf));
        CHECK_INT(a->op.tcp_read.result, 0); /* and again */
        /* half closed: the other direction still works */
        AWAIT(a, tcp_write_all,
              edo__tcp_write_all_start(&a->op.tcp_write_all, cx, p.conn, "still", 5));
        CHECK_INT(a->op.tcp_write_all.result, 0);
        CHECK_INT(edo_tcp_shutdown(p.conn, EDO_SHUTDOWN_WRITE), 0);
        CHECK_INT(read(p.fd, buf, sizeof buf), 5);
        CHECK_INT(read(p.fd, buf, sizeof buf), 0);
        edo_tcp_close(p.conn);
        close(p.fd);
    }
    END(a);
}

static void no_end_is_missed_behind_a_short_read(void)
{
    run(reads_the_end, 0);
}

static edo_poll reads_a_reset(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job reader;
    static char buf[64];
    BEGIN(a);
    for (; a->i < 2; a->i++) {
        CONNECT_PAIR(a, &p);
        struct linger reset = { 1, 0 };
        CHECK_INT(setsockopt(p.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), 0);
        reader = (struct job){ .conn = p.conn, .buf = buf, .len = sizeof buf };
        if (a->i) {
            reader.task = spawn(reads, &reader);
            YIELD(a);
        }
        close(p.fd);
        if (!a->i)
            reader.task = spawn(reads, &reader);
        JOIN(a, reader.task, 0);
        CHECK_INT(reader.result, -ECONNRESET);
        AWAIT(a, tcp_write, edo__tcp_write_start(&a->op.tcp_write, cx, p.conn, "x", 1));
        CHECK_INT(a->op.tcp_write.result, -EPIPE); /* and no SIGPIPE */
        edo_tcp_close(p.conn);
    }
    END(a);
}

static void reset_is_an_error_and_writing_on_raises_no_signal(void)
{
    run(reads_a_reset, 0);
}

static edo_poll reads_urgent(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job reader;
    static char buf[64];
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    reader = (struct job){ .conn = p.conn, .buf = buf, .len = sizeof buf };
    reader.task = spawn(reads, &reader);
    YIELD(a);
    plain_write(p.fd, "abc");
    CHECK_INT(syscall(SYS_sendto, p.fd, "!", 1, MSG_OOB, 0, 0), 1);
    plain_write(p.fd, "def");
    JOIN(a, reader.task, 0);
    CHECK_INT(reader.result, 3); /* a receive stops before urgent data */
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, sizeof buf));
    CHECK_INT(a->op.tcp_read.result, 3);
    CHECK(memcmp(buf, "def", 3) == 0);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void bytes_behind_urgent_data_are_not_missed(void)
{
    run(reads_urgent, 0);
}

static edo_poll readers_queue(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job r[4];
    static char buf[4][1];
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    for (int i = 0; i < 4; i++) {
        r[i] = (struct job){ .conn = p.conn, .buf = buf[i], .len = 1 };
        r[i].task = spawn(reads, &r[i]);
    }
    YIELD(a);
    edo_task_cancel(r[1].task);
    JOIN(a, r[1].task, 0);
    CHECK_INT(r[1].result, -ECANCELED);
    plain_write(p.fd, "xyz"); /* one event, for three readers */
    JOIN(a, r[0].task, 0);
    JOIN(a, r[2].task, 0);
    JOIN(a, r[3].task, 0);
    CHECK(buf[0][0] == 'x' && buf[2][0] == 'y' && buf[3][0] == 'z');
    CHECK(r[0].order < r[2].order && r[2].order < r[3].order);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void readers_are_served_in_their_order(void)
{
    run(readers_queue, 0);
}

static edo_poll reads_nothing(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static char buf[8];
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, 0));
    CHECK_INT(a->op.tcp_read.result, -EINVAL);
    AWAIT(a, tcp_write_all, edo__tcp_write_all_start(&a->op.tcp_write_all, cx, p.conn, buf, 0));
    CHECK_INT(a->op.tcp_write_all.result, 0);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void read_into_nothing_is_not_taken_for_the_end(void)
{
    run(reads_nothing, 0);
}

static edo_poll readable_takes_nothing(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job w;
    static char buf[8];
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    w = (struct job){ .conn = p.conn };
    w.task = spawn(waits_readable, &w);
    YIELD(a);
    CHECK(!edo_task_is_finished(w.task));
    plain_write(p.fd, "ab");
    JOIN(a, w.task, 0);
    CHECK_INT(w.result, 0);
    recvs = 0;
    AWAIT(a, tcp_readable, edo__tcp_readable_start(&a->op.tcp_readable, cx, p.conn));
    CHECK_INT(a->op.tcp_readable.result, 0);
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, 1));
    CHECK_INT(a->op.tcp_read.result, 1);
    AWAIT(a, tcp_readable, edo__tcp_readable_start(&a->op.tcp_readable, cx, p.conn));
    CHECK_INT(a->op.tcp_readable.result, 0);
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, 1));
    CHECK_INT(a->op.tcp_read.result, 1);
    w.task = spawn(waits_readable, &w); /* the flag says that reading may succeed; it would not */
    YIELD(a);
    CHECK(!edo_task_is_finished(w.task));
    close(p.fd);
    JOIN(a, w.task, 0);
    CHECK_INT(w.result, 0);
    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, 1));
    CHECK_INT(a->op.tcp_read.result, 0);
    edo_tcp_close(p.conn);
    END(a);
}

static void readable_waits_and_takes_nothing(void)
{
    run(readable_takes_nothing, 0);
}

/* ---- cancelling ------------------------------------------------------------------------------ */

static edo_poll cancels_readers(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job r;
    static char buf[64];
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    r = (struct job){ .conn = p.conn, .buf = buf, .len = sizeof buf };

    r.task = spawn(reads, &r); /* cancelled before it begins */
    edo_task_cancel(r.task);
    JOIN(a, r.task, 0);
    CHECK_INT(r.result, -ECANCELED);

    r.task = spawn(reads, &r); /* while it waits */
    YIELD(a);
    edo_task_cancel(r.task);
    JOIN(a, r.task, 0);
    CHECK_INT(r.result, -ECANCELED);

    r.task = spawn(reads, &r); /* after it was woken, before it resumed: the bytes stay */
    YIELD(a);
    plain_write(p.fd, "kept");
    look_outside(cx);
    CHECK(!edo_task_is_finished(r.task));
    edo_task_cancel(r.task);
    JOIN(a, r.task, 0);
    CHECK_INT(r.result, -ECANCELED);

    r.task = spawn(waits_readable, &r); /* with bytes there */
    edo_task_cancel(r.task);
    JOIN(a, r.task, 0);
    CHECK_INT(r.result, -ECANCELED);

    AWAIT(a, tcp_read, edo__tcp_read_start(&a->op.tcp_read, cx, p.conn, buf, sizeof buf));
    CHECK_INT(a->op.tcp_read.result, 4);
    CHECK(memcmp(buf, "kept", 4) == 0);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void cancelled_read_takes_no_byte_in_any_state(void)
{
    run(cancels_readers, 0);
}

/* The first reader is woken by an event and cancelled before it ran: the next one gets it. */
static edo_poll cancel_passes_on(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job r[2];
    static char buf[2][8];
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    for (int i = 0; i < 2; i++) {
        r[i] = (struct job){ .conn = p.conn, .buf = buf[i], .len = 8 };
        r[i].task = spawn(reads, &r[i]);
    }
    YIELD(a);
    plain_write(p.fd, "x");
    look_outside(cx);
    edo_task_cancel(r[0].task);
    JOIN(a, r[0].task, 0);
    CHECK_INT(r[0].result, -ECANCELED);
    JOIN(a, r[1].task, 0);
    CHECK_INT(r[1].result, 1);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void event_of_a_cancelled_reader_goes_to_the_next(void)
{
    run(cancel_passes_on, 0);
}

static void fill(edo_tcp *conn)
{
    while (write(edo_tcp_fd(conn), room, sizeof room) > 0) {
    }
    CHECK_INT(errno, EAGAIN);
}

static edo_poll cancels_writers(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job w;
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    fill(p.conn);
    w = (struct job){ .conn = p.conn, .buf = room, .len = sizeof room };
    for (; a->i < 2; a->i++) {
        w.task = spawn(a->i ? writes_all : writes, &w);
        YIELD(a);
        CHECK(!edo_task_is_finished(w.task));
        edo_task_cancel(w.task);
        JOIN(a, w.task, 0);
        CHECK_INT(w.result, -ECANCELED);
        w.task = spawn(a->i ? writes_all : writes, &w);
        edo_task_cancel(w.task);
        JOIN(a, w.task, 0);
        CHECK_INT(w.result, -ECANCELED);
    }
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void cancelled_write_ends_in_any_state(void)
{
    run(cancels_writers, 0);
}

/* ---- writing --------------------------------------------------------------------------------- */

static edo_poll writes_to_a_slow_reader(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job w[2];
    static char sent[2][3 << 20], got[1 << 16];
    static size_t total;
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    memset(sent[0], 'a', sizeof sent[0]);
    memset(sent[1], 'b', sizeof sent[1]);
    for (int i = 0; i < 2; i++) {
        w[i] = (struct job){ .conn = p.conn, .buf = sent[i], .len = sizeof sent[i] };
        w[i].task = spawn(writes_all, &w[i]);
    }
    CHECK_INT(fcntl(p.fd, F_SETFL, O_NONBLOCK), 0);
    while (total < sizeof sent) {
        YIELD(a);
        look_outside(cx);
        ssize_t n = read(p.fd, got, 1 + total % sizeof got);
        if (n < 0) {
            CHECK_INT(errno, EAGAIN);
            continue;
        }
        for (ssize_t i = 0; i < n; i++) /* the two don't mix */
            CHECK(got[i] == (total + (size_t)i < sizeof sent[0] ? 'a' : 'b'));
        total += (size_t)n;
    }
    JOIN(a, w[0].task, 0);
    JOIN(a, w[1].task, 0);
    CHECK(w[0].result == 0 && w[1].result == 0 && w[0].order < w[1].order);
    edo_tcp_close(p.conn);
    close(p.fd);
    END(a);
}

static void write_all_survives_a_slow_reader_and_does_not_mix_with_others(void)
{
    run(writes_to_a_slow_reader, 0);
}

/* ---- closing --------------------------------------------------------------------------------- */

static edo_poll closes_with_everything_in_flight(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static struct job j[5], late;
    static char buf[8];
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    fill(p.conn);
    for (int i = 0; i < 5; i++)
        j[i] = (struct job){ .conn = p.conn, .buf = i < 3 ? buf : room, .len = i < 3 ? 8 : 4096 };
    j[0].task = spawn(reads, &j[0]);
    j[1].task = spawn(reads, &j[1]);
    j[2].task = spawn(waits_readable, &j[2]);
    j[3].task = spawn(writes, &j[3]);
    j[4].task = spawn(writes_all, &j[4]);
    late = j[0];
    YIELD(a);
    int fd = edo_tcp_fd(p.conn);
    plain_write(p.fd, "x");
    look_outside(cx); /* the first reader is woken: by an event */
    edo_tcp_close(p.conn);
    CHECK(fcntl(fd, F_GETFD) >= 0); /* operations hold it */
    late.task = spawn(reads, &late); /* begins after the close, while others are in flight */
    for (; a->i < 5; a->i++) {
        JOIN(a, j[a->i].task, 0);
        CHECK_INT(j[a->i].result, -EDO_ECLOSED);
    }
    JOIN(a, late.task, 0);
    CHECK_INT(late.result, -EDO_ECLOSED);
    a->n = read(p.fd, room, 1) < 0 && errno == ECONNRESET; /* "x" was never read: so a reset */
    close(p.fd);
    END(a);
}

static void close_ends_what_is_in_flight(void)
{
    run(closes_with_everything_in_flight, 0);
}

static edo_poll closes_listener(struct actor *a, edo_cx *cx)
{
    static edo_listener *l;
    static struct job j[3];
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &l));
    for (int i = 0; i < 3; i++) {
        j[i] = (struct job){ .listener = l };
        j[i].task = spawn(accepts_one, &j[i]);
    }
    YIELD(a);
    edo_task_cancel(j[1].task);
    JOIN(a, j[1].task, 0);
    CHECK_INT(j[1].result, -ECANCELED);
    edo_listener_close(l);
    JOIN(a, j[0].task, 0);
    JOIN(a, j[2].task, 0);
    CHECK(j[0].result == -EDO_ECLOSED && j[2].result == -EDO_ECLOSED);
    END(a);
}

static void closed_listener_ends_its_acceptors(void)
{
    run(closes_listener, 0);
}

/* A listener that is hung up: its event is one for acceptors alone. */
static edo_poll hangs_up_listener(struct actor *a, edo_cx *cx)
{
    static edo_listener *l;
    static struct job j;
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &l));
    j = (struct job){ .listener = l };
    j.task = spawn(accepts_one, &j);
    YIELD(a);
    CHECK_INT(shutdown(edo_listener_fd(l), SHUT_RDWR), 0);
    JOIN(a, j.task, 0);
    CHECK_INT(j.result, -EINVAL);
    edo_listener_close(l);
    END(a);
}

static void listener_that_is_hung_up_reports_it(void)
{
    run(hangs_up_listener, 0);
}

static edo_poll closes_twice(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    edo_tcp_close(p.conn);
    edo_tcp_close(p.conn);
    END(a);
}

static void close_twice(void)
{
    run(closes_twice, 0);
}

static edo_poll closes_listener_twice(struct actor *a, edo_cx *cx)
{
    static edo_listener *l;
    BEGIN(a);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &l));
    edo_listener_close(l);
    edo_listener_close(l);
    END(a);
}

static void close_listener_twice(void)
{
    run(closes_listener_twice, 0);
}

static void closing_twice_dies_with_a_message(void)
{
    dies_with(close_twice, "edo_tcp_close: this handle has been closed already");
    dies_with(close_listener_twice, "edo_listener_close: this handle has been closed already");
}

static edo_poll leaves_handles(struct actor *a, edo_cx *cx)
{
    static struct pair p;
    static edo_listener *l;
    BEGIN(a);
    CONNECT_PAIR(a, &p);
    AWAIT(a, tcp_listen, edo__tcp_listen_start(&a->op.tcp_listen, cx, "127.0.0.1:0", &l));
    close(p.fd);
    END(a);
}

static void handles_left_open_end_with_the_runtime(void)
{
    run(leaves_handles, 0); /* TEST counts the descriptors */
}

int main(void)
{
    TEST(message_costs_one_receive_and_one_send);
    TEST(no_end_is_missed_behind_a_short_read);
    TEST(reset_is_an_error_and_writing_on_raises_no_signal);
    TEST(bytes_behind_urgent_data_are_not_missed);
    TEST(readers_are_served_in_their_order);
    TEST(read_into_nothing_is_not_taken_for_the_end);
    TEST(readable_waits_and_takes_nothing);
    TEST(cancelled_read_takes_no_byte_in_any_state);
    TEST(event_of_a_cancelled_reader_goes_to_the_next);
    TEST(cancelled_write_ends_in_any_state);
    TEST(write_all_survives_a_slow_reader_and_does_not_mix_with_others);
    TEST(close_ends_what_is_in_flight);
    TEST(closed_listener_ends_its_acceptors);
    TEST(listener_that_is_hung_up_reports_it);
    TEST(closing_twice_dies_with_a_message);
    TEST(handles_left_open_end_with_the_runtime);
    return 0;
}
