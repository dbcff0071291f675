/* SPDX-License-Identifier: MIT
 *
 * What is made of a generator besides its run function: the head of its frame, the struct that
 * edo_gen(f) is, and small functions around both, which the text of the users calls:
 *
 *   f__start(g, args)        it is to begin with these
 *   f__advance(g, …, how)    runs it to its next yield, or to its end
 *   f__next, f__send         a generator: the next value, passing one
 *   f__send, f__take         a stream: passes a value before an await; takes what came of it
 *   f__value, f__gen_result  what it yielded, what it ended with
 *   f__end                   makes the yield that it stands at a return
 *   f__box, f__unbox         memory for one that can't be embedded
 *
 * The state of a generator: 0, it has not begun; up to 65533, the yield that it stands at; then
 * the two below. */
#include "emit.h"

enum { STATE_RUNS = 65534, STATE_DONE = 65535, TO_ITS_END = 1 << 16 };

/* ---- types ---- */

void print_yield_type(struct printer *p, struct sym *fn, const char *name)
{
    if (fn->type->gen == GEN_PLAIN) {
        print_result(p, fn, name);
        return;
    }
    bool before = p->shadow, dropped = p->dropped;
    p->shadow = p->dropped = true;
    print_glue(p, "__typeof__(((void)0, *(__typeof__(");
    print_range(p, fn->type->yields_r, 0);
    print_glue(p, ") *)0)) %s", name);
    p->shadow = before;
    p->dropped = dropped;
}

void print_gen_head(struct printer *p, struct afn *f, const char *before)
{
    bool result = has_result_of(f->sym);
    struct arena *a = p->lu->arena;
    print_line(p);
    if (result) {
        print_glue(p, "union { ");
        print_result(p, f->sym, arena_printf(a, "%sresult", before));
        print_glue(p, "; ");
    }
    print_yield_type(p, f->sym, arena_printf(a, "%syielded", before));
    print_glue(p, result ? "; };" : ";");
    print_line(p);
    print_glue(p, "unsigned short %sstate;", before);
    if (f->sym->type->is_stream)
        print_glue(p, " _Bool %sasked;", before);
}

static bool is_stream(const struct afn *f) { return f->sym->type->is_stream; }
/* It is known by its type alone. */
static bool is_any(const struct afn *f) { return f->sym->any_gen; }
/* Its body is here, and no other can take its place when the program is linked. */
static bool is_known(const struct afn *f) { return f->lf && !f->sym->weak_or_alias; }
static bool has_prefix(const struct afn *f) { return is_stream(f) || is_any(f); }
#define PREFIX "((struct edo_box_prefix *)(void *)g)[-1]"

/* The result of what is known by its type: what a variable of that type without its parameters, the
 * shadow, is or points to. */
static void print_any_result(struct printer *p, struct sym *any)
{
    struct decl *d = any->decl;
    if (any->type->base->kind == TY_VOID || d->text)
        return;
    const char *shadow = name_fresh(p->lu, "%s__any", any->name);
    const char *text = name_fresh(p->lu, "%s__result", any->name);
    print_glue(p, "extern ");
    print_result(p, any, shadow);
    print_glue(p, "; typedef __typeof__(((void)0, ");
    for (const struct type *t = d->type; t->kind != TY_FUNC; t = t->base)
        print_glue(p, "*");
    print_glue(p, "%s)) %s;\n", shadow, text);
    d->text = text;
}

/* A stream's frame is dynamic: it may be awaited at any place, so it stands behind a box prefix
 * (A5). What is known by its type alone has its descriptor there. What points to a generator points
 * to its frame: how far the memory's beginning is from there, not every unit can know.
 * One of another unit is known by its head alone; for optimisers that see both units, it is of
 * another type than there, so it may alias. */
void print_gen_object(struct printer *p, struct afn *f)
{
    if (!f->sym->type->gen)
        return;
    if (is_any(f))
        print_any_result(p, f->sym);
    if (!f->lf) {
        print_glue(p, "struct %s { ", f->s_frame);
        print_gen_head(p, f, "");
        if (f->sym->type->nparams)
            print_glue(p, " struct %s args;", f->s_args);
        print_glue(p, " } __attribute__((may_alias));\n");
    }
    if (!f->lf || !is_stream(f))
        return;
    const char *align = name_fresh(p->lu, "%s_align", f->s_space);
    print_glue(p, "enum { %s = _Alignof(struct %s) < 8 ? 8 : _Alignof(struct %s) };\n", align,
               f->s_frame, f->s_frame);
    print_glue(p,
               "struct %s { char edo__front[(%s - sizeof(struct edo_box_prefix) %% %s) %% %s] "
               "__attribute__((aligned(%s))); struct edo_box_prefix prefix; struct %s frame; };\n",
               f->s_space, align, align, align, align, f->s_frame);
}

