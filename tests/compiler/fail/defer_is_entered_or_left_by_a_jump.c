/* SPDX-License-Identifier: MIT */
#include <edo.h>

int step(int n);

int plain(int n)
{
    defer {
        if (n)
            return 1;
        goto out;
    inside:
        n++;
    }
    if (n > 5)
        goto inside;
    for (;;) {
        defer {
            for (;;)
                break;
            if (n == 2)
                break;
            try step(n);
        }
        defer continue;
    }
    switch (n) {
        defer {
        case 1:
            n++;
        }
    }
    void *to = &&inside;
    goto *to;
out:
    return n;
}
