/* SPDX-License-Identifier: MIT
 *
 * Async functions as values: what is printed for a token that is edited (ast.h), the type and the
 * descriptor that stand for a function's name, the arguments of a call through a pointer. */
#include "emit.h"

static const struct type *gen_type_at(struct printer *p, tokid list)
{
    const struct unit *u = p->lu->unit;
    uint32_t from = 0, end = u->ngen_types;
    while (end - from > 1) {
        uint32_t middle = from + (end - from) / 2;
        if (u->gen_types[middle]->list.first > list)
            end = middle;
        else
            from = middle;
    }
    return u->gen_types[from];
}

/* Where the result's type isn't that of the values, their type is in it too. */
const char *gen_parameter(struct printer *p, const struct type *f)
{
    const char *tag = f->is_stream ? "edo__stream" : "edo__gen";
    if (f->gen == GEN_PLAIN)
        return arena_printf(p->lu->arena, "struct %s *", tag);
    return arena_printf(p->lu->arena, "__typeof__(%s) (*)(struct %s *)",
                        range_text(p->lu->unit, f->yields_r), tag);
}

/* What is printed for token `t`, which is edited. */
const char *edited_text(struct printer *p, tokid t)
{
    const struct token *tok = &p->lu->unit->toks[t];
    const struct afn *f;
    switch ((enum edit)tok->edit) {
    case EDIT_PARAM:
        return "(struct edo__async *, ";
    case EDIT_PARAM_ONLY:
        return "(struct edo__async *";
    case EDIT_GEN_PARAM:
    case EDIT_GEN_PARAM_ONLY:
        return arena_printf(p->lu->arena, "(%s%s", gen_parameter(p, gen_type_at(p, t)),
                            tok->edit == EDIT_GEN_PARAM ? ", " : "");
    case EDIT_POINTER:
        f = tok->sym->low;
        /* By way of an integer: the descriptor is const, and the user may want -Wcast-qual. */
        return arena_printf(p->lu->arena, "(__extension__(*(%s *)(__typeof__(sizeof 0))&%s))",
                            f->s_type, f->s_fn);
    case EDIT_GEN:
        return tok->sym->out;
    case EDIT_GEN_MEMBER:
        return arena_printf(p->lu->arena, "*%.*s", (int)tok->len, tok->s);
    default:
        return "edo_call";
    }
}

/* Where the function is first declared: it may be named in the text that passes through. */
void print_named(struct printer *p, struct sym *fn)
{
    struct afn *f = fn->low;
    if (!fn->named || f->type_printed)
        return;
    f->type_printed = true;
    p->marked = false;
    print_at(p, fn->name_tok);
    print_glue(p, "typedef ");
    print_function_type(p, fn, f->s_type);
    print_glue(p, "; ");
    print_descriptor_declaration(p, f);
    p->marked = false;
}

/* ---- arguments ---- */

/* One member of a struct of arguments. */
void print_arg_member(struct printer *p, struct decl *d, const char *name)
{
    if (d->sym && d->sym->type->is_vm) {
        print_glue(p, "void *%s; ", name);
    } else if (!d->name_tok) {
        print_glue(p, "__typeof__(((void)0, *(__typeof__(");
        print_decl_as(p, d, "", DECLARE_MEMBER);
        print_glue(p, ") *)0)) %s; ", name);
    } else {
        print_decl_as(p, d, name, DECLARE_MEMBER | DECLARE_UNCONST);
        print_glue(p, "; ");
    }
}

/* The tag of a struct for the arguments of calls through pointers to `t`. Its members have the
 * types that those of the callee's have, in the same order, so it has the same layout. */
const char *pointer_args(struct printer *p, struct type *t)
{
    if (t->args_name)
        return t->args_name;
    t->args_name = name_fresh(p->lu, "edo__args%u", ++p->lu->nanonymous);
    struct outbuf text = {0};
    struct printer q = aside(p, &text, t->list.first);
    print_glue(&q, "struct %s {", t->args_name);
    for (uint32_t i = 0; i < t->nparams; i++)
        print_arg_member(&q, t->params[i], arena_printf(p->lu->arena, "a%u", i + 1));
    print_glue(&q, "};\n");
    aside_done(p->types, &text);
    return t->args_name;
}

