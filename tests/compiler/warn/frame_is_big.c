/* SPDX-License-Identifier: MIT */
/* options: -Wedo-frame-size */
#include <edo.h>

struct request {
    char line[256];
    int n;
};

async int use(char *text);

static async int small(void)
{
    char buf[512];
    return await use(buf);
}

static async int big(struct request r)
{
    char head[1024];
    int few[4];
    await use(r.line);
    await use(head);
    {
        char body[2048];
        await use(body);
    }
    {
        char other[4000];
        await use(other);
        few[0] = other[0];
    }
    return await small() + few[0];
}

static async int holds_big(struct request r)
{
    return await big(r);
}

async int lets_go(void)
{
    {
        char buf[4096];
        buf[0] = 1;
        __builtin_puts(buf);
    }
    return await holds_big((struct request){"", 0});
}

async int names_a_future(void)
{
    edo_future(big) later = big((struct request){"", 0});
    return await later;
}
