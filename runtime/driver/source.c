/* SPDX-License-Identifier: MIT
 *
 * Sources: slots in chunks that live as long as the driver (D4). An index names a slot, its
 * generation one use of it. */
#include "base/alloc.h"
#include "driver/driver.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

_Static_assert(sizeof(struct edo__source) <= EDO__SOURCE_ALIGN, "a source is one cache line");

static const size_t chunk_size = EDO__SOURCES_PER_CHUNK * sizeof(struct edo__source);

void edo__driver_init(struct edo__driver *d)
{
    memset(d, 0, sizeof *d);
    d->free_first = d->free_last = EDO__NO_SOURCE;
}

void edo__driver_deinit(struct edo__driver *d)
{
    for (uint32_t c = 0; c < d->nchunks; c++) {
        for (uint32_t i = 0; i < EDO__SOURCES_PER_CHUNK; i++) {
            struct edo__source *s = &d->chunks[c][i];
            assert(!s->in.first);
            if (!(s->state & EDO__SOURCE_LIVE))
                continue;
            if (s->kind == EDO__SOURCE_LISTENER)
                s->extra->free(s->extra);
            if (s->kind != EDO__SOURCE_FOREIGN)
                close(s->fd);
        }
        edo__free(d->chunks[c], chunk_size, EDO__SOURCE_ALIGN);
    }
    edo__free(d->chunks, d->chunks_capacity * sizeof *d->chunks, 16);
}

static void push_free(struct edo__driver *d, struct edo__source *s)
{
    s->next_free = EDO__NO_SOURCE;
    if (d->free_last == EDO__NO_SOURCE)
        d->free_first = s->index;
    else
        edo__source_at(d, d->free_last)->next_free = s->index;
    d->free_last = s->index;
}

static struct edo__source *pop_free(struct edo__driver *d)
{
    struct edo__source *s = edo__source_at(d, d->free_first);
    d->free_first = s->next_free;
    if (d->free_first == EDO__NO_SOURCE)
        d->free_last = EDO__NO_SOURCE;
    return s;
}

static bool grow_table(struct edo__driver *d)
{
    uint32_t capacity = d->chunks_capacity ? 2 * d->chunks_capacity : 4;
    struct edo__source **chunks = edo__alloc(capacity * sizeof *chunks, 16);
    if (!chunks)
        return false;
    if (d->nchunks)
        memcpy(chunks, d->chunks, d->nchunks * sizeof *chunks);
    edo__free(d->chunks, d->chunks_capacity * sizeof *chunks, 16);
    d->chunks = chunks;
    d->chunks_capacity = capacity;
    return true;
}

bool edo__source_reserve(struct edo__driver *d)
{
    if (d->free_first != EDO__NO_SOURCE)
        return true;
    if (d->nchunks == d->chunks_capacity && !grow_table(d))
        return false;
    struct edo__source *chunk = edo__alloc(chunk_size, EDO__SOURCE_ALIGN);
    if (!chunk)
        return false;
    memset(chunk, 0, chunk_size);
    d->chunks[d->nchunks] = chunk;
    for (uint32_t i = 0; i < EDO__SOURCES_PER_CHUNK; i++) {
        chunk[i].index = d->nchunks * EDO__SOURCES_PER_CHUNK + i;
        chunk[i].driver = d;
    }
    d->nchunks++;
    for (uint32_t i = 0; i < EDO__SOURCES_PER_CHUNK; i++)
        push_free(d, &chunk[i]);
    return true;
}

struct edo__source *edo__source_new(struct edo__driver *d, int fd, enum edo__source_kind kind)
{
    if (!edo__source_reserve(d))
        return NULL;
    struct edo__source *s = pop_free(d);
    assert(s->state == 0 && !s->in.first && !s->out.first);
    s->fd = fd;
    s->kind = kind;
    s->state = EDO__SOURCE_LIVE | EDO__SOURCE_IN | EDO__SOURCE_OUT; /* nothing known: try */
    s->refs = 1;
    return s;
}

/* Whoever waits for an fd may try for the one that has just become free. Each that still finds none
 * enters the list again, behind those that are tried now: so the list is taken off first. */
static void feed_starved(struct edo__driver *d)
{
    struct edo__starved *list = d->starved;
    if (!list)
        return;
    d->starved = NULL;
    list->previous = &list;
    while (list) {
        struct edo__starved *node = list;
        edo__starved_remove(node);
        node->retry(node);
    }
}

static void free_slot(struct edo__source *s)
{
    if (s->kind == EDO__SOURCE_LISTENER) {
        s->extra->free(s->extra);
        s->out = (struct edo__queue){ NULL, NULL };
    }
    s->fd = -1;
    s->state = 0;
    s->generation++;
    push_free(s->driver, s);
}

void edo__source_end(struct edo__source *s)
{
    close(s->fd); /* it is released whatever close says: its errors are of earlier writes */
    free_slot(s);
    feed_starved(s->driver);
}

static void wake_all(struct edo__queue *q)
{
    for (struct edo_io_op *op = q->first; op; op = op->next)
        edo__op_wake(op);
}

static void check_open(const struct edo__source *s, const char *what)
{
    if (!(s->state & EDO__SOURCE_LIVE) || (s->state & EDO__SOURCE_CLOSED))
        edo__fatal("%s: this handle has been closed already", what);
}

int edo__source_detach(struct edo__source *s, const char *what)
{
    check_open(s, what);
    if (s->refs > 1)
        return -EBUSY;
    int fd = s->fd;
    s->driver->ops->forget(s);
    if (s->kind == EDO__SOURCE_LISTENER)
        s->extra->closing(s);
    free_slot(s);
    return fd;
}

void edo__source_close(struct edo__source *s, const char *what)
{
    check_open(s, what);
    s->state |= EDO__SOURCE_CLOSED;
    wake_all(&s->in);
    if (s->kind == EDO__SOURCE_LISTENER)
        s->extra->closing(s);
    else
        wake_all(&s->out);
    edo__source_release(s);
}

void edo__starved_add(struct edo__driver *d, struct edo__starved *node)
{
    node->next = d->starved;
    node->previous = &d->starved;
    if (node->next)
        node->next->previous = &node->next;
    d->starved = node;
}

void edo__starved_remove(struct edo__starved *node)
{
    if (!node->previous)
        return;
    *node->previous = node->next;
    if (node->next)
        node->next->previous = node->previous;
    node->previous = NULL;
}