/* The function type that call `e`, through a pointer, goes to. */
struct type *call_type(const struct expr *e)
{
    struct type *t = e->a->type;
    return t->kind == TY_POINTER ? t->base : t;
}

/* The arguments of call `e`, through a pointer, as a literal. */
void print_pointer_args(struct printer *p, struct expr *e)
{
    print_glue(p, "(struct %s){", pointer_args(p, call_type(e)));
    for (uint32_t i = 0; i < e->nargs; i++) {
        if (i)
            print_glue(p, ", ");
        print_expr(p, e->args[i]);
    }
    print_glue(p, "}");
}

void print_pointer_fn(struct printer *p, struct expr *callee)
{
    print_glue(p, "(__extension__(const edo_fn *)(");
    print_expr(p, callee);
    print_glue(p, "))");
}

/* ---- async blocks ---- */

void print_array_type(struct printer *p, struct decl *param)
{
    struct sym *s = param->sym;
    if (!s || !s->array || s->type->args_name)
        return;
    const char *name = name_fresh(p->lu, "edo__array%u", ++p->lu->nanonymous);
    struct outbuf text = {0};
    struct printer q = aside(p, &text, param->name_tok);
    q.types = p->out;
    print_glue(&q, "struct %s {", name);
    const struct sym *array = s->captured;
    while (array->captured)
        array = array->captured;
    print_decl_as(&q, array->decl, "v", DECLARE_MEMBER);
    print_glue(&q, ";};\n");
    outbuf_char(&text, '\n');
    aside_done(p->out, &text);
    p->marked = false;
    s->type->args_name = name;
}

/* ---- calls of functions with an edo_T result, captured ---- */

/* How the instance `n` of `f` begins, and what it does when `f` is done. */
static void print_instance_call(struct printer *q, struct afn *f, const char *n, bool is_void,
                                bool is_signed)
{
    const char *fn = f->s_fn;
    print_glue(q,
               "static edo_poll %s__resume(void *frame, unsigned at, edo_cx *cx) { (void)at; "
               "edo__box_free(cx, ((struct %s__frame *)frame)->op); return EDO_READY; }\n"
               "static const edo_site %s__site = { .caller = %s__resume, .at = 1, .up_kind = "
               "EDO_UP_DYNAMIC, .offset = 0xffffffff /* EDO_BOXED */, .file = \"\", "
               ".function = \"%s\", .what = \"%s\" };\n",
               n, n, n, n, f->sym->name, f->sym->name);
    print_glue(q,
               "static edo_poll %s__call(void *frame, edo_cx *cx, const void *args) { "
               "struct %s__frame *F = frame; struct %s given = *(const struct %s *)args; "
               "given.%s = (edo_T *)%s; void *box = edo__box_new(cx, &%s); if (!box) { ",
               n, n, f->s_args, f->s_args, arg_name(q, f, f->sym->type->nparams - 1),
               is_void ? "0" : "&F->result", fn);
    if (is_signed)
        print_glue(q, "F->result = -12; return EDO_READY; } ");
    else
        print_glue(q, "if (cx->host) cx->host->oom(cx, %s.size); __builtin_trap(); } ", fn);
    print_glue(q,
               "F->op = box; if (%s.start(box, cx, &given) == EDO_PENDING) return "
               "edo__box_suspend(box, F, &%s__site); return %s__resume(F, 1, cx); }\n",
               fn, n, n);
}

static void print_instance_fn(struct printer *q, struct afn *f, const char *n, unsigned flags)
{
    const char *calls = name_fresh(q->lu, "%s__calls", n);
    unsigned ncalls;
    print_calls(q, f, calls, &ncalls);
    print_glue(q,
               "static const edo_fn %s = { .name = \"%s\", .start = %s__call, .resume = "
               "%s__resume, .size = sizeof(struct %s__frame), .align = _Alignof(struct %s__frame) "
               "< 8 ? 8 : _Alignof(struct %s__frame), .args_size = sizeof(struct %s), .args_align "
               "= _Alignof(struct %s), .file = \"\", .flags = %u, .ncalls = %u, .calls = %s, ",
               n, f->sym->name, n, n, n, n, n, f->s_args, f->s_args, flags, ncalls,
               ncalls ? calls : "0");
}

