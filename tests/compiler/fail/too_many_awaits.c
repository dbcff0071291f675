/* SPDX-License-Identifier: MIT */
#include <edo.h>

async void step(void);

#define FOUR(x) x x x x
#define SIXTEEN(x) FOUR(FOUR(x))
#define MANY(x) SIXTEEN(SIXTEEN(x))

async void walk(void)
{
    MANY(MANY(await step();))
}
