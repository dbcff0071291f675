/* SPDX-License-Identifier: MIT
 *
 * Functions that get a list of arguments from one that was called with any; that one stays plain,
 * and so does what it calls. Others get and return structs by value, pointers and arrays. */
#include <stdarg.h>
#include <stdio.h>

struct list {
    va_list arguments;
    int left;
};

struct pair {
    char tag;
    double value;
};

static int format(char *out, size_t size, const char *how, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(out, size, how, again);
    va_end(again);
    return length + vsnprintf(out + length, size - length, how, arguments);
}

static int say(char *out, size_t size, const char *how, ...)
{
    va_list arguments;
    va_start(arguments, how);
    int length = format(out, size, how, arguments);
    va_end(arguments);
    return length;
}

static struct list collect(int n, ...)
{
    struct list l = {.left = n};
    va_start(l.arguments, n);
    return l;
}

static int apart(struct pair p, const struct pair *all, int n)
{
    int same = 0;
    for (int i = 0; i < n; i++)
        same += all[i].tag == p.tag && all[i].value == p.value;
    return n - same;
}

static int compare(int n, struct pair all[n])
{
    int sum = 0;
    while (n-- > 0)
        sum += apart((struct pair){'a' + n, n / 2.0}, all, n) * apart(all[n], all, n + 1);
    return sum;
}

int main(int argc, char **argv, char **envp)
{
    char out[80];
    int length = say(out, sizeof out, "%d-%s-%g ", argc, "x", 1.5);
    printf("%s(%d)\n", out, length);
    struct pair all[] = {{'a', 0}, {'b', 0.5}, {'c', 1}, {'b', 0.5}};
    printf("%d %d\n", compare(4, all), collect(3, 1, 2, 3).left);
    return (argv[0] == 0) + (envp == 0);
}
