/* SPDX-License-Identifier: MIT */
#include "driver.h"

#include <stdio.h>

bool translate(const struct command *c, const struct input *input, enum translation what,
               struct text *out)
{
    (void)c;
    (void)what;
    (void)out;
    fprintf(stderr, "edocc: %s: async code is not translated yet\n", input->name);
    return false;
}
