/* SPDX-License-Identifier: MIT */
#include <edo.h>

int open_it(void);

void start(void)
{
    try open_it();
}

unsigned count(void)
{
    return try open_it();
}
