/* SPDX-License-Identifier: MIT
 *
 * The signal handler may come at any point of the main thread, so what it reads is written in an
 * order that keeps it right: a path is complete before it is counted, a child's id is known before
 * signals are let in again. */
#include "driver_run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const int ending_signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM};
enum { NSIGNALS = sizeof ending_signals / sizeof ending_signals[0] };

static volatile sig_atomic_t child;  /* the running one's id, or 0 */
static volatile sig_atomic_t caught; /* the first ending signal while a child ran */
static sigset_t at_start;            /* what was blocked when the driver began: children get it */

/* Temporary files: a directory and what was asked for in it. */
static const char *temp_base;
static char *temp_dir;
static struct words temp_paths;

static void remove_temps(void)
{
    for (int i = 0; i < temp_paths.n; i++)
        unlink(temp_paths.at[i]);
    if (temp_dir)
        rmdir(temp_dir);
}

void run_clean(void)
{
    remove_temps();
    temp_paths.n = 0;
    temp_dir = NULL;
}

static void die_of(int signal_number)
{
    remove_temps();
    signal(signal_number, SIG_DFL);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal_number);
    raise(signal_number);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
}

static void on_signal(int signal_number)
{
    if (!child)
        die_of(signal_number);
    if (!caught)
        caught = signal_number;
    /* One that a terminal sends has gone to the child too; twice does no harm. */
    kill(child, signal_number);
}

void run_start(void)
{
    sigprocmask(SIG_SETMASK, NULL, &at_start);
    for (int i = 0; i < NSIGNALS; i++) {
        struct sigaction old, action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
        sigaction(ending_signals[i], NULL, &old);
        if (old.sa_handler == SIG_IGN) /* nohup: stays so, for children too */
            continue;
        sigfillset(&action.sa_mask);
        sigaction(ending_signals[i], &action, NULL);
    }
    atexit(remove_temps);
}

static void block_signals(void)
{
    sigset_t all;
    sigemptyset(&all);
    for (int i = 0; i < NSIGNALS; i++)
        sigaddset(&all, ending_signals[i]);
    sigprocmask(SIG_BLOCK, &all, NULL);
}

static void unblock_signals(void)
{
    sigprocmask(SIG_SETMASK, &at_start, NULL);
}

int run_exec(const struct words *words, int input)
{
    if (input >= 0 && input != STDIN_FILENO && dup2(input, STDIN_FILENO) < 0) {
        fprintf(stderr, "edocc: standard input: %s\n", strerror(errno));
        return 1;
    }
    fflush(NULL);
    execvp(words->at[0], words->at); /* resets handlers, keeps what is ignored */
    fprintf(stderr, "edocc: cannot run '%s': %s\n", words->at[0], strerror(errno));
    return 1;
}

/* Starts a child whose standard streams are the given descriptors where they are >= 0. */
static bool start(const struct words *words, int in, int out, int err)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t pid = 0;
    const int from[3] = {in, out, err};
    int error = posix_spawn_file_actions_init(&actions);
    if (error)
        goto report;
    error = posix_spawnattr_init(&attributes);
    if (error)
        goto no_attributes;
    for (int i = 0; i < 3 && !error; i++)
        if (from[i] >= 0)
            error = posix_spawn_file_actions_adddup2(&actions, from[i], i);
    if (!error)
        error = posix_spawnattr_setsigmask(&attributes, &at_start);
    if (!error)
        error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    fflush(NULL);
    block_signals();
    if (!error)
        error = posix_spawnp(&pid, words->at[0], &actions, &attributes, words->at, environ);
    caught = 0;
    child = error ? 0 : pid;
    unblock_signals();
    posix_spawnattr_destroy(&attributes);
no_attributes:
    posix_spawn_file_actions_destroy(&actions);
report:
    if (error)
        fprintf(stderr, "edocc: cannot run '%s': %s\n", words->at[0], strerror(error));
    return error == 0;
}

static int finish(void)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    block_signals(); /* none may come for a child that is no more */
    child = 0;
    unblock_signals();
    if (caught)
        die_of(caught);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int run_wait(const struct words *words, int input)
{
    return start(words, input, -1, -1) ? finish() : 1;
}

static void text_room(struct text *t, size_t more)
{
    if (t->length + more + 1 <= t->room)
        return;
    size_t room = t->room * 2 > t->length + more + 1 ? t->room * 2 : t->length + more + 1;
    t->text = edocc_realloc(t->text, t->room, room);
    t->room = room;
    t->text[t->length] = '\0';
}

