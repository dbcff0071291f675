/* SPDX-License-Identifier: MIT
 *
 * The cleanup attribute of locals, in async functions with awaits: order, jumps, returns,
 * mixed with defer. */
#include "lang.h"

static void done(int *p)
{
    printf("done %d; ", *p);
}

static void release(char **p)
{
    printf("release %s; ", *p ? *p : "nothing");
    free(*p);
    *p = 0;
}

#define CLEAN(f) __attribute__((cleanup(f)))

static async int use(int n)
{
    CLEAN(done) int a = await later(1);
    if (n == 0)
        return a;
    CLEAN(release) char *text = strdup("text");
    for (int i = 0; i < 3; i++) {
        CLEAN(done) int inner = 10 + i;
        await rest();
        if (i == n)
            break;
        if (i == 1)
            continue;
        inner += await later(100);
    }
    defer { printf("defer %s; ", text); }
    CLEAN(done) int b = 2, c = await later(3);
    a = await later(7);
    if (n == 2)
        goto out;
    b = await later(20);
out:
    await rest();
    return b + c;
}

static async char *moved(void)
{
    CLEAN(release) char *text = strdup("kept");
    await rest();
    char *r = text;
    text = 0;
    await rest();
    return r;
}

async int main(void)
{
    for (int i = 0; i < 3; i++)
        printf("= %d\n", await use(i));
    char *text = await moved();
    printf("%s\n", text);
    free(text);
    return 0;
}
