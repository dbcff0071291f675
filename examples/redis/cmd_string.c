/* SPDX-License-Identifier: MIT */
#include "redis.h"

#include <math.h>
#include <string.h>

COMMAND(set);

/* ---- setting --------------------------------------------------------------------------------- */

/* Puts `text`, which it takes, at the key; the key loses its expiry. False: no memory. */
static bool put_text(int db, struct slice key, struct str *text, struct entry **entry)
{
    struct entry *e = text ? db_find(db, key) : NULL;
    if (!e && text)
        e = db_add(db, key, STRING);
    if (!e) {
        mem_free(text);
        return false;
    }
    object_empty(e->object);
    db_persist(e);
    e->object->type = STRING;
    e->object->text = text;
    if (entry)
        *entry = e;
    return true;
}

static bool put_slice(struct client *c, struct slice key, struct slice value)
{
    if (!put_text(c->db, key, str_new(value), NULL)) {
        reply_oom(c);
        return false;
    }
    changed(c);
    return true;
}

/* A time to live, or a time, as milliseconds since 1970. */
static bool to_moment(struct client *c, struct slice s, bool seconds, bool relative, int64_t *when)
{
    long long n;
    if (!want_int(c, s, &n))
        return false;
    if (n <= 0 || (seconds && __builtin_mul_overflow(n, 1000, &n)) ||
        (relative && __builtin_add_overflow(n, now_ms(), &n))) {
        reply_error(c, "ERR invalid expire time in '%s' command", c->last->name);
        return false;
    }
    *when = n;
    return true;
}

/* A time that was asked for; what it is is looked at when the rest has been found in order. */
struct moment_option {
    struct slice text; /* at == 0: none */
    bool seconds, relative;
};

struct set_options {
    bool nx, xx, get, keep;
    int64_t expires; /* NEVER: no such option */
};

/* EX PX EXAT PXAT at c->args[*i]: 1, none of them: 0, wrong: -1, and the client has been told. */
static int expiry_option(struct client *c, size_t *i, struct moment_option *when)
{
    static const struct {
        const char *word;
        bool seconds, relative;
    } kinds[] = {{"ex", true, true}, {"px", false, true}, {"exat", true, false},
                 {"pxat", false, false}};
    for (size_t k = 0; k < 4; k++) {
        if (!slice_is(c->args[*i], kinds[k].word))
            continue;
        if (*i + 1 == c->nargs || when->text.at) {
            reply_error(c, "ERR syntax error");
            return -1;
        }
        *when = (struct moment_option){c->args[++*i], kinds[k].seconds, kinds[k].relative};
        return 1;
    }
    return 0;
}

static bool option_moment(struct client *c, const struct moment_option *o, int64_t *when)
{
    *when = NEVER;
    return !o->text.at || to_moment(c, o->text, o->seconds, o->relative, when);
}

static bool set_options(struct client *c, struct set_options *o)
{
    struct moment_option when = {0};
    *o = (struct set_options){0};
    for (size_t i = 3; i < c->nargs; i++) {
        struct slice word = c->args[i];
        int expiry = expiry_option(c, &i, &when);
        if (expiry < 0)
            return false;
        if (expiry)
            continue;
        bool *flag = slice_is(word, "nx")        ? &o->nx
                     : slice_is(word, "xx")      ? &o->xx
                     : slice_is(word, "get")     ? &o->get
                     : slice_is(word, "keepttl") ? &o->keep
                                                 : NULL;
        if (!flag) {
            reply_error(c, "ERR syntax error");
            return false;
        }
        *flag = true;
    }
    if ((o->nx && o->xx) || (o->keep && when.text.at)) {
        reply_error(c, "ERR syntax error");
        return false;
    }
    return option_moment(c, &when, &o->expires);
}

/* SET with the moment instead of a time to live: a replay comes later. */
static void log_set(struct client *c, int64_t when)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)when);
    struct slice args[] = {TEXT("SET"), c->args[1], c->args[c->last->run == cmd_set ? 2 : 3],
                           TEXT("PXAT"), {text, (size_t)n}};
    log_instead(c, 5, args);
}

static void answer_old(struct client *c, const struct entry *old)
{
    if (old)
        reply_bulk(c, str_slice(old->object->text));
    else
        reply_null(c);
}

COMMAND(set)
{
    struct set_options o;
    if (!set_options(c, &o))
        return;
    struct entry *e = db_find(c->db, c->args[1]);
    if (o.get && e && e->object->type != STRING) {
        reply_wrong_type(c);
        return;
    }
    if (o.nx ? e != NULL : o.xx && !e) {
        answer_old(c, o.get ? e : NULL);
        return;
    }
    size_t told = c->out.len;
    if (o.get)
        answer_old(c, e);
    int64_t expires = o.keep && e ? e->object->expires : o.expires;
    if ((expires != NEVER && !db_expiry_room()) ||
        !put_text(c->db, c->args[1], str_new(c->args[2]), &e)) {
        c->out.len = told;
        reply_oom(c);
        return;
    }
    if (expires != NEVER)
        db_expire(e, expires);
    changed(c);
    if (o.expires != NEVER)
        log_set(c, o.expires);
    if (!o.get)
        reply_ok(c);
}

