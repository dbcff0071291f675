/* SPDX-License-Identifier: MIT
 *
 * Random reads and writes, cancelled at random moments, several at once on each connection: every
 * byte arrives once and in its order. A cancelled read has taken nothing, a cancelled write sent
 * nothing. */
#include <edo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINKS = 6, TOTAL = 150000, CHUNK = 20000, READERS = 3 };

static uint64_t state;

static unsigned rnd(unsigned n) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (unsigned)(state >> 11) % n;
}

struct link {
    edo_tcp *from, *to;
    unsigned sent, received;
};

static unsigned cancelled_reads, cancelled_writes;

static unsigned char byte_at(unsigned position) { return (unsigned char)(position * 167 >> 3); }

async int read_some(struct link *l, size_t len) {
    unsigned char *buf = malloc(len);
    defer free(buf);
    if (rnd(4) == 0) {
        int ready = await edo_tcp_readable(l->to);
        if (ready < 0) return ready;
    }
    int n = (int)await edo_tcp_read(l->to, buf, len);
    for (int i = 0; i < n; i++)
        if (buf[i] != byte_at(l->received++)) {
            printf("byte %u is wrong\n", l->received - 1);
            exit(1);
        }
    return n;
}

async int write_some(struct link *l, size_t len) {
    unsigned char *buf = malloc(len);
    defer free(buf);
    for (size_t i = 0; i < len; i++) buf[i] = byte_at(l->sent + (unsigned)i);
    int n = (int)await edo_tcp_write(l->from, buf, len);
    if (n > 0) l->sent += (unsigned)n;
    return n;
}

async int linger(unsigned turns) {
    if (rnd(10) == 0) return await edo_sleep(edo_us(rnd(2000)));
    while (turns-- > 0) try await edo_yield();
    return 0;
}

async int write_all_of(struct link *l) {
    while (l->sent < TOTAL) {
        size_t len = rnd(CHUNK) + 1;
        if (len > TOTAL - l->sent) len = TOTAL - l->sent;
        edo_task *task;
        try edo_task_spawn(&task, write_some(l, len));
        try await linger(rnd(4));
        if (rnd(3) == 0) edo_task_cancel(task);
        int r;
        try await edo_task_join(task, &r);
        if (r == -EDO_ECANCELED) cancelled_writes++;
        else if (r <= 0) return r;
    }
    return edo_tcp_shutdown(l->from, EDO_SHUTDOWN_WRITE);
}

async int read_all_of(struct link *l) {
    for (bool end = false; !end;) {
        edo_task *tasks[READERS];
        unsigned n = rnd(READERS) + 1;
        for (unsigned i = 0; i < n; i++)
            try edo_task_spawn(&tasks[i], read_some(l, rnd(CHUNK / 10) + 1));
        try await linger(rnd(5));
        for (unsigned i = 0; i < n; i++)
            if (rnd(3) == 0) edo_task_cancel(tasks[i]);
        for (unsigned i = 0; i < n; i++) {
            int r;
            try await edo_task_join(tasks[i], &r);
            if (r == -EDO_ECANCELED) cancelled_reads++;
            else if (r < 0) return r;
            else if (r == 0) end = true;
        }
    }
    return 0;
}

async int run_link(edo_tcp *from, edo_tcp *to) {
    struct link l = {.from = from, .to = to};
    defer edo_tcp_close(from);
    defer edo_tcp_close(to);
    try edo_tcp_set_send_buffer(l.from, 8192);
    edo_task *writer;
    try edo_task_spawn(&writer, write_all_of(&l));
    int read = await read_all_of(&l);
    int written;
    try await edo_task_join(writer, &written);
    if (read < 0 || written < 0) {
        printf("read: %s; written: %s\n", edo_strerror(read), edo_strerror(written));
        return -1;
    }
    if (l.received != TOTAL || l.sent != TOTAL) printf("%u of %u bytes\n", l.received, l.sent);
    return 0;
}

async int round_of(uint64_t seed) {
    state = seed * 0x9e3779b97f4a7c15u + 1;
    edo_listener *listener;
    try await edo_tcp_listen("127.0.0.1:0", &listener);
    defer edo_listener_close(listener);
    edo_addr addr;
    char where[EDO_ADDR_TEXT];
    try edo_listener_addr(listener, &addr);
    edo_addr_format(&addr, where, sizeof where);
    edo_task *tasks[LINKS];
    for (int i = 0; i < LINKS; i++) {
        edo_tcp *from, *to;
        try await edo_tcp_connect(where, &from);
        try await edo_tcp_accept(listener, &to);
        try edo_task_spawn(&tasks[i], run_link(from, to));
    }
    int bad = 0;
    for (int i = 0; i < LINKS; i++) {
        int r;
        try await edo_task_join(tasks[i], &r);
        bad += r != 0;
    }
    if (bad) printf("seed %llu: %d links failed\n", (unsigned long long)seed, bad);
    return 0;
}

async int main(int argc, char **argv) {
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 0) : 1, last = argc > 1 ? first : 5;
    for (uint64_t seed = first; seed <= last; seed++) try await round_of(seed);
    puts(cancelled_reads && cancelled_writes ? "done" : "nothing was cancelled");
    return 0;
}
