/* SPDX-License-Identifier: MIT
 *
 * Awaits deep inside nested plain and async calls, members, indices, casts and conditionals of
 * one expression. */
#include "lang.h"

struct op {
    int (*apply)(int, int);
    int operands[2];
};

static int add(int a, int b)
{
    return a + b;
}

static int sub(int a, int b)
{
    return a - b;
}

static struct op ops[2] = {{add, {1, 2}}, {sub, {10, 4}}};

static async struct op *get(int i)
{
    await rest();
    return &ops[i];
}

static async struct op copy(struct op o)
{
    await rest();
    o.operands[0] += 100;
    return o;
}

async int main(void)
{
    printf("%d\n", (await get(0))->apply((await get(0))->operands[0],
        (await get(1))->operands[await later(1)]));
    printf("%d\n", (await copy(*await get(await later(1)))).apply(await later(9),
        (await copy(ops[0])).operands[0]));
    printf("%d\n",
        ((await get(1))->operands[await later(0) ? 1 : 0] + (int)(char)await later(300)) *
                       -(await later(1) ? await later(2) : await later(3)));
    printf("%d\n", add(sub(add(await later(1), 2), sub(3, await later(4))), add(await later(5),
        ops[await later(0)].operands[1])));
    printf("%d\n", ((await later(1), *await get(0)).operands)[1]);
    printf("%d\n", ({ struct op o = await copy(ops[1]); o; }).operands[({ await later(0); })]);
    printf("%d\n", (*(await later(1) ? add : sub))(await later(20), !await later(0)));
    printf("%s\n", &"hello"[await later(2)]);
    return 0;
}