static void set_with_expiry(struct client *c, bool seconds)
{
    int64_t when;
    struct entry *e;
    if (!to_moment(c, c->args[2], seconds, true, &when))
        return;
    if (!db_expiry_room() || !put_text(c->db, c->args[1], str_new(c->args[3]), &e)) {
        reply_oom(c);
        return;
    }
    db_expire(e, when);
    changed(c);
    log_set(c, when);
    reply_ok(c);
}

COMMAND(setex)
{
    set_with_expiry(c, true);
}

COMMAND(psetex)
{
    set_with_expiry(c, false);
}

COMMAND(setnx)
{
    bool free = !db_find(c->db, c->args[1]);
    if (!free || put_slice(c, c->args[1], c->args[2]))
        reply_int(c, free);
}

static bool has_pairs(struct client *c)
{
    if (c->nargs % 2)
        return true;
    reply_error(c, "ERR wrong number of arguments for '%s' command", c->last->name);
    return false;
}

static bool set_pairs(struct client *c)
{
    for (size_t i = 1; i < c->nargs; i += 2)
        if (!put_slice(c, c->args[i], c->args[i + 1])) {
            only_first(c, i);
            return false;
        }
    return true;
}

COMMAND(mset)
{
    if (has_pairs(c) && set_pairs(c))
        reply_ok(c);
}

COMMAND(msetnx)
{
    if (!has_pairs(c))
        return;
    for (size_t i = 1; i < c->nargs; i += 2) {
        if (db_find(c->db, c->args[i])) {
            reply_int(c, 0);
            return;
        }
    }
    if (set_pairs(c))
        reply_int(c, 1);
}

/* ---- getting --------------------------------------------------------------------------------- */

/* The object, or 0 when the client has been told (nil, or the wrong type). */
static struct object *want_text(struct client *c, struct slice key)
{
    bool none;
    struct object *o = want(c, key, STRING, &none);
    if (none)
        reply_null(c);
    return o;
}

COMMAND(get)
{
    struct object *o = want_text(c, c->args[1]);
    if (o)
        reply_bulk(c, str_slice(o->text));
}

COMMAND(mget)
{
    reply_array(c, c->nargs - 1);
    for (size_t i = 1; i < c->nargs; i++) {
        struct entry *e = db_find(c->db, c->args[i]);
        answer_old(c, e && e->object->type == STRING ? e : NULL);
    }
}

COMMAND(getset)
{
    struct object *o;
    bool none;
    size_t told = c->out.len;
    if (!(o = want(c, c->args[1], STRING, &none)) && !none)
        return;
    if (o)
        reply_bulk(c, str_slice(o->text));
    else
        reply_null(c);
    if (put_text(c->db, c->args[1], str_new(c->args[2]), NULL)) {
        changed(c);
        return;
    }
    c->out.len = told;
    reply_oom(c);
}

COMMAND(getdel)
{
    struct object *o = want_text(c, c->args[1]);
    if (!o)
        return;
    reply_bulk(c, str_slice(o->text));
    db_delete(c->db, c->args[1]);
    changed(c);
}

COMMAND(getex)
{
    int64_t when;
    struct moment_option option = {0};
    bool persist = false;
    for (size_t i = 2; i < c->nargs; i++) {
        int expiry = expiry_option(c, &i, &option);
        if (expiry < 0)
            return;
        if (!expiry && !slice_is(c->args[i], "persist")) {
            reply_error(c, "ERR syntax error");
            return;
        }
        persist |= !expiry;
    }
    if (persist && option.text.at) {
        reply_error(c, "ERR syntax error");
        return;
    }
    struct object *o = want_text(c, c->args[1]);
    if (!o || !option_moment(c, &option, &when))
        return;
    struct entry *e = db_find(c->db, c->args[1]);
    char text[24];
    if (when != NEVER && !db_expiry_room()) {
        reply_oom(c);
        return;
    }
    reply_bulk(c, str_slice(o->text));
    if (when != NEVER) {
        db_expire(e, when);
        int n = snprintf(text, sizeof text, "%lld", (long long)when);
        struct slice args[] = {TEXT("PEXPIREAT"), c->args[1], {text, (size_t)n}};
        changed(c);
        log_instead(c, 3, args);
    } else if (persist && o->expires != NEVER) {
        struct slice args[] = {TEXT("PERSIST"), c->args[1]};
        db_persist(e);
        changed(c);
        log_instead(c, 2, args);
    }
}

