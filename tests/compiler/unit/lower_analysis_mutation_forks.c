/* SPDX-License-Identifier: MIT
 *
 * The verifier against faults planted where control forks or leaves: joins, selects, generators,
 * named futures, captured calls and async blocks. Beside those that can be planted in any function:
 * parts of a join or select that share storage, a branch in another one's place, a head in another
 * one's branch, a future that is given back to the wrong one. Each must be found. */
#include "lower_analysis_plant.h"

/* ---- faults of a join or select ---- */

/* Each frame that stands in the group's scope into any other: siblings' branches, what is around,
 * what was before. */
static void move_parts_away(struct lfunc *lf, const char *text, struct group *g)
{
    for (unsigned i = 0; i < g->scope->waits.n; i++) {
        struct wait *w = g->scope->waits.at[i];
        for (unsigned j = 0; j < lf->scopes.n && wait_has_member(w); j++) {
            struct lscope *to = lf->scopes.at[j];
            if (to == g->scope)
                continue;
            move_wait(g->scope, i, to);
            must_fail(lf, text, "a part of a group elsewhere", 0);
            move_wait_back(g->scope, i, to);
        }
    }
}

/* What a branch awaits, in the place of a sibling. */
static void move_into_siblings(struct lfunc *lf, const char *text, struct branch *b)
{
    struct group *g = b->group;
    for (unsigned i = 0; i < lf->waits.n; i++) {
        struct wait *w = lf->waits.at[i];
        struct lscope *from = w->scope;
        if (!scope_is_around(b->scope, from) || !wait_has_member(w))
            continue;
        unsigned at = 0;
        while (from->waits.at[at] != w)
            at++;
        for (unsigned j = 0; j < g->n; j++) {
            if (g->branches[j].scope == b->scope)
                continue;
            move_wait(from, at, g->branches[j].scope);
            must_fail(lf, text, "what a branch awaits, at its sibling's place", 0);
            move_wait_back(from, at, g->branches[j].scope);
        }
    }
}

static void misplace_branch(struct lfunc *lf, const char *text, struct branch *b)
{
    struct group *g = b->group;
    struct branch *none = g->in;
    b->scope->parent = g->scope->parent;
    must_fail(lf, text, "a branch outside of its join", 0);
    b->scope->parent = g->scope;
    b->scope->branch = none;
    must_fail(lf, text, "a branch as its owner's own code", 0);
    for (unsigned i = 0; i < g->n; i++) {
        struct branch *other = &g->branches[i];
        if (other == b)
            continue;
        b->scope->branch = other;
        must_fail(lf, text, "a branch as its sibling's code", 0);
        b->scope->branch = b;
        b->scope->parent = other->scope;
        must_fail(lf, text, "a branch inside its sibling", 0);
        b->scope->parent = g->scope;
        struct wait *entry = b->entry;
        b->entry = other->entry;
        must_fail(lf, text, "a branch that begins at its sibling's state", 0);
        b->entry = entry;
    }
    b->scope->branch = b;
}

/* A branch begins as if the owner's values were there. */
static void lose_entries(struct lfunc *lf, const char *text)
{
    for (unsigned i = 0; i < lf->flow->nnodes; i++) {
        struct node *n = &lf->flow->nodes[i];
        const struct wait *enters = n->enters;
        if (!enters)
            continue;
        n->enters = 0;
        must_fail(lf, text, "a branch that isn't entered", 0);
        n->enters = enters;
    }
}

static void confuse_heads(struct lfunc *lf, const char *text, struct group *g)
{
    for (unsigned i = 0; i < g->n; i++) {
        struct head *h = &g->heads[i];
        if (h->wait->kind != WAIT_FUTURE) {
            unsigned branch = h->branch;
            for (h->branch = 0; h->branch <= g->embedded; h->branch++)
                if (h->branch != branch)
                    must_fail(lf, text, "a head in another one's branch", 0);
            h->branch = branch;
            continue;
        }
        h->outwards++;
        must_fail(lf, text, "a future given back too far out", 0);
        h->outwards -= 2;
        must_fail(lf, text, "a future given back not far enough", 0);
        h->outwards++;
    }
}

