/* SPDX-License-Identifier: MIT */
/* options: -Wdeclaration-after-statement -Wextra */
#include <edo.h>
#include <stdlib.h>

async int step(int n);

async int asynchronous(int n)
{
    int a = n;
    a += await step(n);
    int b = a;
    switch (b) {
        int inside;
    case 1:
        await step(1);
    case 2:
        await step(2);
        /* Falls through. */
    case 3:
        if (n)
            return 3;
        // fall-thru, always
    case 4:
        a = await step(4);
        __attribute__((fallthrough));
    case 5:
    case 6: {
        a++;
    }
    case 7:
        if (n)
            return 1;
        else
            abort();
    case 8:
        inside = await step(8);
        return inside;
    case 9: a = 1;
    case 10: break;
    case 11: a = 3; default: a = 2;
    }
    for (int i = 0; i < 3; i++) {
        a += i;
    }
    return a;
}

int plain(int n)
{
    switch (n) {
    case 1:
        n++;
    case 2:
        n++; /* fallthrough */
    case 3:
        return n;
    }
    n++;
    int late = n;
    return late;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"
#pragma GCC diagnostic ignored "-Wdeclaration-after-statement"

int ignored(int n)
{
    switch (n) {
    case 1:
        n++;
    case 2:
        n++;
    }
    int late = n;
    return late;
}

#pragma GCC diagnostic pop

int again(int n)
{
    n++;
    int late = n;
    return late;
}
