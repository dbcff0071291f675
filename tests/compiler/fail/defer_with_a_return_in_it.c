/* SPDX-License-Identifier: MIT */
#include <edo.h>

int close_it(int);

int use(int fd)
{
    defer {
        if (close_it(fd))
            return -1;
    }
    for (;;) {
        defer break;
    }
    return 0;
}
