/* SPDX-License-Identifier: MIT
 *
 * Bit-fields of locals are read and written around awaits: assignments, increments, signs,
 * neighbours. */
#include "lang.h"

struct flags {
    unsigned a : 1, b : 2, c : 5;
    int s : 4;
    unsigned long long wide : 45;
    _Bool t : 1;
    unsigned char tiny : 7;
};

union word {
    struct {
        unsigned low : 12, high : 20;
    };
    unsigned all;
};

static async void change(struct flags *f)
{
    f->c += 3;
    await rest();
    f->s = -f->s;
    f->wide++;
}

async int main(void)
{
    struct flags f = {.c = 30, .s = 7};
    f.a = await later(1);
    f.b = f.a + await later(2);
    f.wide = (1ULL << 45) - 1;
    f.t = await later(42);
    f.tiny = 127;
    await change(&f);
    f.tiny++;
    await rest();
    printf("%u %u %u %d %llu %d %u\n", f.a, f.b, f.c, f.s, (unsigned long long)f.wide, f.t, f.tiny);
    int old = f.s++;
    f.s -= await later(5);
    printf("%d %d\n", old, f.s);
    printf("%d\n", f.s ^= await later(1));
    union word w = {.all = 0x12345678};
    w.low = await later(0xfff);
    await rest();
    printf("%x %x\n", w.all, w.high);
    f.b = f.c = await later(7);
    printf("%u %u\n", f.b, f.c);
    for (f.c = 0; f.c < 4; f.c++)
        await rest();
    printf("%u\n", f.c);
    if ((f.b = await later(4)))
        printf("wrong\n");
    struct flags copy = f;
    f.a = 0;
    await rest();
    printf("%u %u\n", copy.a, f.a);
    return 0;
}
