/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int wrong(int n)
{
    for (;;) {
    outside:
        join {
            int x = await step(1);
            defer step(2);
            break;
            continue;
            goto outside;
        inside:
            await step(n);
        label_of_defer:
            defer n++;
        }
        switch (n) {
            join {
            case 1:
                await step(1);
            default:
                n++;
            }
        }
        goto inside;
    }
    defer {
        join {
            await step(1);
            return 3;
            try await step(4);
        }
    }
    int join = 4, select = join;
    join += select;
    return join;
}

int plain(void)
{
    join {
        plain();
    }
    return 0;
}

async int computed(int n)
{
    void *to = &&here;
here:
    join {
        goto *to;
        await step(2);
    }
    return n;
}
