/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int pause_plainly(void)
{
    return sleep(1);
}

async int blocks(int fd, pid_t child)
{
    char c;
    struct timespec t = {1, 0};
    struct addrinfo *found;
    sleep(1);
    nanosleep(&t, 0);
    if (getaddrinfo("localhost", 0, 0, &found) == 0)
        freeaddrinfo(found);
    defer usleep(10);
    waitpid(child, 0, 0);
    (void)!read(fd, &c, 1);
    recv(fd, &c, 1, 0);
    select(0, 0, 0, 0, NULL);
    return system("true") + await edo_yield();
}

async int does_not_block(int fd, pid_t child, int flags, struct pollfd *polled)
{
    char c;
    waitpid(child, 0, WNOHANG);
    recv(fd, &c, 1, MSG_DONTWAIT);
    recv(fd, &c, 1, flags);
    poll(polled, 1, 0);
    select(0, 0, 0, 0, &(struct timeval){0, 0});
    int (*sleep)(int) = 0;
    if (sleep)
        sleep(1);
    return pause_plainly() + await edo_yield();
}

async int waits_until_it_is_ready(int fd)
{
    char c;
    try await edo_fd_ready(fd, EDO_READABLE);
    return read(fd, &c, 1);
}

async int reads_a_file(const char *name)
{
    char c;
    int fd = open(name, O_RDONLY);
    defer close(fd);
    return read(fd, &c, 1) + await edo_yield();
}
