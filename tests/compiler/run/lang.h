/* SPDX-License-Identifier: MIT
 *
 * What the lang_ tests share: calls that suspend before they answer. Compiled with -DSUSPEND=0
 * they complete at once, and every test must print the same. */
#ifndef LANG_H
#define LANG_H

#include <edo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef SUSPEND
#define SUSPEND 1
#endif

/* Suspends once. */
static inline async void rest(void)
{
    if (SUSPEND)
        await edo_yield();
}

/* `v`, after a rest. */
static inline async int later(int v)
{
    await rest();
    return v;
}

/* The same, and shows when its turn came. */
static inline async int say(int v)
{
    printf("<%d>", v);
    await rest();
    return v;
}

/* A plain call that shows when its turn came. */
static inline int tell(int v)
{
    printf("{%d}", v);
    return v;
}

#endif
