/* SPDX-License-Identifier: MIT
 *
 * Generators that need memory find none: each allocation fails in turn. The program's own
 * edo_gen_host takes the place of libedo's. */
#include "lang.h"

#include <sys/wait.h>
#include <unistd.h>

static int allocations, failing = -1, held;

static void *counted_alloc(edo_cx *cx, size_t size, size_t align)
{
    (void)cx;
    if (allocations++ == failing)
        return 0;
    held++;
    return aligned_alloc(align, (size + align - 1) / align * align);
}

static void counted_free(edo_cx *cx, void *p, size_t size, size_t align)
{
    (void)cx;
    if (!size || !align)
        abort();
    held--;
    free(p);
}

static void counted_oom(edo_cx *cx, size_t size)
{
    (void)cx;
    _exit(size ? 70 + failing : 1);
}

static void wrong(edo_cx *cx, const char *message)
{
    (void)cx;
    (void)message;
    _exit(2);
}

const edo_host edo_gen_host = {counted_alloc, counted_free, counted_oom, wrong};

static gen int upto(int n)
{
    int values[n]; /* on the heap */
    for (int i = 0; i < n; i++)
        values[i] = i;
    for (int i = 0; i < n; i++)
        yield values[i];
}

static async gen int slow(int n)
{
    for (int i = 0; i < n; i++)
        yield await later(i);
}

static gen int halves(int n)
{
    yield n;
    if (n > 1)
        each (int half = halves(n / 2)) /* in a box: it is recursive */
            yield half;
}

struct walker {
    edo_gen(upto) g;
    edo_gen(slow) s;
};

static async int program(void)
{
    struct walker w = {0};
    int v = 0, sum = 0;
    each (int half = halves(4))
        sum += half;
    w.g = upto(4);
    while (edo_next(&w.g, &v))
        sum += await later(v);
    edo_gen_end(&w.g);
    w.s = slow(await later(4));
    await edo_next(&w.s, &v);
    await edo_next(&w.s, &v);
    sum += v;
    await edo_gen_end(&w.s);
    return sum;
}

/* What the program ends with when allocation `n` fails. */
static int ends_with(int n)
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        allocations = 0;
        failing = n;
        _exit(edo_block_on(program()));
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

int main(void)
{
    int sum = edo_block_on(program()), n = allocations;
    printf("%d, %d allocations, %d left\n", sum, n, held);
    for (int i = 0; i <= n; i++)
        printf("%d ", ends_with(i));
    printf("\n");
    return 0;
}
