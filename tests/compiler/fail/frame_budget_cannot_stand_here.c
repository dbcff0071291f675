/* SPDX-License-Identifier: MIT */
#include <edo.h>

int plain(int n) edo_frame(96);
async int waits(int n) edo_frame(96);
async int waits(int n) edo_frame(128, 16);
async int none(int n) edo_frame(0);
async int odd(int n) edo_frame(96, 24);

async int walk(int n)
{
    return await waits(n);
}
