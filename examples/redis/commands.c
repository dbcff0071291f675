/* SPDX-License-Identifier: MIT
 *
 * The table of commands, and what surrounds running one. */
#include "redis.h"

#include <string.h>

COMMAND(append); COMMAND(decr); COMMAND(decrby); COMMAND(get); COMMAND(getdel); COMMAND(getex);
COMMAND(getrange); COMMAND(getset); COMMAND(incr); COMMAND(incrby); COMMAND(incrbyfloat);
COMMAND(mget); COMMAND(mset); COMMAND(msetnx); COMMAND(psetex); COMMAND(set); COMMAND(setex);
COMMAND(setnx); COMMAND(setrange); COMMAND(strlen);
COMMAND(hdel); COMMAND(hexists); COMMAND(hget); COMMAND(hgetall); COMMAND(hincrby);
COMMAND(hincrbyfloat); COMMAND(hkeys); COMMAND(hlen); COMMAND(hmget); COMMAND(hmset);
COMMAND(hscan); COMMAND(hset); COMMAND(hsetnx); COMMAND(hstrlen); COMMAND(hvals);
COMMAND(blpop); COMMAND(brpop); COMMAND(lindex); COMMAND(linsert); COMMAND(llen); COMMAND(lmove);
COMMAND(lpop); COMMAND(lpush); COMMAND(lpushx); COMMAND(lrange); COMMAND(lrem); COMMAND(lset);
COMMAND(ltrim); COMMAND(rpop); COMMAND(rpoplpush); COMMAND(rpush); COMMAND(rpushx);
COMMAND(sadd); COMMAND(scard); COMMAND(sdiff); COMMAND(sinter); COMMAND(sismember);
COMMAND(smembers); COMMAND(smismember); COMMAND(spop); COMMAND(srandmember); COMMAND(srem);
COMMAND(sscan); COMMAND(sunion);
COMMAND(zadd); COMMAND(zcard); COMMAND(zcount); COMMAND(zincrby); COMMAND(zpopmax);
COMMAND(zpopmin); COMMAND(zrange); COMMAND(zrangebyscore); COMMAND(zrank); COMMAND(zrem);
COMMAND(zrevrange); COMMAND(zrevrank); COMMAND(zscan); COMMAND(zscore);
COMMAND(copy); COMMAND(dbsize); COMMAND(del); COMMAND(exists); COMMAND(expire); COMMAND(expireat);
COMMAND(expiretime); COMMAND(flushall); COMMAND(flushdb); COMMAND(keys); COMMAND(persist);
COMMAND(pexpire); COMMAND(pexpireat); COMMAND(pexpiretime); COMMAND(pttl); COMMAND(randomkey);
COMMAND(rename); COMMAND(renamenx); COMMAND(scan); COMMAND(ttl); COMMAND(type);
COMMAND(psubscribe); COMMAND(publish); COMMAND(pubsub); COMMAND(punsubscribe); COMMAND(subscribe);
COMMAND(unsubscribe);
COMMAND(bgrewriteaof); COMMAND(bgsave); COMMAND(client); COMMAND(command); COMMAND(config);
COMMAND(echo); COMMAND(hello); COMMAND(info); COMMAND(lastsave); COMMAND(ping); COMMAND(quit);
COMMAND(reset); COMMAND(save); COMMAND(select); COMMAND(shutdown); COMMAND(time);

