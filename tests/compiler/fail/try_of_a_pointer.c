/* SPDX-License-Identifier: MIT */
#include <edo.h>

char *name(void);
unsigned size(void);

int start(void)
{
    char *s = try name();
    return try size();
}
