/* SPDX-License-Identifier: MIT
 *
 * A generator's values, in plain functions and in async ones. */
#include "lang.h"

static gen int upto(int n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

struct pair {
    int a;
    const char *name;
    double weights[3];
};

static gen struct pair pairs(const char *const *names)
{
    for (int i = 0; names[i]; i++) {
        struct pair p = {i, names[i], {i * 0.5, i * 1.5}};
        yield p;
        yield ((struct pair){.a = -i, .name = "twin"});
    }
}

static gen const char *words(char *text)
{
    for (char *word = strtok(text, " "); word; word = strtok(0, " "))
        yield word;
}

/* Locals of every kind live across a yield; addresses stay what they were. */
static gen long mixed(int n, struct pair start)
{
    char buffer[16] = "abc";
    char *end = buffer + strlen(buffer);
    volatile int count = 0;
    unsigned char small = 250;
    while (n-- > 0) {
        *end++ = (char)('0' + n);
        count++;
        yield small++ + count + (long)strlen(buffer) + start.a;
    }
}

/* At a switch, in a goto loop, in a do, behind && and in arguments. */
static gen int places(int n)
{
    int i = 0;
again:
    switch (i % 3) {
    case 0:
        yield 100;
        break;
    case 1:
        yield 200; /* falls through */
    default:
        do
            yield 300 + i;
        while (i == 77);
    }
    if (++i < n)
        goto again;
}

static gen int nothing(void)
{
    if (0)
        yield 1;
}

static gen int never_yields(void)
{
}

static int plain(void)
{
    int sum = 0;
    each (int i = upto(5))
        sum += i;
    each (int i = upto(3)) {
        each (int j = upto(3)) {
            if (j > i)
                break;
            if (j == 1)
                continue;
            printf("%d.%d ", i, j);
        }
    }
    each (int i = nothing())
        printf("never %d", i);
    each (int i = never_yields())
        printf("never %d", i);
    return sum;
}

static async int suspending(int n)
{
    int sum = 0;
    each (int i = upto(n)) {
        sum += await later(i);
        each (int j = upto(i))
            sum += await later(j * 10);
    }
    return sum;
}

static int until(int limit)
{
    each (int i = upto(1000))
        if (i == limit)
            return i * 2;
    return -1;
}

async int main(void)
{
    const char *names[] = {"one", "two", 0};
    char text[] = "to be or not";
    struct pair start = {1000, "", {0}};
    printf("%d\n", plain());
    printf("%d\n", await suspending(await later(4)));
    printf("%d %d\n", until(21), until(5000));
    each (struct pair p = pairs(names))
        printf("%d %s %g\n", p.a, p.name, p.weights[1]);
    each (const char *word = words(text))
        printf("[%s]", word);
    each (long v = mixed(await later(3), start))
        printf(" %ld", v);
    each (int v = places(4))
        printf(" %d", v);
    int i = 7;
    each (int i = upto(i - 5)) /* the generator sees the outer one */
        printf(" %d", i);
    printf(" %d\n", i);
    return 0;
}
