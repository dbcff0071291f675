/* SPDX-License-Identifier: MIT
 *
 * Bit-fields and packed structs as parameters, results and locals, unions, vectors and what is
 * volatile or of one function for ever. */
#include <stdio.h>
#include <string.h>

typedef unsigned char uint8_t_like;
typedef unsigned int uint32_t; /* as <stdint.h> has it, but of the program's own */
typedef int four __attribute__((vector_size(16)));

struct bits {
    unsigned a : 3;
    signed b : 5;
    unsigned long long c : 40;
    unsigned : 0;
    _Bool d : 1;
};

struct __attribute__((packed)) loose {
    uint8_t_like tag;
    uint32_t value;
    double real;
};

union both {
    float real;
    uint32_t bits;
    char bytes[4];
};

static struct bits shift(struct bits s, int by)
{
    s.a += by;
    s.b -= by;
    s.c <<= by;
    s.d ^= 1;
    return s;
}

static struct loose change(struct loose l, volatile int *count)
{
    ++*count;
    l.tag ^= 0xff;
    l.value = l.value * 3u + *count;
    l.real /= 2;
    return l;
}

static four turn(four v)
{
    four w = {v[1], v[2], v[3], v[0]};
    return v + w;
}

static uint32_t next(void)
{
    static uint32_t state = 12345;
    return state = state * 1103515245u + 12345u;
}

static int first_difference(const void *a, const void *b, unsigned n)
{
    const char *x = a, *y = b;
    for (unsigned i = 0; i < n; i++)
        if (x[i] != y[i])
            return i;
    return -1;
}

int main()
{
    struct bits s = {5, -9, 1ull << 37 | 77, 1};
    for (int i = 0; i < 4; i++) {
        s = shift(s, i);
        printf("%u %d %llu %d\n", s.a, s.b, (unsigned long long)s.c, s.d);
    }
    printf("%d %d\n", shift(shift(s, 2), 1).a + (s.a ^ 6), s.b-- - 1);
    volatile int count = 0;
    struct loose l = {1, 4000000000u, 10}, m = change(change(l, &count), &count);
    printf("%u %u %g %d %zu\n", m.tag, m.value, m.real, count, sizeof m);
    union both b = {.real = next() / 4294967296.0f};
    printf("%08x %d\n", b.bits, first_difference(&l, &m, sizeof l));
    four v = turn(turn((four){1, 2, 3, 4}));
    printf("%d %d %d %d\n", v[0], v[1], v[2], v[3]);
    printf("next() and change(): %u\n", next() % 1000);
    return (int)(next() % 50);
}
