/* SPDX-License-Identifier: MIT
 *
 * No async function is defined here: pointers to them pass through plain code. */
#include "pointers.h"

static operation *const all[] = {[1] = anyone};
const struct module second_module = {.name = "second", .run = anyone, .count = missing};

operation *choose(int which)
{
    operation *none = 0;
    return which == 1 ? all[1] : which ? none : first_module.run;
}

int spawn_through(operation *run, int n)
{
    struct big b = {"spawned", n};
    return edo_spawn(run(n, b, edo_ns(0), 's'));
}
