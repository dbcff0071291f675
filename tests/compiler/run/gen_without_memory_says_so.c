/* SPDX-License-Identifier: MIT
 *
 * libedo's edo_gen_host: a generator whose array finds no memory ends the program and says
 * so. */
#include <edo.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A sanitizer's malloc would end the program by itself; so it only warns. */
const char *__asan_default_options(void);
const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
    return "allocator_may_return_null=1";
}
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static gen int first_of(size_t n)
{
    char array[n];
    array[0] = 1;
    yield array[0];
}

int main(void)
{
    static char said[1 << 16];
    int ends[2], status = 0, sum = 0;
    each (int i = first_of(100))
        sum += i;
    if (sum != 1 || pipe(ends))
        return 1;
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 2);
        each (int i = first_of(~(size_t)0 / 2))
            sum += i;
        _exit(0);
    }
    close(ends[1]);
    size_t have = 0;
    for (ssize_t n; (n = read(ends[0], said + have, sizeof said - 1 - have)) > 0;)
        have += (size_t)n;
    const char *message = strstr(said, "edo: ");
    if (child < 0 || !message || waitpid(child, &status, 0) != child)
        return 1;
    printf("aborted %d: %.*s\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
           (int)strcspn(message, "0123456789"), message);
    return 0;
}
