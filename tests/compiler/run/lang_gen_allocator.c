/* SPDX-License-Identifier: MIT
 *
 * The memory of generators and boxes comes from the allocator that edo_set_allocator set, and goes
 * back to it with the size and alignment that it was asked for. Each allocation of a plain function
 * fails in turn: a generator's ends the program, a box says that there is none. */
#include "lang.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* In front of each block. */
struct head {
    size_t size, align, front;
};

static int allocations, failing = -1, held;

static void *counted_alloc(void *user, size_t size, size_t align)
{
    size_t front = align > 32 ? align : 32;
    if (user != &held || allocations++ == failing)
        return 0;
    char *p = aligned_alloc(front, (front + size + front - 1) / front * front);
    if (!p)
        return 0;
    *(struct head *)(void *)(p + front - sizeof(struct head)) = (struct head){size, align, front};
    held++;
    return p + front;
}

static void counted_free(void *user, void *p, size_t size, size_t align)
{
    struct head *h = (struct head *)p - 1;
    if (user != &held || !p || h->size != size || h->align != align)
        abort();
    held--;
    free((char *)p - h->front);
}

static gen int upto(int n)
{
    int values[n]; /* on the heap */
    for (int i = 0; i < n; i++)
        values[i] = i;
    for (int i = 0; i < n; i++)
        yield values[i];
}

static gen int halves(int n)
{
    yield n;
    if (n > 1)
        each (int half = halves(n / 2)) /* in a box: it is recursive */
            yield half;
}

struct line {
    _Alignas(128) char bytes[128];
};

static gen int wide(int n)
{
    struct line line;
    for (int i = 0; i < n; i++) {
        line.bytes[i] = (char)i;
        yield line.bytes[i];
    }
}

static async gen int slow(int n)
{
    for (int i = 0; i < n; i++)
        yield await later(i);
}

struct walker {
    edo_gen(wide) g;
    edo_gen(slow) s;
};

static int in_plain(void)
{
    struct walker w = {0};
    int v, sum = 0;
    each (int half = halves(4))
        sum += half;
    each (int i = upto(3))
        sum += i;
    w.g = wide(3);
    while (edo_next(&w.g, &v))
        sum += v;
    edo_gen_end(&w.g);
    edo_boxed box = edo_box(later(1));
    if (!box)
        return -1;
    edo_box_free(box);
    return sum;
}

static async int in_async(void)
{
    struct walker w = {0};
    int v, sum = 0;
    w.s = slow(await later(4));
    while (await edo_next(&w.s, &v))
        sum += v;
    await edo_gen_end(&w.s);
    w.g = wide(4);
    while (edo_next(&w.g, &v))
        sum += await later(v);
    edo_gen_end(&w.g);
    return sum + await edo_box(later(sum));
}

/* What in_plain does when allocation `n` fails. */
static const char *ends_with(int n)
{
    int status = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        allocations = 0;
        failing = n;
        int sum = in_plain();
        _exit(held ? 4 : sum == -1 ? 1 : 0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        return "?";
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGABRT ? "aborts" : "dies";
    return WEXITSTATUS(status) == 1 ? "no box" : WEXITSTATUS(status) ? "wrong" : "runs";
}

int main(void)
{
    edo_set_allocator(&(edo_allocator){counted_alloc, counted_free, &held});
    int sum = in_plain(), n = allocations;
    printf("%d, %d allocations, %d left\n", sum, n, held);
    for (int i = 0; i <= n; i++)
        printf("%d: %s\n", i, ends_with(i));
    sum = edo_block_on(in_async());
    printf("%d, %d left\n", sum, held);
    edo_set_allocator(0);
    n = allocations;
    sum = in_plain();
    printf("%d, %d more\n", sum, allocations - n);
    return 0;
}
