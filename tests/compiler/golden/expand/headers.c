/* SPDX-License-Identifier: MIT
 *
 * What headers see of this file, and what system macros leave of its lines. */
#define _GNU_SOURCE /* pipe2,
                       and what <signal.h> includes for it */
#include "parts/async.h"
#if defined __linux__
#define SOME_SWITCH 1 /* of a header */
#endif
#include <edo.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h> /* <signal.h> has read it */

#define first second

struct flags {
    int n;
    bool first; /* a switch */

    /* The last one. */
    bool last;
};

static bool is_odd(int n)
{
    bool odd = n % 2;
    return odd && errno != EAGAIN ? true : false;
}

static int try_pipe(int ends[2])
{
    return pipe2(ends, 0) < 0 ? -errno : close(ends[0]) + close(ends[1]);
}

async int main(void)
{
    int ends[2];
    struct flags flags = {.first = is_odd(try await beside(3))};
    select {
        when (int n = beside(4)) try n; /* the first to finish */
    }
    return flags.first ? try_pipe(ends) : 1;
}
