/* SPDX-License-Identifier: MIT */
#include "local_prototypes.h"

async int declared_without(int n)
{
    struct rc x = {n};
    await edo_yield();
    return x.count;
}

async int declared_with(int n)
{
    struct rc x = {n};
    await edo_yield();
    return x.count;
}

async int not_declared(int n)
{
    return await declared_with(n);
}
