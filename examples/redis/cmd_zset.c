/* SPDX-License-Identifier: MIT */
#include "redis.h"

#include <math.h>

COMMAND(zrange);

/* ---- adding ---------------------------------------------------------------------------------- */

struct zadd_options {
    bool nx, xx, gt, lt, ch, incr;
};

/* The options in front of the scores; where those begin, 0: the client has been told. */
static size_t zadd_options(struct client *c, struct zadd_options *o)
{
    *o = (struct zadd_options){0};
    size_t i = 2;
    for (; i < c->nargs; i++) {
        static const char *const words[] = {"nx", "xx", "gt", "lt", "ch", "incr"};
        bool *flags[] = {&o->nx, &o->xx, &o->gt, &o->lt, &o->ch, &o->incr};
        size_t k = 0;
        while (k < 6 && !slice_is(c->args[i], words[k]))
            k++;
        if (k == 6)
            break;
        *flags[k] = true;
    }
    size_t left = c->nargs - i;
    if (!left || left % 2 || (o->nx && (o->xx || o->gt || o->lt)) || (o->gt && o->lt)) {
        reply_error(c, "ERR syntax error");
        return 0;
    }
    if (o->incr && left != 2) {
        reply_error(c, "ERR INCR option supports a single increment-element pair");
        return 0;
    }
    return i;
}

struct zadd_result {
    long long added, moved;
    bool skipped; /* by an option */
    double score;
};

/* False: the client has been told. */
static bool zadd_one(struct client *c, struct object *o, const struct zadd_options *options,
                     struct slice member, double score, struct zadd_result *r)
{
    struct entry *e = dict_find(&o->zset->members, member);
    r->skipped = e ? options->nx : options->xx;
    if (r->skipped)
        return true;
    if (e && options->incr)
        score += e->score;
    if (isnan(score)) {
        reply_error(c, "ERR resulting score is not a number (NaN)");
        return false;
    }
    r->skipped = e && ((options->gt && score <= e->score) || (options->lt && score >= e->score));
    if (r->skipped)
        return true;
    bool is_new, moves = e && e->score != score;
    if (!zset_put(o->zset, member, score, &is_new)) {
        reply_oom(c);
        return false;
    }
    r->added += is_new;
    r->moved += moves;
    r->score = score;
    if (is_new || moves)
        changed(c);
    return true;
}

static bool zadd(struct client *c, const struct zadd_options *options, size_t i,
                 struct zadd_result *r)
{
    bool none;
    double score;
    for (size_t k = i; k < c->nargs; k += 2)
        if (!want_double(c, c->args[k], &score))
            return false;
    struct object *o = want(c, c->args[1], ZSET, &none);
    if (!o && (!none || options->xx)) {
        r->skipped = true;
        return none;
    }
    if (!o && !(o = want_new(c, c->args[1], ZSET)))
        return false;
    bool done = true;
    for (; done && i < c->nargs; i += 2) {
        slice_to_double(c->args[i], &score);
        done = zadd_one(c, o, options, c->args[i + 1], score, r);
        if (!done)
            only_first(c, i);
    }
    delete_if_empty(c, c->args[1], o);
    return done;
}

/* The log gets the score instead of the increment. */
static void log_score(struct client *c, struct slice member, double score)
{
    char text[40];
    size_t n = format_double(score, text);
    struct slice args[] = {TEXT("ZADD"), c->args[1], {text, n}, member};
    log_instead(c, 4, args);
}

COMMAND(zadd)
{
    struct zadd_options options;
    struct zadd_result r = {0};
    size_t i = zadd_options(c, &options);
    if (!i || !zadd(c, &options, i, &r))
        return;
    if (!options.incr) {
        reply_int(c, r.added + (options.ch ? r.moved : 0));
    } else if (r.skipped) {
        reply_null(c);
    } else {
        log_score(c, c->args[i + 1], r.score);
        reply_double(c, r.score);
    }
}

COMMAND(zincrby)
{
    struct zadd_options options;
    struct zadd_result r = {0};
    size_t i = zadd_options(c, &options);
    options.incr = true;
    if (!i || !zadd(c, &options, i, &r))
        return;
    log_score(c, c->args[3], r.score);
    reply_double(c, r.score);
}

/* ---- taking ---------------------------------------------------------------------------------- */

static void zpop(struct client *c, bool highest)
{
    long long n = 1;
    bool none;
    if (c->nargs > 3) {
        reply_error(c, "ERR syntax error");
        return;
    }
    if (c->nargs == 3 && (!slice_to_int(c->args[2], &n) || n < 0)) {
        reply_error(c, "ERR value is out of range, must be positive");
        return;
    }
    struct object *o = want(c, c->args[1], ZSET, &none);
    if (!o) {
        if (none)
            reply_array(c, 0);
        return;
    }
    if (n > (long long)o->zset->members.used)
        n = (long long)o->zset->members.used;
    reply_array(c, 2 * (size_t)n);
    for (; n > 0; n--) {
        struct znode *node = zset_at(o->zset, highest ? o->zset->members.used - 1 : 0);
        reply_bulk(c, znode_member(node));
        reply_double(c, znode_score(node));
        zset_delete(o->zset, znode_member(node));
        changed(c);
    }
    delete_if_empty(c, c->args[1], o);
}

COMMAND(zpopmin)
{
    zpop(c, false);
}

COMMAND(zpopmax)
{
    zpop(c, true);
}

/* ---- looking --------------------------------------------------------------------------------- */