COMMAND(strlen)
{
    bool none;
    struct object *o = want(c, c->args[1], STRING, &none);
    if (o || none)
        reply_int(c, o ? (long long)o->text->len : 0);
}

COMMAND(getrange)
{
    long long from, to;
    bool none;
    if (!want_int(c, c->args[2], &from) || !want_int(c, c->args[3], &to))
        return;
    struct object *o = want(c, c->args[1], STRING, &none);
    if (!o && !none)
        return;
    if (!o || !clamp_range(&from, &to, o->text->len))
        reply_bulk(c, TEXT(""));
    else
        reply_bulk(c, (struct slice){o->text->at + from, (size_t)(to - from) + 1});
}

/* ---- changing -------------------------------------------------------------------------------- */

/* The string at a key, `n` bytes longer; made if it isn't there. */
static struct str *longer(struct client *c, size_t n)
{
    struct object *o = want_new(c, c->args[1], STRING);
    if (!o)
        return NULL;
    bool is_new = !o->text;
    size_t before = is_new ? 0 : o->text->len;
    if (before + n > (size_t)server.config.proto_max_bulk_len) {
        reply_error(c, "ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    } else if ((o->text || (o->text = str_new(TEXT("")))) && (!n || str_grow(&o->text, n))) {
        changed(c);
        return o->text;
    } else {
        reply_oom(c);
    }
    if (is_new)
        db_delete(c->db, c->args[1]);
    return NULL;
}

COMMAND(append)
{
    struct slice more = c->args[2];
    struct str *s = longer(c, more.len);
    if (!s)
        return;
    if (more.len)
        memcpy(s->at + s->len - more.len, more.at, more.len);
    reply_int(c, (long long)s->len);
}

COMMAND(setrange)
{
    long long offset;
    bool none;
    struct slice part = c->args[3];
    if (!want_int(c, c->args[2], &offset))
        return;
    if (offset < 0) {
        reply_error(c, "ERR offset is out of range");
        return;
    }
    struct object *o = want(c, c->args[1], STRING, &none);
    if (!o && !none)
        return;
    size_t len = o ? o->text->len : 0;
    if (!part.len) {
        reply_int(c, (long long)len);
        return;
    }
    if (offset > server.config.proto_max_bulk_len) {
        reply_error(c, "ERR string exceeds maximum allowed size (proto-max-bulk-len)");
        return;
    }
    size_t end = (size_t)offset + part.len;
    struct str *s = longer(c, end > len ? end - len : 0);
    if (!s)
        return;
    memcpy(s->at + offset, part.at, part.len);
    reply_int(c, (long long)s->len);
}

/* As the string `o`, which keeps its expiry, or, if it is NULL, a new one. False: no memory, which
 * was replied. */
static bool put_sum(struct client *c, struct object *o, struct slice sum)
{
    struct str *text = str_new(sum);
    if (o && text) {
        mem_free(o->text);
        o->text = text;
    } else if (!text || !put_text(c->db, c->args[1], text, NULL)) {
        reply_oom(c);
        return false;
    }
    changed(c);
    return true;
}

static void add_int(struct client *c, long long by)
{
    bool none;
    long long n = 0;
    struct object *o = want(c, c->args[1], STRING, &none);
    if ((!o && !none) || (o && !want_int(c, str_slice(o->text), &n)))
        return;
    if (__builtin_add_overflow(n, by, &n)) {
        reply_error(c, "ERR increment or decrement would overflow");
        return;
    }
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%lld", n);
    if (put_sum(c, o, (struct slice){digits, (size_t)len}))
        reply_int(c, n);
}

COMMAND(incr)
{
    add_int(c, 1);
}

COMMAND(decr)
{
    add_int(c, -1);
}

COMMAND(incrby)
{
    long long by;
    if (want_int(c, c->args[2], &by))
        add_int(c, by);
}

COMMAND(decrby)
{
    long long by;
    if (!want_int(c, c->args[2], &by))
        return;
    if (__builtin_sub_overflow(0, by, &by))
        reply_error(c, "ERR decrement would overflow");
    else
        add_int(c, by);
}

COMMAND(incrbyfloat)
{
    bool none;
    long double by, d = 0;
    char digits[LONG_DOUBLE_TEXT];
    struct object *o = want(c, c->args[1], STRING, &none);
    if ((!o && !none) || (o && !want_long_double(c, str_slice(o->text), &d)) ||
        !want_long_double(c, c->args[2], &by))
        return;
    d += by;
    if (isinf(d) || isnan(d)) {
        reply_error(c, "ERR increment would produce NaN or Infinity");
        return;
    }
    struct slice sum = {digits, format_long_double(d, digits)};
    if (!put_sum(c, o, sum))
        return;
    struct slice args[] = {TEXT("SET"), c->args[1], sum, TEXT("KEEPTTL")};
    log_instead(c, 4, args); /* the same number, whatever machine replays it */
    reply_bulk(c, sum);
}
