/* SPDX-License-Identifier: MIT
 *
 * Channels. A subscription stands in two lists: its client's, and that of all who listen to the
 * same channel, or to any pattern. */
#include "redis.h"

#include <string.h>

struct subscription {
    struct subscription *next;           /* of the client */
    struct subscription *peer, **link;   /* of the channel; of all patterns */
    struct client *client;
    bool is_pattern;
    struct str *name;
};

static struct subscription *patterns;

static struct subscription **listeners(struct slice channel, bool is_pattern, bool make)
{
    if (is_pattern)
        return &patterns;
    struct entry *e = dict_find(&server.channels, channel);
    if (!e && make)
        e = dict_add(&server.channels, channel);
    return e ? (struct subscription **)&e->value : NULL;
}

/* Where the client's link to it is; the end of its list if it hasn't subscribed. */
static struct subscription **find(struct client *c, struct slice name, bool is_pattern)
{
    struct subscription **at = &c->subscriptions;
    while (*at && ((*at)->is_pattern != is_pattern || !slice_equal(str_slice((*at)->name), name)))
        at = &(*at)->next;
    return at;
}

static void drop_channel_if_silent(struct slice channel)
{
    struct entry *e = dict_find(&server.channels, channel);
    if (e && !e->value)
        mem_free(dict_take(&server.channels, channel));
}

static void unsubscribe(struct client *c, struct subscription **at)
{
    struct subscription *s = *at;
    *at = s->next;
    *s->link = s->peer;
    if (s->peer)
        s->peer->link = s->link;
    if (s->is_pattern)
        server.npatterns--;
    else
        drop_channel_if_silent(str_slice(s->name));
    c->nsubscriptions--;
    mem_free(s->name);
    mem_free(s);
}

void subscriptions_free(struct client *c)
{
    while (c->subscriptions)
        unsubscribe(c, &c->subscriptions);
}

/* Who listens has a task that writes. */
static bool has_writer(struct client *c)
{
    return c->writer || edo_task_spawn(&c->writer, client_write(c)) == 0;
}

static bool subscribe(struct client *c, struct slice name, bool is_pattern)
{
    struct subscription **at = find(c, name, is_pattern);
    if (*at)
        return true;
    if (!has_writer(c))
        return false;
    struct subscription *s = mem_alloc(sizeof *s), **all = NULL;
    struct str *copy = s ? str_new(name) : NULL;
    if (copy)
        all = listeners(name, is_pattern, true);
    if (!all) {
        mem_free(copy);
        mem_free(s);
        return false;
    }
    *s = (struct subscription){.client = c, .is_pattern = is_pattern, .name = copy, .peer = *all,
                               .link = all};
    if (s->peer)
        s->peer->link = &s->peer;
    *all = s;
    *at = s;
    c->nsubscriptions++;
    server.npatterns += is_pattern;
    return true;
}

/* ---- commands -------------------------------------------------------------------------------- */

static void confirm(struct client *c, const char *what, struct slice name)
{
    reply_array(c, 3);
    reply_bulk(c, slice_of(what));
    if (name.at)
        reply_bulk(c, name);
    else
        reply_null(c);
    reply_int(c, (long long)c->nsubscriptions);
}

static void subscribe_all(struct client *c, bool is_pattern)
{
    for (size_t i = 1; i < c->nargs; i++) {
        if (subscribe(c, c->args[i], is_pattern))
            confirm(c, is_pattern ? "psubscribe" : "subscribe", c->args[i]);
        else
            reply_oom(c);
    }
}

COMMAND(subscribe)
{
    subscribe_all(c, false);
}

COMMAND(psubscribe)
{
    subscribe_all(c, true);
}

static void unsubscribe_all(struct client *c, bool is_pattern)
{
    const char *what = is_pattern ? "punsubscribe" : "unsubscribe";
    size_t told = 0;
    for (size_t i = 1; i < c->nargs; i++, told++) {
        struct subscription **at = find(c, c->args[i], is_pattern);
        if (*at)
            unsubscribe(c, at);
        confirm(c, what, c->args[i]);
    }
    if (c->nargs > 1)
        return;
    for (struct subscription **at = &c->subscriptions; *at;) {
        if ((*at)->is_pattern != is_pattern) {
            at = &(*at)->next;
            continue;
        }
        struct str *name = str_new(str_slice((*at)->name)); /* outlives its subscription */
        unsubscribe(c, at);
        confirm(c, what, name ? str_slice(name) : TEXT(""));
        mem_free(name);
        told++;
    }
    if (!told)
        confirm(c, what, (struct slice){0});
}

COMMAND(unsubscribe)
{
    unsubscribe_all(c, false);
}

COMMAND(punsubscribe)
{
    unsubscribe_all(c, true);
}

/* Publishers don't wait: who is told faster than it listens is let go. */
static void wake_writer(struct client *c)
{
    if (c->out.failed || c->out.len + c->sending.len > (size_t)server.config.pubsub_limit) {
        if (!c->closing)
            say("client %llu (%s) listens too slowly", (unsigned long long)c->id, c->address);
        c->out.len = 0;
        client_kill(c);
    }
    notice_give(&c->news);
}

COMMAND(publish)
{
    long long n = 0;
    struct slice channel = c->args[1], message = c->args[2];
    struct subscription **all = listeners(channel, false, false);
    for (struct subscription *s = all ? *all : NULL; s; s = s->peer, n++) {
        put_array(&s->client->out, 3);
        put_bulk(&s->client->out, TEXT("message"));
        put_bulk(&s->client->out, channel);
        put_bulk(&s->client->out, message);
        wake_writer(s->client);
    }
    for (struct subscription *s = patterns; s; s = s->peer) {
        if (!slice_matches(channel, str_slice(s->name)))
            continue;
        put_array(&s->client->out, 4);
        put_bulk(&s->client->out, TEXT("pmessage"));
        put_bulk(&s->client->out, str_slice(s->name));
        put_bulk(&s->client->out, channel);
        put_bulk(&s->client->out, message);
        wake_writer(s->client);
        n++;
    }
    reply_int(c, n);
}

struct channels {
    struct slice pattern;
    size_t n;
    struct buf found;
};

static void see_channel(struct entry *e, void *context)
{
    struct channels *all = context;
    if (!slice_matches(entry_key(e), all->pattern))
        return;
    put_bulk(&all->found, entry_key(e));
    all->n++;
}

static long long count_listeners(struct slice channel)
{
    long long n = 0;
    struct subscription **all = listeners(channel, false, false);
    for (struct subscription *s = all ? *all : NULL; s; s = s->peer)
        n++;
    return n;
}

COMMAND(pubsub)
{
    if (slice_is(c->args[1], "numpat")) {
        reply_int(c, (long long)server.npatterns);
    } else if (slice_is(c->args[1], "numsub")) {
        reply_array(c, 2 * (c->nargs - 2));
        for (size_t i = 2; i < c->nargs; i++) {
            reply_bulk(c, c->args[i]);
            reply_int(c, count_listeners(c->args[i]));
        }
    } else if (slice_is(c->args[1], "channels")) {
        struct channels all = {.pattern = c->nargs > 2 ? c->args[2] : TEXT("*")};
        dict_each(&server.channels, see_channel, &all);
        reply_array(c, all.n);
        buf_add(&c->out, all.found.at, all.found.len);
        buf_free(&all.found);
    } else {
        reply_error(c, "ERR Unknown PUBSUB subcommand");
    }
}
