/* SPDX-License-Identifier: MIT
 *
 * ?: with awaits in any place runs one branch; its type is the common type of both. */
#include "lang.h"

struct pair {
    int a, b;
};

static async struct pair pair(int a, int b)
{
    await rest();
    struct pair p = {a, b};
    return p;
}

static async unsigned char byte(int v)
{
    await rest();
    return (unsigned char)v;
}

static async double real(double v)
{
    await rest();
    return v;
}

static async char *text(char *s)
{
    await rest();
    return s;
}

static async void shout(const char *s)
{
    await rest();
    printf("%s!\n", s);
}

async int main(void)
{
    int x = 3;
    printf("%d\n", await say(1) ? await say(2) : await say(3));
    printf("%d\n", await say(0) ? await say(2) : await say(3));
    printf("%d\n", x > 2 ? await say(4) : 5);
    printf("%d\n", x < 2 ? await say(4) : 5);
    printf("%d\n", await later(0) ? 1 : await later(0) ? 2 : await later(1) ? 3 : 4);
    struct pair p = x == 3 ? await pair(1, 2) : await pair(3, 4);
    printf("%d %d\n", p.a, p.b);
    p = x != 3 ? await pair(1, 2) : (struct pair){await later(8), 9};
    printf("%d %d\n", p.a, p.b);
    printf("%d\n", (x == 3 ? await pair(5, 6) : p).b);
    printf("%.2f\n", await later(1) ? 1 : await real(2.5));
    printf("%.2f\n", (await later(1) ? 3 : await real(2.5)) / 2);
    printf("%d\n", (await later(1) ? await byte(200) : -1) - 201 < 0);
    printf("%d\n", (await later(1) ? -1 : 1u) > 0);
    printf("%zu\n", sizeof(await later(1) ? 'a' : 1LL));
    char own[] = "own";
    printf("%s %s\n", await later(1) ? await text(own) : 0, await later(0) ? 0 : await text(own));
    printf("%s\n", await later(0) ? await text(own) : "literal");
    await later(1) ? await shout("then") : await shout("else");
    await later(0) ? await shout("then") : await shout("else");
    await later(0) ? (void)0 : await shout("only else");
    /* The GNU form evaluates its condition once. */
    printf("%d\n", await say(7) ?: await say(8));
    printf("%d\n", await say(0) ?: await say(8));
    printf("%d\n", x++ ?: await say(8));
    printf("%d\n", (x - 4) ?: await say(9));
    printf("%s\n", await text(0) ?: "none");
    printf("%d\n", *(await later(1) ? &x : 0));
    *(await later(0) ? &p.a : &p.b) = await later(77);
    printf("%d %d\n", p.a, p.b);
    return 0;
}
