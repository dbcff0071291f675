/* SPDX-License-Identifier: MIT */
#pragma once

async int step(int n)
{
    return n;
}

static inline int bad(void)
{
    return await step(1);
}
