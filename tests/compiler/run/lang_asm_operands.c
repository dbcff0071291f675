/* SPDX-License-Identifier: MIT
 *
 * Awaits in the operands of asm: run before the assembly, from left to right; what they give goes
 * into inputs by value, and says which object an output is. NO ORACLE: C leaves the order of the
 * operands open. */
#include "lang.h"

struct pair {
    long low, high;
};

static struct pair kept = {30, 12};

static async struct pair *pair_of(int v)
{
    printf("<pair %d>", v);
    await rest();
    return &kept;
}

static async struct pair pair_by_value(int v)
{
    await rest();
    return (struct pair){v, v + 1};
}

#ifdef __x86_64__
#define COPY "mov %1, %0"
#define ADD "add %1, %0"
#else /* every machine takes what no instruction does: output and input are one register */
#define COPY ""
#define ADD ""
#endif

static async void inputs(void)
{
    int got = 0, sum = 40;
    asm(COPY : "=r"(got) : "0"(await say(7)));
    printf(" %d\n", got);
#ifdef __x86_64__
    asm(ADD : "+r"(sum) : "r"(await say(1) + await say(1)) : "cc");
#else
    sum += await say(1) + await say(1);
#endif
    printf(" %d\n", sum);
    asm volatile("" : : "r"(await say(1)), "m"(sum), "g"(await say(2)), "r"(await say(3)));
    printf("\n");
}

static async void memory(void)
{
    long got = 0, member = 0;
    int of_array[3] = {1, 2, 3};
    int element = 0;
#ifdef __x86_64__
    asm(COPY : "=r"(got) : "m"((*await pair_of(1)).high));
    asm(COPY : "=r"(member) : "m"((await pair_by_value(8)).high));
    asm("movl %1, %0" : "=r"(element) : "m"(of_array[await say(2)]));
#else
    asm("" : "=r"(got) : "0"((*await pair_of(1)).high));
    asm("" : "=r"(member) : "0"((await pair_by_value(8)).high));
    asm("" : "=r"(element) : "0"(of_array[await say(2)]));
#endif
    printf(" %ld %ld %d\n", got, member, element);
}

static async void outputs(void)
{
    int a[4] = {0, 10, 20, 30};
    int at = 0;
    asm("" : "=r"(a[await say(3)]) : "0"(await say(5)));
    asm("" : "+r"(a[at++ + await say(1)]));
    printf(" %d %d %d\n", a[3], a[1], at);
#ifdef __x86_64__
    asm("incl %0" : "+r"(a[await say(2)]) : : "cc");
    asm("movq %1, %0" : "=m"((await pair_of(2))->low) : "r"(99L));
    asm("addq $1, %[to]" : [to] "+m"((await pair_of(3))->high) : : "cc");
#else
    a[await say(2)]++;
    (await pair_of(2))->low = 99;
    (await pair_of(3))->high++;
#endif
    printf(" %d %ld %ld\n", a[2], kept.low, kept.high);
}

/* `one` is what the operand says if it's run. */
static async int sequenced(int one)
{
    int got;
    asm("" : "=r"(got) : "0"(one && await say(one)));
    int chosen;
    asm("" : "=r"(chosen) : "0"(one ? await say(10) : await say(20)));
    int of_block;
    asm("" : "=r"(of_block) : "0"(({
            int twice = await say(4);
            twice * 2;
        })));
    printf(" %d %d %d\n", got, chosen, of_block);
    return got;
}

static async int jumps(int v)
{
#ifdef __x86_64__
    asm goto("test %0, %0\n\tjz %l[zero]" : : "r"(await say(v)) : "cc" : zero);
#else
    if (!await say(v))
        goto zero;
#endif
    await rest();
    return 1;
zero:
    await rest();
    return 0;
}

static async int gives_up(int v)
{
    int got = 0;
    defer printf(" left");
    asm("" : "=r"(got) : "0"(try await say(v)));
    return got + 1;
}

async int main(void)
{
    await inputs();
    await memory();
    await outputs();
    await sequenced(0);
    await sequenced(1);
    for (int i = 0; i < 2; i++)
        if (i)
            asm volatile("" : : "r"(await say(i)));
        else
            asm volatile("" : : "r"(await say(i)), "r"(await say(i)));
    int zero = await jumps(0), other = await jumps(6);
    printf(" %d %d\n", zero, other);
    int failed = await gives_up(-3), passed = await gives_up(3);
    printf(" %d %d\n", failed, passed);
    return 0;
}
