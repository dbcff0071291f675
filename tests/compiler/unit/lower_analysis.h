/* SPDX-License-Identifier: MIT
 *
 * What the lower_analysis_ tests share: text in, functions with their plan out. */
#ifndef LOWER_ANALYSIS_TEST_H
#define LOWER_ANALYSIS_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow.h"
#include "lower.h"

static int failures;
static struct arena *arena;
static struct diag *diag;
static struct lunit unit_plan;
static struct lower_options options;

/* Declared in front of every program: awaits, and ways to use a local or its address. */
static const char prelude[] = "#pragma edo on\n_Async int wait(int); _Async void rest(void);\n"
                              "int use(int); int touch(void *); struct pair { int a, b; };\n"
                              "struct big { int v[40]; }; int weigh(struct big);\n"
                              "struct fixed { const int a; int b; };\n"
                              "typedef struct edo_call { const void *fn, *args; } edo_call;\n"
                              "_Async int run(edo_call); struct op { int result; void *p[3]; };\n"
                              "int op_start(struct op *, void *, int);"
                              " int op_resume(struct op *, void *);\n"
                              "_Async int leaf(int)"
                              " edo_leaf(struct op, op_start, op_resume, 0, 0);\n"
                              "static _Async int twice(int a)"
                              " { int b = _Await wait(a); return a + b; }\n"
                              "static _Async int slow(int a)"
                              " { for (; a > 0; a -= _Await leaf(a)) {} return a; }\n"
                              "_Gen int upto(int); _Async _Gen int ticks(int);\n";

static inline void plan_functions(struct unit *u)
{
    struct lunit *lu = &unit_plan;
    *lu = (struct lunit){.unit = u, .arena = arena, .diag = diag, .options = &options};
    for (uint32_t i = 0; i < u->nfuncs; i++) {
        struct func *f = u->funcs[i];
        struct lfunc *lf = arena_new_of(arena, struct lfunc);
        lf->lu = lu;
        lf->func = f;
        if (f->is_async) {
            lf->afn = afn_of(lu, f->sym);
            lf->afn->lf = lf;
            lf->afn->func = f;
        }
        if (f->rewrites)
            vec_push(arena, &lu->funcs, lf);
    }
    bool good = true;
    for (unsigned i = 0; i < lu->funcs.n; i++)
        good = normalise(lu->funcs.at[i]) && good;
    for (unsigned i = 0; i < lu->funcs.n && good; i++)
        place_locals(lu->funcs.at[i]);
    if (!good || !plan_unit(lu))
        exit(2);
}

/* The plan of the last function of `text`. It lives until the next call. */
static inline struct lfunc *analyse(const char *text)
{
    if (arena)
        arena_free(arena);
    arena = arena_new();
    diag = diag_new(arena);
    text = arena_printf(arena, "%s%s", prelude, text);
    struct front_options front = {.first_file = "t.c"};
    struct unit *u = front_parse(arena, diag, text, strlen(text), &front);
    if (diag_failed(diag)) {
        fprintf(stderr, "%s\n%s", text, diag_text(diag, u));
        exit(2);
    }
    plan_functions(u);
    return unit_plan.funcs.at[unit_plan.funcs.n - 1];
}

#endif