static void lose_state_numbers(struct lfunc *lf, const char *text)
{
    for (unsigned i = 1; i < lf->waits.n; i++) {
        struct wait *w = lf->waits.at[i];
        w->at--;
        must_fail(lf, text, "the state of another await", 0);
        w->at++;
    }
}

static void lose_places(struct lfunc *lf, const char *text)
{
    for (unsigned i = 0; i < lf->scopes.n; i++) {
        struct lscope *sc = lf->scopes.at[i];
        for (unsigned j = 0; j < sc->waits.n; j++) {
            struct wait *w = sc->waits.at[j];
            if (!wait_has_member(w))
                continue;
            sc->waits.at[j] = sc->waits.at[--sc->waits.n];
            must_fail(lf, text, "an await without a place", 0);
            sc->waits.at[sc->waits.n++] = sc->waits.at[j];
            sc->waits.at[j] = w;
            vec_push(arena, &sc->waits, w);
            must_fail(lf, text, "an await with two places", 0);
            sc->waits.n--;
        }
    }
}

static void plant_in_groups(struct lfunc *lf, const char *text)
{
    for (unsigned i = 0; i < lf->groups.n; i++) {
        struct group *g = lf->groups.at[i];
        g->scope->group = 0;
        must_fail(lf, text, "a group whose parts share storage", 0);
        g->scope->group = g;
        move_parts_away(lf, text, g);
        if (g->heads)
            confuse_heads(lf, text, g);
        for (unsigned j = 0; j < g->n && !g->heads; j++) {
            misplace_branch(lf, text, &g->branches[j]);
            move_into_siblings(lf, text, &g->branches[j]);
        }
    }
}

static void plant_faults(const char *text)
{
    analyse(text);
    for (unsigned i = 0; i < unit_plan.funcs.n && !failures; i++) {
        struct lfunc *lf = unit_plan.funcs.at[i];
        if (!lf->afn)
            continue;
        plant_in_function(lf, text);
        plant_in_groups(lf, text);
        lose_entries(lf, text);
        lose_state_numbers(lf, text);
        lose_places(lf, text);
    }
}

/* ---- programs of every shape ---- */

