/* SPDX-License-Identifier: MIT
 *
 * A local that is bound to a register is in that register when the assembly runs. NO ORACLE: for
 * one machine. What lives across a call is in a register that calls keep. */
#include "lang.h"

async int main(void)
{
    long given = await later(77), got = 77, kept = 5;
#ifdef __x86_64__
    {
        register long in asm("r10") = given;
        asm volatile("mov %%r10, %0" : "=r"(got) : "r"(in));
    }
    await rest();
    register long stays asm("r12") = given + 1;
    asm volatile("mov %%r12, %0" : "=r"(kept) : "r"(stays));
    await rest();
    kept += stays - given;
    printf("%ld %ld\n", got, kept - 78 + 4);
#else
    printf("%ld %ld\n", got, given - 77 + kept);
#endif
    return 0;
}
