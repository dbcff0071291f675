/* SPDX-License-Identifier: MIT
 *
 * Computed goto: a direct-threaded interpreter whose operations await. */
#include "lang.h"

enum { PUSH, ADD, MUL, JUMP_IF, DUP, DEC, SWAP, HALT };

static async int run(const signed char *code)
{
    static void *const table[] = {&&push, &&add, &&mul, &&jump_if, &&dup, &&dec, &&swap, &&halt};
    int stack[16], *sp = stack, t;
    goto *table[*code++];
push:
    *sp++ = await later(*code++);
    goto *table[*code++];
add:
    sp--;
    sp[-1] += await later(*sp);
    goto *table[*code++];
mul:
    sp--;
    sp[-1] *= *sp;
    goto *table[*code++];
jump_if:
    if (await later(*--sp))
        code += *code;
    else
        code++;
    goto *table[*code++];
dup:
    *sp = sp[-1];
    sp++;
    goto *table[await later(*code++)];
dec:
    --sp[-1];
    await rest();
    goto *table[*code++];
swap:
    t = sp[-1];
    sp[-1] = sp[-2];
    sp[-2] = t;
    goto *table[*code++];
halt:
    return sp[-1];
}

static async int local(int n)
{
    void *next = n ? &&one : &&two;
    int r = 0;
    await rest();
    goto *next;
one:
    r = await later(1);
    next = &&two;
    if (n-- > 1)
        next = &&one;
    await rest();
    r += n;
    goto *next;
two:
    return r * 10 + 2;
}

async int main(void)
{
    const signed char sums[] = {PUSH, 3, PUSH, 4, ADD, PUSH, 5, MUL, HALT};
    /* acc = 1, n = 5: while (n) acc *= n-- */
    const signed char factorial[] = {PUSH, 1, PUSH, 5, /* loop: */ SWAP, PUSH, 2, MUL, SWAP, DEC,
        DUP,
                                     JUMP_IF, -8, SWAP, HALT};
    printf("%d\n", await run(sums));
    printf("%d\n", await run(factorial));
    printf("%d %d %d\n", await local(0), await local(1), await local(3));
    return 0;
}
