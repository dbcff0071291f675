/* SPDX-License-Identifier: MIT
 *
 * What goes on beside the clients: deleting what has expired, syncing the log, saving. A snapshot
 * is a child's work: it has the data as they were when it was forked. */
#define _GNU_SOURCE /* close_range */
#include "redis.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- expiry ---------------------------------------------------------------------------------- */

enum { SWEEP = 1000 };

async int keep_expiring(void)
{
    for (;;) {
        int64_t next = db_next_expiry(), left = next - now_ms();
        if (next == NEVER) {
            try await notice_wait(&server.expiry);
        } else if (left > 0) {
            select {
                when (int error = edo_sleep(edo_ms((uint64_t)left))) try error;
                when (int error = notice_wait(&server.expiry)) try error;
            }
        } else {
            db_sweep(SWEEP);
            log_flush();
            try await edo_yield();
        }
    }
}

/* ---- a leaf: fdatasync on a thread of its own ------------------------------------------------ */

struct sync_op {
    int result;
    int fd;
    pthread_t thread;
    bool has_thread;
    edo_waker waker;
    bool over; /* atomically */
};

static void *sync_thread(void *data)
{
    struct sync_op *op = data;
    op->result = fdatasync(op->fd) < 0 ? -errno : 0;
    edo_waker waker = op->waker;
    __atomic_store_n(&op->over, true, __ATOMIC_RELEASE); /* pairs with sync_resume's load */
    edo_waker_wake(waker);
    return NULL;
}

/* It can't be hurried: a cancelled task waits for the disk too. */
static edo_poll sync_resume(struct sync_op *op, edo_cx *cx)
{
    if (!__atomic_load_n(&op->over, __ATOMIC_ACQUIRE) || !edo_cx_spend(cx))
        return EDO_PENDING;
    if (op->has_thread)
        pthread_join(op->thread, NULL); /* it is leaving */
    return EDO_READY;
}

static edo_poll sync_start(struct sync_op *op, edo_cx *cx, int fd)
{
    *op = (struct sync_op){.fd = fd};
    op->waker = edo_cx_waker(cx);
    int error = op->waker.vtable ? pthread_create(&op->thread, NULL, sync_thread, op) : ENOMEM;
    op->has_thread = !error;
    if (!error)
        return EDO_PENDING;
    if (op->waker.vtable)
        edo_waker_drop(op->waker);
    op->result = -error;
    op->over = true;
    return sync_resume(op, cx);
}

async int file_sync(int fd) edo_leaf(struct sync_op, sync_start, sync_resume, 0, 0);

async int keep_syncing(void)
{
    for (;;) {
        try await edo_sleep(edo_secs(1));
        int fd = server.config.appendfsync == FSYNC_EVERYSEC ? log_to_sync() : -1;
        if (fd < 0)
            continue;
        int error = await file_sync(fd);
        close(fd);
        if (error)
            say("syncing the log: %s", edo_strerror(error));
    }
}

/* ---- children -------------------------------------------------------------------------------- */

static char rewrite_path[1400];

static void child_main(int what)
{
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    close_range(3, ~0U, 0); /* else connections would not end before it does */
    int error;
    if (what == SAVE_CHILD) {
        error = snapshot_write(server.config.dbfilename);
    } else {
        FILE *file = fopen(rewrite_path, "w");
        error = file ? dataset_write(fileno(file), false) : -errno;
    }
    if (error)
        say("saving failed: %s", edo_strerror(error));
    _exit(error != 0);
}

static void child_ended(int what, bool well, long long changes_then)
{
    server.child = 0;
    server.child_kind = 0;
    if (what == SAVE_CHILD) {
        server.save_failed = !well;
        if (well) {
            server.last_save = now_ms();
            server.changes -= changes_then;
        }
        return;
    }
    int error = well ? log_rewrite_finish(rewrite_path) : -EIO;
    if (!well)
        log_rewrite_abandon();
    if (error)
        say("writing the log anew failed: %s", edo_strerror(error));
}

static bool ended_well(pid_t child)
{
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The kernel says through a descriptor that the child has ended. */
static async int wait_for_child(int pidfd, pid_t child, int what, long long changes_then)
{
    int error = await edo_fd_ready(pidfd, EDO_READABLE);
    close(pidfd);
    if (error < 0)
        kill(child, SIGKILL); /* the server ends */
    child_ended(what, ended_well(child), changes_then);
    return 0;
}

int background_start(int what)
{
    if (server.child)
        return -EBUSY;
    snprintf(rewrite_path, sizeof rewrite_path, "%s.rewrite.tmp", server.config.appendfilename);
    log_flush();
    pid_t child = fork();
    if (child < 0)
        return -errno;
    if (child == 0)
        child_main(what);
    server.child = child;
    server.child_kind = what;
    if (what == REWRITE_CHILD)
        log_rewrite_begin();
    int pidfd = (int)syscall(SYS_pidfd_open, child, 0);
    int error = pidfd < 0 ? -errno : 0;
    if (!error)
        error = edo_spawn(wait_for_child(pidfd, child, what, server.changes));
    if (!error)
        return 0;
    if (pidfd >= 0)
        close(pidfd);
    background_stop();
    return error;
}

void background_stop(void)
{
    if (!server.child)
        return;
    kill(server.child, SIGKILL);
    waitpid(server.child, NULL, 0);
    child_ended(server.child_kind, false, 0);
}

/* ---- saving now and then --------------------------------------------------------------------- */

static bool is_save_due(void)
{
    int64_t waited = now_ms() - server.last_save;
    for (int i = 0; i < server.config.nsave; i++)
        if (server.changes >= server.config.save[i].changes &&
            waited >= server.config.save[i].seconds * 1000)
            return true;
    return false;
}

async int keep_saving(void)
{
    for (;;) {
        try await edo_sleep(edo_secs(1));
        int what = log_is_broken() ? REWRITE_CHILD : is_save_due() ? SAVE_CHILD : 0;
        if (server.child || !what)
            continue;
        int error = background_start(what);
        if (error) {
            say("saving in the background: %s", edo_strerror(error));
            server.last_save = now_ms(); /* not every second */
        }
    }
}
