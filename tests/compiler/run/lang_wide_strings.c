/* SPDX-License-Identifier: MIT
 *
 * Arrays that get their length from a string of wide characters, whatever these are. */
#include "lang.h"

#include <uchar.h>
#include <wchar.h>

static async int wide(void)
{
    wchar_t s[] = L"wörld 世界 \U0001F600 😀 \xff\u00e9";
    wchar_t joined[] = "a" L"é" "b\351";
    await rest();
    return (int)(sizeof s / sizeof *s + 100 * (sizeof joined / sizeof *joined)) +
           (s[1] == 0xf6) * 1000 + (joined[1] == 0xe9) * 10000;
}

static async int utf16(void)
{
    char16_t s[] = u"ö 世 😀 \U0001F600 \u00e9";
    await rest();
    return (int)(sizeof s / sizeof *s) + (s[4] == 0xd83d) * 100;
}

static async int utf32(void)
{
    char32_t s[] = {U"ö 世 😀"};
    await rest();
    return (int)(sizeof s / sizeof *s) + (s[4] == 0x1f600) * 100;
}

static async int utf8(void)
{
    char s[] = u8"ö 世 😀 \u00e9";
    await rest();
    return (int)sizeof s + (s[0] == '\303') * 100;
}

int main(void)
{
    printf("%d\n", edo_block_on(wide()));
    printf("%d\n", edo_block_on(utf16()));
    printf("%d\n", edo_block_on(utf32()));
    printf("%d\n", edo_block_on(utf8()));
    return 0;
}
