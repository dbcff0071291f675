/* SPDX-License-Identifier: MIT
 *
 * A struct with generators that two units share: each of them begins, goes on with and ends what
 * the other has begun, whether it knows the generators' frames or not. Memory goes back as it
 * came. */
#include "shared.h"

#include <stdio.h>
#include <stdlib.h>

static int held;

struct head {
    size_t size, align, front;
};

static void *counted_alloc(void *user, size_t size, size_t align)
{
    size_t front = align > 32 ? align : 32;
    char *p = aligned_alloc(front, (front + size + front - 1) / front * front);
    (void)user;
    if (!p)
        return 0;
    *(struct head *)(void *)(p + front - sizeof(struct head)) = (struct head){size, align, front};
    held++;
    return p + front;
}

static void counted_free(void *user, void *p, size_t size, size_t align)
{
    struct head *h = (struct head *)p - 1;
    (void)user;
    if (h->size != size || h->align != align)
        abort();
    held--;
    free((char *)p - h->front);
}

static int in_plain(void)
{
    struct walkers here = {0}, there = {0};
    struct wide w;
    begin_plain(&there, 4);
    printf("%d ", next(&there.g));
    printf("%d", next(&there.g));
    edo_next(&there.w, &w);
    int v = 0;
    edo_next(&there.p, &v);
    printf(" %d %d\n", w.n, v);
    edo_gen_end(&there.g);
    edo_gen_end(&there.p);
    edo_gen_end(&there.w);
    here.g = upto(3);
    here.w = wide((struct wide){.n = 70});
    here.p = padded(70, 80);
    printf("%d ", next(&here.g));
    printf("%d", next(&here.g));
    while (edo_next(&here.w, &w))
        printf(" %d", w.n);
    printf(" %d\n", edo_gen_result(&here.w));
    end_plain(&here);
    return next(&here.g);
}

static async int in_async(void)
{
    struct walkers here = {0}, there = {0};
    int v;
    struct wide w;
    begin_streams(&there, 5);
    await edo_next(&there.ps, &v);
    printf("%d ", v);
    await edo_next(&there.s, &v);
    await edo_next(&there.ws, &w);
    printf("%d %d", v, w.n);
    printf(" %d\n", await go_on(&there));
    await edo_gen_end(&there.s);
    await edo_gen_end(&there.ws);
    await edo_gen_end(&there.ps);
    here.s = slow(3);
    here.ws = wide_stream((struct wide){.n = 30});
    here.ps = padded_stream(30, 40);
    printf("%d\n", await go_on(&here));
    await end_streams(&here);
    return 0;
}

int main(void)
{
    edo_set_allocator(&(edo_allocator){counted_alloc, counted_free, 0});
    int ended = in_plain();
    printf("%d, %d left\n", ended, held);
    int result = edo_block_on(in_async());
    printf("%d, %d left\n", result, held);
    return 0;
}
