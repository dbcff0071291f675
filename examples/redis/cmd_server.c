/* SPDX-License-Identifier: MIT
 *
 * About connections and the server itself. */
#include "redis.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define VERSION "7.0.0" /* of the protocol's commands: clients look at it */

static bool has_sub(struct client *c, const char *word, size_t nargs)
{
    return slice_is(c->args[1], word) && c->nargs == nargs;
}

static void unknown_sub(struct client *c)
{
    reply_error(c, "ERR unknown subcommand or wrong number of arguments for '%.*s'",
                (int)(c->args[1].len < 128 ? c->args[1].len : 128), c->args[1].at);
}

/* ---- connections ----------------------------------------------------------------------------- */

COMMAND(ping)
{
    if (c->nargs > 2) {
        reply_error(c, "ERR wrong number of arguments for 'ping' command");
    } else if (c->nsubscriptions) {
        reply_array(c, 2);
        reply_bulk(c, TEXT("pong"));
        reply_bulk(c, c->nargs == 2 ? c->args[1] : TEXT(""));
    } else if (c->nargs == 2) {
        reply_bulk(c, c->args[1]);
    } else {
        reply_text(c, "+PONG\r\n");
    }
}

COMMAND(echo)
{
    reply_bulk(c, c->args[1]);
}

COMMAND(quit)
{
    reply_ok(c);
    c->closing = true;
}

COMMAND(select)
{
    long long db;
    if (!want_int(c, c->args[1], &db))
        return;
    if (db < 0 || db >= DATABASES) {
        reply_error(c, "ERR DB index is out of range");
        return;
    }
    c->db = (int)db;
    reply_ok(c);
}

COMMAND(reset)
{
    subscriptions_free(c);
    mem_free(c->name);
    c->name = NULL;
    c->db = 0;
    reply_text(c, "+RESET\r\n");
}

static bool set_name(struct client *c, struct slice name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] > ' ' && name.at[i] <= '~')
            continue;
        reply_error(c, "ERR Client names cannot contain spaces, newlines or special characters.");
        return false;
    }
    struct str *copy = str_new(name);
    if (!copy) {
        reply_oom(c);
        return false;
    }
    mem_free(c->name);
    c->name = copy;
    return true;
}

COMMAND(hello)
{
    for (size_t i = 1; i < c->nargs; i++) {
        if (i == 1 && !slice_equal(c->args[1], TEXT("2"))) {
            reply_error(c, "NOPROTO unsupported protocol version");
            return;
        }
        if (i == 1)
            continue;
        if (!slice_is(c->args[i], "setname") || ++i == c->nargs) {
            reply_error(c, "ERR Syntax error in HELLO");
            return;
        }
        if (!set_name(c, c->args[i]))
            return;
    }
    static const char *const fields[] = {"server", "redis", "version", VERSION, "mode",
                                         "standalone", "role", "master"};
    reply_array(c, 14);
    for (size_t i = 0; i < 8; i++)
        reply_bulk(c, slice_of(fields[i]));
    reply_bulk(c, TEXT("proto"));
    reply_int(c, 2);
    reply_bulk(c, TEXT("id"));
    reply_int(c, (long long)c->id);
    reply_bulk(c, TEXT("modules"));
    reply_array(c, 0);
}

static void kill_client(struct client *c, struct slice id)
{
    long long n;
    if (!want_int(c, id, &n))
        return;
    for (struct client *other = server.clients; other; other = other->next) {
        if (other->id != (uint64_t)n)
            continue;
        if (other == c)
            c->closing = true;
        else
            client_kill(other);
        reply_int(c, 1);
        return;
    }
    reply_int(c, 0);
}

COMMAND(client)
{
    struct buf text = {0};
    if (has_sub(c, "id", 2)) {
        reply_int(c, (long long)c->id);
    } else if (has_sub(c, "getname", 2)) {
        if (c->name)
            reply_bulk(c, str_slice(c->name));
        else
            reply_null(c);
    } else if (has_sub(c, "setname", 3)) {
        if (set_name(c, c->args[2]))
            reply_ok(c);
    } else if (has_sub(c, "setinfo", 4) || has_sub(c, "no-evict", 3)) {
        reply_ok(c);
    } else if (has_sub(c, "kill", 4) && slice_is(c->args[2], "id")) {
        kill_client(c, c->args[3]);
    } else if (has_sub(c, "list", 2) || has_sub(c, "info", 2)) {
        bool all = slice_is(c->args[1], "list");
        struct client *other = all ? server.clients : c;
        for (; other; other = all ? other->next : NULL)
            client_describe(other, &text);
        reply_bulk(c, (struct slice){text.at, text.len});
        buf_free(&text);
    } else {
        unknown_sub(c);
    }
}

