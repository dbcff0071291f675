/* SPDX-License-Identifier: MIT
 *
 * Hash tables with chains. A table that has become too small, or far too large, gets a second one
 * beside it; from then on whoever adds or takes moves a few buckets over, so that none takes long.
 * Looking moves nothing: that is allowed during a walk.
 *
 * Keys come from strangers: the hash is SipHash with a random key, else they could choose keys that
 * all fall into one bucket. */
#include "redis.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { LEAST = 4, MOVES = 2, EMPTY_VISITS = 20 };

/* ---- SipHash-1-3 ----------------------------------------------------------------------------- */

static uint64_t seed[2];

void dict_seed(void)
{
    if (getrandom(seed, sizeof seed, 0) != (ssize_t)sizeof seed) {
        seed[0] = (uint64_t)time(NULL);
        seed[1] = (uint64_t)(uintptr_t)&seed;
    }
    srandom((unsigned)seed[0]);
}

static inline uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[1] = rotate(v[1], 13) ^ v[0], v[0] = rotate(v[0], 32);
    v[2] += v[3], v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3], v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1], v[1] = rotate(v[1], 17) ^ v[2], v[2] = rotate(v[2], 32);
}

static uint64_t hash_of(struct slice key)
{
    uint64_t v[4] = {seed[0] ^ 0x736f6d6570736575, seed[1] ^ 0x646f72616e646f6d,
                     seed[0] ^ 0x6c7967656e657261, seed[1] ^ 0x7465646279746573};
    const char *at = key.at;
    size_t left = key.len;
    uint64_t word;
    for (; left >= 8; at += 8, left -= 8) {
        memcpy(&word, at, 8);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    word = 0;
    if (left)
        memcpy(&word, at, left);
    word |= (uint64_t)key.len << 56;
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* ---- two tables ------------------------------------------------------------------------------ */

static bool is_moving(const struct dict *d)
{
    return d->table[1] != NULL;
}

static void put(struct entry **table, size_t size, struct entry *e)
{
    struct entry **bucket = &table[e->hash & (size - 1)];
    e->next = *bucket;
    *bucket = e;
}

static void finish_moving(struct dict *d)
{
    mem_free(d->table[0]);
    d->table[0] = d->table[1];
    d->size[0] = d->size[1];
    d->table[1] = NULL;
    d->size[1] = 0;
    d->moved = 0;
}

static void move_some(struct dict *d)
{
    int moves = MOVES, visits = EMPTY_VISITS;
    while (is_moving(d) && moves > 0 && visits > 0) {
        struct entry *e = d->table[0][d->moved];
        d->table[0][d->moved] = NULL;
        moves -= e != NULL;
        visits -= e == NULL;
        while (e) {
            struct entry *next = e->next;
            put(d->table[1], d->size[1], e);
            e = next;
        }
        if (++d->moved == d->size[0])
            finish_moving(d);
    }
}

static struct entry **new_table(size_t size)
{
    struct entry **table = mem_alloc(size * sizeof *table);
    if (table)
        memset(table, 0, size * sizeof *table);
    return table;
}

/* Begins to move into a table of another size, if that is due. Without memory for one, chains grow:
 * no reason to fail. */
static void resize_if_due(struct dict *d)
{
    size_t size = d->size[0];
    if (is_moving(d))
        return;
    if (d->used >= size)
        size *= 2;
    else if (size > LEAST && d->used < size / 8)
        size /= 4;
    if (size < LEAST)
        size = LEAST;
    if (size == d->size[0])
        return;
    d->table[1] = new_table(size);
    d->size[1] = d->table[1] ? size : 0;
    d->moved = 0;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* Where the link to the entry with that key is; 0: there is none. */
static struct entry **link_to(struct dict *d, struct slice key)
{
    if (!d->used)
        return NULL;
    uint64_t hash = hash_of(key);
    for (int t = 0; t < 2 && d->table[t]; t++) {
        struct entry **link = &d->table[t][hash & (d->size[t] - 1)];
        for (; *link; link = &(*link)->next)
            if ((*link)->hash == hash && slice_equal(entry_key(*link), key))
                return link;
    }
    return NULL;
}

struct entry *dict_find(struct dict *d, struct slice key)
{
    struct entry **link = link_to(d, key);
    return link ? *link : NULL;
}

struct entry *dict_add(struct dict *d, struct slice key)
{
    if (!d->table[0]) {
        d->table[0] = new_table(LEAST);
        if (!d->table[0])
            return NULL;
        d->size[0] = LEAST;
    }
    struct entry *e = mem_alloc(sizeof *e + key.len);
    if (!e)
        return NULL;
    e->hash = hash_of(key);
    e->value = NULL;
    e->len = key.len;
    if (key.len)
        memcpy(e->key, key.at, key.len);
    move_some(d);
    resize_if_due(d);
    int t = is_moving(d);
    put(d->table[t], d->size[t], e);
    d->used++;
    return e;
}

struct entry *dict_take(struct dict *d, struct slice key)
{
    struct entry **link = link_to(d, key);
    if (!link)
        return NULL;
    struct entry *e = *link;
    *link = e->next;
    d->used--;
    move_some(d);
    resize_if_due(d);
    return e;
}

/* ---- all of them ----------------------------------------------------------------------------- */

struct entry *dict_random(struct dict *d)
{
    if (!d->used)
        return NULL;
    size_t all = d->size[0] + d->size[1];
    struct entry *e;
    do {
        size_t at = ((size_t)random() << 31 ^ (size_t)random()) % all;
        e = at < d->size[0] ? d->table[0][at] : d->table[1][at - d->size[0]];
    } while (!e);
    size_t length = 0;
    for (struct entry *o = e; o; o = o->next)
        length++;
    for (size_t skip = (size_t)random() % length; skip; skip--)
        e = e->next;
    return e;
}

static void see_bucket(struct entry *e, void (*see)(struct entry *e, void *context), void *context)
{
    while (e) {
        struct entry *next = e->next;
        see(e, context);
        e = next;
    }
}

void dict_each(struct dict *d, void (*see)(struct entry *e, void *context), void *context)
{
    for (int t = 0; t < 2 && d->table[t]; t++)
        for (size_t i = 0; i < d->size[t]; i++)
            see_bucket(d->table[t][i], see, context);
}

static uint64_t reversed(uint64_t x)
{
    uint64_t y = 0;
    for (int i = 0; i < 64; i++, x >>= 1)
        y = y << 1 | (x & 1);
    return y;
}

/* Counts from the highest bit of the mask downwards: when a table doubles, the buckets that one has
 * split into are neighbours in that order, so what has been seen stays behind the cursor. */
static uint64_t next_cursor(uint64_t cursor, size_t mask)
{
    cursor |= ~(uint64_t)mask;
    return reversed(reversed(cursor) + 1);
}

uint64_t dict_scan(struct dict *d, uint64_t cursor, void (*see)(struct entry *e, void *context),
                   void *context)
{
    if (!d->used)
        return 0;
    if (!is_moving(d)) {
        size_t mask = d->size[0] - 1;
        see_bucket(d->table[0][cursor & mask], see, context);
        return next_cursor(cursor, mask);
    }
    int small = d->size[0] > d->size[1];
    size_t low = d->size[small] - 1, high = d->size[!small] - 1;
    see_bucket(d->table[small][cursor & low], see, context);
    do {
        see_bucket(d->table[!small][cursor & high], see, context);
        cursor = next_cursor(cursor, high);
    } while (cursor & (low ^ high));
    return cursor;
}

void dict_clear(struct dict *d, void (*drop)(struct entry *e))
{
    for (int t = 0; t < 2 && d->table[t]; t++) {
        for (size_t i = 0; i < d->size[t]; i++) {
            for (struct entry *e = d->table[t][i], *next; e; e = next) {
                next = e->next;
                if (drop)
                    drop(e);
                mem_free(e);
            }
        }
        mem_free(d->table[t]);
    }
    *d = (struct dict){0};
}
