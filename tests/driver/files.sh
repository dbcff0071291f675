# SPDX-License-Identifier: MIT
# The files that the driver's tests are about.

plain_c()
{
    cat >plain.c <<'EOF'
#include <stdio.h>
#include <string.h>
#ifndef NAME
#define NAME "plain"
#endif
static int twice(int n) { return 2 * n; }
int plain(void)
{
    /* words of the language that are ordinary names here */
    int async = 1, await = 2, defer = 3, join = 4;
    const char *text = "_Async await #pragma edo on";
    printf("%s %d\n", NAME, twice(async + await + defer + join) + (int)strlen(text));
    return 0;
}
EOF
}

main_c()
{
    cat >main.c <<'EOF'
int plain(void);
int main(void) { return plain(); }
EOF
}

async_c()
{
    cat >async.c <<'EOF'
#include <edo.h>
#include <stdio.h>
#ifndef GREETING
#define GREETING "hello"
#endif
static async int nap(void)
{
    await edo_yield();
    return 7;
}
async int main(int argc, char **argv)
{
    int n = await nap();
    printf("%s %d %s\n", GREETING, n, argc > 1 ? argv[1] : "-");
    return 0;
}
EOF
}

# Async functions and a plain main that runs them.
two_units()
{
    cat >add.h <<'EOF'
#include <edo.h>
async int add(int a, int b);
EOF
    cat >add.c <<'EOF'
#include "add.h"
async int add(int a, int b)
{
    await edo_yield();
    return a + b;
}
EOF
    cat >use.c <<'EOF'
#include "add.h"
#include <stdio.h>
int main(void)
{
    edo_future(add) sum = add(40, 2);
    int n = edo_block_on(sum);
    printf("%d\n", n);
    return n != 42;
}
EOF
}
