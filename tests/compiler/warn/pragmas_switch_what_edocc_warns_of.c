/* SPDX-License-Identifier: MIT */
/* options: -Wedo-escape -Wall -Wextra */
#include <edo.h>
#include <unistd.h>

async int op(int *p);

#pragma edo diagnostic push
#pragma edo diagnostic ignored "-Wedo-blocking"
async int quiet(void)
{
    sleep(1);
    return await op(0);
}
#pragma edo diagnostic pop

async int loud(void)
{
    sleep(2);
    return await op(0);
}

async int inside(void)
{
#pragma edo diagnostic push
#pragma edo diagnostic ignored "-Wedo-blocking"
    sleep(3);
#pragma edo diagnostic pop
    sleep(4);
    return await op(0);
}

#define SLEEP_QUIETLY(n)                                                                           \
    do {                                                                                           \
        _Pragma("edo diagnostic push") _Pragma("edo diagnostic ignored \"-Wedo-blocking\"")        \
        sleep(n);                                                                                  \
        _Pragma("edo diagnostic pop")                                                              \
    } while (0)

async int by_a_macro(void)
{
    SLEEP_QUIETLY(5);
    return await op(0);
}

#pragma edo diagnostic push
#pragma edo diagnostic ignored "-Wedo-all"
async int nothing_at_all(int n)
{
    sleep(6);
    return await op(&n);
}
#pragma edo diagnostic pop

async int off_unless_asked_for(int n)
{
    return await op(&n);
}

#pragma edo diagnostic push
#pragma edo diagnostic warning "-Wedo-box"
async int asked_for_here(int n)
{
    return await op(&n);
}
#pragma edo diagnostic pop

async int falls(int n)
{
    switch (n) {
    case 1:
        await op(0);
    case 2:
        return 2;
    }
#pragma edo diagnostic push
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"
    switch (n) {
    case 1:
        await op(0);
    case 2:
        return 2;
    }
#pragma edo diagnostic pop
    return 0;
}
