/* SPDX-License-Identifier: MIT
 *
 * The verifier against planted faults. Over programs of every shape and over random ones: the plan
 * as it is passes; the plan with any one save, restore or early save left out, with any local taken
 * out of the frame, with any member or awaited frame in a place where it shares memory with what is
 * alive, does not. Each fault planted matters, so each must be found. */
#include "lower_analysis_plant.h"

/* ---- random programs ---- */

static unsigned some(const struct program *p)
{
    return p->visible[below(p->nvisible)];
}

static void say_statements(struct program *p, unsigned depth);

static void say_declaration(struct program *p)
{
    if (p->nvisible == 64)
        return;
    unsigned v = p->names++;
    if (below(4))
        SAY(p, "int v%u = use(v%u);\n", v, some(p));
    else
        SAY(p, "int v%u;\n", v);
    p->visible[p->nvisible++] = v;
}

static void say_block(struct program *p, const char *head, unsigned depth)
{
    unsigned nvisible = p->nvisible;
    SAY(p, "%s {\n", head);
    say_declaration(p);
    say_statements(p, depth + 1);
    SAY(p, "}\n");
    p->nvisible = nvisible;
}

static void say_compound(struct program *p, unsigned depth)
{
    char head[64];
    unsigned v = some(p);
    switch (below(6)) {
    case 0:
        snprintf(head, sizeof head, "if (v%u)", v);
        say_block(p, head, depth);
        say_block(p, "else", depth);
        break;
    case 1:
        snprintf(head, sizeof head, "while (use(v%u))", v);
        say_block(p, head, depth);
        break;
    case 2:
        snprintf(head, sizeof head, "for (int i = 0; _Await wait(v%u + i); i++)", v);
        say_block(p, head, depth);
        break;
    case 3:
        SAY(p, "switch (v%u) {\ncase 1:\n", v);
        say_block(p, "", depth);
        SAY(p, "%s;\ndefault:\n", below(2) ? "break" : "use(1)");
        say_block(p, "", depth);
        SAY(p, "}\n");
        break;
    case 4:
        say_block(p, "do", depth);
        SAY(p, "while (use(v%u));\n", v);
        break;
    default:
        say_block(p, "", depth);
        break;
    }
}

static void say_statement(struct program *p, unsigned depth)
{
    unsigned v = some(p), u = some(p), kind = below(16);
    if (kind < 4 && depth < 4) {
        say_compound(p, depth);
    } else if (kind < 6) {
        SAY(p, "v%u = v%u + 1;\n", v, u);
    } else if (kind < 7) {
        SAY(p, "if (use(v%u)) goto l%u;\n", v, below(p->labels));
    } else if (kind < 8) {
        SAY(p, "v%u += use(v%u) && (v%u = 2);\n", v, u, u);
    } else if (kind < 9 && below(3) == 0) {
        SAY(p, "touch(&v%u);\n", v);
    } else if (kind < 12) {
        SAY(p, "v%u = _Await wait(v%u);\n", v, u);
    } else if (kind < 14) {
        SAY(p, "_Await rest();\n");
    } else {
        SAY(p, "use(v%u + v%u);\n", v, u);
    }
}

static void say_statements(struct program *p, unsigned depth)
{
    for (unsigned i = 1 + below(4); i-- > 0 && p->statements < 60;) {
        p->statements++;
        if (below(8) == 0)
            say_declaration(p);
        say_statement(p, depth);
    }
}

/* Labels stand in the outermost block, so that no goto enters a scope past its declarations. */
static const char *random_program(void)
{
    static struct program p;
    memset(&p, 0, sizeof p);
    p.labels = 1 + below(3);
    p.visible[p.nvisible++] = p.names++;
    SAY(&p, "_Async int f(int v0)\n{\n");
    for (unsigned i = 0; i < 3; i++)
        say_declaration(&p);
    for (unsigned i = 0; i < p.labels; i++) {
        SAY(&p, "l%u:;\n", i);
        say_statements(&p, 0);
    }
    SAY(&p, "return v%u;\n}\n", some(&p));
    return p.text;
}

/* ---- programs of every shape ---- */

static const char *const programs[] = {
    /* an echo loop, with its buffer */
    "_Async int f(int n) { char buf[64]; for (;;) { int got = _Await wait(touch(buf));"
    " if (got <= 0) return got; for (int i = 0; i < got; ) i += _Await wait(touch(buf + i)); } }",
    /* sums in nested loops */
    "_Async int f(int n) { int s = 0, k = use(n); for (int i = 0; i < n; i++) for (int j = i; j < "
    "n;"
    " j++) { int t = use(j); if (_Await wait(t)) s += t; else s -= i; } return s + k; }",
    /* sibling scopes, each with something of its own */
    "_Async int f(int n) { int r = 0; { int a[9] = {n}; _Await rest(); r += a[3]; }"
    " { struct big b = {0}; _Await rest(); r += weigh(b); { int c; touch(&c); _Await rest(); } }"
    " return r; }",
    /* an interpreter */
    "_Async int f(int n) { static void *const op[] = {&&add, &&sub, &&end}; int acc = 0, pc = n;"
    " goto *op[use(pc++)]; add: acc += _Await wait(pc); goto *op[use(pc++)];"
    " sub: acc -= _Await wait(acc); goto *op[use(pc++)]; end: return acc; }",
    /* state across a switch in a loop */
    "_Async int f(int n) { struct pair p = {0, n}; int mode = 0; while (p.a < p.b) switch (mode) {"
    " case 0: mode = _Await wait(p.a); p.a++; case 1: { int q = use(p.b); _Await rest(); p.b -= q;"
    " break; } default: mode = 0; if (use(mode)) continue; _Await rest(); p.a += 2; } return p.b; "
    "}",
    /* defers */
    "_Async int f(int n) { int x = use(n); _Defer { _Await wait(x); } int y = use(x); _Defer"
    " touch(&y); if (_Await wait(y)) return x; _Await rest(); x = 2; return y + x; }",
    /* many idle ones */
    "_Async int f(int a, int b, int c) { int d = a + b, e = b + c; for (int i = 0; i < a; i++) {"
    " use(d); use(d); _Await rest(); _Await wait(i); } _Await rest(); _Await rest(); _Await rest();"
    " return d + e + b + c; }",
    /* literals, arrays of arrays, lengths */
    "_Async int f(int n) { int m[3][4] = {{n}}; int *p = m[1]; struct pair *q = &(struct pair){n, "
    "2};"
    " _Await rest(); { int v[n]; v[0] = q->a; touch(v); _Await rest(); n = v[0]; }"
    " return *p + q->b + n + m[2][1]; }",
};

int main(void)
{
    for (unsigned i = 0; i < sizeof programs / sizeof *programs; i++)
        plant_in_function(analyse(programs[i]), programs[i]);
    unsigned shaped = planted;
    for (unsigned i = 0; i < 400 && !failures; i++) {
        const char *text = random_program();
        plant_in_function(analyse(text), text);
    }
    printf("%u faults planted, %u found\n", planted, found);
    if (shaped < 100 || planted < 5000) {
        fprintf(stderr, "too few faults to say anything\n");
        failures++;
    }
    arena_free(arena);
    return failures != 0;
}