/* ---- commands -------------------------------------------------------------------------------- */

static void describe_command(struct client *c, const struct command *command)
{
    if (!command) {
        reply_text(c, "*-1\r\n");
        return;
    }
    reply_array(c, 6);
    reply_bulk(c, slice_of(command->name));
    reply_int(c, command->arity);
    reply_array(c, 1);
    reply_text(c, command->flags & WRITES ? "+write\r\n" : "+readonly\r\n");
    reply_int(c, command->first_key);
    reply_int(c, command->last_key);
    reply_int(c, command->key_step);
}

static void document_command(struct client *c, const struct command *command)
{
    reply_bulk(c, slice_of(command->name));
    reply_array(c, 4);
    reply_bulk(c, TEXT("summary"));
    reply_bulk(c, slice_of(command->summary));
    reply_bulk(c, TEXT("group"));
    reply_bulk(c, slice_of(command->group));
}

static void document_commands(struct client *c)
{
    size_t known = 0;
    for (size_t i = 2; i < c->nargs; i++)
        known += command_find(c->args[i]) != NULL;
    reply_array(c, 2 * (c->nargs > 2 ? known : ncommands));
    for (size_t i = 2; i < c->nargs; i++)
        if (command_find(c->args[i]))
            document_command(c, command_find(c->args[i]));
    for (size_t i = 0; c->nargs == 2 && i < ncommands; i++)
        document_command(c, &commands[i]);
}

COMMAND(command)
{
    if (c->nargs == 1 || has_sub(c, "list", 2)) {
        reply_array(c, ncommands);
        for (size_t i = 0; i < ncommands; i++) {
            if (c->nargs == 1)
                describe_command(c, &commands[i]);
            else
                reply_bulk(c, slice_of(commands[i].name));
        }
    } else if (has_sub(c, "count", 2)) {
        reply_int(c, (long long)ncommands);
    } else if (slice_is(c->args[1], "docs")) {
        document_commands(c);
    } else if (slice_is(c->args[1], "info")) {
        reply_array(c, c->nargs - 2);
        for (size_t i = 2; i < c->nargs; i++)
            describe_command(c, command_find(c->args[i]));
    } else {
        unknown_sub(c);
    }
}

/* ---- settings -------------------------------------------------------------------------------- */

COMMAND(config)
{
    if (slice_is(c->args[1], "get") && c->nargs > 2) {
        struct buf found = {0};
        size_t n = 0;
        for (size_t i = 2; i < c->nargs; i++)
            n += config_get(c->args[i], &found);
        reply_array(c, 2 * n);
        buf_add(&c->out, found.at, found.len);
        buf_free(&found);
    } else if (slice_is(c->args[1], "set") && c->nargs > 2 && c->nargs % 2 == 0) {
        for (size_t i = 2; i < c->nargs; i += 2) {
            if (config_set(c->args[i], c->args[i + 1]))
                continue;
            reply_error(c, "ERR CONFIG SET failed: '%.*s' can't be set to that while it runs",
                        (int)(c->args[i].len < 128 ? c->args[i].len : 128), c->args[i].at);
            return;
        }
        reply_ok(c);
    } else if (has_sub(c, "resetstat", 2)) {
        server.ncommands = server.connections = server.expired = server.rejected = 0;
        server.hits = server.misses = 0;
        reply_ok(c);
    } else {
        unknown_sub(c);
    }
}

/* ---- about it -------------------------------------------------------------------------------- */

static void info_server(struct buf *b)
{
    buf_format(b, "redis_version:%s\r\nredis_mode:standalone\r\nprocess_id:%ld\r\n", VERSION,
               (long)getpid());
    buf_format(b, "tcp_port:%lld\r\nuptime_in_seconds:%lld\r\n", server.config.port,
               (long long)(now_ms() - server.started) / 1000);
}

static void info_clients(struct buf *b)
{
    buf_format(b, "connected_clients:%llu\r\nmaxclients:%lld\r\n",
               (unsigned long long)server.nclients, server.config.maxclients);
}

static void info_memory(struct buf *b)
{
    buf_format(b, "used_memory:%zu\r\nmaxmemory:%lld\r\n", mem_used(), server.config.maxmemory);
}

