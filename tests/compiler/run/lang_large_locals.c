/* SPDX-License-Identifier: MIT
 *
 * Large locals, some in scopes that can't be live together, keep their contents. */
#include "lang.h"

static async int sum(const char *p, int n, int step)
{
    int s = 0;
    for (int i = 0; i < n; i += step) {
        await rest();
        s += p[i];
    }
    return s;
}

static async int scopes(int n)
{
    int r = 0;
    {
        char a[1000];
        memset(a, n, sizeof a);
        r += await sum(a, sizeof a, 100);
        {
            char b[2000];
            memset(b, 1, sizeof b);
            r += await sum(b, sizeof b, 100) + await sum(a, sizeof a, 500);
        }
        {
            char c[500];
            memset(c, 2, sizeof c);
            r += await sum(c, sizeof c, 100) + await sum(a, sizeof a, 500);
        }
    }
    {
        char d[1500];
        memset(d, 3, sizeof d);
        r = r * 10 + await sum(d, sizeof d, 500);
    }
    return r;
}

static async int nested(int depth)
{
    char a[4096];
    memset(a, depth, sizeof a);
    int below = depth ? await nested(depth - 1) : await later(0);
    return below + await sum(a, sizeof a, 1024);
}

static async int megabyte(void)
{
    static char source[1 << 20];
    char copy[1 << 20];
    for (int i = 0; i < 1 << 20; i++)
        source[i] = (char)(i * 7);
    memcpy(copy, source, sizeof copy);
    await rest();
    return memcmp(copy, source, sizeof copy) == 0;
}

async int main(void)
{
    printf("%d %d %d\n", await scopes(5), await nested(6), await megabyte());
    return 0;
}
