/* SPDX-License-Identifier: MIT
 *
 * Settings: `--NAME VALUE` on the command line, CONFIG GET and CONFIG SET. */
#include "redis.h"

#include <string.h>
#include <strings.h>

struct server server = {
    .config = {
        .bind = "127.0.0.1", .port = 6379, .dir = ".", .dbfilename = "dump.edo",
        .appendfilename = "appendonly.aof", .appendfsync = FSYNC_EVERYSEC, .maxclients = 10000,
        .proto_max_bulk_len = 512LL << 20, .query_limit = 1LL << 30, .pubsub_limit = 32LL << 20,
        .save = {{3600, 1}, {300, 100}, {60, 10000}}, .nsave = 3,
    },
    .last_waiting = &server.waiting,
};

static const struct setting {
    const char *name;
    enum { WORD, NUMBER, YES_NO, SYNC, SAVE_POINTS } kind;
    void *at;
    size_t room;
    bool fixed; /* not while it runs */
} settings[] = {
    {"appendfilename", WORD, server.config.appendfilename, 256, true},
    {"appendfsync", SYNC, &server.config.appendfsync, 0, false},
    {"appendonly", YES_NO, &server.config.appendonly, 0, true},
    {"bind", WORD, server.config.bind, 256, true},
    {"client-query-buffer-limit", NUMBER, &server.config.query_limit, 0, false},
    {"dbfilename", WORD, server.config.dbfilename, 256, true},
    {"dir", WORD, server.config.dir, 1024, true},
    {"maxclients", NUMBER, &server.config.maxclients, 0, false},
    {"maxmemory", NUMBER, &server.config.maxmemory, 0, false},
    {"port", NUMBER, &server.config.port, 0, true},
    {"proto-max-bulk-len", NUMBER, &server.config.proto_max_bulk_len, 0, false},
    {"pubsub-output-limit", NUMBER, &server.config.pubsub_limit, 0, false},
    {"save", SAVE_POINTS, NULL, 0, false},
};
enum { SETTINGS = sizeof settings / sizeof *settings };

static const char *const syncs[] = {"no", "everysec", "always"};

/* "60 1000 5 1", or "" for never. */
static bool set_save_points(struct slice value)
{
    struct save_point points[8];
    int n = 0;
    long long numbers[16];
    size_t i = 0, count = 0;
    while (i < value.len) {
        size_t from = i;
        while (i < value.len && value.at[i] != ' ')
            i++;
        if (i > from) {
            struct slice word = {value.at + from, i - from};
            if (count == 16 || !slice_to_int(word, &numbers[count]) || numbers[count++] < 1)
                return false;
        }
        i++;
    }
    if (count % 2)
        return false;
    for (; n < (int)count / 2; n++)
        points[n] = (struct save_point){numbers[2 * n], numbers[2 * n + 1]};
    memcpy(server.config.save, points, sizeof *points * (size_t)n);
    server.config.nsave = n;
    return true;
}

/* "1048576", "1mb", "64k". */
static bool to_size(struct slice value, long long *n)
{
    static const struct {
        const char *suffix;
        long long unit;
    } units[] = {{"kb", 1024}, {"mb", 1 << 20}, {"gb", 1 << 30}, {"k", 1000}, {"m", 1000000},
                 {"g", 1000000000}, {"b", 1}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t len = strlen(units[i].suffix);
        if (value.len <= len || strncasecmp(value.at + value.len - len, units[i].suffix, len) != 0)
            continue;
        value.len -= len;
        return slice_to_int(value, n) && !__builtin_mul_overflow(*n, units[i].unit, n);
    }
    return slice_to_int(value, n);
}

static bool set(const struct setting *s, struct slice value)
{
    long long n;
    switch (s->kind) {
    case WORD:
        if (value.len >= s->room || memchr(value.at, 0, value.len))
            return false;
        snprintf(s->at, s->room, "%.*s", (int)value.len, value.at);
        return true;
    case NUMBER:
        if (!to_size(value, &n) || n < 0)
            return false;
        *(long long *)s->at = n;
        return true;
    case YES_NO:
        if (!slice_is(value, "yes") && !slice_is(value, "no"))
            return false;
        *(bool *)s->at = slice_is(value, "yes");
        return true;
    case SYNC:
        for (int i = 0; i < 3; i++) {
            if (!slice_is(value, syncs[i]))
                continue;
            *(int *)s->at = i;
            return true;
        }
        return false;
    case SAVE_POINTS:
        return set_save_points(value);
    }
    return false;
}

static void get(const struct setting *s, char *value, size_t len)
{
    size_t at = 0;
    value[0] = 0;
    switch (s->kind) {
    case WORD:
        snprintf(value, len, "%s", (const char *)s->at);
        break;
    case NUMBER:
        snprintf(value, len, "%lld", *(long long *)s->at);
        break;
    case YES_NO:
        snprintf(value, len, "%s", *(bool *)s->at ? "yes" : "no");
        break;
    case SYNC:
        snprintf(value, len, "%s", syncs[*(int *)s->at]);
        break;
    case SAVE_POINTS:
        for (int i = 0; i < server.config.nsave && at < len; i++)
            at += (size_t)snprintf(value + at, len - at, "%s%lld %lld", i ? " " : "",
                                   server.config.save[i].seconds, server.config.save[i].changes);
        break;
    }
}

bool config_set(struct slice name, struct slice value)
{
    for (size_t i = 0; i < SETTINGS; i++)
        if (slice_is(name, settings[i].name))
            return !(settings[i].fixed && server.started) && set(&settings[i], value);
    return false;
}

size_t config_get(struct slice pattern, struct buf *b)
{
    size_t n = 0;
    for (size_t i = 0; i < SETTINGS; i++) {
        char value[1100];
        if (!slice_matches(slice_of(settings[i].name), pattern))
            continue;
        get(&settings[i], value, sizeof value);
        put_bulk(b, slice_of(settings[i].name));
        put_bulk(b, slice_of(value));
        n++;
    }
    return n;
}
