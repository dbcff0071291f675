/* SPDX-License-Identifier: MIT */
#include "redis.h"

#include <string.h>

COMMAND(del)
{
    long long n = 0;
    for (size_t i = 1; i < c->nargs; i++) {
        if (!db_find(c->db, c->args[i]))
            continue;
        db_delete(c->db, c->args[i]);
        changed(c);
        n++;
    }
    reply_int(c, n);
}

COMMAND(exists)
{
    long long n = 0;
    for (size_t i = 1; i < c->nargs; i++)
        n += db_find(c->db, c->args[i]) != NULL;
    reply_int(c, n);
}

static const char *const type_names[] = {"string", "list", "hash", "set", "zset"};

COMMAND(type)
{
    struct entry *e = db_find(c->db, c->args[1]);
    buf_format(&c->out, "+%s\r\n", e ? type_names[e->object->type] : "none");
}

static void rename_key(struct client *c, bool only_if_free)
{
    struct entry *e = db_find(c->db, c->args[1]);
    if (!e) {
        reply_error(c, "ERR no such key");
        return;
    }
    bool same = slice_equal(c->args[1], c->args[2]);
    if (only_if_free && (same || db_find(c->db, c->args[2]))) {
        reply_int(c, 0);
        return;
    }
    if (!same && !db_rename(c->db, e, c->args[2])) {
        reply_oom(c);
        return;
    }
    changed(c);
    if (only_if_free)
        reply_int(c, 1);
    else
        reply_ok(c);
    e = db_find(c->db, c->args[2]);
    if (e && e->object->type == LIST)
        server.list_grew = true;
}

COMMAND(rename)
{
    rename_key(c, false);
}

COMMAND(renamenx)
{
    rename_key(c, true);
}

COMMAND(copy)
{
    struct entry *from = db_find(c->db, c->args[1]), *to;
    bool replace = c->nargs == 4 && slice_is(c->args[3], "replace");
    if (c->nargs > 4 || (c->nargs == 4 && !replace)) {
        reply_error(c, "ERR syntax error");
        return;
    }
    if (slice_equal(c->args[1], c->args[2])) {
        reply_error(c, "ERR source and destination objects are the same");
        return;
    }
    if (!from || (!replace && db_find(c->db, c->args[2]))) {
        reply_int(c, 0);
        return;
    }
    bool lost = db_delete(c->db, c->args[2]);
    to = db_expiry_room() ? db_add(c->db, c->args[2], from->object->type) : NULL;
    if (!to || !object_copy(to->object, from->object)) {
        db_delete(c->db, c->args[2]);
        reply_oom(c);
        if (lost) {
            struct slice args[] = {TEXT("DEL"), c->args[2]};
            changed(c);
            log_instead(c, 2, args);
        }
        return;
    }
    if (from->object->expires != NEVER)
        db_expire(to, from->object->expires);
    server.list_grew = to->object->type == LIST;
    changed(c);
    reply_int(c, 1);
}

COMMAND(randomkey)
{
    for (int tries = 0; tries < 100; tries++) {
        struct entry *e = dict_random(&server.databases[c->db]);
        if (e && has_expired(e->object))
            continue;
        if (e)
            reply_bulk(c, entry_key(e));
        else
            break;
        return;
    }
    reply_null(c);
}

COMMAND(dbsize)
{
    reply_int(c, (long long)server.databases[c->db].used);
}

COMMAND(flushdb)
{
    db_flush(c->db);
    changed(c);
    reply_ok(c);
}

COMMAND(flushall)
{
    db_flush(-1);
    changed(c);
    reply_ok(c);
}

/* ---- expiry ---------------------------------------------------------------------------------- */

struct expiry_options {
    bool nx, xx, gt, lt;
};

static bool expiry_options(struct client *c, struct expiry_options *o)
{
    *o = (struct expiry_options){0};
    for (size_t i = 3; i < c->nargs; i++) {
        struct slice word = c->args[i];
        bool *flag = slice_is(word, "nx")   ? &o->nx
                     : slice_is(word, "xx") ? &o->xx
                     : slice_is(word, "gt") ? &o->gt
                     : slice_is(word, "lt") ? &o->lt
                                            : NULL;
        if (!flag) {
            reply_error(c, "ERR Unsupported option %.*s", (int)(word.len < 128 ? word.len : 128),
                        word.at);
            return false;
        }
        *flag = true;
    }
    if (o->nx && (o->xx || o->gt || o->lt))
        reply_error(c, "ERR NX and XX, GT or LT options at the same time are not compatible");
    else if (o->gt && o->lt)
        reply_error(c, "ERR GT and LT options at the same time are not compatible");
    else
        return true;
    return false;
}

static bool expiry_allowed(const struct expiry_options *o, int64_t now, int64_t when)
{
    return !(o->nx && now != NEVER) && !(o->xx && now == NEVER) &&
           !(o->gt && (now == NEVER || when <= now)) && !(o->lt && now != NEVER && when >= now);
}

static void expire(struct client *c, bool seconds, bool relative)
{
    long long when;
    struct expiry_options options;
    if (!expiry_options(c, &options) || !want_int(c, c->args[2], &when))
        return;
    if ((seconds && __builtin_mul_overflow(when, 1000, &when)) ||
        (relative && __builtin_add_overflow(when, now_ms(), &when))) {
        reply_error(c, "ERR invalid expire time in '%s' command", c->last->name);
        return;
    }
    struct entry *e = db_find(c->db, c->args[1]);
    if (!e || !expiry_allowed(&options, e->object->expires, when)) {
        reply_int(c, 0);
        return;
    }
    if (!db_expiry_room()) {
        reply_oom(c);
        return;
    }
    db_expire(e, when);
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", when < 0 ? 0 : when);
    struct slice args[] = {TEXT("PEXPIREAT"), c->args[1], {text, (size_t)n}};
    changed(c);
    log_instead(c, 3, args);
    reply_int(c, 1);
}

