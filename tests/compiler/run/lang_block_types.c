/* SPDX-License-Identifier: MIT
 *
 * Types of equal names in different blocks: structs, unions, enums, typedefs, forward tags. */
#include "lang.h"

struct t {
    char c[100];
};

static async int tags(void)
{
    int r = sizeof(struct t);
    {
        struct t {
            int a;
        } v = {await later(1)};
        struct t *p = &v;
        await rest();
        r += p->a + (int)sizeof(struct t);
        {
            struct t;
            struct u {
                struct t *next;
            };
            struct t {
                struct u back;
                long pad[3];
            } w = {.pad = {await later(5)}};
            struct u u = {&w};
            await rest();
            r += (int)u.next->pad[0] + (int)sizeof w;
        }
        union u {
            struct t t;
            long long l;
        } u = {.t = v};
        await rest();
        r += u.t.a * 1000 + (int)sizeof(union u);
    }
    struct t outer;
    outer.c[99] = (char)await later(3);
    await rest();
    return r + outer.c[99];
}

static async int enums(int n)
{
    enum { A = 1, B, C } e = n > 1 ? C : A;
    int r = await later(e);
    if (n) {
        enum { A = 10, B, C } e = B;
        await rest();
        r += e + C;
        {
            enum named { D = C + 5, E };
            enum named d = await later(0) ? D : E;
            await rest();
            r += d;
        }
    }
    return r * 100 + B;
}

static async int typedefs(void)
{
    typedef int number;
    number a = await later(70000);
    {
        typedef unsigned char number;
        number b = (number)a;
        await rest();
        a += b;
        for (int i = 0; i < 2; i++) {
            typedef struct {
                number v[3];
            } number;
            number c = {{1, 2, (unsigned char)await later(250)}};
            await rest();
            a += c.v[2] + (int)sizeof(number);
        }
        a += sizeof(number);
    }
    typedef number table[4], (*function)(number);
    table t = {[3] = a};
    function f = abs;
    await rest();
    return f(-t[3]) + (int)sizeof(table);
}

static async long anonymous(void)
{
    struct {
        int a;
        struct {
            int b;
        };
    } one = {1, {await later(2)}}, *p = &one;
    await rest();
    p->b += p->a;
    struct {
        int a;
        long b;
    } two = {one.b, await later(3)};
    await rest();
    __typeof__(two) three = two;
    await rest();
    return three.a + three.b;
}

async int main(void)
{
    printf("%d %d %d %d %ld\n", await tags(), await enums(0), await enums(2), await typedefs(),
           await anonymous());
    return 0;
}
