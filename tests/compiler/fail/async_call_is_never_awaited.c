/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

async int walk(void)
{
    step(1);
    int kept = step(2);
    (void)(step(3));
    return kept + (await step(4), step(5));
}

int main(void)
{
    step(6);
    return 0;
}
