/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int counter = 3;
async struct point { int x; } p;
async;
