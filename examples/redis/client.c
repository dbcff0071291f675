/* SPDX-License-Identifier: MIT
 *
 * A client's task: reads, runs all requests that are there, then writes all answers at once. It
 * reads no more until its answers are written: a client that doesn't listen waits for itself.
 *
 * A client that has subscribed is told things while it says nothing. From then on it has a second
 * task, which writes; and a limit, since publishers don't wait for it. */
#include "redis.h"

#include <errno.h>
#include <string.h>

enum { READ_ROOM = 16 * 1024, FLUSH_AT = 64 * 1024, KEEP = 64 * 1024 };

/* ---- beginning and end ----------------------------------------------------------------------- */

static struct client *client_new(edo_tcp *conn)
{
    struct client *c = mem_alloc(sizeof *c);
    edo_addr peer;
    if (!c)
        return NULL;
    *c = (struct client){.id = ++server.next_id, .conn = conn, .since = now_ms()};
    c->parser.bulk = -1;
    if (edo_tcp_peer_addr(conn, &peer) == 0)
        edo_addr_format(&peer, c->address, sizeof c->address);
    c->next = server.clients;
    c->link = &server.clients;
    if (c->next)
        c->next->link = &c->next;
    server.clients = c;
    server.nclients++;
    server.connections++;
    return c;
}

static async void client_end(struct client *c)
{
    subscriptions_free(c);
    if (c->writer) {
        c->closing = true;
        notice_give(&c->news);
        await edo_task_join(c->writer, NULL);
    }
    *c->link = c->next;
    if (c->next)
        c->next->link = c->link;
    server.nclients--;
    edo_tcp_close(c->conn);
    buf_free(&c->in);
    buf_free(&c->out);
    buf_free(&c->sending);
    request_free(c);
    mem_free(c->name);
    mem_free(c);
}

/* Whatever its tasks wait for ends. */
void client_kill(struct client *c)
{
    c->closing = true;
    edo_tcp_shutdown(c->conn, EDO_SHUTDOWN_BOTH);
}

void client_describe(struct client *c, struct buf *b)
{
    buf_format(b, "id=%llu addr=%s name=%s age=%lld db=%d sub=%zu qbuf=%zu obl=%zu cmd=%s\n",
               (unsigned long long)c->id, c->address, c->name ? c->name->at : "",
               (long long)(now_ms() - c->since) / 1000, c->db, c->nsubscriptions, c->in.len,
               c->out.len + c->sending.len, c->last ? c->last->name : "NULL");
}

/* ---- writing --------------------------------------------------------------------------------- */

static async int send_out(struct client *c)
{
    while (c->out.len) {
        struct buf full = c->out;
        if (full.failed)
            return -ENOMEM;
        c->out = c->sending;
        c->sending = full;
        int error = await edo_tcp_write_all(c->conn, full.at, full.len);
        c->sending.len = 0;
        if (c->sending.room > KEEP)
            buf_free(&c->sending);
        try error;
    }
    return c->out.failed ? -ENOMEM : 0;
}

/* What was done is in the log before anybody hears of it. If it can't be, its client hears nothing:
 * the connection ends. */
async int client_flush(struct client *c)
{
    if (log_flush() < 0 && c->unlogged) {
        buf_free(&c->out);
        return -EIO;
    }
    c->unlogged = false;
    if (!c->writer)
        return await send_out(c);
    notice_give(&c->news);
    return 0;
}

async int client_write(struct client *c)
{
    while (!c->closing || c->out.len) {
        int error = await notice_wait(&c->news);
        if (!error)
            error = await send_out(c);
        if (error) {
            client_kill(c); /* the other task, which reads, ends too */
            break;
        }
    }
    return 0;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Room for what comes: no more at once than has come already. */
static int make_room(struct client *c)
{
    request_compact(c);
    if (!c->in.len && c->in.room > KEEP)
        buf_free(&c->in);
    if (c->in.len > (size_t)server.config.query_limit)
        return -EMSGSIZE;
    size_t room = READ_ROOM;
    if (c->parser.bulk > (long long)room)
        room = c->in.len < (size_t)c->parser.bulk + 2 ? c->in.len : room;
    return buf_reserve(&c->in, room < READ_ROOM ? READ_ROOM : room) ? 0 : -ENOMEM;
}

static async int run_requests(struct client *c)
{
    const char *error;
    enum parsed parsed = INCOMPLETE;
    while (!c->closing && (parsed = request_parse(c, &error)) == REQUEST) {
        if (c->nargs)
            command_run(c);
        request_done(c);
        if (c->waiting)
            try await block_wait(c);
        if (c->out.len > FLUSH_AT)
            try await client_flush(c);
    }
    if (parsed == BROKEN) {
        reply_error(c, "ERR %s", error);
        c->closing = true;
    }
    return 0;
}

static async int converse(struct client *c)
{
    while (!c->closing) {
        try make_room(c);
        ssize_t n = try await edo_tcp_read(c->conn, c->in.at + c->in.len, c->in.room - c->in.len);
        if (n == 0)
            return 0;
        c->in.len += (size_t)n;
        try await run_requests(c);
        try await client_flush(c);
    }
    return 0;
}

async int client_serve(edo_tcp *conn)
{
    struct client *c = client_new(conn);
    if (!c) {
        edo_tcp_close(conn);
        return -ENOMEM;
    }
    defer await client_end(c);
    if (server.nclients > (uint64_t)server.config.maxclients) {
        reply_error(c, "ERR max number of clients reached");
        server.rejected++;
        c->closing = true;
        await client_flush(c);
        return 0;
    }
    int error = await converse(c);
    /* That one hung up is its own affair. */
    return error == -ENOMEM ? error : 0;
}
