/* SPDX-License-Identifier: MIT
 *
 * Arrays of a length that is known when they are reached, and lengths that functions compute. */
#include <stdio.h>
#include <string.h>

static int asked;

static int length(int n)
{
    asked++;
    return n * 2 + 1;
}

static int fill(int rows, int columns, int table[rows][columns])
{
    int sum = 0;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            sum += table[r][c] = r * columns + c;
    return sum;
}

static long walk(int n)
{
    long sum = 0;
    for (int i = 1; i <= n; i++) {
        char text[length(i)];
        int rows = i, table[rows][length(1)];
        memset(text, 'a' + i, sizeof text);
        sum += fill(rows, 3, table) + text[sizeof text - 1] + (long)sizeof table;
        if (i % 3 == 0)
            continue;
        typedef short line[length(i)];
        line lines[2];
        lines[1][0] = i;
        sum += sizeof lines + sizeof(line) + lines[1][0];
    }
    return sum;
}

static int again(int n)
{
    int left = n;
back:;
    int stack[left + 1];
    stack[left] = left;
    if (stack[left]-- > 0) {
        left = stack[left];
        goto back;
    }
    return asked += sizeof stack;
}

int main(void)
{
    long walked = walk(length(2));
    printf("%ld %d\n", walked, asked);
    printf("%d\n", again(5));
    int n = length(1);
    int (*row)[n] = &(int[]){7, 8, 9};
    printf("%d %zu %zu\n", (*row)[n - 1], sizeof *row, sizeof(char[length(n)]));
    return asked & 63;
}
