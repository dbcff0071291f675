/* SPDX-License-Identifier: MIT
 *
 * Mutual recursion through two and three functions, declared before they are defined. */
#include "lang.h"

static async int is_odd(unsigned n);

static async int is_even(unsigned n)
{
    if (!n)
        return 1;
    return await is_odd(n - 1);
}

static async int is_odd(unsigned n)
{
    await rest();
    return n ? await is_even(n - 1) : 0;
}

static async int expression(const char **s);

static async int primary(const char **s)
{
    await rest();
    if (**s == '(') {
        ++*s;
        int v = await expression(s);
        ++*s;
        return v;
    }
    if (**s == '-') {
        ++*s;
        return -await primary(s);
    }
    int v = 0;
    while (**s >= '0' && **s <= '9')
        v = v * 10 + *(*s)++ - '0';
    return v;
}

static async int product(const char **s)
{
    int v = await primary(s);
    while (**s == '*' || **s == '/')
        if (*(*s)++ == '*')
            v *= await primary(s);
        else
            v /= await primary(s);
    return v;
}

static async int expression(const char **s)
{
    int v = await product(s);
    while (**s == '+' || **s == '-') {
        char op = *(*s)++;
        int w = await product(s);
        v = op == '+' ? v + w : v - w;
    }
    return v;
}

static async int a(int n), b(int n), c(int n);
static async int a(int n) { return n <= 0 ? 1 : await b(n - 1) + 1; }
static async int b(int n) { return n <= 0 ? 2 : await c(n - 2) * 2; }
static async int c(int n) { return n <= 0 ? 3 : await a(n - 3) + await b(n - 1) + await later(n); }

async int main(void)
{
    printf("%d %d\n", await is_even(10), await is_odd(10));
    const char *s = "2*(3+4*(5-1))-(-6)/2";
    printf("%d\n", await expression(&s));
    for (int i = 0; i < 16; i += 5)
        printf("%d ", await a(i));
    printf("\n");
    return 0;
}
