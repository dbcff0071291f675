/* SPDX-License-Identifier: MIT
 *
 * The append-only file: each command that has changed something, in RESP. It is written before
 * the client hears of it; when it reaches the disk is what appendfsync says.
 *
 * While a child writes it anew, what happens is gathered as well, and put behind what the child
 * wrote. */
#include "redis.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static struct {
    int fd; /* -1: there is no log */
    int db; /* of the last command in it; -1: say so first */
    bool failing, dirty;
    bool broken; /* a command found no memory to be noted in */
    struct buf pending;
    struct buf gathered; /* since the child began */
    bool gathering;
    int gathered_db;
} log_state = {.fd = -1, .db = -1};

static void put_command(struct buf *b, int *current, int db, size_t n, const struct slice *args)
{
    char text[12];
    if (*current != db) {
        int len = snprintf(text, sizeof text, "%d", db);
        put_array(b, 2);
        put_bulk(b, TEXT("SELECT"));
        put_bulk(b, (struct slice){text, (size_t)len});
        *current = db;
    }
    put_array(b, n);
    for (size_t i = 0; i < n; i++)
        put_bulk(b, args[i]);
}

void log_command(int db, size_t n, const struct slice *args)
{
    if (server.loading || log_state.fd < 0)
        return;
    put_command(&log_state.pending, &log_state.db, db, n, args);
    if (log_state.gathering)
        put_command(&log_state.gathered, &log_state.gathered_db, db, n, args);
}

/* The file ends where a command ends, whatever happened. */
static int append(struct buf *b)
{
    size_t done = 0;
    while (done < b->len) {
        ssize_t n = write(log_state.fd, b->at + done, b->len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int error = -errno;
            off_t end = lseek(log_state.fd, 0, SEEK_END);
            if (done && (end < 0 || ftruncate(log_state.fd, end - (off_t)done) < 0))
                say("the log has a torn end: %s", strerror(errno));
            return error;
        }
        done += (size_t)n;
    }
    b->len = 0;
    return 0;
}

int log_flush(void)
{
    struct buf *b = &log_state.pending;
    if (log_state.fd < 0)
        return 0;
    log_state.broken |= b->failed;
    if (!b->len && !log_state.broken)
        return 0;
    int error = log_state.broken ? -ENOMEM : append(b);
    if (!error && server.config.appendfsync == FSYNC_ALWAYS && fdatasync(log_state.fd) < 0)
        error = -errno;
    if (error && !log_state.failing)
        say("the log can't be written: %s; nothing is changed until it can", edo_strerror(error));
    log_state.failing = error != 0;
    log_state.dirty = true;
    if (b->room > 1024 * 1024 && !b->len)
        buf_free(b);
    return error;
}

bool log_is_broken(void)
{
    return log_state.broken;
}

bool log_is_failing(void)
{
    return log_state.failing && log_flush() < 0;
}

/* A descriptor of its own for who syncs, if there is something to sync; else -1. */
int log_to_sync(void)
{
    if (!log_state.dirty || log_state.fd < 0)
        return -1;
    log_state.dirty = false;
    return fcntl(log_state.fd, F_DUPFD_CLOEXEC, 3);
}

int log_open(void)
{
    const char *path = server.config.appendfilename;
    off_t good = 0;
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0)
        return -errno;
    int error = replay(fd, path, false, &good);
    off_t end = lseek(fd, 0, SEEK_END);
    if (!error && good < end) {
        say("%s: its last %lld bytes are half a command and are cut off", path,
            (long long)(end - good));
        if (ftruncate(fd, good) < 0)
            error = -errno;
    }
    if (error) {
        close(fd);
        return error;
    }
    log_state.fd = fd;
    log_state.db = -1;
    server.changes = 0;
    return 0;
}

bool log_is_open(void)
{
    return log_state.fd >= 0;
}

void log_close(void)
{
    if (log_state.fd < 0)
        return;
    log_flush();
    if (fsync(log_state.fd) < 0)
        say("the log: %s", strerror(errno));
    close(log_state.fd);
    log_state.fd = -1;
    buf_free(&log_state.pending);
    buf_free(&log_state.gathered);
}

/* ---- anew ------------------------------------------------------------------------------------ */

void log_rewrite_begin(void)
{
    log_state.gathering = log_state.fd >= 0;
    log_state.gathered_db = -1;
}

void log_rewrite_abandon(void)
{
    log_state.gathering = false;
    buf_free(&log_state.gathered);
}

/* What is pending has been gathered too: it goes with the old file, if that is whole. */
int log_rewrite_finish(const char *temporary)
{
    int error = log_state.broken ? 0 : log_flush();
    int fd = open(temporary, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0)
        error = -errno;
    if (!error && log_state.gathered.failed)
        error = -ENOMEM;
    int before = log_state.fd;
    if (!error) {
        log_state.fd = fd;
        error = append(&log_state.gathered);
        if (!error && (fsync(fd) < 0 || rename(temporary, server.config.appendfilename) < 0))
            error = -errno;
    }
    if (error) {
        log_state.fd = before;
        if (fd >= 0)
            close(fd);
        unlink(temporary);
    } else {
        if (before >= 0)
            close(before);
        else
            close(fd), log_state.fd = -1; /* there was no log: the file is all that was asked for */
        log_state.db = -1;
        log_state.failing = log_state.broken = false;
        buf_free(&log_state.pending);
    }
    log_rewrite_abandon();
    return error;
}
