/* SPDX-License-Identifier: MIT
 *
 * Every arithmetic result type comes back whole. */
#include "lang.h"

enum colour { RED = -2, GREEN, BLUE = 70000 };

#define RETURNS(name, type)                                                                      \
    static async type name(type v)                                                               \
    {                                                                                            \
        await rest();                                                                            \
        return v;                                                                                \
    }

RETURNS(a_bool, _Bool)
RETURNS(a_char, char)
RETURNS(a_schar, signed char)
RETURNS(a_uchar, unsigned char)
RETURNS(a_short, short)
RETURNS(a_ushort, unsigned short)
RETURNS(an_int, int)
RETURNS(a_uint, unsigned)
RETURNS(a_long, long)
RETURNS(a_ulong, unsigned long)
RETURNS(a_llong, long long)
RETURNS(a_ullong, unsigned long long)
RETURNS(a_size, size_t)
RETURNS(an_enum, enum colour)
RETURNS(a_float, float)
RETURNS(a_double, double)
RETURNS(a_ldouble, long double)
RETURNS(a_cfloat, float _Complex)
RETURNS(a_cdouble, double _Complex)
RETURNS(an_int128, __int128)

async int main(void)
{
    printf("%d %d %d %d\n", await a_bool(7), await a_char('x'), await a_schar(-128),
        await a_uchar(255));
    printf("%d %d %d %u\n", await a_short(-32768), await a_ushort(65535), await an_int(-2147483647),
           await a_uint(4294967295u));
    printf("%ld %lu %lld %llu %zu\n", await a_long(-0x4000000000000000L), await a_ulong(-1UL),
           await a_llong(-0x4000000000000000LL), await a_ullong(-1ULL), await a_size(SIZE_MAX));
    printf("%d %d\n", await an_enum(RED), await an_enum(BLUE));
    printf("%a %a %La\n", await a_float(1.5f), await a_double(0x1.23456789abcdep-3),
           await a_ldouble(0x1.23456789abcdef01p+5L));
    double _Complex z = await a_cdouble(1.0 + 2.0i);
    float _Complex w = await a_cfloat(-3.0f + 0.5if);
    printf("%.1f %.1f %.1f %.1f\n", __real__ z, __imag__ z, __real__ w, __imag__ await a_cfloat(w));
    __int128 big = (__int128)0x0123456789abcdef << 64 | 0xfedcba9876543210;
    big = await an_int128(big) + 1;
    printf("%016llx %016llx\n", (unsigned long long)(big >> 64), (unsigned long long)big);
    return 0;
}
