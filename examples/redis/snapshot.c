/* SPDX-License-Identifier: MIT
 *
 * Data sets as files. A snapshot is what a client would have to send to get the same data: commands
 * in RESP, between two lines of its own (README.md). So writing is the reply code's work, and
 * loading is running commands. */
#include "redis.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { WRITE_AT = 64 * 1024, PER_COMMAND = 64, READ_AT_ONCE = 256 * 1024 };

#define BEGIN_MARK "EDO-SNAPSHOT"
#define END_MARK "EDO-SNAPSHOT-END"
#define FORMAT_VERSION "1"

/* FNV-1a: against damage, not against malice. */
static uint64_t checksum(uint64_t sum, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sum = (sum ^ (unsigned char)bytes[i]) * 0x100000001b3;
    return sum;
}
#define CHECKSUM_START 0xcbf29ce484222325

/* ---- writing --------------------------------------------------------------------------------- */

struct writer {
    int fd, error;
    uint64_t sum;
    struct buf buf;
    struct slice key;
    const char *command; /* for the elements of one value */
    size_t per_element;
    struct buf elements;
    size_t n;
};

static void writer_flush(struct writer *w)
{
    if (w->buf.failed && !w->error)
        w->error = -ENOMEM;
    w->sum = checksum(w->sum, w->buf.at, w->buf.len);
    for (size_t done = 0; !w->error && done < w->buf.len;) {
        ssize_t n = write(w->fd, w->buf.at + done, w->buf.len - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            w->error = -errno;
    }
    w->buf.len = 0;
}

static void write_command(struct writer *w, size_t n, const struct slice *args)
{
    put_array(&w->buf, n);
    for (size_t i = 0; i < n; i++)
        put_bulk(&w->buf, args[i]);
    if (w->buf.len > WRITE_AT)
        writer_flush(w);
}

/* Elements are gathered: a value of a million is not one command, nor a million. */
static void write_elements(struct writer *w)
{
    if (!w->n)
        return;
    put_array(&w->buf, 2 + w->n * w->per_element);
    put_bulk(&w->buf, slice_of(w->command));
    put_bulk(&w->buf, w->key);
    buf_add(&w->buf, w->elements.at, w->elements.len);
    if (w->elements.failed && !w->error)
        w->error = -ENOMEM;
    w->elements.len = w->n = 0;
    if (w->buf.len > WRITE_AT)
        writer_flush(w);
}

static void element_done(struct writer *w)
{
    if (++w->n == PER_COMMAND || w->elements.len > WRITE_AT)
        write_elements(w);
}

static void write_member(struct entry *e, void *context)
{
    struct writer *w = context;
    put_bulk(&w->elements, entry_key(e));
    if (w->per_element == 2)
        put_bulk(&w->elements, str_slice(e->text));
    element_done(w);
}

static void write_scored(struct entry *e, void *context)
{
    struct writer *w = context;
    char text[40];
    put_bulk(&w->elements, (struct slice){text, format_double(e->score, text)});
    put_bulk(&w->elements, entry_key(e));
    element_done(w);
}

static void write_value(struct writer *w, struct object *o)
{
    static const char *const commands_of[] = {"SET", "RPUSH", "HSET", "SADD", "ZADD"};
    w->command = commands_of[o->type];
    w->per_element = o->type == HASH || o->type == ZSET ? 2 : 1;
    switch (o->type) {
    case STRING:
        write_command(w, 3, (struct slice[]){TEXT("SET"), w->key, str_slice(o->text)});
        return;
    case LIST:
        for (size_t i = 0; i < o->list.len; i++) {
            put_bulk(&w->elements, str_slice(*list_at(&o->list, i)));
            element_done(w);
        }
        break;
    case HASH:
    case SET:
        dict_each(&o->dict, write_member, w);
        break;
    case ZSET:
        dict_each(&o->zset->members, write_scored, w);
        break;
    }
    write_elements(w);
}

static void write_key(struct entry *e, void *context)
{
    struct writer *w = context;
    w->key = entry_key(e);
    write_value(w, e->object);
    if (e->object->expires == NEVER)
        return;
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)e->object->expires);
    write_command(w, 3, (struct slice[]){TEXT("PEXPIREAT"), w->key, {text, (size_t)n}});
}

