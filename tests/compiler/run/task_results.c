/* SPDX-License-Identifier: MIT
 *
 * NO ORACLE. Results that lie over what leads back to the awaiter, and results of every width that
 * say that there was no memory. */
#include <edo.h>

#include <stdio.h>

/* Awaited in several places: a byte of its frame says by whom, until the result covers it. Nothing
 * else lives across the await. */
static long given;
static async long covers(long result)
{
    given = result;
    await edo_yield();
    return given;
}

static async long one(void)
{
    return await covers(-1) - 1;
}

static async long two(void)
{
    long sum = await covers(0x0202020202020202);
    return sum - await covers(0x0101010101010101) + await one();
}

static void *no_memory(void *user, size_t size, size_t align)
{
    (void)user, (void)size, (void)align;
    return 0;
}

static void no_free(void *user, void *p, size_t size, size_t align)
{
    (void)user, (void)p, (void)size, (void)align;
}

#define REFUSED(T, name)                                                                           \
    static async T name(void) { return 5; }                                                        \
    static int name##_is_refused(void)                                                             \
    {                                                                                              \
        edo_future(name) future = name();                                                          \
        return edo_block_on(future) == -EDO_ENOMEM;                                                \
    }
REFUSED(signed char, of_char)
REFUSED(short, of_short)
REFUSED(int, of_int)
REFUSED(long, of_long)
REFUSED(__int128, of_int128)

int main(void)
{
    edo_future(two) future = two();
    printf("%lx\n", edo_block_on(future));

    static const edo_allocator nothing = {no_memory, no_free, 0};
    edo_set_allocator(&nothing);
    printf("%d%d%d%d%d\n", of_char_is_refused(), of_short_is_refused(), of_int_is_refused(),
           of_long_is_refused(), of_int128_is_refused());
    return 0;
}
