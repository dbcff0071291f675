/* SPDX-License-Identifier: MIT */
#include <edo.h>

static int plain(())
{
    return edo_block_on(async { return 1; });
}

int main(void) { return plain(); }