int dataset_write(int fd, bool is_snapshot)
{
    struct writer w = {.fd = fd, .sum = CHECKSUM_START};
    char text[24];
    if (is_snapshot)
        write_command(&w, 2, (struct slice[]){TEXT(BEGIN_MARK), TEXT(FORMAT_VERSION)});
    for (int db = 0; db < DATABASES; db++) {
        if (!server.databases[db].used)
            continue;
        int n = snprintf(text, sizeof text, "%d", db);
        write_command(&w, 2, (struct slice[]){TEXT("SELECT"), {text, (size_t)n}});
        dict_each(&server.databases[db], write_key, &w);
    }
    writer_flush(&w);
    if (is_snapshot) {
        int n = snprintf(text, sizeof text, "%016llx", (unsigned long long)w.sum);
        write_command(&w, 2, (struct slice[]){TEXT(END_MARK), {text, (size_t)n}});
        writer_flush(&w);
    }
    if (!w.error && fsync(fd) < 0)
        w.error = -errno;
    buf_free(&w.buf);
    buf_free(&w.elements);
    return w.error;
}

/* Under another name first: there is a whole snapshot at `path` at any time. */
int snapshot_write(const char *path)
{
    char temporary[1400];
    snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return -errno;
    int error = dataset_write(fd, true);
    close(fd);
    if (!error && rename(temporary, path) < 0)
        error = -errno;
    if (error)
        unlink(temporary);
    return error;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
    struct client client; /* who says what the file says */
    const char *path;
    off_t offset; /* in the file, of the beginning of the client's input */
    bool is_snapshot, began, ended;
    uint64_t sum;
};

/* A line of the snapshot's own: 1; a command: 0; or what is wrong with it. */
static int take_mark(struct reader *r)
{
    struct client *c = &r->client;
    if (!r->began) {
        r->began = c->nargs == 2 && slice_is(c->args[0], BEGIN_MARK) &&
                   slice_is(c->args[1], FORMAT_VERSION);
        return r->began ? 1 : -EBADMSG;
    }
    if (r->ended)
        return -EBADMSG;
    if (c->nargs != 2 || !slice_is(c->args[0], END_MARK))
        return 0;
    char text[24];
    snprintf(text, sizeof text, "%016llx", (unsigned long long)r->sum);
    r->ended = slice_is(c->args[1], text);
    return r->ended ? 1 : -EBADMSG;
}

static int run_one(struct reader *r)
{
    struct client *c = &r->client;
    int mark = r->is_snapshot ? take_mark(r) : 0;
    if (mark < 0)
        return mark;
    if (mark == 0 && c->nargs) {
        command_run(c);
        if (c->out.len && c->out.at[0] == '-') {
            say("%s: at byte %lld, %.*s: %.*s", r->path,
                (long long)r->offset + (long long)c->parser.begin,
                (int)(c->args[0].len > 32 ? 32 : c->args[0].len), c->args[0].at,
                (int)(c->out.len > 200 ? 200 : c->out.len - 2), c->out.at);
            return -EBADMSG;
        }
    }
    c->out.len = 0;
    r->sum = checksum(r->sum, c->in.at + c->parser.begin, c->parser.at - c->parser.begin);
    request_done(c);
    return 0;
}

/* Runs what has been read. */
static int run_input(struct reader *r)
{
    struct client *c = &r->client;
    const char *what = NULL;
    int error = 0;
    enum parsed parsed;
    while (!error && (parsed = request_parse(c, &what)) == REQUEST)
        error = run_one(r);
    if (!error && parsed == BROKEN) {
        say("%s: %s", r->path, what);
        error = -EBADMSG;
    }
    r->offset += (off_t)c->parser.begin;
    request_compact(c);
    return error;
}

int replay(int fd, const char *path, bool is_snapshot, off_t *good)
{
    struct reader r = {.path = path, .is_snapshot = is_snapshot, .sum = CHECKSUM_START};
    struct client *c = &r.client;
    ssize_t n = 1;
    int error = 0;
    c->parser.bulk = -1;
    server.loading = true;
    while (!error && n > 0) {
        error = buf_reserve(&c->in, READ_AT_ONCE) ? 0 : -ENOMEM;
        if (error)
            break;
        n = read(fd, c->in.at + c->in.len, c->in.room - c->in.len);
        if (n < 0)
            error = errno == EINTR ? 0 : -errno;
        else
            c->in.len += (size_t)n;
        n = n < 0 ? 1 : n;
        if (!error)
            error = run_input(&r);
    }
    server.loading = false;
    *good = r.offset;
    if (!error && is_snapshot && !r.ended)
        error = -EBADMSG;
    request_free(c);
    buf_free(&c->in);
    buf_free(&c->out);
    return error;
}

int snapshot_load(const char *path)
{
    off_t good;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : -errno;
    int error = replay(fd, path, true, &good);
    close(fd);
    server.changes = 0;
    return error;
}
