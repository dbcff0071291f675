/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct counter {
    int n;
} edo_local;

async int step(void);
async int stays(void)
{
    struct counter r = {1};
    await step();
    return r.n;
}

int pool_spawn(edo_call_send call);
edo_boxed made_here(void)
{
    return edo_box(stays());
}

struct job {
    edo_boxed run;
};

async int directly(struct job *job)
{
    return await edo_timeout(edo_secs(1), *&job->run);
}

async int chosen(edo_boxed box, int n)
{
    edo_call call = n ? box : step();
    return await call;
}

async long of_another_type(edo_boxed_of(long) box)
{
    return await edo_timeout(edo_secs(1), box);
}

int start(struct job *job, edo_boxed box, edo_boxed_of(long) of_long)
{
    pool_spawn(directly(job));
    pool_spawn(of_another_type(of_long));
    return pool_spawn(chosen(box, 1));
}
