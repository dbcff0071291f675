/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

static int plain(void)
{
    return await step(1) + await step(2);
}

int main(void)
{
    static int fixed[] = {0};
    if (_Await step(3))
        return plain();
    edo_shield
    {
        fixed[0]++;
    }
    return 0;
}
