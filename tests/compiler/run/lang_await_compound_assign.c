/* SPDX-License-Identifier: MIT
 *
 * Every assignment operator with an await on its right. */
#include "lang.h"

async int main(void)
{
    int x = 100;
    x += await later(5);
    printf("%d ", x);
    x -= await later(10);
    printf("%d ", x);
    x *= await later(3);
    printf("%d ", x);
    x /= await later(4);
    printf("%d ", x);
    x %= await later(40);
    printf("%d ", x);
    x <<= await later(3);
    printf("%d ", x);
    x >>= await later(1);
    printf("%d ", x);
    x &= await later(0xf0);
    printf("%d ", x);
    x |= await later(0x0f);
    printf("%d ", x);
    x ^= await later(0xff);
    printf("%d\n", x);

    unsigned char c = 250;
    c += await later(10);
    printf("%d\n", c);
    short s = 1;
    s <<= await later(15);
    printf("%d\n", s);
    double d = 1.5;
    d *= await later(3);
    printf("%.1f\n", d);
    int array[4] = {1, 2, 3, 4}, *p = array;
    p += await later(2);
    *p += await later(10);
    p[-1] *= await later(5);
    printf("%d %d %d %d\n", array[0], array[1], array[2], array[3]);
    int y = x = await later(3);
    x += y += await later(4);
    printf("%d %d\n", x, y);
    struct {
        unsigned low : 3;
        int high : 5;
    } bits = {1, -1};
    bits.low += await later(9);
    bits.high -= await later(3);
    printf("%u %d\n", bits.low, bits.high);
    _Bool flag = 0;
    flag |= await later(4);
    printf("%d\n", flag);
    return 0;
}
