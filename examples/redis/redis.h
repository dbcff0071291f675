/* SPDX-License-Identifier: MIT
 *
 * A server that speaks the Redis protocol. One thread, one task for each client; commands run
 * between two awaits, so none of them sees another one half done.
 *
 *   text.c      memory that is counted, slices, strings, buffers
 *   dict.c      hash tables that grow a little at a time
 *   list.c zset.c   the other two shapes a value can have
 *   db.c        the key space: objects, expiry
 *   request.c   what a client says: parsing;  reply.c  what it is told
 *   commands.c  the table of commands, and running one;  cmd_*.c  the commands
 *   notice.c    a leaf: waiting until another task of this thread says so
 *   client.c    a client's task;  blocking.c  BLPOP and BRPOP;  pubsub.c  channels
 *   snapshot.c aof.c   what stays when the server is gone;  background.c  doing it on the side
 *   config.c    settings;  main.c  accepting, and the end
 *
 * Memory. mem_alloc returns 0 when there is none, and whoever calls it says so: a command that
 * finds none answers -OOM and has changed nothing, but for what its first arguments had asked for:
 * only_first says where it stopped, for the log. */
#ifndef REDIS_H
#define REDIS_H

#include <edo.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* ---- text.c ---------------------------------------------------------------------------------- */

void *mem_alloc(size_t size);
void *mem_realloc(void *p, size_t size);
void mem_free(void *p);
size_t mem_used(void);

/* Bytes that belong to somebody else. */
struct slice {
    const char *at;
    size_t len;
};
#define TEXT(literal) ((struct slice){"" literal, sizeof literal - 1})

struct slice slice_of(const char *text);
bool slice_equal(struct slice a, struct slice b);
bool slice_is(struct slice s, const char *word); /* in either case */
bool slice_to_int(struct slice s, long long *value); /* all of it, canonical, or false */
bool slice_to_double(struct slice s, double *value); /* not NaN, nor too large for one */
enum { LONG_DOUBLE_TEXT = 5120 }; /* the longest is 4,951 */
bool slice_to_long_double(struct slice s, long double *value);
/* Glob pattern: * ? [a-z^] \x. */
bool slice_matches(struct slice s, struct slice pattern);

/* Bytes on the heap; `at` is terminated too. */
struct str {
    size_t len;
    char at[];
};
struct str *str_new(struct slice s);
/* `*s` longer by `n` bytes, which are zero; false: no memory, as it was. */
bool str_grow(struct str **s, size_t n);
static inline struct slice str_slice(const struct str *s)
{
    return (struct slice){s->at, s->len};
}

struct buf {
    char *at;
    size_t len, room;
    bool failed; /* something didn't fit into memory: what is there is worthless */
};
bool buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_slice(struct buf *b, struct slice s);
__attribute__((format(printf, 2, 3))) void buf_format(struct buf *b, const char *format, ...);
void buf_drop(struct buf *b, size_t len); /* from its front */
void buf_free(struct buf *b);

/* ---- dict.c ---------------------------------------------------------------------------------- */

struct entry {
    struct entry *next;
    uint64_t hash;
    union {
        void *value;
        struct object *object;
        struct str *text;
        double score;
    };
    size_t len;
    char key[];
};
static inline struct slice entry_key(const struct entry *e)
{
    return (struct slice){e->key, e->len};
}

struct dict {
    struct entry **table[2]; /* in which entries move to the second one while it grows or shrinks */
    size_t size[2];          /* powers of two */
    size_t used;
    size_t moved; /* buckets of the first table that are empty now */
};

void dict_seed(void);
struct entry *dict_find(struct dict *d, struct slice key);
/* A new entry, whose key isn't there yet; its value is 0. 0: no memory. */
struct entry *dict_add(struct dict *d, struct slice key);
/* Takes it out; the caller frees it (mem_free), and what it holds. 0: not there. */
struct entry *dict_take(struct dict *d, struct slice key);
struct entry *dict_random(struct dict *d);
/* Calls `see` for each entry; it may not change the dict. */
void dict_each(struct dict *d, void (*see)(struct entry *e, void *context), void *context);
/* Some entries, beginning at cursor 0, until it returns 0. All that are there from the first call
 * to the last are seen, however the dict grows meanwhile; some perhaps twice. */
uint64_t dict_scan(struct dict *d, uint64_t cursor, void (*see)(struct entry *e, void *context),
                   void *context);
/* Frees all, and what `drop` (or 0) is called with. */
void dict_clear(struct dict *d, void (*drop)(struct entry *e));

/* ---- list.c: both ends and any index in constant time ---------------------------------------- */

struct list {
    struct str **ring;
    size_t room, first, len; /* room is a power of two */
};
bool list_push(struct list *l, struct str *s, bool front); /* it's the list's then */
struct str *list_pop(struct list *l, bool front);          /* the caller's; 0: empty */
struct str **list_at(struct list *l, size_t index);
bool list_insert(struct list *l, size_t index, struct str *s);
void list_delete(struct list *l, size_t index);
void list_free(struct list *l);

/* ---- zset.c: members by name and by score ---------------------------------------------------- */