void text_add(struct text *t, const char *s, size_t n)
{
    text_room(t, n);
    memcpy(t->text + t->length, s, n);
    t->length += n;
    t->text[t->length] = '\0';
}

/* One read. 1: there may be more, 0: the end, -1: errno says why. */
static int text_read_some(struct text *t, int fd)
{
    text_room(t, 65536);
    ssize_t n = read(fd, t->text + t->length, t->room - t->length - 1);
    if (n < 0)
        return errno == EINTR ? 1 : -1;
    t->length += (size_t)n;
    t->text[t->length] = '\0';
    return n > 0;
}

bool text_read_fd(struct text *t, int fd)
{
    int more;
    while ((more = text_read_some(t, fd)) > 0)
        ;
    return more == 0;
}

void capture_free(struct capture *c)
{
    free(c->out.text);
    free(c->err.text);
    *c = (struct capture){0};
}

static void drain(struct capture *c, int out, int err)
{
    struct pollfd fds[2] = {{.fd = out, .events = POLLIN}, {.fd = err, .events = POLLIN}};
    struct text *texts[2] = {&c->out, &c->err};

    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        if (poll(fds, 2, -1) < 0)
            continue; /* a signal: the child has it too, and will close its ends */
        for (int i = 0; i < 2; i++)
            if (fds[i].revents && text_read_some(texts[i], fds[i].fd) <= 0)
                fds[i].fd = -1;
    }
}

int run_capture(const struct words *words, int input, struct capture *capture)
{
    int out[2], err[2], status = 1;

    text_room(&capture->out, 0);
    text_room(&capture->err, 0);
    if (pipe2(out, O_CLOEXEC) < 0) {
        fprintf(stderr, "edocc: pipe: %s\n", strerror(errno));
        return 1;
    }
    if (pipe2(err, O_CLOEXEC) < 0) {
        fprintf(stderr, "edocc: pipe: %s\n", strerror(errno));
        close(out[0]);
        close(out[1]);
        return 1;
    }
    bool started = start(words, input, out[1], err[1]);
    close(out[1]);
    close(err[1]);
    if (started) {
        drain(capture, out[0], err[0]);
        status = finish();
    }
    close(out[0]);
    close(err[0]);
    return status;
}

void run_temp_base(const char *dir)
{
    temp_base = dir;
}

/* Whether the temporary directory could be made in `base`; if not, errno says why. */
static bool make_temp_in(struct arena *arena, const char *base)
{
    char *dir = arena_printf(arena, "%s/edocc-XXXXXX", base);

    block_signals();
    if (mkdtemp(dir))
        temp_dir = dir;
    int error = errno;
    unblock_signals();
    errno = error;
    return temp_dir != NULL;
}

/* Without a base, as gcc looks for a place: a TMPDIR that can't be used is no reason to fail. */
static bool make_temp_dir(struct arena *arena)
{
    const char *const usual[] = {getenv("TMPDIR"), getenv("TMP"), getenv("TEMP"),
                                 "/tmp",           "/var/tmp",    "."};
    const char *const *places = temp_base ? &temp_base : usual;
    size_t n = temp_base ? 1 : sizeof usual / sizeof usual[0];
    const char *first = NULL;
    int error = 0;

    for (size_t i = 0; i < n; i++) {
        if (!places[i] || !places[i][0])
            continue;
        if (make_temp_in(arena, places[i]))
            return true;
        if (!first) {
            first = places[i];
            error = errno;
        }
    }
    fprintf(stderr, "edocc: no temporary directory: %s: %s\n", first, strerror(error));
    return false;
}

char *run_temp(struct arena *arena, const char *name)
{
    if (!temp_dir && !make_temp_dir(arena))
        return NULL;
    char *path = arena_printf(arena, "%s/%s", temp_dir, name);
    block_signals();
    words_add(arena, &temp_paths, path);
    unblock_signals();
    return path;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, text, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        text += n;
        length -= (size_t)n;
    }
    return true;
}

bool run_write(const char *path, const char *text, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool good = fd >= 0 && write_all(fd, text, length);
    int error = errno;
    if (fd >= 0 && close(fd) < 0 && good) {
        good = false;
        error = errno;
    }
    if (!good)
        fprintf(stderr, "edocc: %s: %s\n", path, strerror(error));
    return good;
}

int run_temp_fd(const char *text, size_t length)
{
    int fd = memfd_create("edocc-input", MFD_CLOEXEC);
    if (fd >= 0 && write_all(fd, text, length) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    fprintf(stderr, "edocc: copying standard input: %s\n", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}