static const char *const programs[] = {
    /* branches that use and change what is around them, and their own */
    "_Async int f(int n) { int a = use(n), b = use(a), c[5] = {n}; _Join { { int d = _Await"
    " wait(a); b += d; } _Await rest(); { int e = use(b); _Await leaf(e); c[1] += e; } }"
    " return a + b + c[1]; }",
    /* returns in branches of nested joins, through defers */
    "_Async int f(int n) { int a = use(n); _Defer use(a); _Join { { _Defer { _Await rest(); }"
    " _Join { { if (_Await wait(a)) return 1; } _Try _Await wait(2); } use(a); }"
    " _Try _Await slow(a); } return a; }",
    /* a select in a loop, with guards, results, every kind of head */
    "_Async int f(int n) { int sum = 0, k = use(n);"
    " for (int i = 0; i < n; i++) _Select { _When (int x = twice(i)) { use(x); _Await rest();"
    " sum += x; } if (k > i) _When (sum = wait(k)) use(sum); _When (leaf(3)) { int z[4] = {k};"
    " _Await rest(); use(z[1]); } _Otherwise { sum += k; _Await rest(); } _Complete return sum; }"
    " return sum + k; }",
    /* futures, started and not, selected from inside branches */
    "_Async int f(int n) { int a = use(n), r = 0; edo_future(slow) s = slow(a); edo_future(twice)"
    " t = twice(a); edo_start(t); _Join { { edo_future(slow) u = slow(r); for (;;) _Select {"
    " if (a) _When (int x = s) r += x; _When (r = u) break; _Complete break; } } _Join {"
    " _Select { if (r > 2) _When (int y = t) a += y; _When (rest()) {} } _Await wait(a); } }"
    " _Await rest(); return r + a; }",
    /* captured calls and blocks */
    "_Async int f(int n) { int a = use(n); edo_call c = twice(a), d = n ? c : slow(a);"
    " int v[3] = {a}; _Await rest(); int r = _Await run(c); r += _Await run(_Async { int q = "
    "use(a);"
    " _Await rest(); v[0] = q; _Join { _Await wait(q); q += _Await leaf(q); } return q + v[1]; });"
    " return r + _Await d + a; }",
    /* generators of every kind, and who loops over them */
    "_Gen int g(int n) { int k = use(n); for (int i = 0; i < n; i++) { int j = use(i); _Yield j;"
    " k += j; } _Defer use(k); _Yield k; }"
    "_Async _Gen int h(int n) { int k = use(n), v[3] = {n}; for (int i = 0; i < n; i++) { int j ="
    " _Await wait(i); int r = _Yield j; k += j + r; _Join { k += _Await wait(k); _Await rest(); } "
    "_Yield v[1] + k; } }"
    "_Async int f(int n) { int b = use(n); _Each (int v = g(3)) b += _Await wait(v);"
    " _Each (int v = ticks(3)) { int w = use(v); _Each (int x = upto(w)) { if (use(x)) break;"
    " _Await rest(); } b += v; } edo_gen(h) s = h(b); int x; while (_Await edo_next(&s, &x)) b += "
    "x;"
    " return b; }",
    /* a stream among the heads of a select */
    "_Async _Gen int h(int n) { int k = n; for (;;) { k += _Await wait(k); _Yield k; } }"
    "_Async int f(int n) { int v = 0, sum = use(n); edo_gen(h) s = h(n); for (;;) { int more = 0;"
    " _Select { _When (more = edo_next(&s, &v)) { if (!more) return sum; sum += v; }"
    " _When (slow(sum)) return v; } } }",
};

/* ---- random programs ---- */

static unsigned some(const struct program *p)
{
    return p->visible[below(p->nvisible)];
}

static void say_statements(struct program *p, unsigned depth);

static void say_declaration(struct program *p)
{
    static const char *const values[] = {"int v%u = use(v%u);\n", "int v%u = _Await wait(v%u);\n",
                                         "int v%u = _Await leaf(v%u);\n",
                                         "int v%u = _Await run(twice(v%u));\n"};
    if (p->nvisible == 64)
        return;
    unsigned v = p->names++;
    SAY(p, values[below(4)], v, some(p));
    p->visible[p->nvisible++] = v;
}

static void say_block(struct program *p, const char *head, unsigned depth)
{
    unsigned nvisible = p->nvisible;
    SAY(p, "%s {\n", head);
    say_declaration(p);
    if (below(5) == 0)
        SAY(p, "_Defer { use(v%u); %s }\n", some(p), below(2) ? "_Await rest();" : "");
    say_statements(p, depth + 1);
    SAY(p, "}\n");
    p->nvisible = nvisible;
}

static void say_join(struct program *p, unsigned depth)
{
    SAY(p, "_Join {\n");
    p->closed++;
    for (unsigned i = 1 + below(4); i-- > 0;) {
        if (below(3))
            say_block(p, "", depth + 1);
        else
            SAY(p, "v%u = _Await %s(v%u);\n", some(p), below(2) ? "slow" : "wait", some(p));
    }
    p->closed--;
    SAY(p, "}\n");
}