/* ---- the small functions ---- */

static void print_start_function(struct printer *p, struct afn *f)
{
    bool args = f->sym->type->nparams != 0;
    print_glue(p, "static inline void %s(struct %s *g", f->s_start, f->s_gen);
    if (args)
        print_glue(p, ", const struct %s *args", f->s_args);
    print_glue(p, ") { %sg->state = 0; ", is_stream(f) && !is_any(f) ? PREFIX ".fn = 0; " : "");
    if (is_stream(f))
        print_glue(p, "g->asked = 0; ");
    if (args) /* a member may be const */
        print_glue(p, "__builtin_memcpy((void *)&g->args, args, sizeof *args); ");
    print_glue(p, "}\n");
}

/* The run of `f` from its beginning, or from `at`: of another unit, by its descriptor. */
static void print_go(struct printer *p, struct afn *f, const char *cx)
{
    const char *fn = is_any(f) ? "(*" PREFIX ".fn)" : f->s_fn;
    const char *args = f->sym->type->nparams ? "&g->args" : "0";
    bool known = is_known(f);
    print_glue(p, "at == 0 ? %s%s(g, %s, %s) : %s%s(g, at | how, %s);", known ? f->s_call : fn,
               known ? "" : ".start", cx, args, known ? f->s_resume : fn,
               known ? "" : ".resume", cx);
}

static void print_advance(struct printer *p, struct afn *f)
{
    bool stream = is_stream(f);
    print_glue(p, "static inline edo_poll %s(struct %s *g, %sunsigned how) { ", f->s_advance,
               f->s_gen, stream ? "edo_cx *cx, " : "");
    print_glue(p, "unsigned at = g ? g->state : %u; if (at == %u) return EDO_READY; ", STATE_DONE,
               STATE_DONE);
    print_glue(p, "if (at == %u) edo__panic(%s, \"%s\"); ", STATE_RUNS, stream ? "cx" : "0",
               stream ? "this stream is awaited already" : "a generator runs itself");
    print_glue(p, "if (at == 0 && how) { g->state = %u; return EDO_READY; } ", STATE_DONE);
    print_glue(p, "g->state = %u; return ", STATE_RUNS);
    print_go(p, f, stream ? "cx" : "0");
    print_glue(p, " }\n");
}

static void print_no_value(struct printer *p, struct afn *f)
{
    if (f->uses_passed || !f->lf)
        print_glue(p, "if (g) __builtin_memset((void *)&g->yielded, 0, sizeof g->yielded); ");
}

/* value: where what was yielded goes, or 0 */
static void print_take_function(struct printer *p, struct afn *f, const char *type)
{
    print_glue(p, "static inline _Bool %s(struct %s *g, ", f->s_take, f->s_gen);
    if (type)
        print_glue(p, "%s", type);
    else
        print_yield_type(p, f->sym, "*value");
    print_glue(p, ") { if (!g || g->state == %u) return 0; ", STATE_DONE);
    if (is_stream(f))
        print_glue(p, "g->asked = 0; ");
    print_glue(p, "if (value) __builtin_memcpy(value, &g->yielded, sizeof g->yielded); "
                  "return 1; }\n");
}

static void print_sync_functions(struct printer *p, struct afn *f)
{
    print_glue(p, "static inline _Bool %s(struct %s *g, ", f->s_next, f->s_gen);
    print_yield_type(p, f->sym, "*value");
    print_glue(p, ") { ");
    print_no_value(p, f);
    print_glue(p, "%s(g, 0); return %s(g, value); }\n", f->s_advance, f->s_take);
    print_glue(p, "static inline _Bool %s(struct %s *g, ", f->s_send, f->s_gen);
    print_yield_type(p, f->sym, "*value");
    print_glue(p, ", ");
    print_yield_type(p, f->sym, "passed");
    print_glue(p, ") { if (g) __builtin_memcpy((void *)&g->yielded, &passed, sizeof passed); "
                  "%s(g, 0); return %s(g, value); }\n",
               f->s_advance, f->s_take);
    print_glue(p, "static inline void %s(struct %s *g) { %s(g, %u); }\n", f->s_end, f->s_gen,
               f->s_advance, TO_ITS_END);
}

