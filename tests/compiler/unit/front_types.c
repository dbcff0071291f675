/* SPDX-License-Identifier: MIT
 *
 * What the front end works out about types, lengths, addresses, and what it builds for names. */
#include "front.h"

/* The length that a local array `a` gets from the declarations in `text`. */
static int64_t length_of(const char *text)
{
    struct unit *u = parse(text_of("struct p { int x, y; }; struct q { struct p a[2]; char c; };\n"
                                   "union u { char s[4]; int n; }; enum { THREE = 3 };\n"
                                   "int f(struct p s, int n) { %s }",
                                   text),
                           true);
    expect_no_messages(text);
    return u->nfuncs ? local_of(u->funcs[0], "a")->type->nelem : -2;
}

static void array_lengths_follow_the_initialiser(void)
{
    static const struct {
        const char *text;
        int64_t length;
    } cases[] = {
        {"int a[] = {1, 2, 3};", 3},
        {"int a[] = {1, 2, 3,};", 3},
        {"int a[] = {[5] = 1};", 6},
        {"int a[] = {[5] = 1, 2, [1] = 9};", 7},
        {"int a[] = {[2 ... 8] = 1};", 9},
        {"int a[] = {[2 ... 8] = 1, 2};", 10},
        {"int a[] = {[THREE + 1] 1};", 5},
        {"char a[] = \"abc\";", 4},
        {"char a[] = {\"abc\"};", 4},
        {"char a[] = \"a\" \"b\\0\\x41\\101\\n\";", 7},
        {"char a[] = \"\\u00e9\";", 3},
        {"int a[] = L\"ab\";", 3},
        {"struct p a[] = {1, 2, 3, 4};", 2},
        {"struct p a[] = {1, 2, 3};", 2},
        {"struct p a[] = {{1}, 2, 3, {4}};", 3},
        {"struct p a[] = {s, s, 1, 2, s};", 4},
        {"struct p a[] = {{.x = 1}, [3] = {.y = 2}};", 4},
        {"struct q a[] = {1, 2, 3, 4, 'c', 1, 2, 3, 4, 'd'};", 2},
        {"union u a[] = {\"abc\", \"d\"};", 2},
        {"char *a[] = {\"abc\", \"d\", 0};", 3},
        {"char a[][4] = {\"abc\", \"d\"};", 2},
        {"int a[][2] = {1, 2, 3, 4, 5};", 3},
        {"int a[][2] = {{1}, {2}};", 2},
        {"int a[sizeof(int) * 2 + THREE];", 11},
        {"int a[(1 << 4) - ~0 - 1];", 16},
        {"int a[n > 2 ? 3 : 4];", -1},
        {"struct p a[] = {[1].x = 1, 2};", 2}, /* 2 is [1].y */
        {"int a[] = {};", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t n = length_of(cases[i].text);
        if (n != cases[i].length) {
            fprintf(stderr, "%s: %lld\n", cases[i].text, (long long)n);
            failures++;
        }
    }
}

static bool taken(const char *statement)
{
    struct unit *u = parse(text_of("struct p { int x; int t[3]; struct p *next; };\n"
                                   "int g(int *); int h(struct p); int f(void)\n"
                                   "{ struct p v = {0}; int i = 0; %s return i; }",
                                   statement),
                           true);
    expect_no_messages(statement);
    return local_of(u->funcs[0], "v")->address_taken;
}

static void addresses_are_taken_where_they_escape(void)
{
    EXPECT(taken("g(&v.x);"));
    EXPECT(taken("g(v.t);"));
    EXPECT(taken("int *p = v.t + 1;"));
    EXPECT(taken("i ? g(v.t) : 0;"));
    EXPECT(taken("struct p *q = &(v);"));
    EXPECT(taken("int *q = &v.t[i];"));
    EXPECT(!taken("v.x = 1; i = v.t[2]; v.t[i]++;"));
    EXPECT(!taken("h(v); i = sizeof v + sizeof v.t;"));
    EXPECT(!taken("g(&v.next->x); g(v.next->t);"));
}

static void names_resolve_by_scope(void)
{
    struct unit *u = parse("typedef int t;\n"
                           "_Async int f(t t) { { char t = 1; t++; } struct t { int t; };\n"
                           "return t + sizeof(struct t); }",
                           false);
    expect_no_messages("scopes");
    const struct func *f = u->funcs[0];
    EXPECT(f->nlocals == 2 && f->locals[0]->is_param && f->locals[0] != f->locals[1]);
    EXPECT(f->locals[0]->type->size == 4 && f->locals[1]->type->size == 1);
    EXPECT(f->locals[0]->scope == f->scope && f->locals[1]->scope->parent == f->scope);
    unsigned tags = 0;
    for (tokid t = 0; t < u->ntoks; t++)
        tags += u->toks[t].sym && u->toks[t].sym->kind == SYM_TAG;
    EXPECT(tags == 2);
}

static void calls_are_captured_by_the_type_of_the_parameter(void)
{
    struct unit *u = parse("typedef struct edo_call { int n; } edo_call;\n"
                           "typedef edo_call edo_call_any;\n"
                           "_Async int f(int); _Async long g(void); int spawn(int, edo_call_any);\n"
                           "int plain(void) { edo_call c = (f(1)); return spawn(2, g()); }",
                           false);
    expect_no_messages("captures");
    const struct func *p = u->funcs[0];
    EXPECT(p->rewrites && !p->is_async);
    const struct expr *init = p->body->body[0]->decls[0]->init->expr;
    EXPECT(init->kind == E_CAPTURE && init->a->kind == E_CALL && init->a->sym == init->sym);
    const struct expr *call = p->body->body[1]->expr;
    EXPECT(call->args[1]->kind == E_CAPTURE && !strcmp(call->args[1]->sym->name, "g"));
}

static void blocks_declare_the_file_s_functions(void)
{
    struct unit *u = parse("_Async int f(void) { _Async int g(int); return _Await g(1); }\n"
                           "_Async int g(int n) { return n; }",
                           false);
    expect_no_messages("block prototype");
    EXPECT(u->nfuncs == 2 && u->funcs[0]->awaits[0] == u->funcs[1]->sym);
}

int main(void)
{
    array_lengths_follow_the_initialiser();
    addresses_are_taken_where_they_escape();
    names_resolve_by_scope();
    calls_are_captured_by_the_type_of_the_parameter();
    blocks_declare_the_file_s_functions();
    return finish();
}
