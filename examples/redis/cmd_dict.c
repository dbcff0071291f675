/* SPDX-License-Identifier: MIT
 *
 * What hashes, sets and sorted sets have in common: each is a dict of names. */
#include "redis.h"

struct dict *object_dict(struct object *o)
{
    return o->type == ZSET ? &o->zset->members : &o->dict;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void answer_size(struct client *c, enum type type)
{
    bool none;
    struct object *o = want(c, c->args[1], type, &none);
    if (o || none)
        reply_int(c, o ? (long long)object_dict(o)->used : 0);
}

COMMAND(hlen)
{
    answer_size(c, HASH);
}

COMMAND(scard)
{
    answer_size(c, SET);
}

COMMAND(zcard)
{
    answer_size(c, ZSET);
}

static void answer_whether_in(struct client *c, enum type type)
{
    bool none;
    struct object *o = want(c, c->args[1], type, &none);
    if (o || none)
        reply_int(c, o && dict_find(object_dict(o), c->args[2]));
}

COMMAND(hexists)
{
    answer_whether_in(c, HASH);
}

COMMAND(sismember)
{
    answer_whether_in(c, SET);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void answer_name(struct entry *e, void *c)
{
    reply_bulk(c, entry_key(e));
}

static void answer_value(struct entry *e, void *c)
{
    reply_bulk(c, str_slice(e->text));
}

static void answer_both(struct entry *e, void *c)
{
    answer_name(e, c);
    answer_value(e, c);
}

static void answer_all(struct client *c, enum type type, size_t each,
                       void (*see)(struct entry *e, void *c))
{
    bool none;
    struct object *o = want(c, c->args[1], type, &none);
    if (!o && !none)
        return;
    reply_array(c, o ? each * o->dict.used : 0);
    if (o)
        dict_each(&o->dict, see, c);
}

COMMAND(hgetall)
{
    answer_all(c, HASH, 2, answer_both);
}

COMMAND(hkeys)
{
    answer_all(c, HASH, 1, answer_name);
}

COMMAND(hvals)
{
    answer_all(c, HASH, 1, answer_value);
}

COMMAND(smembers)
{
    answer_all(c, SET, 1, answer_name);
}

/* ---- removing -------------------------------------------------------------------------------- */

static bool remove_name(struct object *o, struct slice name)
{
    if (o->type == ZSET)
        return zset_delete(o->zset, name);
    struct entry *e = dict_take(&o->dict, name);
    if (e && o->type == HASH)
        mem_free(e->text);
    mem_free(e);
    return e != NULL;
}

static void remove_names(struct client *c, enum type type)
{
    long long n = 0;
    bool none;
    struct object *o = want(c, c->args[1], type, &none);
    if (!o && !none)
        return;
    for (size_t i = 2; o && i < c->nargs; i++) {
        if (!remove_name(o, c->args[i]))
            continue;
        changed(c);
        n++;
    }
    if (o)
        delete_if_empty(c, c->args[1], o);
    reply_int(c, n);
}

COMMAND(hdel)
{
    remove_names(c, HASH);
}

COMMAND(srem)
{
    remove_names(c, SET);
}

COMMAND(zrem)
{
    remove_names(c, ZSET);
}
