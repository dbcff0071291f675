/* SPDX-License-Identifier: MIT */
#include <edo.h>
void undo(int *p);

async int f(int n)
{
    void *where[] = {&&out, &&in};
    {
        int x __attribute__((cleanup(undo))) = n;
        await edo_yield();
        goto *where[n];
    in:
        x++;
    }
out:
    return 0;
}
