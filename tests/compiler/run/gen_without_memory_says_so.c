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

static gen int first_of(size_t n)
{
    char array[n];
    array[0] = 1;
    yield array[0];
}

int main(void)
{
    char said[200] = "";
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
    ssize_t n = read(ends[0], said, sizeof said - 1);
    if (child < 0 || n < 0 || waitpid(child, &status, 0) != child)
        return 1;
    printf("aborted %d: %.*s\n", WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
           (int)strcspn(said, "0123456789"), said);
    return 0;
}
