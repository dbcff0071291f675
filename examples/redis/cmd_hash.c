/* SPDX-License-Identifier: MIT */
#include "redis.h"

#include <math.h>

/* False: no memory. */
static bool put_field(struct object *o, struct slice field, struct slice value, bool *is_new)
{
    struct str *text = str_new(value);
    struct entry *e = text ? dict_find(&o->dict, field) : NULL;
    *is_new = !e;
    if (text && !e)
        e = dict_add(&o->dict, field);
    if (!e) {
        mem_free(text);
        return false;
    }
    mem_free(e->text);
    e->text = text;
    return true;
}

static bool put_fields(struct client *c, long long *added)
{
    *added = 0;
    if (c->nargs % 2) {
        reply_error(c, "ERR wrong number of arguments for '%s' command", c->last->name);
        return false;
    }
    struct object *o = want_new(c, c->args[1], HASH);
    for (size_t i = 2; o && i < c->nargs; i += 2) {
        bool is_new;
        if (!put_field(o, c->args[i], c->args[i + 1], &is_new)) {
            delete_if_empty(c, c->args[1], o);
            only_first(c, i);
            reply_oom(c);
            return false;
        }
        *added += is_new;
        changed(c);
    }
    return o != NULL;
}

COMMAND(hset)
{
    long long added;
    if (put_fields(c, &added))
        reply_int(c, added);
}

COMMAND(hmset)
{
    long long added;
    if (put_fields(c, &added))
        reply_ok(c);
}

COMMAND(hsetnx)
{
    long long added = 0;
    bool none;
    struct object *o = want(c, c->args[1], HASH, &none);
    if (!o && !none)
        return;
    if ((o && dict_find(&o->dict, c->args[2])) || put_fields(c, &added))
        reply_int(c, added);
}

static void answer_field(struct client *c, struct object *o, struct slice field)
{
    struct entry *e = o ? dict_find(&o->dict, field) : NULL;
    if (e)
        reply_bulk(c, str_slice(e->text));
    else
        reply_null(c);
}

COMMAND(hget)
{
    bool none;
    struct object *o = want(c, c->args[1], HASH, &none);
    if (o || none)
        answer_field(c, o, c->args[2]);
}

COMMAND(hmget)
{
    bool none;
    struct object *o = want(c, c->args[1], HASH, &none);
    if (!o && !none)
        return;
    reply_array(c, c->nargs - 2);
    for (size_t i = 2; i < c->nargs; i++)
        answer_field(c, o, c->args[i]);
}

COMMAND(hstrlen)
{
    bool none;
    struct object *o = want(c, c->args[1], HASH, &none);
    if (!o && !none)
        return;
    struct entry *e = o ? dict_find(&o->dict, c->args[2]) : NULL;
    reply_int(c, e ? (long long)e->text->len : 0);
}

/* Sets the field to a number; the log gets the number, not the sum. */
static bool put_number(struct client *c, struct object *o, struct slice number)
{
    bool is_new;
    if (!put_field(o, c->args[2], number, &is_new)) {
        delete_if_empty(c, c->args[1], o);
        reply_oom(c);
        return false;
    }
    struct slice args[] = {TEXT("HSET"), c->args[1], c->args[2], number};
    changed(c);
    log_instead(c, 4, args);
    return true;
}

COMMAND(hincrby)
{
    long long by, n = 0;
    bool none;
    if (!want_int(c, c->args[3], &by))
        return;
    struct object *o = want(c, c->args[1], HASH, &none);
    if (!o && !none)
        return;
    struct entry *e = o ? dict_find(&o->dict, c->args[2]) : NULL;
    if (e && !slice_to_int(str_slice(e->text), &n)) {
        reply_error(c, "ERR hash value is not an integer");
        return;
    }
    if (__builtin_add_overflow(n, by, &n)) {
        reply_error(c, "ERR increment or decrement would overflow");
        return;
    }
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%lld", n);
    o = want_new(c, c->args[1], HASH);
    if (o && put_number(c, o, (struct slice){digits, (size_t)len}))
        reply_int(c, n);
}

COMMAND(hincrbyfloat)
{
    long double by, d = 0;
    bool none;
    if (!want_long_double(c, c->args[3], &by))
        return;
    if (isinf(by)) {
        reply_error(c, "ERR value is NaN or Infinity");
        return;
    }
    struct object *o = want(c, c->args[1], HASH, &none);
    if (!o && !none)
        return;
    struct entry *e = o ? dict_find(&o->dict, c->args[2]) : NULL;
    if (e && !slice_to_long_double(str_slice(e->text), &d)) {
        reply_error(c, "ERR hash value is not a float");
        return;
    }
    d += by;
    if (isnan(d) || isinf(d)) {
        reply_error(c, "ERR increment would produce NaN or Infinity");
        return;
    }
    char digits[LONG_DOUBLE_TEXT];
    struct slice sum = {digits, format_long_double(d, digits)};
    o = want_new(c, c->args[1], HASH);
    if (o && put_number(c, o, sum))
        reply_bulk(c, sum);
}
