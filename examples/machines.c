/* SPDX-License-Identifier: MIT
 *
 * State machines by hand, and the async functions that say the same (both in twins.h), as tasks of
 * libedo, side by side. */
#include "twins.h"

static async int converse(bool by_hand)
{
    int ends[2];
    edo_task *client;
    try connected_pair(ends);
    defer close(ends[0]);
    const char *message = by_hand ? "a machine by hand" : "an async function";
    if (edo_task_spawn(&client, talk(ends[1], message)) < 0)
        return close(ends[1]), -ENOMEM;
    int result = by_hand ? await echo_by_hand(ends[0]) : await echo(ends[0]);
    try await edo_task_join(client, NULL);
    return result;
}

async int main(void)
{
    try reactor_start();
    defer reactor_stop();
    try await converse(true);
    try await converse(false);
    try await greet(true);
    return await greet(false);
}