static void print_stream_functions(struct printer *p, struct afn *f)
{
    print_glue(p, "static inline edo_poll %s(struct %s *g, edo_cx *cx) { ", f->s_next, f->s_gen);
    print_glue(p, "if (g && g->asked && g->state != %u) return EDO_READY; ",
               STATE_RUNS);
    print_no_value(p, f);
    print_glue(p, "if (g) g->asked = 1; return %s(g, cx, 0); }\n", f->s_advance);
    print_glue(p, "static inline void %s(struct %s *g, ", f->s_send, f->s_gen);
    print_yield_type(p, f->sym, "passed");
    print_glue(p, ") { if (g) { __builtin_memcpy((void *)&g->yielded, &passed, sizeof passed); "
                  "g->asked = 1; } }\n");
}

static void print_value_function(struct printer *p, struct afn *f)
{
    print_glue(p, "static inline ");
    print_yield_type(p, f->sym, arena_printf(p->lu->arena, "%s(struct %s *g)", f->s_value,
                                             f->s_gen));
    print_glue(p, " { return g->yielded; }\n");
    if (!has_result_of(f->sym))
        return;
    print_glue(p, "static inline ");
    print_result(p, f->sym, arena_printf(p->lu->arena, "%s(struct %s *g)", f->s_gen_result,
                                         f->s_gen));
    print_glue(p, " { if (!g || g->state != %u) edo__panic(0, \"this generator has not ended\"); "
                  "return g->result; }\n",
               STATE_DONE);
}

void print_gen_host(struct printer *p)
{
    print_glue(p, "static inline void *edo__gen_new(size_t size, size_t align) { "
                  "void *p = edo_gen_host.alloc(0, size, align); "
                  "if (!p) { edo_gen_host.oom(0, size); __builtin_trap(); } return p; }\n");
}

/* What a box is, as expressions. */
struct gen_box {
    const char *size, *align, *front;
};

/* The frame of one of another unit is as long as its descriptor, `fn`, says; in front of a frame
 * with a prefix is room for that. A box that one unit makes may be freed by another: size and
 * alignment are the same to both. */
static struct gen_box gen_box(struct printer *p, struct afn *f, const char *fn)
{
    struct arena *a = p->lu->arena;
    const char *frame = f->s_frame;
    struct gen_box box = {.front = "0"};
    if (is_known(f)) {
        box.size = arena_printf(a, "sizeof(struct %s)", frame);
        box.align = arena_printf(a, "(_Alignof(struct %s) < 8 ? 8 : _Alignof(struct %s))", frame,
                                 frame);
        if (has_prefix(f))
            box.front = arena_printf(a, "__builtin_offsetof(struct %s, frame)", f->s_space);
    } else {
        box.size = arena_printf(a, "(%s.size > sizeof(struct %s) ? %s.size : sizeof(struct %s))",
                                fn, frame, fn, frame);
        box.align = arena_printf(a, "%s.align", fn);
        if (has_prefix(f))
            box.front = arena_printf(a, "edo__box_front(&%s)", fn);
    }
    if (has_prefix(f))
        box.size = arena_printf(a, "%s + %s", box.front, box.size);
    return box;
}

static void print_box_functions(struct printer *p, struct afn *f)
{
    const char *g = f->s_gen;
    if (!f->needs_box)
        return;
    struct gen_box box = gen_box(p, f, is_any(f) ? "(*fn)" : f->s_fn);
    print_glue(p, "static inline struct %s *%s(%s) { ", g, f->s_box,
               is_any(f) ? "const edo_fn *fn" : "void");
    print_glue(p, "struct %s *g = (void *)((char *)edo__gen_new(%s, %s) + %s); ", g, box.size,
               box.align, box.front);
    print_glue(p, "%sreturn g; }\n", is_any(f) ? PREFIX ".fn = fn; " : "");
    box = gen_box(p, f, is_any(f) ? "(*" PREFIX ".fn)" : f->s_fn);
    print_glue(p, "static inline void %s(struct %s *g) { ", f->s_unbox, g);
    print_glue(p, "if (g) edo_gen_host.free(0, (char *)g - %s, %s, %s); }\n", box.front, box.size,
               box.align);
    print_glue(p, "static inline struct %s *%s(struct %s **at) { struct %s *g = *at; *at = 0; "
                  "return g; }\n", g, f->s_detach, g, g);
    if (!is_stream(f))
        print_glue(p, "static inline void %s(struct %s *g) { %s(g); %s(g); }\n", f->s_drop, g,
                   f->s_end, f->s_unbox);
}

void print_gen_functions(struct printer *p, struct afn *f)
{
    if (!f->sym->type->gen)
        return;
    bool before = p->shadow;
    p->shadow = true;
    print_start_function(p, f);
    print_advance(p, f);
    print_take_function(p, f, is_stream(f) ? "void *value" : 0);
    if (is_stream(f))
        print_stream_functions(p, f);
    else
        print_sync_functions(p, f);
    print_value_function(p, f);
    print_box_functions(p, f);
    p->shadow = before;
}

