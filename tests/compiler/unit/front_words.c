/* SPDX-License-Identifier: MIT
 *
 * Edo's words are keywords only where the grammar puts them, and plain names elsewhere. */
#include "front.h"

#define ON "#pragma edo on\n"

static void names_stay_names(void)
{
    /* bodies that use the words as names are neither changed nor complained of */
    static const char *const texts[] = {
        "int f(int async) { int await = async; return await + async; }",
        "struct s { int join, select, when, gen, yield, each, try, defer; };\n"
        "int f(struct s *p) { return p->join + p->select + p->try + (*p).defer + p->yield; }",
        "int select(int n, void *r); int f(void) { return select(1, 0); }",
        "void defer(int n); int f(int n) { defer(n); defer: if (n--) goto defer; return n; }",
        "typedef int async; async g(async x); async f(async x) { async y = x; return g(y); }",
        "int try(int x); int f(int x) { return try(x) + try (x); }",
        "enum { gen, each, when, otherwise, complete }; int f(void) { return gen + each + when; }",
        "int f(void) { int defer[3] = {1}; defer[0] = 2; { int yield = 3; yield++; }"
        " return *defer; }",
        "int f(int n) { join: n--; if (n) goto join; try: if (n > 3) goto try; return n; }",
        "struct edo { int edo_start; }; int f(struct edo *e) { return e->edo_start; }",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (int all = 0; all < 2; all++) {
            struct unit *u = parse(text_of(ON "%s", texts[i]), all);
            expect_no_messages(texts[i]);
            EXPECT(u->edo_active);
            for (uint32_t k = 0; k < u->nitems; k++)
                EXPECT(!u->items[k].func && !u->items[k].async_decl);
        }
    }
}

static void short_words_sleep_without_the_header(void)
{
    struct unit *u = parse("int f(int n) { defer(n); await(n); try(n); return async; }", true);
    expect_no_messages("undeclared names are the C compiler's business");
    EXPECT(!u->edo_active && !unit_needs_lowering(u));
}

static void reserved_spellings_always_work(void)
{
    struct unit *u = parse("_Async int g(int n); _Async int f(int n)\n"
                           "{ _Defer n++; return _Try _Await g(n); }",
                           false);
    expect_no_messages("reserved spellings");
    EXPECT(u->nfuncs == 1 && u->funcs[0]->is_async && u->funcs[0]->nawaits == 1);
    EXPECT(u->items[0].async_decl && u->items[1].func == u->funcs[0]);
}

static void await_is_a_keyword_in_async_functions_whatever_is_declared(void)
{
    struct unit *u = parse(ON "int await; async int g(void); async int f(void)\n"
                              "{ return await g(); }",
                           false);
    expect_no_messages("await");
    EXPECT(u->funcs[0]->nawaits == 1);
}

static void async_stands_wherever_inline_may(void)
{
    struct unit *u = parse(ON "static async int a(void); async static inline int b(void);\n"
                              "int async c(void); inline async void d(void) {}\n"
                              "__attribute__((noinline)) async int e(void) { return 1; }\n"
                              "async int __attribute__((cold)) g(void) { return 1; }\n"
                              "async struct s *h(int, char *);\n",
                           false);
    expect_no_messages("async");
    unsigned protos = 0, funcs = 0;
    for (uint32_t i = 0; i < u->nitems; i++) {
        protos += u->items[i].async_decl != 0;
        funcs += u->items[i].func != 0;
    }
    EXPECT(protos == 4 && funcs == 3);
}

static void the_pragma_and_edo_pinned_are_dropped(void)
{
    struct unit *u = parse(ON "struct s { int n; } __attribute__((edo_pinned, aligned(8)));\n"
                              "int edo_pinned;",
                           false);
    expect_no_messages("dropping");
    unsigned dropped = 0;
    for (tokid t = 0; t < u->ntoks; t++)
        dropped += u->toks[t].drop;
    EXPECT(dropped == 2 && u->toks[0].drop && unit_needs_lowering(u));
}

static void plain_bodies_that_cannot_be_read_pass(void)
{
    parse(ON "int f(int n) { gen(each) what !! ever; return n; }", false);
    expect_no_messages("words that may be ours, in a body that isn't");
    parse(ON "int f(int n) { select { weird !! } return n; }", false);
    EXPECT(strstr(messages, "E0004") && strstr(messages, "E0029"));
    parse("int f(int n) { this is # not C }  strange thing; int g(void) { return 1; }", false);
    expect_no_messages("text that is not ours");
    parse("int f(int n) { this is # not C }", true);
    EXPECT(strstr(messages, "E0001"));
}

int main(void)
{
    names_stay_names();
    short_words_sleep_without_the_header();
    reserved_spellings_always_work();
    await_is_a_keyword_in_async_functions_whatever_is_declared();
    async_stands_wherever_inline_may();
    the_pragma_and_edo_pinned_are_dropped();
    plain_bodies_that_cannot_be_read_pass();
    return finish();
}
