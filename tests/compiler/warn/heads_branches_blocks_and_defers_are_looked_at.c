/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <unistd.h>
#include <string.h>
#include <netdb.h>
async int runs(edo_call c);
async int takes(int *p);
async int step(int n);
void note(int *);

async int s1(void)
{
    int x = 0;
    join {
        edo_spawn(takes(&x));
        await step(1);
    }
    return 0;
}

async int s2(void)
{
    int x = 0;
    select {
        when (step(1)) edo_spawn(takes(&x));
        otherwise;
    }
    return 0;
}

async int s3(void)
{
    int x = 0;
    return await runs(async { int y; edo_spawn(takes(&y)); return x; });
}

async int s4(void)
{
    int x = 0;
    defer edo_spawn(takes(&x));
    return 0;
}

async gen int s5(void)
{
    int x = 0;
    edo_spawn(takes(&x));
    yield 1;
}

gen int s6(void)
{
    int x = 0;
    edo_spawn(takes(&x));
    yield 1;
}

async int s7(void)
{
    int x = 0;
    edo_spawn(async { note(&x); return 0; });
    return 0;
}

async int s8(void)
{
    int x = 0, *p = &x;
    edo_spawn(async { note(p); return 0; });
    return 0;
}

async int s9(void)
{
    int x = 0;
    edo_call c = takes(&x);
    edo_spawn(c);
    return 0;
}

async int s10(void)
{
    int x = 0, *p = &x;
    edo_spawn(takes(p));
    return 0;
}

async int s11(void)
{
    int x = 0;
    edo_spawn(runs(takes(&x)));
    return 0;
}

async int s12(void)
{
    int x = 0;
    edo_task *t;
    select {
        when (step(edo_task_spawn(&t, takes(&x))));
        otherwise;
    }
    return 0;
}

async int s13(void)
{
    int x = 0;
    edo_task *t;
    edo_task_spawn(&t, takes(&x));
    int r;
    select {
        when (edo_task_join(t, &r));
    }
    return x;
}

async int s14(void)
{
    int x = 0;
    edo_task *t;
    edo_task_spawn(&t, takes(&x));
    int r;
    join {
        await edo_task_join(t, &r);
        await step(1);
    }
    return x;
}

int s15(void)
{
    int x = 0;
    edo_spawn(takes(&x));
    return 0;
}

async int b1(void)
{
    select {
        when (step(sleep(1)));
        otherwise;
    }
    return 0;
}

async int b2(void)
{
    join {
        sleep(1);
        await step(sleep(1));
    }
    return 0;
}

async int b3(void)
{
    return await runs(async { sleep(1); return 0; });
}

async int b4(void)
{
    defer sleep(1);
    return 0;
}

async gen int b5(void)
{
    sleep(1);
    yield 1;
}

gen int b6(void)
{
    sleep(1);
    yield 1;
}

async int b7(void)
{
    select {
        when (step(1)) sleep(1);
        otherwise sleep(2);
    }
    return 0;
}

async int b8(void)
{
    select {
        if (sleep(1)) when (step(1));
        complete sleep(2);
    }
    return 0;
}

async int b9(void)
{
    edo_shield {
        sleep(1);
    }
    return 0;
}

async int b10(void)
{
    each (int i = b5()) sleep(i);
    return 0;
}

async int b11(int fd)
{
    char c;
    select {
        when (step(read(fd, &c, 1)));
        otherwise;
    }
    return 0;
}

async int b12(int fd)
{
    edo_future(step) f = step(sleep(1));
    return await f;
}

async int b13(int fd)
{
    edo_spawn(step(sleep(1)));
    return 0;
}

async int o1(void)
{
    return await runs(async { return edo_block_on(step(1)); });
}

async int o2(void)
{
    join {
        edo_block_on(step(1));
    }
    return 0;
}

async gen int o3(void)
{
    yield edo_block_on(step(1));
}

async int o4(void)
{
    defer edo_block_on(step(1));
    select {
        when (step(edo_block_on(step(2))));
        otherwise;
    }
    return 0;
}

async int m1(void)
{
    edo_call c = async {
        await step(1);
    }
    ;
    return await c;
}

gen_of(int) int m2(void)
{
    yield 1;
}

async int m3(int x)
{
    select {
        when (step(1)) return 1;
        when (step(2)) return 2;
    }
}

async int m4(int x)
{
    join {
         {
            return 1;
        }
        await step(1);
    }
}

async int m5(int x)
{
    join {
        await step(1);
        await step(2);
    }
}

struct pin { int x; } edo_pinned;
async int p1(struct pin *a, struct pin *b)
{
    join {
        memcpy(a, b, sizeof *a);
        await step(1);
    }
    return await runs(async { memcpy(a, b, sizeof *a); return 0; });
}
