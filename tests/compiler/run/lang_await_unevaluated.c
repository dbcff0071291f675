/* SPDX-License-Identifier: MIT
 *
 * sizeof, typeof, alignof and offsetof operands run nothing; a variable length in sizeof does
 * run. */
#include "lang.h"

__attribute__((unused)) static async double real(int v)
{
    printf("ran");
    await rest();
    return v;
}

async int main(void)
{
    printf("%zu\n", sizeof(await real(1)));
    printf("%zu\n", sizeof await real(1));
    printf("%zu\n", sizeof(1 + await say(1)));
    __typeof__(await real(2)) d = 2.5;
    typeof(await say(3)) i = 2;
    printf("%.1f %d\n", d, i);
    printf("%zu\n", _Alignof(__typeof__(await real(1))));
    __typeof__(await real(1)) array[3] = {1, 2, 3};
    printf("%.1f %zu\n", array[2], sizeof array);
    printf("%zu\n", sizeof(char[await say(5)]));
    int n = 3;
    size_t size = sizeof(int[n++]);
    printf("%zu %d\n", size, n);
    printf("%d\n", __builtin_types_compatible_p(__typeof__(await real(1)), double));
    printf("%zu\n", await later((int)sizeof(await real(1))) + sizeof(int));
    return 0;
}