/* A function that runs `f` with its own result as the place of that of `f`, which has the type
 * that awaiting `call` gives. Returns its descriptor. */
static const char *print_instance(struct printer *p, struct afn *f, struct expr *call)
{
    const char *n = name_fresh(p->lu, "%s__of", f->sym->name);
    bool is_void = call->type->kind == TY_VOID, is_signed = type_is_signed_int(call->type);
    struct outbuf text = {0};
    struct printer q = aside(p, &text, call->r.first);
    print_glue(&q, "struct %s__frame { ", n);
    if (!is_void) {
        print_glue(&q, "__typeof__(((void)0, ");
        print_awaited(&q, call);
        print_glue(&q, ")) result; ");
    }
    print_glue(&q, "void *op; };\n");
    print_instance_call(&q, f, n, is_void, is_signed);
    print_instance_fn(&q, f, n, is_signed);
    if (!is_void)
        print_glue(&q, ".result_size = sizeof(((struct %s__frame *)0)->result) ", n);
    print_glue(&q, "};\n");
    outbuf_char(&text, '\n');
    aside_done(p->types, &text);
    return n;
}

const char *captured_fn(struct printer *p, struct expr *call)
{
    struct afn *f = call->sym->low;
    return call->sym->type->generic ? print_instance(p, f, call) : f->s_fn;
}

/* Of a call of generic `f`: the argument whose result the call's is. */
struct expr *generic_argument(const struct expr *call, const struct type *f)
{
    uint32_t i = 0;
    for (; i + 1 < call->nargs; i++) {
        const struct type *t = f->params[i]->type;
        if (t->is_call && t->call_result && t->call_result->placeholder)
            break;
    }
    return one_call(call->args[i]);
}

/* ---- edo_block_on ---- */

/* What is known by a pointer or a value: its size isn't known here. */
static void print_block_on_value(struct printer *p, struct expr *e, struct expr *a)
{
    bool is_void = e->type->kind == TY_VOID;
    print_glue(p, "(__extension__({ ");
    if (!is_void) {
        print_glue(p, "__typeof__(((void)0, ");
        print_awaited(p, a);
        print_glue(p, ")) edo__value;");
    }
    print_glue(p, " edo__block_on_call(");
    if (e->b)
        print_expr(p, e->b);
    else
        print_glue(p, "0");
    print_glue(p, ", (");
    print_expr(p, a);
    print_glue(p, is_void ? "), 0); }))" : "), &edo__value); edo__value; }))");
}

void print_block_on(struct printer *p, struct expr *e)
{
    struct expr *a = e->a;
    while (a->kind == E_PAREN)
        a = a->a;
    bool call = a->kind == E_CALL;
    struct sym *fn = call ? a->sym : a->type->future_of;
    if (p->shadow && e->type->kind == TY_VOID) {
        print_user(p, e->r.first, "((void)0)");
        return;
    }
    if (p->shadow) {
        print_awaited(p, a);
        return;
    }
    if (!fn) {
        print_block_on_value(p, e, a);
        return;
    }
    struct afn *f = fn->low;
    print_glue(p, "(__extension__({ ");
    if (call) {
        print_glue(p, "struct %s edo__run; edo_branch_init(&edo__run.branch);", f->s_future);
        if (f->sym->type->nparams) {
            print_args_set(p, f, "edo__run.args", a->args, a->nargs);
            print_glue(p, ";");
        }
    } else {
        print_glue(p, "struct %s *edo__run = &", f->s_future);
        print_expr(p, a);
        print_glue(p, ";");
    }
    if (e->b) {
        print_glue(p, " edo__runtime_block_on(");
        print_expr(p, e->b);
        print_glue(p, ", ");
    } else {
        print_glue(p, " edo__block_on(");
    }
    print_glue(p, "&edo__run%sbranch, &%s);", call ? "." : "->", f->s_future_fn);
    if (f->sym->type->base->kind != TY_VOID)
        print_glue(p, " edo__run%sframe.result;", call ? "." : "->");
    print_glue(p, " }))");
}

/* ---- looked at by the type system alone ---- */

