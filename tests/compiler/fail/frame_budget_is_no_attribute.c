/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int waits(int n) __attribute__((edo_frame(96)));

async int walk(int n)
{
    return await waits(n);
}
