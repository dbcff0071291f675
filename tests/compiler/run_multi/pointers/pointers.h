/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct big {
    char bytes[100];
    int n;
};

typedef async int operation(int, struct big, edo_duration, char);

struct module {
    const char *name;
    operation *run;
    async long (*count)(void);
};

extern const struct module first_module, second_module;
async int anyone(int a, struct big b, edo_duration c, char d);
async long fallback(void);
async long missing(void) __attribute__((weak));
operation *choose(int which);
int spawn_through(operation *run, int n);
