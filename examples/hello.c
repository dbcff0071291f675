/* SPDX-License-Identifier: MIT
 *
 * A call of an async function is a value. Nothing runs until somebody waits for it. */
#include <edo.h>
#include <stdio.h>

async int hello_world(void)
{
    return puts("hello, world!");
}

int main(void)
{
    edo_future(hello_world) future = hello_world();
    puts("the call has been made, and nothing printed");
    return edo_block_on(future) < 0;
}
