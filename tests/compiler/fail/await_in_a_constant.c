/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    enum { N = await step(1) };
    switch (await step(1)) {
    case await step(2):
        return N;
    }
    return 0;
}
