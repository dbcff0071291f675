/* SPDX-License-Identifier: MIT
 *
 * Cancellation is an error code. What the task waits for returns -ECANCELED, and so does whatever
 * it begins from then on; ordinary error handling unwinds it, and its defers clean up. */
#include <edo.h>
#include <errno.h>
#include <stdio.h>

struct store {
    bool open;
    int written;
};

static async int store_open(struct store *s)
{
    try await edo_sleep(edo_ms(1));
    s->open = true;
    puts("opened");
    return 0;
}

/* Takes a while, and must not be left half done. */
static async int store_close(struct store *s)
{
    try await edo_sleep(edo_ms(1));
    s->open = false;
    printf("closed, %d written\n", s->written);
    return 0;
}

/* Writes until it is told to stop. */
static async int keep_writing(struct store *s)
{
    try await store_open(s);
    defer await store_close(s); /* a defer is shielded: this await isn't cancelled */
    defer puts("cleaning up");
    for (;;) {
        int error = await edo_sleep(edo_secs(3600));
        if (error == -ECANCELED)
            puts("the sleep was cancelled");
        try error;
        s->written++;
    }
}

async int main(void)
{
    struct store store = {0};
    edo_task *writer;
    try edo_task_spawn(&writer, keep_writing(&store));
    while (!store.open)
        await edo_yield();

    edo_task_cancel(writer);
    puts("asked to stop"); /* nothing is dropped: the task ends by itself, in its next turns */

    int result = 0;
    try await edo_task_join(writer, &result);
    printf("ended with %s, store %s\n", result == -ECANCELED ? "-ECANCELED" : "another result",
           store.open ? "still open" : "closed");
    return 0;
}
