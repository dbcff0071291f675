/* SPDX-License-Identifier: MIT
 *
 * Generators in plain functions: no task, no runtime. A generator that is left early runs its
 * defers, as if the yield it stands at were a return. */
#include <edo.h>
#include <stdio.h>

/* Yields 1; asked again, it has finished, with "foo". */
static gen_of(int) const char *two_steps(void)
{
    yield 1;
    return "foo";
}

static gen long fibonacci(void)
{
    long a = 0, b = 1;
    for (;;) {
        yield a;
        long next = a + b;
        a = b;
        b = next;
    }
}

struct tree {
    const char *name;
    struct tree *left, *right;
};

/* In order; the inner loops hold generators of their own. */
static gen const char *names(const struct tree *t)
{
    if (!t)
        return;
    defer printf("leaves-%s ", t->name);
    each (const char *name = names(t->left))
        yield name;
    yield t->name;
    each (const char *name = names(t->right))
        yield name;
}

int main(void)
{
    edo_gen(two_steps) steps = two_steps();
    int step;
    while (edo_next(&steps, &step))
        printf("yielded %d\n", step);
    printf("finished with %s\n", edo_gen_result(&steps));

    each (long n = fibonacci()) {
        if (n > 100)
            break;
        printf("%ld ", n);
    }
    printf("\n");

    struct tree ash = {"ash", 0, 0}, fir = {"fir", 0, 0}, elm = {"elm", &ash, &fir};
    each (const char *name = names(&elm)) {
        printf("%s ", name);
        if (name == elm.name)
            break;
    }
    printf("\n");
    return 0;
}