struct znode;
struct zset {
    struct dict members;
    struct znode *head;
    struct znode *last;
    int levels;
};
struct zset *zset_new(void);
void zset_free(struct zset *z);
/* Inserts or moves; false: no memory. */
bool zset_put(struct zset *z, struct slice member, double score, bool *is_new);
bool zset_delete(struct zset *z, struct slice member);
/* By rank, from 0. */
struct znode *zset_at(const struct zset *z, size_t rank);
struct znode *znode_next(const struct znode *n, bool backwards);
struct slice znode_member(const struct znode *n);
double znode_score(const struct znode *n);
/* How many members have a score below `score`, or not above it. */
size_t zset_count_below(const struct zset *z, double score, bool or_equal);
size_t zset_rank(const struct zset *z, const struct entry *member);

/* ---- db.c ------------------------------------------------------------------------------------ */

enum type { STRING, LIST, HASH, SET, ZSET };
enum { DATABASES = 16, NEVER = -1 };

struct object {
    enum type type;
    int db;
    int64_t expires; /* milliseconds since 1970; NEVER */
    size_t heap_at;  /* where it stands among those that expire */
    union {
        struct str *text;
        struct list list;
        struct dict dict; /* of a hash: values are `text`; of a set: none */
        struct zset *zset;
    };
};

int64_t now_ms(void);
void object_empty(struct object *o); /* frees what it holds, not itself */
struct dict *object_dict(struct object *o); /* a hash's, a set's or a sorted set's names */
/* Into an empty one of the same type. False: no memory, and it holds a part. */
bool object_copy(struct object *to, struct object *from);
/* What a key holds; 0: nothing, or it has expired (and is gone). */
struct entry *db_find(int db, struct slice key);
/* A new entry with an empty object of the type; its key isn't there. 0: no memory. */
struct entry *db_add(int db, struct slice key, enum type type);
bool has_expired(const struct object *o);
bool db_delete(int db, struct slice key);
bool db_rename(int db, struct entry *from, struct slice to); /* `to` is another key */
/* Whether there is room for one more that expires: then the next db_expire can't fail. */
bool db_expiry_room(void);
void db_expire(struct entry *e, int64_t when);
void db_persist(struct entry *e);
/* Deletes up to `limit` that have expired; how many. */
int db_sweep(int limit);
int64_t db_next_expiry(void);
size_t db_expiring(int db);
void db_flush(int db); /* -1: all */

/* ---- clients --------------------------------------------------------------------------------- */

/* Somebody waits here until another task says so; told while nobody waits, the next one doesn't. */
struct notice {
    edo_branch *waiter;
    bool given;
};
void notice_give(struct notice *n);

struct notice_op {
    int result;
    struct notice *notice;
    edo_branch *branch;
};
edo_poll notice_start(struct notice_op *op, edo_cx *cx, struct notice *n);
edo_poll notice_resume(struct notice_op *op, edo_cx *cx);
void notice_cancel(struct notice_op *op, edo_cx *cx);
/* 0, or -ECANCELED. One waiter at a time. */
async int notice_wait(struct notice *n)
    edo_leaf(struct notice_op, notice_start, notice_resume, notice_cancel, 0);

enum { ARGS_INSIDE = 8 };

struct parser {
    size_t begin;       /* where the request that comes begins in the input, */
    size_t at;          /* and how far it has been looked at */
    long long missing;  /* arguments; 0: between two requests */
    long long bulk;     /* length of the one that comes; -1: not known yet */
    struct span {
        size_t from, len;
    } *spans;
    size_t nspans, room;
};
enum parsed { REQUEST, INCOMPLETE, BROKEN };

struct subscription;
struct waiting;

struct client {
    uint64_t id;
    edo_tcp *conn; /* 0: replays a file */
    struct client *next, **link;
    char address[EDO_ADDR_TEXT];
    struct str *name;
    int64_t since;
    int db;
    const struct command *last;

    struct buf in, out, sending;
    struct parser parser;
    struct slice *args; /* of the request that runs; they stand in `in` */
    size_t nargs, args_room;

    bool closing; /* after what it has been told */
    bool unlogged;  /* something was changed since the log was last flushed for this client */
    bool changed;   /* the command that runs has changed something, */
    bool rewritten; /* and told the log itself what */
    struct subscription *subscriptions;
    size_t nsubscriptions;
    struct notice news; /* there is output, or the end has come: for its writer */
    edo_task *writer;   /* of a client that has subscribed */
    struct waiting *waiting; /* in BLPOP or BRPOP */
};

/* request.c */
enum parsed request_parse(struct client *c, const char **error);
void request_done(struct client *c);
void request_compact(struct client *c); /* drops what is done from the input; `args` is gone */
void request_free(struct client *c);

/* reply.c */
void reply_text(struct client *c, const char *line); /* as it is, with its CRLF */
void reply_ok(struct client *c);
void reply_int(struct client *c, long long n);
void reply_bulk(struct client *c, struct slice s);
void reply_null(struct client *c);
void reply_array(struct client *c, size_t n);
void reply_double(struct client *c, double d);
__attribute__((format(printf, 2, 3))) void reply_error(struct client *c, const char *format, ...);
void reply_oom(struct client *c);
void reply_wrong_type(struct client *c);
size_t format_double(double d, char text[static 40]);
size_t format_long_double(long double d, char text[static LONG_DOUBLE_TEXT]);
void put_array(struct buf *b, size_t n);
void put_bulk(struct buf *b, struct slice s);

