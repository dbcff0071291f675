/* SPDX-License-Identifier: MIT
 *
 * Foreign descriptors: lines through a pipe, between a task and a thread that knows of none. */
#include <edo.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int to_thread[2], from_thread[2];

static void *doubles(void *unused) {
    (void)unused;
    unsigned char c;
    while (read(to_thread[0], &c, 1) == 1) {
        c = (unsigned char)(2 * c);
        if (write(from_thread[1], &c, 1) != 1) break;
    }
    close(from_thread[1]);
    return NULL;
}

async int read_byte(int fd, unsigned char *c) {
    for (;;) {
        ssize_t n = read(fd, c, 1);
        if (n >= 0) return (int)n;
        if (errno != EAGAIN) return -errno;
        try await edo_fd_ready(fd, EDO_READABLE);
    }
}

async int main(int argc, char **argv) {
    (void)argc, (void)argv;
    if (pipe(to_thread) < 0 || pipe(from_thread) < 0) return -errno;
    fcntl(from_thread[0], F_SETFL, O_NONBLOCK);
    pthread_t thread;
    pthread_create(&thread, NULL, doubles, NULL);
    int sum = 0;
    for (int i = 0; i < 100; i++) {
        unsigned char c = (unsigned char)i;
        if (write(to_thread[1], &c, 1) != 1) return -EIO;
        if (try await read_byte(from_thread[0], &c) == 0) return -EPIPE;
        sum += c;
    }
    printf("%d\n", sum);
    close(to_thread[1]);
    unsigned char c;
    printf("end: %d\n", await read_byte(from_thread[0], &c));
    pthread_join(thread, NULL);
    printf("bad: %s\n", await edo_fd_ready(12345, EDO_READABLE) == -EBADF ? "EBADF" : "?");
    return 0;
}
