/* SPDX-License-Identifier: MIT */
#include "redis.h"

COMMAND(sadd)
{
    long long n = 0;
    struct object *o = want_new(c, c->args[1], SET);
    for (size_t i = 2; o && i < c->nargs; i++) {
        if (dict_find(&o->dict, c->args[i]))
            continue;
        if (!dict_add(&o->dict, c->args[i])) {
            delete_if_empty(c, c->args[1], o);
            only_first(c, i);
            reply_oom(c);
            return;
        }
        changed(c);
        n++;
    }
    if (o)
        reply_int(c, n);
}

COMMAND(smismember)
{
    bool none;
    struct object *o = want(c, c->args[1], SET, &none);
    if (!o && !none)
        return;
    reply_array(c, c->nargs - 2);
    for (size_t i = 2; i < c->nargs; i++)
        reply_int(c, o && dict_find(&o->dict, c->args[i]));
}

/* The count behind the key; false: the client has been told. */
static bool want_count(struct client *c, long long *n)
{
    *n = 1;
    if (c->nargs > 3) {
        reply_error(c, "ERR syntax error");
        return false;
    }
    return c->nargs < 3 || want_int(c, c->args[2], n);
}

/* Which members go is chance: the log gets their names. */
static void take_random(struct client *c, struct object *o)
{
    struct entry *e = dict_random(&o->dict);
    struct slice args[] = {TEXT("SREM"), c->args[1], entry_key(e)};
    reply_bulk(c, entry_key(e));
    changed(c);
    log_instead(c, 3, args);
    mem_free(dict_take(&o->dict, entry_key(e)));
}

/* The set that members are asked of, several or one. NULL: the reply has been given. */
static struct object *want_members(struct client *c)
{
    bool none;
    struct object *o = want(c, c->args[1], SET, &none);
    if (!o && none)
        reply_text(c, c->nargs == 3 ? "*0\r\n" : "$-1\r\n");
    return o;
}

COMMAND(spop)
{
    long long n;
    if (!want_count(c, &n))
        return;
    if (n < 0) {
        reply_error(c, "ERR value is out of range, must be positive");
        return;
    }
    struct object *o = want_members(c);
    if (!o)
        return;
    if (n > (long long)o->dict.used)
        n = (long long)o->dict.used;
    if (c->nargs == 3)
        reply_array(c, (size_t)n);
    for (; n > 0; n--)
        take_random(c, o);
    delete_if_empty(c, c->args[1], o);
}

struct some {
    struct client *client;
    long long left;
};

static void answer_some(struct entry *e, void *context)
{
    struct some *some = context;
    if (some->left-- > 0)
        reply_bulk(some->client, entry_key(e));
}

COMMAND(srandmember)
{
    long long n;
    if (!want_count(c, &n))
        return;
    struct object *o = want_members(c);
    if (!o)
        return;
    if (c->nargs < 3) {
        reply_bulk(c, entry_key(dict_random(&o->dict)));
        return;
    }
    if (n < -1000000) {
        reply_error(c, "ERR value is out of range");
        return;
    }
    if (n < 0) { /* with repetitions */
        reply_array(c, (size_t)-n);
        for (; n; n++)
            reply_bulk(c, entry_key(dict_random(&o->dict)));
        return;
    }
    if (n > (long long)o->dict.used)
        n = (long long)o->dict.used;
    reply_array(c, (size_t)n);
    struct some some = {c, n};
    dict_each(&o->dict, answer_some, &some);
}

/* ---- several sets ---------------------------------------------------------------------------- */

enum operation { INTERSECTION, UNION, DIFFERENCE };

struct combining {
    struct client *client;
    enum operation operation;
    size_t from; /* the set whose members are seen */
    size_t n;    /* how many belong to the result, */
    struct buf members;
};

static bool has(struct client *c, size_t i, struct slice member)
{
    struct entry *e = db_find(c->db, c->args[i]);
    return e && dict_find(&e->object->dict, member);
}

static void combine_member(struct entry *e, void *context)
{
    struct combining *w = context;
    size_t first = w->operation == UNION ? 1 : 2;
    size_t end = w->operation == UNION ? w->from : w->client->nargs;
    for (size_t i = first; i < end; i++)
        if (has(w->client, i, entry_key(e)) != (w->operation == INTERSECTION))
            return; /* of a union: seen in an earlier set */
    w->n++;
    put_bulk(&w->members, entry_key(e));
}

static void combine(struct client *c, enum operation operation)
{
    for (size_t i = 1; i < c->nargs; i++) {
        struct entry *e = db_find(c->db, c->args[i]);
        if (e && e->object->type != SET) {
            reply_wrong_type(c);
            return;
        }
    }
    struct combining w = {.client = c, .operation = operation};
    for (w.from = 1; w.from < (operation == UNION ? c->nargs : 2); w.from++) {
        struct entry *e = db_find(c->db, c->args[w.from]);
        if (e)
            dict_each(&e->object->dict, combine_member, &w);
    }
    if (w.members.failed) {
        reply_oom(c);
    } else {
        reply_array(c, w.n);
        buf_add(&c->out, w.members.at, w.members.len);
    }
    buf_free(&w.members);
}

COMMAND(sinter)
{
    combine(c, INTERSECTION);
}

COMMAND(sunion)
{
    combine(c, UNION);
}

COMMAND(sdiff)
{
    combine(c, DIFFERENCE);
}
