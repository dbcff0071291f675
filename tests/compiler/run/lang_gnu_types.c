/* SPDX-License-Identifier: MIT
 *
 * Vectors, empty structs, zero-length arrays, thread-locals and 128-bit integers across
 * awaits. */
#include "lang.h"

typedef int v4 __attribute__((vector_size(16)));
struct empty {};
struct zero {
    int n;
    int none[0];
};

static _Thread_local int tls = 5;

static async v4 add(v4 a, v4 b)
{
    v4 sum = a + b;
    await rest();
    return sum * 2;
}

static async struct empty nothing(struct empty e, int *n)
{
    await rest();
    ++*n;
    return e;
}

static async unsigned __int128 wide(unsigned long long v)
{
    unsigned __int128 w = v;
    w *= v;
    await rest();
    return w + tls++;
}

async int main(void)
{
    v4 v = {1, 2, 3, 4};
    v = await add(v, (v4){10, 20, 30, await later(40)});
    v[1] += await later(1000);
    await rest();
    printf("%d %d %d %d\n", v[0], v[1], v[2], v[3]);
    int n = 0;
    struct empty e = {};
    e = await nothing(e, &n);
    await nothing((struct empty){}, &n);
    printf("%d\n", n);
    struct zero z = {3}, *pz = &z;
    await rest();
    printf("%d %zu\n", pz->n, sizeof pz->none);
    unsigned __int128 w = await wide(-1ULL);
    static _Thread_local int local = 1;
    local += await later(1);
    await rest();
    printf("%llx %llx %d %d\n", (unsigned long long)(w >> 64), (unsigned long long)w, tls, local);
    float _Complex c = 1.0f + 2.0if;
    c *= await later(2);
    await rest();
    printf("%.0f %.0f\n", __real__ c, __imag__ c);
    __imag__ c = await later(9);
    printf("%.0f\n", __imag__ c);
    return 0;
}