static void say_select(struct program *p, unsigned depth)
{
    static const char *const calls[] = {"wait", "leaf", "twice", "slow"};
    unsigned nvisible = p->nvisible, future = p->names++, join = below(2);
    SAY(p, "{ edo_future(slow) s%u = slow(v%u);\n%s", future, some(p), join ? "_Join {" : "{");
    p->closed++; /* no yield in the scope of a future */
    SAY(p, "_Select {\n");
    for (unsigned i = 1 + below(3); i-- > 0;) {
        char head[64];
        if (below(2))
            SAY(p, "if (use(v%u)) ", some(p));
        if (below(3) == 0) {
            snprintf(head, sizeof head, "_When (v%u = %s(v%u))", some(p), calls[below(4)], some(p));
            say_block(p, head, depth + 1);
            continue;
        }
        p->visible[p->nvisible++] = p->names;
        snprintf(head, sizeof head, "_When (int v%u = %s(v%u))", p->names, calls[below(4)],
                 p->visible[below(p->nvisible - 1)]);
        p->names++;
        say_block(p, head, depth + 1);
        p->nvisible = nvisible;
    }
    SAY(p, "%s _When (v%u = s%u) use(v%u);\n", below(2) ? "if (use(1))" : "", some(p), future,
        some(p));
    SAY(p, "_Complete use(v%u);\n}\n} }\n", some(p));
    p->closed--;
}

static void say_statement(struct program *p, unsigned depth)
{
    unsigned v = some(p), u = some(p), kind = depth < 4 ? below(12) : 4 + below(8);
    char head[64];
    if (kind < 2) {
        say_join(p, depth);
    } else if (kind < 3 && p->nvisible < 60) {
        say_select(p, depth);
    } else if (kind < 4) {
        snprintf(head, sizeof head, below(2) ? "while (use(v%u))" : "if (_Await wait(v%u))", v);
        say_block(p, head, depth);
    } else if (kind < 5) {
        SAY(p, p->yields && !p->closed ? "_Yield v%u;\n" : "v%u++;\n", v);
    } else if (kind < 6) {
        SAY(p, "v%u = _Await run(_Async { int q = v%u; _Await rest(); return q + v%u; });\n", v, u,
            u);
    } else if (kind < 7) {
        SAY(p, below(3) ? "use(v%u + v%u);\n" : "touch(&v%u), use(v%u);\n", v, u);
    } else if (kind < 8) {
        SAY(p, "_Each (int q = %s(v%u)) v%u += q;\n", below(2) ? "upto" : "ticks", v, u);
    } else if (kind < 10) {
        SAY(p, "v%u = v%u + 1;\n", v, u);
    } else {
        SAY(p, "v%u = _Await %s(v%u);\n", v, below(2) ? "wait" : "twice", u);
    }
}

static void say_statements(struct program *p, unsigned depth)
{
    for (unsigned i = 1 + below(3); i-- > 0 && p->statements < 40;) {
        p->statements++;
        say_statement(p, depth);
    }
}

/* In a function, or, if there is a yield, which may not stand in a branch, outside of them. */
static const char *random_program(bool stream)
{
    static struct program p;
    memset(&p, 0, sizeof p);
    p.yields = stream;
    p.visible[p.nvisible++] = p.names++;
    SAY(&p, "%s int f(int v0)\n{\n", stream ? "_Async _Gen" : "_Async");
    for (unsigned i = 0; i < 3; i++)
        say_declaration(&p);
    for (unsigned i = 0; i < 3; i++)
        say_statements(&p, 0);
    SAY(&p, stream ? "use(v%u);\n}\n" : "return v%u;\n}\n", some(&p));
    return p.text;
}

int main(void)
{
    for (unsigned i = 0; i < sizeof programs / sizeof *programs; i++)
        plant_faults(programs[i]);
    unsigned shaped = planted;
    for (unsigned i = 0; i < 60 && !failures; i++)
        plant_faults(random_program(i % 3 == 0));
    printf("%u faults planted, %u found\n", planted, found);
    if (shaped < 300 || planted < 20000) {
        fprintf(stderr, "too few faults to say anything\n");
        failures++;
    }
    arena_free(arena);
    return failures != 0;
}
