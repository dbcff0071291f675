/* SPDX-License-Identifier: MIT */
#include <edo.h>

int pool_spawn(edo_call_send call);
async int runs(edo_call call);
async int step(void);

int start(edo_call given, edo_call edo_send sendable)
{
    edo_call_send copy = given;
    copy = given;
    copy = sendable;
    pool_spawn(given);
    edo_call here = step();
    pool_spawn(here);
    pool_spawn(runs(step()));
    pool_spawn(runs(sendable));
    pool_spawn(step());
    return pool_spawn(copy);
}

static int started = pool_spawn(step());

int boxed(edo_boxed box)
{
    return pool_spawn(box);
}
