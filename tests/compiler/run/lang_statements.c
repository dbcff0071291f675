/* SPDX-License-Identifier: MIT
 *
 * The rarer statements and declarations inside async functions: asm, pragmas, static
 * assertions, attributes, digraphs, null statements. */
#include "lang.h"

static async int rare(int n)
{
    _Static_assert(sizeof(int) == 4, "int");
    int r = n, out;
    _Pragma("GCC diagnostic push")
    ;;
    {}
    await rest();
    __asm__ volatile("" ::: "memory");
    __asm__("" : "=r"(out) : "0"(r));
    await rest();
    __asm__("" : "+r"(r));
#pragma GCC diagnostic pop
    int unused __attribute__((unused)) = await later(3);
    _Static_assert(1, "one");
    switch (n) {
    case 1:
        r += 10;
        await rest();
        __attribute__((fallthrough));
    case 2:
        r += 100;
    }
    extern int printf(const char *, ...);
    goto end;
end: __attribute__((unused));
    await rest();
    int a<:2:> = <%out, await later(4)%>;
    if (1) {} else {}
    for (;0;) {}
    __extension__ int extended = 0b101;
    await rest();
    return r * 1000 + a[0] * 100 + a[1] + extended;
}

static async int declarations(void)
{
    int a = 1, *p = &a, **pp = &p, f(int), (*fp)(const char *) = puts, v[2] = {3, 4};
    long unsigned int long lu = await later(5);
    const char s[] = "one" "two", *t = "three"
                                       "four";
    int typedef number;
    number static once = 6;
    struct s *forward = 0;
    struct s {
        int x;
    } s1 = {await later(7)};
    forward = &s1;
    await rest();
    (void)fp;
    return a + **pp + v[1] + (int)lu + (int)sizeof s + (int)strlen(t) + once + forward->x;
}

int f(int v)
{
    return v;
}

async int main(void)
{
    printf("%d %d %d\n", await rare(1), await rare(2), await rare(5));
    printf("%d\n", await declarations());
    return 0;
}
