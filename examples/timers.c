/* SPDX-License-Identifier: MIT
 *
 * Many sleeps at once take as long as the longest of them. */
#include <edo.h>
#include <stdio.h>

enum { NAPS = 10 };

/* Sleeps longest of all if it is number 0, shortest if it is the last. */
static async int nap(int number)
{
    int ms = 20 * (NAPS - number);
    try await edo_sleep(edo_ms(ms));
    printf("nap %d of %d ms is over\n", number, ms);
    return ms;
}

async int main(void)
{
    edo_task *naps[NAPS];
    edo_instant start = edo_now();
    for (int i = 0; i < NAPS; i++)
        try edo_task_spawn(&naps[i], nap(i));

    int slept = 0;
    for (int i = 0; i < NAPS; i++) {
        int ms;
        try await edo_task_join(naps[i], &ms);
        slept += ms;
    }
    int took = (int)(edo_instant_since(edo_now(), start).ns / 1000000);
    printf("%d ms of sleep took %d ms\n", slept, took);
    return 0;
}
