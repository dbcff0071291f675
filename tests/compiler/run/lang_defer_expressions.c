/* SPDX-License-Identifier: MIT
 *
 * defers beside values: comma in return, statement expressions with defers of their own,
 * switches, conditions, jumps out of statement expressions. */
#include "lang.h"

static int g;

static int bump(int v)
{
    g += v;
    return g;
}

static async int comma(int n)
{
    defer { g = -1; }
    if (n)
        return bump(1), bump(await later(2));
    return await later(1), bump(3);
}

static int plain_comma(int n)
{
    defer { g *= 2; }
    if (n)
        return bump(1), bump(2);
    return g++, g + (g > 0 ? 7 : 0);
}

static async int statement_expression(int n)
{
    int r = ({
        int v = await later(n);
        defer {
            v = 1000;
            printf("inner ");
        }
        await rest();
        v * 2;
    });
    return r + ({ defer { printf("second "); } n > 2 ? await later(5) : 6; });
}

static async int jumps_out(int n)
{
    int r = 0;
    defer { printf("out %d; ", r); }
    for (int i = 0; i < 4; i++) {
        defer { printf("loop %d; ", i); }
        r += ({
            defer { printf("expr %d; ", i); }
            if (await later(i) == n)
                break;
            if (i == n + 1)
                continue;
            if (n == 7 && i == 2)
                goto end;
            if (n == 8 && i == 1)
                return ({ defer { printf("deep; "); } await later(i + 50); });
            i * 10;
        });
    }
    return r;
end:
    return -r;
}

static async int in_switch(int n)
{
    for (int i = 0;; i++) {
        switch (await later(n + i)) {
        case 0: {
            defer { printf("zero "); }
            if (await later(i))
                break;
            continue;
        }
        case 1:
        case 2: {
            defer { printf("two "); }
            switch (i) {
            case 0: {
                defer { await say(i); }
                break;
            }
            default: {
                defer { printf("return "); }
                return i;
            }
            }
        } break;
        default:
            return -1;
        }
        printf("after ");
    }
}

static async int conditions(int n)
{
    int r = 0;
    while (({ defer { r++; } await later(n) > r; }))
        r += 2;
    do {
        defer { r += 100; }
        if (r > 200)
            break;
    } while (({ defer { n--; } await later(n); }) > 0);
    return r;
}

async int main(void)
{
    g = 0;
    int r = await comma(1);
    printf("%d %d\n", r, g);
    g = 5;
    r = await comma(0);
    printf("%d %d\n", r, g);
    g = 1;
    r = plain_comma(1);
    printf("%d %d\n", r, g);
    r = plain_comma(0);
    printf("%d %d\n", r, g);
    printf("%d\n", await statement_expression(2));
    printf("%d\n", await statement_expression(3));
    for (int i = 0; i < 9; i++)
        printf("%d\n", await jumps_out(i));
    for (int i = -1; i < 4; i++)
        printf("%d\n", await in_switch(i));
    printf("%d %d\n", await conditions(3), await conditions(8));
    return 0;
}