/* ---- in the functions that use it ---- */

static struct expr *strip_parens(struct expr *e)
{
    while (e && e->kind == E_PAREN)
        e = e->a;
    return e;
}

static void print_start(struct printer *p, struct afn *f, struct expr *call)
{
    call = strip_parens(call);
    if (f->sym->type->nparams) {
        print_glue(p, ", &");
        print_args_literal(p, f, call->args, call->nargs);
    }
    print_glue(p, ")");
}

/* Memory for the run that `call` begins. */
static void print_new_box(struct printer *p, struct afn *f, struct expr *call)
{
    print_glue(p, "%s(", f->s_box);
    if (is_any(f))
        print_pointer_fn(p, strip_parens(call)->a);
    print_glue(p, ")");
}

/* A call, or 0: then it is as one that has ended. */
void print_gen_start(struct printer *p, struct local *l, struct expr *call)
{
    struct afn *f = l->gen;
    print_line(p);
    if (is_any(f) && !call) {
        print_glue(p, "%s = 0;", l->box_name);
        return;
    }
    if (l->gen_boxed) {
        print_glue(p, "%s = ", l->box_name);
        print_new_box(p, f, call);
        print_glue(p, "; ");
    }
    if (!call) {
        print_glue(p, "%s.state = %u;", l->sym->out, STATE_DONE);
        return;
    }
    print_glue(p, "%s(&%s", f->s_start, l->sym->out);
    print_start(p, f, call);
    print_glue(p, ";");
}

void print_gen_set(struct printer *p, struct expr *e)
{
    struct afn *f = e->sym->low;
    struct expr *to = strip_parens(e->a);
    if (p->shadow) {
        print_glue(p, "((void)0)");
        return;
    }
    print_glue(p, "%s(", f->s_start);
    if (to->implied) {
        print_expr(p, to->a);
        print_glue(p, " = ");
        print_new_box(p, f, e->b);
    } else if (is_any(f)) { /* a local: its box is as large as what ran in it before */
        const char *name = local_of(to->sym)->box_name;
        print_glue(p, "(%s(%s), %s = ", f->s_unbox, name, name);
        print_new_box(p, f, e->b);
        print_glue(p, ")");
    } else {
        print_glue(p, "&");
        print_expr(p, e->a);
    }
    print_start(p, f, e->b);
}

void print_gen_free(struct printer *p, struct local *l)
{
    struct afn *f = l->gen;
    if (!l->gen_boxed)
        return;
    print_line(p);
    print_glue(p, "%s(%s);", f->s_unbox, l->box_name);
}

const char *gen_done(const struct printer *p)
{
    if (!p->lf->func->gen)
        return "";
    return arena_printf(p->lu->arena, "%s->state = %u; ", p->lf->frame, STATE_DONE);
}

/* It leaves with the value, and goes on behind. */
void print_yield(struct printer *p, struct wait *w)
{
    const char *F = p->lf->frame;
    const struct type *t = p->lf->func->sym->type->yields;
    print_line(p);
    if (type_assignable(t)) {
        print_glue(p, "%s->yielded =", F);
        print_glue(p, w->operand->kind == E_COMMA ? "(" : "");
        print_expr(p, w->operand);
        print_glue(p, w->operand->kind == E_COMMA ? ");" : ";");
    } else {
        print_glue(p, "__builtin_memcpy((void *)&%s->yielded, (__typeof__(%s->yielded)[1]){", F, F);
        print_expr(p, w->operand);
        print_glue(p, "}, sizeof %s->yielded);", F);
    }
    print_saves(p, w);
    print_line(p);
    print_glue(p, "%s->state = %u; return EDO_READY;", F, w->at);
    print_restores(p, w);
}

/* The next value of a stream, or its end, is awaited. */
void print_next(struct printer *p, struct wait *w)
{
    struct afn *f = w->fn->low;
    bool next = w->kind == WAIT_NEXT;
    print_line(p);
    print_glue(p, "if (edo__pending(%s(", next && !w->passes ? f->s_next : f->s_advance);
    print_expr(p, w->operand);
    print_glue(p, ", %s", p->lf->cx);
    if (!next || w->passes)
        print_glue(p, ", %u", next ? 0 : TO_ITS_END);
    print_glue(p, "))) {");
    if (p->expand)
        p->indent += 4;
    print_saves(p, w);
    print_line(p);
    print_glue(p, "return edo__box_suspend((");
    print_expr(p, w->operand);
    print_glue(p, "), %s, &%s);", p->lf->frame, w->site);
    if (p->expand)
        p->indent -= 4;
    print_restores(p, w);
    print_line(p);
    print_glue(p, "}");
}
