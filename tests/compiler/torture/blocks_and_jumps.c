/* SPDX-License-Identifier: MIT
 *
 * Blocks in blocks whose names hide each other, jumps into and out of them, computed ones, switches
 * whose cases lie in loops, statements that are expressions. */
#include <stdio.h>

static int steps;

static int step(int x)
{
    steps++;
    return x;
}

static int hidden(int x)
{
    int sum = x;
    {
        int x = step(sum) + 1;
        {
            int x = step(sum) * 3;
            sum += x;
            struct local {
                int x;
            } s = {x};
            sum += s.x;
        }
        sum += x;
    }
    for (int x = 3; step(x); x--)
        if (int_is_odd(x))
            sum += x;
        else
            for (int x = 2; x; x--)
                sum += step(x) * 100;
    return sum + x;
}

int int_is_odd(int x)
{
    return step(x) & 1;
}

static int copy(const char *from, char *to, int n)
{
    int rounds = (n + 3) / 4;
    switch (step(n) % 4) {
        do {
        case 0:
            *to++ = *from++;
        case 3:
            *to++ = *from++;
        case 2:
            *to++ = *from++;
        case 1:
            *to++ = *from++;
        } while (--rounds > 0);
    }
    *to = 0;
    return steps;
}

static int interpret(const char *code)
{
    static void *const places[] = {&&add, &&twice, &&negate, &&end};
    int value = 1;
    goto *places[*code - '0'];
add:
    value += step(10);
    goto *places[*++code - '0'];
twice: {
    int old = value;
    value = step(old) * 2;
}
    goto *places[*++code - '0'];
negate:
    value = -value;
    goto *places[*++code - '0'];
end:
    return value;
}

static int search(int wanted)
{
    int i, j;
    for (i = 0; i < 5; i++)
        for (j = 0; j < 5; j++)
            if (step(i * j) == wanted)
                goto found;
    return -1;
    while (i < 100) {
        i += 7;
    found:
        switch (i) {
        case 0 ... 9:
            continue;
        case 40 ... 49:
            goto out;
        default:
            if (j++ % 2)
                break;
            i++;
        }
    }
out:
    return i * 10 + j;
}

int main(void)
{
    char to[16];
    int value = hidden(4);
    printf("%d %d\n", value, steps);
    int n = copy("eleven char", to, 11);
    printf("%s %d\n", to, n);
    printf("%d\n", interpret("0120113"));
    printf("%d %d\n", search(6), search(11));
    value = ({
        int sum = 0;
        for (int i = 0; i < 4; i++)
            sum += ({ int square = i * i; step(square); });
        sum;
    });
    printf("%d\n", value ?: step(7));
    return steps % 100;
}