#define W WRITES
/* Sorted by name. */
const struct command commands[] = {
    {"append", cmd_append, 3, W, 1, 1, 1, "string", "Appends to a string"},
    {"bgrewriteaof", cmd_bgrewriteaof, 1, 0, 0, 0, 0, "server", "Writes the log anew"},
    {"bgsave", cmd_bgsave, -1, 0, 0, 0, 0, "server", "Saves a snapshot in the background"},
    {"blpop", cmd_blpop, -3, W, 1, -2, 1, "list", "Takes the first element, waiting for one"},
    {"brpop", cmd_brpop, -3, W, 1, -2, 1, "list", "Takes the last element, waiting for one"},
    {"client", cmd_client, -2, 0, 0, 0, 0, "connection", "About connections"},
    {"command", cmd_command, -1, 0, 0, 0, 0, "server", "About commands"},
    {"config", cmd_config, -2, 0, 0, 0, 0, "server", "Settings"},
    {"copy", cmd_copy, -3, W, 1, 2, 1, "generic", "Copies a value to another key"},
    {"dbsize", cmd_dbsize, 1, 0, 0, 0, 0, "server", "How many keys there are"},
    {"decr", cmd_decr, 2, W, 1, 1, 1, "string", "Subtracts one"},
    {"decrby", cmd_decrby, 3, W, 1, 1, 1, "string", "Subtracts a number"},
    {"del", cmd_del, -2, W, 1, -1, 1, "generic", "Deletes keys"},
    {"echo", cmd_echo, 2, 0, 0, 0, 0, "connection", "Says what it is told"},
    {"exists", cmd_exists, -2, 0, 1, -1, 1, "generic", "How many of the keys exist"},
    {"expire", cmd_expire, -3, W, 1, 1, 1, "generic", "Sets a time to live in seconds"},
    {"expireat", cmd_expireat, -3, W, 1, 1, 1, "generic", "Sets the second of expiry"},
    {"expiretime", cmd_expiretime, 2, 0, 1, 1, 1, "generic", "The second of expiry"},
    {"flushall", cmd_flushall, -1, W, 0, 0, 0, "server", "Deletes all keys"},
    {"flushdb", cmd_flushdb, -1, W, 0, 0, 0, "server", "Deletes the keys of this database"},
    {"get", cmd_get, 2, 0, 1, 1, 1, "string", "The string at a key"},
    {"getdel", cmd_getdel, 2, W, 1, 1, 1, "string", "The string at a key, which is deleted"},
    {"getex", cmd_getex, -2, W, 1, 1, 1, "string", "The string at a key; sets its expiry"},
    {"getrange", cmd_getrange, 4, 0, 1, 1, 1, "string", "A part of a string"},
    {"getset", cmd_getset, 3, W, 1, 1, 1, "string", "Sets a string, returns the one before"},
    {"hdel", cmd_hdel, -3, W, 1, 1, 1, "hash", "Deletes fields"},
    {"hello", cmd_hello, -1, 0, 0, 0, 0, "connection", "The handshake"},
    {"hexists", cmd_hexists, 3, 0, 1, 1, 1, "hash", "Whether a field exists"},
    {"hget", cmd_hget, 3, 0, 1, 1, 1, "hash", "The value of a field"},
    {"hgetall", cmd_hgetall, 2, 0, 1, 1, 1, "hash", "All fields and values"},
    {"hincrby", cmd_hincrby, 4, W, 1, 1, 1, "hash", "Adds a number to a field"},
    {"hincrbyfloat", cmd_hincrbyfloat, 4, W, 1, 1, 1, "hash", "Adds a fraction to a field"},
    {"hkeys", cmd_hkeys, 2, 0, 1, 1, 1, "hash", "All fields"},
    {"hlen", cmd_hlen, 2, 0, 1, 1, 1, "hash", "How many fields there are"},
    {"hmget", cmd_hmget, -3, 0, 1, 1, 1, "hash", "The values of fields"},
    {"hmset", cmd_hmset, -4, W, 1, 1, 1, "hash", "Sets fields"},
    {"hscan", cmd_hscan, -3, 0, 1, 1, 1, "hash", "Walks through the fields"},
    {"hset", cmd_hset, -4, W, 1, 1, 1, "hash", "Sets fields"},
    {"hsetnx", cmd_hsetnx, 4, W, 1, 1, 1, "hash", "Sets a field that isn't there"},
    {"hstrlen", cmd_hstrlen, 3, 0, 1, 1, 1, "hash", "The length of a field's value"},
    {"hvals", cmd_hvals, 2, 0, 1, 1, 1, "hash", "All values"},
    {"incr", cmd_incr, 2, W, 1, 1, 1, "string", "Adds one"},
    {"incrby", cmd_incrby, 3, W, 1, 1, 1, "string", "Adds a number"},
    {"incrbyfloat", cmd_incrbyfloat, 3, W, 1, 1, 1, "string", "Adds a fraction"},
    {"info", cmd_info, -1, 0, 0, 0, 0, "server", "About the server"},
    {"keys", cmd_keys, 2, 0, 0, 0, 0, "generic", "The keys that match a pattern"},
    {"lastsave", cmd_lastsave, 1, 0, 0, 0, 0, "server", "When the last snapshot was saved"},
    {"lindex", cmd_lindex, 3, 0, 1, 1, 1, "list", "The element at an index"},
    {"linsert", cmd_linsert, 5, W, 1, 1, 1, "list", "Inserts beside an element"},
    {"llen", cmd_llen, 2, 0, 1, 1, 1, "list", "How long a list is"},
    {"lmove", cmd_lmove, 5, W, 1, 2, 1, "list", "Moves an element to another list"},
    {"lpop", cmd_lpop, -2, W, 1, 1, 1, "list", "Takes the first elements"},
    {"lpush", cmd_lpush, -3, W, 1, 1, 1, "list", "Puts elements in front"},
    {"lpushx", cmd_lpushx, -3, W, 1, 1, 1, "list", "The same if the list exists"},
    {"lrange", cmd_lrange, 4, 0, 1, 1, 1, "list", "A part of a list"},
    {"lrem", cmd_lrem, 4, W, 1, 1, 1, "list", "Deletes equal elements"},
    {"lset", cmd_lset, 4, W, 1, 1, 1, "list", "Replaces the element at an index"},
    {"ltrim", cmd_ltrim, 4, W, 1, 1, 1, "list", "Keeps a part of a list"},
    {"mget", cmd_mget, -2, 0, 1, -1, 1, "string", "The strings at keys"},
    {"mset", cmd_mset, -3, W, 1, -1, 2, "string", "Sets strings"},
    {"msetnx", cmd_msetnx, -3, W, 1, -1, 2, "string", "Sets strings if none of them is there"},
    {"persist", cmd_persist, 2, W, 1, 1, 1, "generic", "Never expires any more"},
    {"pexpire", cmd_pexpire, -3, W, 1, 1, 1, "generic", "Sets a time to live in milliseconds"},
    {"pexpireat", cmd_pexpireat, -3, W, 1, 1, 1, "generic", "Sets the millisecond of expiry"},
    {"pexpiretime", cmd_pexpiretime, 2, 0, 1, 1, 1, "generic", "The millisecond of expiry"},
    {"ping", cmd_ping, -1, LISTENS, 0, 0, 0, "connection", "PONG"},
    {"psetex", cmd_psetex, 4, W, 1, 1, 1, "string", "Sets a string that expires"},
    {"psubscribe", cmd_psubscribe, -2, LISTENS, 0, 0, 0, "pubsub", "Listens to patterns"},
    {"pttl", cmd_pttl, 2, 0, 1, 1, 1, "generic", "The time to live in milliseconds"},
    {"publish", cmd_publish, 3, 0, 0, 0, 0, "pubsub", "Says something on a channel"},
    {"pubsub", cmd_pubsub, -2, 0, 0, 0, 0, "pubsub", "About channels"},
    {"punsubscribe", cmd_punsubscribe, -1, LISTENS, 0, 0, 0, "pubsub", "Ends listening"},
    {"quit", cmd_quit, -1, LISTENS, 0, 0, 0, "connection", "Ends the connection"},
    {"randomkey", cmd_randomkey, 1, 0, 0, 0, 0, "generic", "Any key"},
    {"rename", cmd_rename, 3, W, 1, 2, 1, "generic", "Renames a key"},
    {"renamenx", cmd_renamenx, 3, W, 1, 2, 1, "generic", "The same if the new one isn't there"},
    {"reset", cmd_reset, 1, LISTENS, 0, 0, 0, "connection", "As after connecting"},
    {"rpop", cmd_rpop, -2, W, 1, 1, 1, "list", "Takes the last elements"},
    {"rpoplpush", cmd_rpoplpush, 3, W, 1, 2, 1, "list", "From the end to another's front"},
    {"rpush", cmd_rpush, -3, W, 1, 1, 1, "list", "Appends elements"},
    {"rpushx", cmd_rpushx, -3, W, 1, 1, 1, "list", "The same if the list exists"},
    {"sadd", cmd_sadd, -3, W, 1, 1, 1, "set", "Adds members"},
    {"save", cmd_save, 1, 0, 0, 0, 0, "server", "Saves a snapshot"},
    {"scan", cmd_scan, -2, 0, 0, 0, 0, "generic", "Walks through the keys"},
    {"scard", cmd_scard, 2, 0, 1, 1, 1, "set", "How many members there are"},
    {"sdiff", cmd_sdiff, -2, 0, 1, -1, 1, "set", "Members of the first set alone"},
    {"select", cmd_select, 2, 0, 0, 0, 0, "connection", "Chooses a database"},
    {"set", cmd_set, -3, W, 1, 1, 1, "string", "Sets a string"},
    {"setex", cmd_setex, 4, W, 1, 1, 1, "string", "Sets a string that expires"},
    {"setnx", cmd_setnx, 3, W, 1, 1, 1, "string", "Sets a string that isn't there"},
    {"setrange", cmd_setrange, 4, W, 1, 1, 1, "string", "Overwrites a part of a string"},
    {"shutdown", cmd_shutdown, -1, 0, 0, 0, 0, "server", "Ends the server"},
    {"sinter", cmd_sinter, -2, 0, 1, -1, 1, "set", "Members of all sets"},
    {"sismember", cmd_sismember, 3, 0, 1, 1, 1, "set", "Whether it is a member"},
    {"smembers", cmd_smembers, 2, 0, 1, 1, 1, "set", "All members"},
    {"smismember", cmd_smismember, -3, 0, 1, 1, 1, "set", "Which of these are members"},
    {"spop", cmd_spop, -2, W, 1, 1, 1, "set", "Takes any members"},
    {"srandmember", cmd_srandmember, -2, 0, 1, 1, 1, "set", "Any members"},
    {"srem", cmd_srem, -3, W, 1, 1, 1, "set", "Removes members"},
    {"sscan", cmd_sscan, -3, 0, 1, 1, 1, "set", "Walks through the members"},
    {"strlen", cmd_strlen, 2, 0, 1, 1, 1, "string", "How long a string is"},
    {"subscribe", cmd_subscribe, -2, LISTENS, 0, 0, 0, "pubsub", "Listens to channels"},
    {"sunion", cmd_sunion, -2, 0, 1, -1, 1, "set", "Members of any of the sets"},
    {"time", cmd_time, 1, 0, 0, 0, 0, "server", "What time it is"},
    {"ttl", cmd_ttl, 2, 0, 1, 1, 1, "generic", "The time to live in seconds"},
    {"type", cmd_type, 2, 0, 1, 1, 1, "generic", "What is at a key"},
    {"unlink", cmd_del, -2, W, 1, -1, 1, "generic", "Deletes keys"},
    {"unsubscribe", cmd_unsubscribe, -1, LISTENS, 0, 0, 0, "pubsub", "Ends listening"},
    {"zadd", cmd_zadd, -4, W, 1, 1, 1, "sorted-set", "Adds members with scores"},
    {"zcard", cmd_zcard, 2, 0, 1, 1, 1, "sorted-set", "How many members there are"},
    {"zcount", cmd_zcount, 4, 0, 1, 1, 1, "sorted-set", "How many have such a score"},
    {"zincrby", cmd_zincrby, 4, W, 1, 1, 1, "sorted-set", "Adds to a score"},
    {"zpopmax", cmd_zpopmax, -2, W, 1, 1, 1, "sorted-set", "Takes the highest"},
    {"zpopmin", cmd_zpopmin, -2, W, 1, 1, 1, "sorted-set", "Takes the lowest"},
    {"zrange", cmd_zrange, -4, 0, 1, 1, 1, "sorted-set", "Members by rank or score"},
    {"zrangebyscore", cmd_zrangebyscore, -4, 0, 1, 1, 1, "sorted-set", "Members by score"},
    {"zrank", cmd_zrank, 3, 0, 1, 1, 1, "sorted-set", "How many come before"},
    {"zrem", cmd_zrem, -3, W, 1, 1, 1, "sorted-set", "Removes members"},
    {"zrevrange", cmd_zrevrange, -4, 0, 1, 1, 1, "sorted-set", "Members by rank, from the highest"},
    {"zrevrank", cmd_zrevrank, 3, 0, 1, 1, 1, "sorted-set", "How many come after"},
    {"zscan", cmd_zscan, -3, 0, 1, 1, 1, "sorted-set", "Walks through the members"},
    {"zscore", cmd_zscore, 3, 0, 1, 1, 1, "sorted-set", "A member's score"},
};
const size_t ncommands = sizeof commands / sizeof *commands;

