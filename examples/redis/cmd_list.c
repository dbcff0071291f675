/* SPDX-License-Identifier: MIT */
#include "redis.h"

#include <limits.h>

/* ---- putting in ------------------------------------------------------------------------------ */

static void push(struct client *c, bool front, bool must_exist)
{
    bool none;
    struct object *o = want(c, c->args[1], LIST, &none);
    if (!o && (!none || must_exist)) {
        if (none)
            reply_int(c, 0);
        return;
    }
    if (!o && !(o = want_new(c, c->args[1], LIST)))
        return;
    for (size_t i = 2; i < c->nargs; i++) {
        struct str *s = str_new(c->args[i]);
        if (!s || !list_push(&o->list, s, front)) {
            mem_free(s);
            delete_if_empty(c, c->args[1], o);
            only_first(c, i);
            reply_oom(c);
            return;
        }
        changed(c);
    }
    reply_int(c, (long long)o->list.len);
    server.list_grew = true;
}

COMMAND(lpush)
{
    push(c, true, false);
}

COMMAND(rpush)
{
    push(c, false, false);
}

COMMAND(lpushx)
{
    push(c, true, true);
}

COMMAND(rpushx)
{
    push(c, false, true);
}

/* ---- taking out ------------------------------------------------------------------------------ */

static void pop(struct client *c, bool front)
{
    long long n = 1;
    bool none;
    if (c->nargs > 3) {
        reply_error(c, "ERR wrong number of arguments for '%s' command", c->last->name);
        return;
    }
    if (c->nargs == 3 && (!slice_to_int(c->args[2], &n) || n < 0)) {
        reply_error(c, "ERR value is out of range, must be positive");
        return;
    }
    struct object *o = want(c, c->args[1], LIST, &none);
    if (!o) {
        if (none)
            reply_text(c, c->nargs == 3 ? "*-1\r\n" : "$-1\r\n");
        return;
    }
    if (n > (long long)o->list.len)
        n = (long long)o->list.len;
    if (c->nargs == 3)
        reply_array(c, (size_t)n);
    for (; n > 0; n--) {
        struct str *s = list_pop(&o->list, front);
        reply_bulk(c, str_slice(s));
        mem_free(s);
        changed(c);
    }
    delete_if_empty(c, c->args[1], o);
}

COMMAND(lpop)
{
    pop(c, true);
}

COMMAND(rpop)
{
    pop(c, false);
}

/* Takes from the first list that has something, or waits (blocking.c). */
static void blocking_pop(struct client *c, bool front)
{
    double seconds;
    if (!slice_to_double(c->args[c->nargs - 1], &seconds) || seconds > 1e9) {
        reply_error(c, "ERR timeout is not a float or out of range");
        return;
    }
    if (seconds < 0) {
        reply_error(c, "ERR timeout is negative");
        return;
    }
    for (size_t i = 1; i + 1 < c->nargs; i++) {
        bool none;
        struct object *o = want(c, c->args[i], LIST, &none);
        if (!o && !none)
            return;
        if (!o)
            continue;
        struct str *s = list_pop(&o->list, front);
        reply_array(c, 2);
        reply_bulk(c, c->args[i]);
        reply_bulk(c, str_slice(s));
        mem_free(s);
        struct slice args[] = {front ? TEXT("LPOP") : TEXT("RPOP"), c->args[i]};
        changed(c);
        log_instead(c, 2, args);
        delete_if_empty(c, c->args[i], o);
        return;
    }
    if (!c->conn || !block_on_keys(c, c->nargs - 2, seconds, front))
        reply_oom(c);
}

COMMAND(blpop)
{
    blocking_pop(c, true);
}

COMMAND(brpop)
{
    blocking_pop(c, false);
}

static void move(struct client *c, bool from_front, bool to_front)
{
    bool none;
    struct slice to = c->args[2];
    struct object *source = want(c, c->args[1], LIST, &none), *target;
    if (!source) {
        if (none)
            reply_null(c);
        return;
    }
    struct entry *there = db_find(c->db, to);
    if (there && there->object->type != LIST) {
        reply_wrong_type(c);
        return;
    }
    /* A push to an end first: then nothing is lost if there is no memory. */
    struct str *s = *list_at(&source->list, from_front ? 0 : source->list.len - 1);
    struct slice text = str_slice(s);
    struct str *copy = str_new(text);
    target = copy ? want_new(c, to, LIST) : NULL;
    if (!copy)
        reply_oom(c);
    if (!target) {
        mem_free(copy);
        return;
    }
    mem_free(list_pop(&source->list, from_front));
    if (!list_push(&target->list, copy, to_front)) {
        list_push(&source->list, copy, from_front); /* there was room */
        delete_if_empty(c, to, target);
        reply_oom(c);
        return;
    }
    changed(c);
    reply_bulk(c, str_slice(copy));
    delete_if_empty(c, c->args[1], source);
    server.list_grew = true;
}

