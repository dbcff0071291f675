/* SPDX-License-Identifier: MIT */
#include <edo.h>

#include "errors_in_a_header.h"

async int walk(void)
{
    step(2);
    return 0;
}
