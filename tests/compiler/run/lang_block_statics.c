/* SPDX-License-Identifier: MIT
 *
 * What an async block uses of the function around without capturing it: statics, thread-locals,
 * declarations of other objects and functions, types, constants. Also in plain functions, and in
 * blocks inside blocks. */
#include "lang.h"

static async int count(void)
{
    static int n = 10, *const self = &n;
    int by = 5;
    n++;
    int r = await async {
        await rest();
        n += by;
        return *self;
    };
    return r * 100 + n;
}

static async int tables(int i)
{
    enum { FIRST = 3, SECOND };
    typedef struct pair {
        int a, b;
    } pair;
    static pair first = {FIRST, SECOND}, second = {.b = SECOND};
    static pair *const all[] = {&first, &second, &(pair){7, 8}};
    static const char text[] = "static", *const names[] = {text, "other"};
    static int sizes[sizeof all / sizeof *all] = {[1] = sizeof(pair)};
    await rest();
    return await async {
        pair p = *all[i];
        await rest();
        p.a += FIRST;
        second.b++;
        sizes[0] += 2;
        return p.a * 1000 + p.b * 100 + names[0][1] + (int)sizeof text + sizes[0] + sizes[1];
    };
}

static async int declared(int n)
{
    extern int elsewhere;
    int helper(int);
    extern const char *greeting(void);
    int own = elsewhere;
    int r = await async {
        extern int elsewhere;
        await rest();
        elsewhere += n;
        return helper(elsewhere) + own;
    };
    await async {
        await rest();
        elsewhere++;
    };
    edo_call call = async { return greeting()[0]; };
    return r * 1000 + helper(elsewhere) * 100 + (await call == 'h');
}

static async int nested(void)
{
    static int depth;
    static __thread int mine = 4;
    int r = 0;
    for (int i = 0; i < 3; i++) {
        static int depth = 100;
        r += await async {
            static int inside;
            await rest();
            inside++;
            depth += i;
            return await async {
                await rest();
                inside += 2;
                mine += inside;
                return depth * 10 + inside;
            };
        };
    }
    await async { depth += 3; };
    return r + depth + 10000 * mine;
}

static int plain(int n)
{
    static int calls;
    static struct {
        int v[3];
    } history;
    edo_block_on(async {
        await rest();
        history.v[n % 3] += ++calls;
    });
    return history.v[0] * 100 + history.v[1] * 10 + history.v[2];
}

int elsewhere = 3;

int helper(int n)
{
    return n * 2;
}

const char *greeting(void)
{
    return "hello";
}

static async int work(void)
{
    printf("%d ", await count());
    printf("%d\n", await count());
    for (int i = 0; i < 3; i++)
        printf("%d ", await tables(i));
    printf("%d\n", await tables(1));
    printf("%d ", await declared(4));
    printf("%d\n", await declared(1));
    printf("%d ", await nested());
    printf("%d\n", await nested());
    return 0;
}

int main(void)
{
    if (edo_block_on(work()) < 0)
        return 1;
    for (int i = 0; i < 4; i++)
        printf("%d ", plain(i));
    printf("\n");
    return 0;
}
