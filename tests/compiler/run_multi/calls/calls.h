/* SPDX-License-Identifier: MIT */
#include <edo.h>

extern int other_calls;

async int other_add(int a, int b);
async int other_back(int v);
async int other_twice(edo_call call);
async int called_back(int v);