static struct entry *want_member(struct client *c, struct object **o)
{
    bool none;
    *o = want(c, c->args[1], ZSET, &none);
    struct entry *e = *o ? dict_find(&(*o)->zset->members, c->args[2]) : NULL;
    if (!e && (*o || none))
        reply_null(c);
    return e;
}

COMMAND(zscore)
{
    struct object *o;
    struct entry *e = want_member(c, &o);
    if (e)
        reply_double(c, e->score);
}

COMMAND(zrank)
{
    struct object *o;
    struct entry *e = want_member(c, &o);
    if (e)
        reply_int(c, (long long)zset_rank(o->zset, e));
}

COMMAND(zrevrank)
{
    struct object *o;
    struct entry *e = want_member(c, &o);
    if (e)
        reply_int(c, (long long)(o->zset->members.used - 1 - zset_rank(o->zset, e)));
}

/* ---- ranges ---------------------------------------------------------------------------------- */

struct range {
    size_t from, to; /* ranks; to is behind the last */
};

/* "1.5", "(1.5", "-inf"; nothing is 0. */
static bool to_bound(struct client *c, struct slice s, double *score, bool *excluded)
{
    *excluded = s.len && s.at[0] == '(';
    if (*excluded)
        s.at++, s.len--;
    *score = 0;
    if (!s.len || slice_to_double(s, score))
        return true;
    reply_error(c, "ERR min or max is not a float");
    return false;
}

static bool range_by_score(struct client *c, struct slice low, struct slice high,
                           struct range *scores, struct object **o)
{
    double min, max;
    bool above, below, none;
    if (!to_bound(c, low, &min, &above) || !to_bound(c, high, &max, &below))
        return false;
    *o = want(c, c->args[1], ZSET, &none);
    if (!*o && !none)
        return false;
    *scores = (struct range){0, 0};
    if (*o) {
        scores->from = zset_count_below((*o)->zset, min, above);
        scores->to = zset_count_below((*o)->zset, max, !below);
    }
    if (scores->to < scores->from)
        scores->to = scores->from;
    return true;
}

static bool range_by_rank(struct client *c, bool reversed, struct range *ranks, struct object **o)
{
    long long from, to;
    bool none;
    if (!want_int(c, c->args[2], &from) || !want_int(c, c->args[3], &to))
        return false;
    *o = want(c, c->args[1], ZSET, &none);
    if (!*o && !none)
        return false;
    size_t len = *o ? (*o)->zset->members.used : 0;
    *ranks = (struct range){0, 0};
    if (!clamp_range(&from, &to, len))
        return true;
    *ranks = (struct range){(size_t)from, (size_t)to + 1};
    if (reversed)
        *ranks = (struct range){len - ranks->to, len - ranks->from};
    return true;
}

static void answer_range(struct client *c, struct object *o, struct range r, bool reversed,
                         bool scores)
{
    size_t n = r.to - r.from;
    reply_array(c, scores ? 2 * n : n);
    struct znode *node = n ? zset_at(o->zset, reversed ? r.to - 1 : r.from) : NULL;
    for (; n; n--, node = znode_next(node, reversed)) {
        reply_bulk(c, znode_member(node));
        if (scores)
            reply_double(c, znode_score(node));
    }
}

struct zrange_options {
    bool by_score, reversed, scores;
    long long offset, count; /* of LIMIT */
};

static bool zrange_options(struct client *c, struct zrange_options *o)
{
    for (size_t i = 4; i < c->nargs; i++) {
        if (slice_is(c->args[i], "withscores")) {
            o->scores = true;
        } else if (c->last->run == cmd_zrange && slice_is(c->args[i], "byscore")) {
            o->by_score = true;
        } else if (c->last->run == cmd_zrange && slice_is(c->args[i], "rev")) {
            o->reversed = true;
        } else if (slice_is(c->args[i], "limit") && i + 2 < c->nargs) {
            if (!want_int(c, c->args[i + 1], &o->offset) || !want_int(c, c->args[i + 2], &o->count))
                return false;
            i += 2;
        } else {
            reply_error(c, "ERR syntax error");
            return false;
        }
    }
    return true;
}

static void zrange(struct client *c, struct zrange_options o)
{
    struct object *object;
    struct range r;
    o.count = -1;
    if (!zrange_options(c, &o))
        return;
    bool found = o.by_score ? range_by_score(c, c->args[o.reversed ? 3 : 2],
                                             c->args[o.reversed ? 2 : 3], &r, &object)
                            : range_by_rank(c, o.reversed, &r, &object);
    if (!found)
        return;
    size_t n = r.to - r.from;
    size_t skip = o.offset < 0 || (unsigned long long)o.offset > n ? n : (size_t)o.offset;
    size_t most = n - skip;
    if (o.count >= 0 && (unsigned long long)o.count < most)
        most = (size_t)o.count;
    if (o.reversed)
        r = (struct range){r.to - skip - most, r.to - skip};
    else
        r = (struct range){r.from + skip, r.from + skip + most};
    answer_range(c, object, r, o.reversed, o.scores);
}

COMMAND(zrange)
{
    zrange(c, (struct zrange_options){0});
}

COMMAND(zrevrange)
{
    zrange(c, (struct zrange_options){.reversed = true});
}

COMMAND(zrangebyscore)
{
    zrange(c, (struct zrange_options){.by_score = true});
}

COMMAND(zcount)
{
    struct object *o;
    struct range r;
    if (range_by_score(c, c->args[2], c->args[3], &r, &o))
        reply_int(c, (long long)(r.to - r.from));
}