const struct command *command_find(struct slice name)
{
    char word[24];
    if (name.len >= sizeof word)
        return NULL;
    for (size_t i = 0; i < name.len; i++)
        word[i] = name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] | 32) : name.at[i];
    word[name.len] = 0;
    for (size_t low = 0, high = ncommands; low < high;) {
        size_t middle = (low + high) / 2;
        int order = strcmp(word, commands[middle].name);
        if (!order)
            return &commands[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* ---- running one ----------------------------------------------------------------------------- */

void changed(struct client *c)
{
    c->changed = c->unlogged = true;
    server.changes++;
}

void only_first(struct client *c, size_t n)
{
    c->nargs = n;
}

void log_instead(struct client *c, size_t n, const struct slice *args)
{
    c->rewritten = true;
    log_command(c->db, n, args);
}

static bool has_arity(const struct client *c, const struct command *command)
{
    size_t n = (size_t)(command->arity < 0 ? -command->arity : command->arity);
    return command->arity < 0 ? c->nargs >= n : c->nargs == n;
}

/* Whether the command may run; if not, the client is told why. */
static bool is_allowed(struct client *c, const struct command *command)
{
    if (!command) {
        reply_error(c, "ERR unknown command '%.*s', with args beginning with: %s",
                    (int)(c->args[0].len < 128 ? c->args[0].len : 128), c->args[0].at, "");
        return false;
    }
    if (!has_arity(c, command)) {
        reply_error(c, "ERR wrong number of arguments for '%s' command", command->name);
        return false;
    }
    if (c->nsubscriptions && !(command->flags & LISTENS)) {
        reply_error(c, "ERR Can't execute '%s': only (P)SUBSCRIBE / (P)UNSUBSCRIBE / PING / QUIT "
                       "/ RESET are allowed in this context", command->name);
        return false;
    }
    if ((command->flags & WRITES) && !server.loading && log_is_failing()) {
        reply_error(c, "MISCONF the append-only file can't be written");
        return false;
    }
    long long limit = server.config.maxmemory;
    /* What takes away is a way out. */
    bool frees = command->run == cmd_del || command->run == cmd_flushall ||
                 command->run == cmd_flushdb;
    if ((command->flags & WRITES) && !frees && !server.loading && limit &&
        mem_used() > (size_t)limit) {
        reply_error(c, "OOM command not allowed when used memory > 'maxmemory'.");
        return false;
    }
    return true;
}

void command_run(struct client *c)
{
    const struct command *command = command_find(c->args[0]);
    if (!is_allowed(c, command))
        return;
    server.now = 0;
    c->last = command;
    c->changed = c->rewritten = false;
    server.ncommands++;
    command->run(c);
    if (c->changed && !c->rewritten)
        log_command(c->db, c->nargs, c->args);
    if (server.list_grew)
        block_serve(); /* after the log: it logs what it takes */
}

/* ---- what commands have in common ------------------------------------------------------------ */

struct object *want(struct client *c, struct slice key, enum type type, bool *none)
{
    struct entry *e = db_find(c->db, key);
    *none = !e;
    if (!e) {
        server.misses++;
        return NULL;
    }
    server.hits++;
    if (e->object->type == type)
        return e->object;
    reply_wrong_type(c);
    return NULL;
}

struct object *want_new(struct client *c, struct slice key, enum type type)
{
    bool none;
    struct object *o = want(c, key, type, &none);
    if (o || !none)
        return o;
    struct entry *e = db_add(c->db, key, type);
    if (!e)
        reply_oom(c);
    return e ? e->object : NULL;
}

static size_t length_of(const struct object *o)
{
    switch (o->type) {
    case STRING:
        return o->text != NULL;
    case LIST:
        return o->list.len;
    case HASH:
    case SET:
        return o->dict.used;
    case ZSET:
        return o->zset->members.used;
    }
    return 0;
}

void delete_if_empty(struct client *c, struct slice key, struct object *o)
{
    if (!length_of(o))
        db_delete(c->db, key);
}

bool want_int(struct client *c, struct slice s, long long *n)
{
    if (slice_to_int(s, n))
        return true;
    reply_error(c, "ERR value is not an integer or out of range");
    return false;
}

bool want_double(struct client *c, struct slice s, double *d)
{
    if (slice_to_double(s, d))
        return true;
    reply_error(c, "ERR value is not a valid float");
    return false;
}

bool want_long_double(struct client *c, struct slice s, long double *d)
{
    if (slice_to_long_double(s, d))
        return true;
    reply_error(c, "ERR value is not a valid float");
    return false;
}

bool clamp_range(long long *from, long long *to, size_t len)
{
    long long n = (long long)len;
    if (*from < 0)
        *from = *from < -n ? 0 : *from + n;
    if (*to < 0)
        *to += n;
    if (*to >= n)
        *to = n - 1;
    return *from <= *to;
}