/* An expression of the type that awaiting `a` gives; nothing is run. */
void print_awaited(struct printer *p, struct expr *a)
{
    while (a->kind == E_PAREN)
        a = a->a;
    if (one_call(a)->kind == E_CAPTURE)
        a = one_call(a);
    const struct local *l = (int)a->kind == E_TEMP ? local_of(a->sym) : 0;
    if (l && l->type_expr && one_call(l->type_expr)->kind == E_CAPTURE)
        a = one_call(l->type_expr);
    if (a->kind == E_CAPTURE)
        a = a->a;
    struct sym *fn = a->kind == E_CALL && a->async_call ? a->sym : a->type->future_of;
    if (fn && fn->type->generic) {
        print_awaited(p, generic_argument(a, fn->type));
    } else if (fn) {
        print_user(p, a->r.first, "(*(");
        print_result(p, fn, "*");
        outbuf_str(p->out, ")0)");
        p->last = 0;
    } else if (a->kind == E_CALL && a->async_call) {
        print_user(p, a->r.first, "(");
        print_expr(p, a->a);
        print_user(p, a->r.first, ")((struct edo__async *)0");
        for (uint32_t i = 0; i < a->nargs; i++) {
            print_user(p, a->r.first, ",");
            print_expr(p, a->args[i]);
        }
        print_user(p, a->r.first, ")");
    } else if (type_boxed(a->type)) {
        print_user(p, a->r.first, "(");
        print_expr(p, a);
        print_user(p, a->r.first, ")((struct edo__boxed *)0)");
    } else if (a->type->call_name) {
        print_user(p, a->r.first, "(*(__typeof__(");
        p->dropped = true;
        print_range(p, a->type->call_name->r, 0);
        p->dropped = false;
        outbuf_str(p->out, ") *)0)");
        p->last = 0;
    } else {
        print_user(p, a->r.first, "0");
    }
}

/* ---- budgets: edo_frame(N) ---- */

/* The locals that fill the frame of `lf` most, in words. */
static const char *largest(struct printer *p, struct lfunc *lf)
{
    const char *text = "";
    unsigned below = UINT32_MAX;
    for (unsigned n = 0; n < 3; n++) {
        const struct local *most = 0;
        for (unsigned i = 0; i < lf->locals.n; i++) {
            const struct local *l = lf->locals.at[i];
            bool kept = l->where != CLASS_LOCAL && l->bytes && l->bytes < below &&
                        (l->kind == LOCAL_USER || l->kind == LOCAL_PARAM);
            if (kept && (!most || l->bytes > most->bytes))
                most = l;
        }
        if (!most)
            break;
        below = most->bytes;
        text = arena_printf(p->lu->arena, "%s%s'%s' %u bytes", text, n ? ", " : ": ",
                            most->sym->name, most->bytes);
    }
    return text;
}

/* Where `f` is defined its frame is measured, and a symbol carries the numbers; where others see
 * only its prototype, what they embed refers to that symbol. */
void print_budget(struct printer *p, struct afn *f)
{
    const struct sym *s = f->sym;
    const char *n = arena_printf(p->lu->arena, "%s__frame_%u_%u", s->name, s->budget,
                                 s->budget_align);
    if (!s->budget || s->leaf)
        return;
    if (!f->lf) {
        print_glue(p, "extern const char %s; static const char *const %s __attribute__((used)) = "
                      "&%s;\n", n, name_fresh(p->lu, "%s__budget", s->name), n);
        return;
    }
    p->marked = false;
    print_at(p, s->name_tok);
    print_user(p, s->name_tok, arena_printf(
        p->lu->arena,
        "_Static_assert(sizeof(struct %s) <= %u, \"the frame of '%s' is bigger than its "
        "edo_frame(%u) (about %u bytes)%s\");"
        "_Static_assert(_Alignof(struct %s) <= %u, \"the frame of '%s' needs a greater alignment "
        "than its edo_frame(%u, %u)\");",
        f->s_frame, s->budget, s->name, s->budget, f->lf->bytes, largest(p, f->lf), f->s_frame,
        s->budget_align, s->name, s->budget, s->budget_align));
    p->marked = false;
    if (f->exported)
        print_glue(p, "\n extern const char %s; const char %s %s= 0;\n", n, n,
                   s->weak_or_alias ? "__attribute__((weak)) " : "");
}
