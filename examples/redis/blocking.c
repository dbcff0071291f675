/* SPDX-License-Identifier: MIT
 *
 * BLPOP and BRPOP: a client waits until one of its lists has something, its time is up, or it hangs
 * up. Who has waited longest is served first, by the task of whoever pushed. */
#include "redis.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

struct waiting {
    struct waiting *next, **link;
    struct client *client;
    struct notice notice;
    double seconds; /* 0: for ever */
    bool front, served, hung_up;
    size_t nkeys;
    struct str *keys[];
};

static void waiting_free(struct waiting *w)
{
    if (w->link) {
        *w->link = w->next;
        if (w->next)
            w->next->link = w->link;
        else
            server.last_waiting = w->link;
    }
    for (size_t i = 0; i < w->nkeys; i++)
        mem_free(w->keys[i]);
    mem_free(w);
}

bool block_on_keys(struct client *c, size_t nkeys, double seconds, bool front)
{
    struct waiting *w = mem_alloc(sizeof *w + nkeys * sizeof *w->keys);
    if (!w)
        return false;
    *w = (struct waiting){.client = c, .seconds = seconds, .front = front};
    for (; w->nkeys < nkeys; w->nkeys++) {
        w->keys[w->nkeys] = str_new(c->args[1 + w->nkeys]);
        if (!w->keys[w->nkeys]) {
            waiting_free(w);
            return false;
        }
    }
    w->link = server.last_waiting;
    *w->link = w;
    server.last_waiting = &w->next;
    c->waiting = w;
    return true;
}

/* Gives `w` the element that it waits for, if there is one. */
static bool serve(struct waiting *w)
{
    struct client *c = w->client;
    for (size_t i = 0; i < w->nkeys; i++) {
        struct slice key = str_slice(w->keys[i]);
        struct entry *e = db_find(c->db, key);
        if (!e || e->object->type != LIST)
            continue;
        struct str *s = list_pop(&e->object->list, w->front);
        reply_array(c, 2);
        reply_bulk(c, key);
        reply_bulk(c, str_slice(s));
        mem_free(s);
        struct slice args[] = {w->front ? TEXT("LPOP") : TEXT("RPOP"), key};
        server.changes++;
        log_command(c->db, 2, args);
        delete_if_empty(c, key, e->object);
        return true;
    }
    return false;
}

void block_serve(void)
{
    server.list_grew = false;
    for (struct waiting *w = server.waiting; w; w = w->next) {
        if (w->served || w->hung_up || !serve(w))
            continue;
        w->served = true;
        notice_give(&w->notice);
    }
}

/* Returns when the client has hung up; bytes of its next request, if there are any, hide that. */
static async int hung_up(struct waiting *w)
{
    struct notice never = {0};
    char c;
    try await edo_tcp_readable(w->client->conn);
    if (recv(edo_tcp_fd(w->client->conn), &c, 1, MSG_PEEK | MSG_DONTWAIT) > 0)
        return await notice_wait(&never);
    w->hung_up = true; /* from here on it is served no more */
    return 0;
}

async int block_wait(struct client *c)
{
    struct waiting *w = c->waiting;
    defer {
        c->waiting = NULL;
        waiting_free(w);
    }
    try await client_flush(c); /* the answers to what it asked before */
    select {
        when (int error = notice_wait(&w->notice)) try error;
        when (int error = hung_up(w)) try error;
        if (w->seconds > 0)
            when (int error = edo_sleep(edo_ns((uint64_t)(w->seconds * 1e9)))) try error;
    }
    if (w->hung_up)
        return -EPIPE;
    if (!w->served) /* it may have been while the others ended */
        reply_text(c, "*-1\r\n");
    return 0;
}
