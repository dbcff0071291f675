/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}

int plain(int n)
{
    return n;
}

int main(void)
{
    edo_block_on(plain(1));
    edo_block_on(step);
    return edo_block_on(step(2));
}
