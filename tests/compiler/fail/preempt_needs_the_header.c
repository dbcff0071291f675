/* SPDX-License-Identifier: MIT */
/* options: -fedo-preempt */
_Async int step(int n);

_Async int count(int n)
{
    for (volatile int i = 0; i < n; i++)
        ;
    return n;
}
