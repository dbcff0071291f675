/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct s {
    int n;
};

async int waits(void)
{
    yield 3;
    return 0;
}

int plain(void)
{
    int x = yield 3;
    return x;
}

gen int values(struct s s)
{
    yield s;
    yield;
    int n = 1 + yield 3;
    defer {
        yield 1;
    }
    n = sizeof(yield 3);
    int array[(yield 3)];
    static int k = (yield 3);
}

async gen int stream(void)
{
    edo_shield {
        yield 1;
    }
}

async gen int branches(void)
{
    join {
        yield 1;
    }
}