/* client.c */
async int client_serve(edo_tcp *conn);
async int client_flush(struct client *c);
async int client_write(struct client *c); /* a subscriber's second task: writes what there is */
void client_kill(struct client *c); /* its task ends soon */
void client_describe(struct client *c, struct buf *b);

/* blocking.c */
bool block_on_keys(struct client *c, size_t nkeys, double seconds, bool front);
async int block_wait(struct client *c);
void block_serve(void); /* lists have got something (server.list_grew) */

/* pubsub.c */
void subscriptions_free(struct client *c);

/* ---- commands.c ------------------------------------------------------------------------------ */

enum {
    WRITES = 1,  /* is refused without memory, and goes into the log */
    LISTENS = 2, /* allowed to a client that has subscribed */
};

typedef void run_command(struct client *c);

struct command {
    const char *name;
    run_command *run;
    int arity; /* with the name; negative: at least */
    int flags;
    int first_key, last_key, key_step; /* last_key negative: from the end */
    const char *group, *summary;
};
extern const struct command commands[];
extern const size_t ncommands;
const struct command *command_find(struct slice name);
void command_run(struct client *c);

/* The command that runs has changed something. */
void changed(struct client *c);
/* And this is what goes into the log in its place. */
void log_instead(struct client *c, size_t n, const struct slice *args);
/* The command stopped, changed or not, in front of argument `n`. */
void only_first(struct client *c, size_t n);

/* The object at a key, of that type. 0: *none says whether there is none; else the client has been
 * told about the wrong type. */
struct object *want(struct client *c, struct slice key, enum type type, bool *none);
/* The same, made if there is none; 0: the client has been told. */
struct object *want_new(struct client *c, struct slice key, enum type type);
void delete_if_empty(struct client *c, struct slice key, struct object *o);
bool want_int(struct client *c, struct slice s, long long *n);
bool want_double(struct client *c, struct slice s, double *d);
bool want_long_double(struct client *c, struct slice s, long double *d);
/* -1 is the last of `len`; false: an empty range. */
bool clamp_range(long long *from, long long *to, size_t len);

#define COMMAND(name) void cmd_##name(struct client *c)

/* ---- what stays ------------------------------------------------------------------------------ */

/* snapshot.c: both are streams of commands (README.md). Each 0 or -errno. */
int snapshot_write(const char *path);
int dataset_write(int fd, bool is_snapshot);
int snapshot_load(const char *path);
int replay(int fd, const char *path, bool is_snapshot, off_t *good); /* whole up to there */

/* aof.c */
int log_open(void); /* after replaying what is in it */
void log_command(int db, size_t n, const struct slice *args);
int log_flush(void); /* before clients are told that it is done */
void log_close(void);
bool log_is_open(void);
bool log_is_failing(void); /* tries again first */
bool log_is_broken(void);  /* something is missing in it: it has to be written anew */
int log_to_sync(void);
int log_rewrite_finish(const char *temporary);
void log_rewrite_begin(void);
void log_rewrite_abandon(void);

/* background.c */
enum { SAVE_CHILD = 1, REWRITE_CHILD = 2 };
int background_start(int what);
void background_stop(void); /* ends the child */
async int keep_expiring(void);
async int keep_syncing(void);
async int keep_saving(void);

/* ---- config.c -------------------------------------------------------------------------------- */

enum { FSYNC_NO, FSYNC_EVERYSEC, FSYNC_ALWAYS };

struct save_point {
    long long seconds, changes;
};

struct config {
    char bind[256], dir[1024], dbfilename[256], appendfilename[256];
    long long port, maxclients, maxmemory, proto_max_bulk_len, query_limit, pubsub_limit;
    bool appendonly;
    int appendfsync;
    struct save_point save[8];
    int nsave;
};
/* False: no such setting, not such a value, or not while the server runs. */
bool config_set(struct slice name, struct slice value);
/* Puts name and value of those that match; how many. */
size_t config_get(struct slice pattern, struct buf *b);

struct server {
    struct config config;
    struct dict databases[DATABASES];
    struct client *clients;
    edo_listener *listener;
    bool loading, save_at_end;
    bool log_lacks_data; /* the log is new, and a snapshot was loaded */
    bool list_grew; /* the command that runs has put something into a list */
    int64_t started, last_save;
    int64_t now; /* of the command that runs: nothing expires in its middle. 0: not asked yet */
    uint64_t next_id, nclients, connections, ncommands, expired, rejected, hits, misses;
    long long changes; /* since the last snapshot */
    bool save_failed;
    int child_kind;
    pid_t child;
    struct dict channels; /* pubsub.c */
    size_t npatterns;
    struct notice expiry; /* something expires earlier than all others */
    struct waiting *waiting, **last_waiting; /* the first to wait comes first */
};
extern struct server server;

__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

#endif
