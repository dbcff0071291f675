/* SPDX-License-Identifier: MIT
 *
 * A test of hours, as a user writes it: time limits and sleeps by a clock that is stopped. */
#include <edo.h>
#include <errno.h>
#include <stdio.h>

static async int poll_each_minute(int times)
{
    for (int i = 0; i < times; i++)
        try await edo_sleep(edo_secs(60));
    return times;
}

async int main(void)
{
    edo_task *job;
    int polled;
    try edo_clock_pause();
    edo_instant start = edo_now();
    try edo_task_spawn(&job, poll_each_minute(90));
    int limited = await edo_timeout(edo_secs(3600), poll_each_minute(1000));
    int minutes = (int)(edo_instant_since(edo_now(), start).ns / edo_secs(60).ns);
    printf("%d after %d minutes\n", limited == -ETIMEDOUT, minutes);
    select {
        when (edo_sleep(edo_secs(86400))) puts("a day");
        when (int n = edo_sleep(edo_secs(1200))) printf("20 minutes, %d\n", n);
    }
    try await edo_task_join(job, &polled);
    minutes = (int)(edo_instant_since(edo_now(), start).ns / edo_secs(60).ns);
    printf("%d polls in %d minutes\n", polled, minutes);
    return 0;
}
