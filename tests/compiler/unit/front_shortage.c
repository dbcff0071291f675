/* SPDX-License-Identifier: MIT
 *
 * Each allocation of the front end fails in turn: the compiler says so and exits with status 1. */
#include "front.h"

#include <sys/wait.h>
#include <unistd.h>

static long left;

static void *failing_malloc(size_t size)
{
    return left-- > 0 ? malloc(size) : 0;
}

/* Large enough for several blocks of the arena and a growing list of tokens. */
static char *large_text(void)
{
    size_t room = 1 << 20, n = 0;
    char *text = malloc(room);
    if (!text)
        exit(2);
    for (int i = 0; i < 4000; i++)
        n += (size_t)snprintf(text + n, room - n, "_Async int f%d(int a, int *b);\n", i);
    snprintf(text + n, room - n, "_Async int last(int n) { f1(n); return _Await f2(n, &n); }\n");
    return text;
}

/* Runs the front end with room for `allocations`; returns its exit status, 0 when all went well. */
static int status_with(long allocations, const char *text, char *said, size_t size)
{
    int out[2];
    if (pipe(out))
        exit(2);
    pid_t child = fork();
    if (child < 0)
        exit(2);
    if (!child) {
        dup2(out[1], 2);
        left = allocations;
        edocc_malloc_hook = failing_malloc;
        parse(text, true);
        bool failed = diag_failed(diag);
        arena_free(arena);
        _exit(failed ? 0 : 3); /* f1(n) is not awaited */
    }
    close(out[1]);
    size_t n = 0;
    for (ssize_t got; n + 1 < size && (got = read(out[0], said + n, size - n - 1)) > 0;)
        n += (size_t)got;
    said[n] = 0;
    close(out[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

int main(void)
{
    char *text = large_text(), said[4096];
    long n = 0;
    int status;
    while ((status = status_with(n, text, said, sizeof said)) != 0) {
        if (status != 1 || strcmp(said, "edocc: error: out of memory\n")) {
            fprintf(stderr, "allocation %ld: status %d, %s\n", n, status, said);
            return 1;
        }
        n++;
    }
    printf("%ld allocations failed in turn\n", n);
    free(text);
    return n < 5;
}