static void info_persistence(struct buf *b)
{
    buf_format(b, "loading:0\r\nrdb_changes_since_last_save:%lld\r\n", server.changes);
    buf_format(b, "rdb_bgsave_in_progress:%d\r\naof_rewrite_in_progress:%d\r\n",
               server.child_kind == SAVE_CHILD, server.child_kind == REWRITE_CHILD);
    buf_format(b, "rdb_last_save_time:%lld\r\nrdb_last_bgsave_status:%s\r\n",
               (long long)server.last_save / 1000, server.save_failed ? "err" : "ok");
    buf_format(b, "aof_enabled:%d\r\n", log_is_open());
}

static void info_stats(struct buf *b)
{
    buf_format(b, "total_connections_received:%llu\r\ntotal_commands_processed:%llu\r\n",
               (unsigned long long)server.connections, (unsigned long long)server.ncommands);
    buf_format(b, "rejected_connections:%llu\r\nexpired_keys:%llu\r\n",
               (unsigned long long)server.rejected, (unsigned long long)server.expired);
    buf_format(b, "keyspace_hits:%llu\r\nkeyspace_misses:%llu\r\n",
               (unsigned long long)server.hits, (unsigned long long)server.misses);
    buf_format(b, "pubsub_channels:%zu\r\npubsub_patterns:%zu\r\n", server.channels.used,
               server.npatterns);
}

static void info_keyspace(struct buf *b)
{
    for (int i = 0; i < DATABASES; i++)
        if (server.databases[i].used)
            buf_format(b, "db%d:keys=%zu,expires=%zu\r\n", i, server.databases[i].used,
                       db_expiring(i));
}

COMMAND(info)
{
    static const struct {
        const char *name, *title;
        void (*put)(struct buf *b);
    } sections[] = {{"server", "Server", info_server},
                    {"clients", "Clients", info_clients},
                    {"memory", "Memory", info_memory},
                    {"persistence", "Persistence", info_persistence},
                    {"stats", "Stats", info_stats},
                    {"keyspace", "Keyspace", info_keyspace}};
    struct buf text = {0};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        bool wanted = c->nargs == 1;
        for (size_t k = 1; k < c->nargs; k++)
            wanted |= slice_is(c->args[k], sections[i].name) || slice_is(c->args[k], "all") ||
                      slice_is(c->args[k], "everything") || slice_is(c->args[k], "default");
        if (!wanted)
            continue;
        buf_format(&text, "%s# %s\r\n", text.len ? "\r\n" : "", sections[i].title);
        sections[i].put(&text);
    }
    reply_bulk(c, (struct slice){text.at, text.len});
    buf_free(&text);
}

COMMAND(time)
{
    struct timespec t;
    char text[24];
    clock_gettime(CLOCK_REALTIME, &t);
    reply_array(c, 2);
    int n = snprintf(text, sizeof text, "%lld", (long long)t.tv_sec);
    reply_bulk(c, (struct slice){text, (size_t)n});
    n = snprintf(text, sizeof text, "%ld", t.tv_nsec / 1000);
    reply_bulk(c, (struct slice){text, (size_t)n});
}

/* ---- saving, ending -------------------------------------------------------------------------- */

COMMAND(lastsave)
{
    reply_int(c, server.last_save / 1000);
}

COMMAND(save)
{
    if (server.child_kind == SAVE_CHILD) {
        reply_error(c, "ERR Background save already in progress");
        return;
    }
    int error = snapshot_write(server.config.dbfilename);
    if (error) {
        reply_error(c, "ERR %s", edo_strerror(error));
        return;
    }
    server.changes = 0;
    server.last_save = now_ms();
    reply_ok(c);
}

static void start(struct client *c, int what, const char *answer)
{
    int error = background_start(what);
    if (error == -EBUSY)
        reply_error(c, "ERR a background save or rewrite is in progress already");
    else if (error)
        reply_error(c, "ERR %s", edo_strerror(error));
    else
        reply_text(c, answer);
}

COMMAND(bgsave)
{
    start(c, SAVE_CHILD, "+Background saving started\r\n");
}

COMMAND(bgrewriteaof)
{
    start(c, REWRITE_CHILD, "+Background append only file rewriting started\r\n");
}

COMMAND(shutdown)
{
    bool save = c->nargs == 2 && slice_is(c->args[1], "save");
    bool nosave = c->nargs == 2 && slice_is(c->args[1], "nosave");
    if (c->nargs > 2 || (c->nargs == 2 && !save && !nosave)) {
        reply_error(c, "ERR syntax error");
        return;
    }
    if (!server.listener) /* ends already; or a file that says so, which no log does */
        return;
    server.save_at_end = save ? 1 : nosave ? 0 : server.config.nsave > 0;
    edo_listener_close(server.listener); /* the main task's accept ends */
    server.listener = NULL;
    c->closing = true;
}
