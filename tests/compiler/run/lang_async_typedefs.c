/* SPDX-License-Identifier: MIT
 *
 * Typedefs of async function types: functions, members, parameters, arrays and locals declared by
 * them; by a typedef of a typedef, by __typeof__ of a function; in blocks; results of all kinds. */
#include "lang.h"

struct pair {
    int a, b;
};

typedef async int handler(int n, const char *text);
typedef handler alias, *handler_at;
typedef async struct pair pairing(struct pair p, int by);
typedef async const char *(namer)(int i);
typedef async void action(void);
typedef async int runs(edo_call call, int times);
typedef async int of_handler(handler first, handler *second, int n);

handler declared, declared_too;
static handler hidden;
alias by_alias;
extern pairing paired;
namer named;
action acted;
runs repeated;
of_handler both;
__typeof__(hidden) like_hidden;

struct route {
    const char *path;
    handler *run;
    handler_at also;
    pairing *pair;
};

static int acts;

static async int walk(void)
{
    handler in_block;
    int r = await declared(1, "a") + await hidden(2, "b");
    r += await by_alias(3, "c") + await like_hidden(4, "d");
    r += await in_block(5, "e");
    struct pair p = await paired((struct pair){1, 2}, 3);
    await acted();
    return r * 100 + p.a * 10 + p.b + acts;
}

static async int routed(void)
{
    static const struct route routes[] = {
        {"/", declared, hidden, paired},
        {"/more", by_alias, declared_too, paired},
    };
    handler *table[2] = {hidden, like_hidden}, *const one = table[1];
    int r = 0;
    for (int i = 0; i < 2; i++)
        r += await routes[i].run(i, "r") + await routes[i].also(i, "s") * 100 +
             (await routes[i].pair((struct pair){i, i}, i)).b;
    return r + await one(7, "t") + await both(hidden, declared, 3);
}

static async int values(void)
{
    edo_future(declared) f = declared(10, "f");
    edo_call call = by_alias(20, "g");
    edo_task *task;
    int r;
    try edo_task_spawn(&task, repeated(hidden(1, "h"), 3));
    try await edo_task_join(task, &r);
    r += await edo_timeout(edo_secs(60), declared_too(1, "i"));
    select {
        when (int n = repeated(call, 2)) r += n;
    }
    return r + await f + (await named(1))[0];
}

async int declared(int n, const char *text)
{
    await rest();
    return n + text[0] - 'a';
}

async int declared_too(int n, const char *text)
{
    return 2 * await declared(n, text);
}

static async int hidden(int n, const char *text)
{
    await rest();
    return n * 2 + text[0] - 'a';
}

async int by_alias(int n, const char *text)
{
    return n + await hidden(n, text);
}

async int in_block(int n, const char *text)
{
    return await declared(-n, text);
}

async struct pair paired(struct pair p, int by)
{
    await rest();
    return (struct pair){p.a + by, p.b * by};
}

async const char *named(int i)
{
    await rest();
    return &"names"[i];
}

async void acted(void)
{
    await rest();
    acts++;
}

async int repeated(edo_call call, int times)
{
    int r = 0;
    while (times--)
        r += await call;
    return r;
}

async int both(handler first, handler *second, int n)
{
    return await first(n, "a") * 10 + await second(n, "b");
}

async int like_hidden(int n, const char *text)
{
    await rest();
    return n * 3 + text[0] - 'a';
}

static async int work(void)
{
    printf("%d\n", await walk());
    printf("%d\n", await routed());
    printf("%d\n", await values());
    return 0;
}

int main(void)
{
    return edo_block_on(work());
}
