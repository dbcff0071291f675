/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct wide {
    long v[4];
};

async int sum(int n, struct wide w) edo_frame(160);
async struct wide aligned(int n) edo_frame(256, 64);
async void quiet(int *n) edo_frame(64);