COMMAND(expire)
{
    expire(c, true, true);
}

COMMAND(pexpire)
{
    expire(c, false, true);
}

COMMAND(expireat)
{
    expire(c, true, false);
}

COMMAND(pexpireat)
{
    expire(c, false, false);
}

COMMAND(persist)
{
    struct entry *e = db_find(c->db, c->args[1]);
    bool had = e && e->object->expires != NEVER;
    if (had) {
        db_persist(e);
        changed(c);
    }
    reply_int(c, had);
}

/* -2: no such key, -1: it never expires. */
static void answer_time(struct client *c, bool relative, int unit)
{
    struct entry *e = db_find(c->db, c->args[1]);
    if (!e || e->object->expires == NEVER) {
        reply_int(c, e ? -1 : -2);
        return;
    }
    int64_t when = e->object->expires - (relative ? now_ms() : 0);
    if (when < 0)
        when = 0;
    reply_int(c, relative && unit > 1 ? (when + unit / 2) / unit : when / unit);
}

COMMAND(ttl)
{
    answer_time(c, true, 1000);
}

COMMAND(pttl)
{
    answer_time(c, true, 1);
}

COMMAND(expiretime)
{
    answer_time(c, false, 1000);
}

COMMAND(pexpiretime)
{
    answer_time(c, false, 1);
}

/* ---- walking --------------------------------------------------------------------------------- */

struct walk {
    struct client *client;
    struct slice pattern;
    const char *type; /* 0: any */
    bool has_pattern;
    enum type of; /* whose elements: STRING means the keys of the database */
    size_t n;
    struct buf found;
};

static void see(struct entry *e, void *context)
{
    struct walk *w = context;
    bool is_key = w->of == STRING;
    if (is_key && (has_expired(e->object) ||
                   (w->type && strcmp(w->type, type_names[e->object->type]) != 0)))
        return;
    if (w->has_pattern && !slice_matches(entry_key(e), w->pattern))
        return;
    put_bulk(&w->found, entry_key(e));
    w->n++;
    if (w->of == HASH)
        put_bulk(&w->found, str_slice(e->text));
    if (w->of == ZSET) {
        char text[40];
        put_bulk(&w->found, (struct slice){text, format_double(e->score, text)});
    }
    w->n += w->of == HASH || w->of == ZSET;
}

static void answer_walk(struct walk *w)
{
    struct client *c = w->client;
    if (w->found.failed) {
        reply_oom(c);
    } else {
        reply_array(c, w->n);
        buf_add(&c->out, w->found.at, w->found.len);
    }
    buf_free(&w->found);
}

COMMAND(keys)
{
    struct walk w = {.client = c, .pattern = c->args[1], .has_pattern = true};
    dict_each(&server.databases[c->db], see, &w);
    answer_walk(&w);
}

/* MATCH, COUNT, TYPE from c->args[i] on. */
static bool scan_options(struct client *c, size_t i, struct walk *w, long long *count)
{
    *count = 10;
    for (; i < c->nargs; i += 2) {
        struct slice word = c->args[i];
        bool last = i + 1 == c->nargs;
        if (!last && slice_is(word, "match")) {
            w->pattern = c->args[i + 1];
            w->has_pattern = true;
        } else if (!last && slice_is(word, "count")) {
            if (!want_int(c, c->args[i + 1], count))
                return false;
            if (*count < 1)
                break;
        } else if (!last && w->of == STRING && slice_is(word, "type")) {
            w->type = "none";
            for (size_t t = 0; t < 5; t++)
                if (slice_is(c->args[i + 1], type_names[t]))
                    w->type = type_names[t];
        } else {
            break;
        }
    }
    if (i >= c->nargs)
        return true;
    reply_error(c, "ERR syntax error");
    return false;
}

static void scan(struct client *c, size_t at, enum type of)
{
    struct walk w = {.client = c, .of = of};
    long long count, cursor;
    bool none;
    if (!slice_to_int(c->args[at], &cursor) || cursor < 0) {
        reply_error(c, "ERR invalid cursor");
        return;
    }
    if (!scan_options(c, at + 1, &w, &count))
        return;
    struct dict *d = &server.databases[c->db];
    if (of != STRING) {
        struct object *o = want(c, c->args[1], of, &none);
        if (!o && !none)
            return;
        d = o ? object_dict(o) : NULL;
    }
    uint64_t next = (uint64_t)cursor;
    size_t before;
    long long visits = count < 1000000 ? 10 * count : count; /* empty buckets cost time too */
    do {
        before = w.n;
        next = d ? dict_scan(d, next, see, &w) : 0;
        count -= (long long)(w.n - before);
    } while (next && count > 0 && --visits > 0);
    char text[24];
    int n = snprintf(text, sizeof text, "%llu", (unsigned long long)next);
    reply_array(c, 2);
    reply_bulk(c, (struct slice){text, (size_t)n});
    answer_walk(&w);
}

COMMAND(scan)
{
    scan(c, 1, STRING);
}

COMMAND(hscan)
{
    scan(c, 2, HASH);
}

COMMAND(sscan)
{
    scan(c, 2, SET);
}

COMMAND(zscan)
{
    scan(c, 2, ZSET);
}
