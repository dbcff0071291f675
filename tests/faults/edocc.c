/* SPDX-License-Identifier: MIT
 *
 *   faults_edocc STEP ARGS...       (tools/faults_sweep: STEP 1)
 *
 * Runs the compiler, driver and all, with ARGS, and each STEP-th of its allocations failing in turn
 * (0: as many as take some seconds). Each run must end with the one message and status 1, leave
 * nothing behind in $TMPDIR, and write no output; the run in which none fails must succeed. */
#include "arena.h"
#include "driver.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 60, RUNS = 40 };

/* Shared with the runs, which are processes of their own. */
static struct shared {
    long allocations, fail_at; /* counted from 1; 0: none fails */
} *shared;

static const char *temp_dir, *output;

static void *counting_malloc(size_t size)
{
    shared->allocations++;
    return shared->allocations == shared->fail_at ? NULL : malloc(size ? size : 1);
}

/* The run's exit status, or 100 + a signal; what it said. */
static int run(long fail_at, int argc, char **argv, char *said, size_t size)
{
    int out[2];
    if (pipe(out) < 0)
        exit(2);
    shared->allocations = 0;
    shared->fail_at = fail_at;
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0)
        exit(2);
    if (!pid) {
        dup2(out[1], 2);
        close(out[0]);
        close(out[1]);
        alarm(SECONDS);
        edocc_malloc_hook = counting_malloc;
        exit(driver_main(argc, argv));
    }
    close(out[1]);
    size_t n = 0;
    for (ssize_t got; n + 1 < size && (got = read(out[0], said + n, size - n - 1)) > 0;)
        n += (size_t)got;
    said[n] = '\0';
    close(out[0]);
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static int files_left(void)
{
    int n = 0;
    DIR *d = opendir(temp_dir);
    if (!d)
        exit(2);
    while (readdir(d))
        n++;
    closedir(d);
    return n - 2;
}

static int complain(long n, int status, const char *what, const char *said)
{
    fprintf(stderr, "allocation %ld fails: status %d, %s; said: %s\n", n, status, what, said);
    return 1;
}

static int fail_each(long step, long total, int argc, char **argv)
{
    char said[8192];
    long runs = 0;
    for (long n = 1; n <= total; n += step, runs++) {
        int status = run(n, argc, argv, said, sizeof said);
        if (shared->allocations < n)
            return complain(n, status, "it was not reached", said);
        if (status != 1 || strcmp(said, "edocc: error: out of memory\n") != 0)
            return complain(n, status, "not the message and status 1", said);
        if (files_left())
            return complain(n, status, "temporary files are left", said);
        if (access(output, F_OK) == 0)
            return complain(n, status, "there is output", said);
    }
    printf("%ld of %ld allocations failed in turn\n", runs, total);
    return 0;
}

int main(int argc, char **argv)
{
    static char dir[] = "/tmp/edocc-faults-XXXXXX";
    char said[8192], path[64];
    if (argc < 3 || !mkdtemp(dir))
        return 2;
    temp_dir = dir;
    setenv("TMPDIR", dir, 1);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return 2;
    snprintf(path, sizeof path, "%s.out", dir);
    output = path;

    long step = atol(argv[1]);
    char *args[64] = {argv[0]};
    int n = 1;
    for (int i = 2; i < argc && n < 60; i++)
        args[n++] = argv[i];
    args[n++] = (char *)"-o";
    args[n++] = path;
    int status = run(0, n, args, said, sizeof said);
    long total = shared->allocations;
    int bad = status != 0 || files_left() || access(output, F_OK) != 0;
    if (bad)
        complain(0, status, "none was to fail", said);
    unlink(output);
    if (!bad)
        bad = fail_each(step ? step : total / RUNS + 1, total, n, args);
    if (!bad && total < 5) {
        fprintf(stderr, "only %ld allocations: is the hook in use?\n", total);
        bad = 1;
    }
    rmdir(dir);
    return bad;
}
