/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct point { int x, y; }

async int walk(struct point *p)
{
    return p->x;
}
