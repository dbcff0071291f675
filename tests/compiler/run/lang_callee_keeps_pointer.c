/* SPDX-License-Identifier: MIT
 *
 * A callee keeps a pointer to its caller's local; the local is read and written through it
 * later. */
#include "lang.h"

static int *kept;
static char *buffer;
static size_t length;

static async void lend(int *p)
{
    await rest();
    kept = p;
}

static async void bump(void)
{
    await rest();
    ++*kept;
    await rest();
}

static async void give_buffer(char *p, size_t n)
{
    buffer = p;
    length = n;
    await rest();
}

static async void write_later(int c)
{
    for (size_t i = 0; i + 1 < length; i++) {
        await rest();
        buffer[i] = (char)(c + i);
    }
    buffer[length - 1] = 0;
}

static async int not_mentioned_again(void)
{
    int v = 1;
    await lend(&v);
    await bump();
    await bump();
    await bump();
    return *kept;
}

static async int scopes(void)
{
    int r = 0;
    {
        int a = 10;
        await lend(&a);
        await bump();
        r += a;
    }
    {
        int b[8] = {0};
        await lend(&b[7]);
        int unrelated = await later(3);
        await bump();
        r += b[7] * 100 + unrelated * 1000;
    }
    return r;
}

async int main(void)
{
    int local = 5;
    await lend(&local);
    await bump();
    printf("%d %d\n", local, await not_mentioned_again());
    char text[6];
    await give_buffer(text, sizeof text);
    await write_later('a');
    printf("%s\n", text);
    printf("%d\n", await scopes());
    return 0;
}
