/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct rc {
    int count;
} edo_local;

async int declared_without(int n);
async int declared_with(int n) async_local;
