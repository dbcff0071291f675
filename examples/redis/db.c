/* SPDX-License-Identifier: MIT
 *
 * The key space. What expires stands in a heap, the earliest first: a task deletes it in time
 * (keep_expiring), and whoever asks for it before that finds nothing any more. */
#include "redis.h"

#include <errno.h>
#include <string.h>
#include <time.h>

int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- objects --------------------------------------------------------------------------------- */

static void drop_text(struct entry *e)
{
    mem_free(e->text);
}

void object_empty(struct object *o)
{
    switch (o->type) {
    case STRING:
        mem_free(o->text);
        o->text = NULL;
        break;
    case LIST:
        list_free(&o->list);
        break;
    case HASH:
        dict_clear(&o->dict, drop_text);
        break;
    case SET:
        dict_clear(&o->dict, NULL);
        break;
    case ZSET:
        if (o->zset)
            zset_free(o->zset);
        o->zset = NULL;
        break;
    }
}

struct copying {
    struct object *to;
    bool failed;
};

static void copy_entry(struct entry *e, void *context)
{
    struct copying *copying = context;
    struct object *to = copying->to;
    bool is_new;
    if (copying->failed)
        return;
    if (to->type == ZSET) {
        copying->failed = !zset_put(to->zset, entry_key(e), e->score, &is_new);
        return;
    }
    struct entry *copy = dict_add(&to->dict, entry_key(e));
    if (copy && to->type == HASH)
        copy->text = str_new(str_slice(e->text));
    copying->failed = !copy || (to->type == HASH && !copy->text);
}

bool object_copy(struct object *to, struct object *from)
{
    struct copying copying = {.to = to};
    switch (from->type) {
    case STRING:
        to->text = str_new(str_slice(from->text));
        return to->text != NULL;
    case LIST:
        for (size_t i = 0; i < from->list.len; i++) {
            struct str *s = str_new(str_slice(*list_at(&from->list, i)));
            if (!s || !list_push(&to->list, s, false)) {
                mem_free(s);
                return false;
            }
        }
        return true;
    case HASH:
    case SET:
        dict_each(&from->dict, copy_entry, &copying);
        break;
    case ZSET:
        dict_each(&from->zset->members, copy_entry, &copying);
        break;
    }
    return !copying.failed;
}

/* ---- the heap of those that expire ----------------------------------------------------------- */

static struct entry **heap;
static size_t heap_len, heap_room, expiring[DATABASES];

static int64_t time_at(size_t i)
{
    return heap[i]->object->expires;
}

static void heap_set(size_t i, struct entry *e)
{
    heap[i] = e;
    e->object->heap_at = i;
}

static void heap_settle(size_t i)
{
    struct entry *e = heap[i];
    int64_t when = e->object->expires;
    for (; i && time_at((i - 1) / 2) > when; i = (i - 1) / 2)
        heap_set(i, heap[(i - 1) / 2]);
    for (size_t child; (child = 2 * i + 1) < heap_len; i = child) {
        if (child + 1 < heap_len && time_at(child + 1) < time_at(child))
            child++;
        if (time_at(child) >= when)
            break;
        heap_set(i, heap[child]);
    }
    heap_set(i, e);
}

bool db_expiry_room(void)
{
    if (heap_len < heap_room)
        return true;
    size_t room = heap_room ? 2 * heap_room : 64;
    struct entry **grown = mem_realloc(heap, room * sizeof *heap);
    if (!grown)
        return false;
    heap = grown;
    heap_room = room;
    return true;
}

void db_expire(struct entry *e, int64_t when)
{
    struct object *o = e->object;
    if (o->expires == NEVER) {
        heap[heap_len] = e;
        o->heap_at = heap_len++;
        expiring[o->db]++;
    }
    o->expires = when < 0 ? 0 : when;
    heap_settle(o->heap_at);
    if (heap[0] == e)
        notice_give(&server.expiry);
}

void db_persist(struct entry *e)
{
    struct object *o = e->object;
    if (o->expires == NEVER)
        return;
    size_t i = o->heap_at;
    o->expires = NEVER;
    expiring[o->db]--;
    if (i != --heap_len) {
        heap_set(i, heap[heap_len]);
        heap_settle(i);
    }
}

int64_t db_next_expiry(void)
{
    return heap_len ? time_at(0) : NEVER;
}

size_t db_expiring(int db)
{
    return expiring[db];
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void drop_object(struct entry *e)
{
    db_persist(e);
    object_empty(e->object);
    mem_free(e->object);
}

bool db_delete(int db, struct slice key)
{
    struct entry *e = dict_take(&server.databases[db], key);
    if (!e)
        return false;
    drop_object(e);
    mem_free(e);
    return true;
}

/* Gone because of its time; the log has to say so: a replay has another time. */
static void expire(struct entry *e)
{
    int db = e->object->db;
    struct slice args[] = {TEXT("DEL"), entry_key(e)};
    server.expired++;
    server.changes++;
    log_command(db, 2, args);
    db_delete(db, entry_key(e));
}

bool has_expired(const struct object *o)
{
    if (o->expires == NEVER || server.loading)
        return false;
    if (!server.now)
        server.now = now_ms();
    return o->expires <= server.now;
}

struct entry *db_find(int db, struct slice key)
{
    struct entry *e = dict_find(&server.databases[db], key);
    if (e && has_expired(e->object)) {
        expire(e);
        return NULL;
    }
    return e;
}

struct entry *db_add(int db, struct slice key, enum type type)
{
    struct object *o = mem_alloc(sizeof *o);
    if (!o)
        return NULL;
    *o = (struct object){.type = type, .db = db, .expires = NEVER};
    bool whole = type != ZSET || (o->zset = zset_new());
    struct entry *e = whole ? dict_add(&server.databases[db], key) : NULL;
    if (e) {
        e->object = o;
        return e;
    }
    object_empty(o);
    mem_free(o);
    return NULL;
}

bool db_rename(int db, struct entry *from, struct slice to)
{
    struct object *o = from->object;
    int64_t expires = o->expires;
    struct entry *e = dict_find(&server.databases[db], to);
    if (e)
        drop_object(e);
    else if (!(e = dict_add(&server.databases[db], to)))
        return false;
    db_persist(from);
    e->object = o;
    mem_free(dict_take(&server.databases[db], entry_key(from)));
    if (expires != NEVER)
        db_expire(e, expires); /* its place in the heap has just become free */
    return true;
}

int db_sweep(int limit)
{
    int n = 0;
    int64_t now = now_ms();
    for (; n < limit && heap_len && time_at(0) <= now; n++)
        expire(heap[0]);
    return n;
}

void db_flush(int db)
{
    for (int i = 0; i < DATABASES; i++)
        if (db < 0 || db == i)
            dict_clear(&server.databases[i], drop_object);
}