static bool want_end(struct client *c, struct slice s, bool *front)
{
    *front = slice_is(s, "left");
    if (*front || slice_is(s, "right"))
        return true;
    reply_error(c, "ERR syntax error");
    return false;
}

COMMAND(lmove)
{
    bool from_front, to_front;
    if (want_end(c, c->args[3], &from_front) && want_end(c, c->args[4], &to_front))
        move(c, from_front, to_front);
}

COMMAND(rpoplpush)
{
    move(c, false, true);
}

/* ---- looking --------------------------------------------------------------------------------- */

COMMAND(llen)
{
    bool none;
    struct object *o = want(c, c->args[1], LIST, &none);
    if (o || none)
        reply_int(c, o ? (long long)o->list.len : 0);
}

/* A list, NULL if there is none, and the two indices behind it. False: an error was replied. */
static bool want_range(struct client *c, struct object **o, long long *from, long long *to)
{
    bool none;
    if (!want_int(c, c->args[2], from) || !want_int(c, c->args[3], to))
        return false;
    *o = want(c, c->args[1], LIST, &none);
    return *o || none;
}

COMMAND(lrange)
{
    long long from, to;
    struct object *o;
    if (!want_range(c, &o, &from, &to))
        return;
    if (!o || !clamp_range(&from, &to, o->list.len)) {
        reply_array(c, 0);
        return;
    }
    reply_array(c, (size_t)(to - from) + 1);
    for (long long i = from; i <= to; i++)
        reply_bulk(c, str_slice(*list_at(&o->list, (size_t)i)));
}

/* Where index `i`, from either end, is; 0: nowhere. */
static struct str **element(struct object *o, long long i)
{
    long long n = (long long)o->list.len;
    if (i < 0)
        i += n;
    return i >= 0 && i < n ? list_at(&o->list, (size_t)i) : NULL;
}

COMMAND(lindex)
{
    long long i;
    bool none;
    struct object *o = want(c, c->args[1], LIST, &none);
    if (none)
        reply_null(c);
    if (!o || !want_int(c, c->args[2], &i))
        return;
    struct str **s = element(o, i);
    if (s)
        reply_bulk(c, str_slice(*s));
    else
        reply_null(c);
}

/* ---- changing -------------------------------------------------------------------------------- */

COMMAND(lset)
{
    long long i;
    bool none;
    struct object *o = want(c, c->args[1], LIST, &none);
    if (!o && none)
        reply_error(c, "ERR no such key");
    if (!o || !want_int(c, c->args[2], &i))
        return;
    struct str **s = element(o, i), *text;
    if (!s) {
        reply_error(c, "ERR index out of range");
    } else if (!(text = str_new(c->args[3]))) {
        reply_oom(c);
    } else {
        mem_free(*s);
        *s = text;
        changed(c);
        reply_ok(c);
    }
}

COMMAND(linsert)
{
    bool none, before = slice_is(c->args[2], "before");
    if (!before && !slice_is(c->args[2], "after")) {
        reply_error(c, "ERR syntax error");
        return;
    }
    struct object *o = want(c, c->args[1], LIST, &none);
    if (!o) {
        if (none)
            reply_int(c, 0);
        return;
    }
    size_t i = 0;
    while (i < o->list.len && !slice_equal(str_slice(*list_at(&o->list, i)), c->args[3]))
        i++;
    if (i == o->list.len) {
        reply_int(c, -1);
        return;
    }
    struct str *s = str_new(c->args[4]);
    if (!s || !list_insert(&o->list, before ? i : i + 1, s)) {
        mem_free(s);
        reply_oom(c);
        return;
    }
    changed(c);
    reply_int(c, (long long)o->list.len);
}

COMMAND(lrem)
{
    long long count, n = 0;
    bool none;
    if (!want_int(c, c->args[2], &count))
        return;
    struct object *o = want(c, c->args[1], LIST, &none);
    if (!o && !none)
        return;
    bool backwards = count < 0;
    /* The least has no positive twin: it means all, as 0 does. */
    long long most = count == LLONG_MIN ? 0 : backwards ? -count : count;
    for (size_t i = 0; o && i < o->list.len && (!most || n < most);) {
        size_t at = backwards ? o->list.len - 1 - i : i;
        if (slice_equal(str_slice(*list_at(&o->list, at)), c->args[3])) {
            list_delete(&o->list, at);
            changed(c);
            n++;
        } else {
            i++;
        }
    }
    if (o)
        delete_if_empty(c, c->args[1], o);
    reply_int(c, n);
}

COMMAND(ltrim)
{
    long long from, to;
    struct object *o;
    if (!want_range(c, &o, &from, &to))
        return;
    if (o) {
        if (!clamp_range(&from, &to, o->list.len)) {
            from = (long long)o->list.len;
            to = from - 1;
        }
        for (size_t tail = o->list.len - (size_t)(to + 1); tail; tail--)
            mem_free(list_pop(&o->list, false));
        for (; from; from--)
            mem_free(list_pop(&o->list, true));
        changed(c);
        delete_if_empty(c, c->args[1], o);
    }
    reply_ok(c);
}
