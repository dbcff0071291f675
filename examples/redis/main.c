/* SPDX-License-Identifier: MIT
 *
 *     redis [--SETTING VALUE]...     e.g. --port 6380 --dir /tmp --appendonly yes; --port 0: any
 *
 * SIGINT, SIGTERM and SHUTDOWN end it: what is to stay is saved first. */
#include "redis.h"

#include <errno.h>
#include <stdlib.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

void say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

static int read_options(int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        bool is_option = strncmp(argv[i], "--", 2) == 0 && i + 1 < argc;
        if (is_option && config_set(slice_of(argv[i] + 2), slice_of(argv[i + 1])))
            continue;
        say("redis: %s %s: not a setting, or not such a value", argv[i],
            i + 1 < argc ? argv[i + 1] : "");
        return -EINVAL;
    }
    return 0;
}

static void raise_open_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

/* The log knows more than the snapshot does, if there is one. */
static int load(void)
{
    bool logs = server.config.appendonly;
    int error = 0;
    if (!logs || access(server.config.appendfilename, F_OK) != 0)
        error = snapshot_load(server.config.dbfilename);
    bool has_data = false;
    for (int db = 0; db < DATABASES; db++)
        has_data |= server.databases[db].used != 0;
    bool is_new = logs && access(server.config.appendfilename, F_OK) != 0;
    if (!error && logs)
        error = log_open();
    if (error)
        say("loading the data: %s", edo_strerror(error));
    server.log_lacks_data = is_new && has_data;
    return error;
}

static async int listen_on(void)
{
    char text[sizeof server.config.bind + 16];
    edo_listen_options options = {.nodelay = true};
    edo_addr addr;
    bool v6 = strchr(server.config.bind, ':') != NULL;
    snprintf(text, sizeof text, v6 ? "[%s]:%lld" : "%s:%lld", server.config.bind,
             server.config.port);
    try await edo_tcp_listen_with(text, &options, &server.listener);
    if (edo_listener_addr(server.listener, &addr) == 0) {
        edo_addr_format(&addr, text, sizeof text);
        server.config.port = addr.port;
    }
    printf("listening on %s\n", text);
    fflush(stdout);
    return 0;
}

static async int serve(void)
{
    try edo_spawn(keep_expiring());
    try edo_spawn(keep_syncing());
    try edo_spawn(keep_saving());
    if (server.log_lacks_data)
        try background_start(REWRITE_CHILD);
    for (;;) {
        edo_tcp *conn;
        try await edo_tcp_accept(server.listener, &conn);
        if (edo_spawn(client_serve(conn)) < 0)
            edo_tcp_close(conn); /* no memory: nothing ran */
    }
}

/* All of it at once: nobody's command comes between. */
static int end(void)
{
    int error = 0;
    background_stop();
    log_close();
    if (server.save_at_end && server.changes) {
        error = snapshot_write(server.config.dbfilename);
        if (error)
            say("saving: %s", edo_strerror(error));
    }
    return error;
}

async int main(int argc, char **argv)
{
    raise_open_files();
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error, like a full disk */
    dict_seed();
    try read_options(argc, argv);
    if (chdir(server.config.dir) < 0)
        return -errno;
    server.save_at_end = server.config.nsave > 0;
    try load();
    server.last_save = server.started = now_ms();
    try await listen_on();
    int error = await serve();
    if (server.listener)
        edo_listener_close(server.listener);
    server.listener = NULL;
    int unsaved = end();
    return error == -ECANCELED || error == -EDO_ECLOSED ? unsaved : error;
}
