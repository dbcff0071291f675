/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <edo/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *arg_text(const struct args *a, const char *key, const char *fallback)
{
    size_t len = strlen(key);
    for (int i = 2; i < a->argc; i++)
        if (!strncmp(a->argv[i], key, len) && a->argv[i][len] == '=')
            return a->argv[i] + len + 1;
    return fallback;
}

uint64_t arg_number(const struct args *a, const char *key, uint64_t fallback)
{
    const char *text = arg_text(a, key, NULL);
    return text ? strtoull(text, NULL, 10) : fallback;
}

void report(const struct args *a, double value, const char *unit)
{
    const char *separator = "";
    printf("edo %s ", a->argv[1]);
    for (int i = 2; i < a->argc; i++) {
        if (!strchr(a->argv[i], '=') || !strncmp(a->argv[i], "path=", 5))
            continue;
        printf("%s%s", separator, a->argv[i]);
        separator = ",";
    }
    printf("%s %.6g %s\n", *separator ? "" : "-", value, unit);
    fflush(stdout);
}

static double clock_ns(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

double wall_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

double cpu_ns(void)
{
    return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

double resident_bytes(void)
{
    long resident = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%*d %ld", &resident) != 1)
        must(-1, "/proc/self/statm");
    fclose(f);
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

void must(int error, const char *what)
{
    if (error >= 0)
        return;
    fprintf(stderr, "edo-bench: %s: %s\n", what, edo_strerror(error));
    exit(1);
}

void *must_alloc(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p)
        must(-EDO_ENOMEM, "memory");
    return p;
}
