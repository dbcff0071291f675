/* SPDX-License-Identifier: MIT
 *
 * A va_list, which may be an array, as a parameter: it is the caller's own where it is one for
 * C. */
#include "lang.h"

#include <stdarg.h>

static async int next(va_list ap)
{
    await rest();
    int n = va_arg(ap, int);
    await rest();
    return n;
}

static async void show(const char *title, va_list ap)
{
    int first = await next(ap);
    printf("%s %d", title, first);
    await rest();
    vprintf(" %d %s\n", ap);
}

static async int through(async int (*f)(va_list), va_list ap)
{
    await rest();
    return await f(ap);
}

static gen int both(va_list ap)
{
    yield va_arg(ap, int);
    yield va_arg(ap, int);
}

static async int waited(edo_call call)
{
    await rest();
    return await call;
}

static void logs(const char *title, ...)
{
    va_list ap;
    va_start(ap, title);
    edo_block_on(show(title, ap));
    va_end(ap);
    va_start(ap, title);
    printf("%d", edo_block_on(through(next, ap)));
    va_end(ap);
    va_start(ap, title);
    each (int n = both(ap))
        printf(" %d", n);
    va_end(ap);
    va_start(ap, title);
    printf(" %d\n", edo_block_on(waited(next(ap))));
    va_end(ap);
}

int main(void)
{
    logs("one", 1, 2, "three");
    logs("four", 4, 5, "six");
    return 0;
}
