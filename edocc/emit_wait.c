/* SPDX-License-Identifier: MIT
 *
 * An await: start the callee; if it is pending save what is live, say how to find the way back,
 * return; a resume comes in behind that, and restores; then take the result. */
#include "emit.h"

/* ---- arguments ---- */

static void print_pointer_arg(struct printer *p, struct decl *d, struct expr *e)
{
    const struct expr *x = e;
    while (x->kind == E_PAREN)
        x = x->a;
    if ((x->kind == E_IDENT || x->kind == E_TEMP) && x->type->kind == TY_STRUCT &&
        !x->type->is_volatile) {
        print_glue(p, "&");
        print_expr(p, e);
        return;
    }
    print_glue(p, "(");
    bool before = p->shadow;
    p->shadow = true;
    print_specs(p, d->specs, d, DECLARE_UNCONST | DECLARE_MEMBER);
    p->shadow = before;
    print_glue(p, "[1]){");
    print_expr(p, e);
    print_glue(p, "}");
}

static void print_arg(struct printer *p, struct expr *e)
{
    if (e->kind == E_TEMP) /* the user's own words stand in front of the await */
        print_in_column(p, e->r.first);
    print_expr(p, e);
}

void print_call_args(struct printer *p, struct afn *f, struct expr **args, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        const struct type *t = f->sym->type;
        print_glue(p, ", ");
        if (!f->sym->leaf && i < t->nparams && is_by_pointer(t->params[i]->type))
            print_pointer_arg(p, t->params[i], args[i]);
        else
            print_arg(p, args[i]);
    }
}

void print_args_literal(struct printer *p, struct afn *f, struct expr **args, unsigned n)
{
    print_glue(p, "(struct %s){", f->s_args);
    for (unsigned i = 0; i < n; i++) {
        if (i)
            print_glue(p, ", ");
        print_arg(p, args[i]);
    }
    print_glue(p, "}");
}

/* The arguments of a captured call go to `where`; what has a const member can't be assigned. */
void print_args_set(struct printer *p, struct afn *f, const char *where, struct expr **args,
                    unsigned n)
{
    bool assignable = true;
    for (uint32_t i = 0; i < f->sym->type->nparams; i++)
        assignable &= type_assignable(f->sym->type->params[i]->type);
    if (assignable)
        print_glue(p, "%s = ", where);
    else
        print_glue(p, "__builtin_memcpy((void *)&%s, &", where);
    print_args_literal(p, f, args, n);
    if (!assignable)
        print_glue(p, ", sizeof %s)", where);
}

/* ---- pending ---- */

bool is_boxed(const struct wait *w)
{
    return w->kind == WAIT_BOX || w->kind == WAIT_VALUE || w->kind == WAIT_POINTER;
}

void print_saves(struct printer *p, struct wait *w)
{
    for (unsigned i = 0; i < w->save.n; i++) {
        struct local *l = w->save.at[i];
        print_line(p);
        if (i > 0)
            print_glue(p, "edo__apart(); ");
        print_glue(p, "%s->%s = %s;", p->lf->frame, l->member, l->sym->out);
    }
}

void print_restores(struct printer *p, struct wait *w)
{
    print_line(p);
    print_glue(p, "%s:;", w->label);
    for (unsigned i = 0; i < w->restore.n; i++) {
        struct local *l = w->restore.at[i];
        print_line(p);
        print_glue(p, "%s = %s->%s;", l->sym->out, p->lf->frame, l->member);
    }
    debug_resumed(p);
}

static void begin(struct printer *p)
{
    print_line(p);
    if (p->expand)
        p->indent += 4;
}

static void end(struct printer *p)
{
    if (p->expand)
        p->indent -= 4;
    print_line(p);
    print_glue(p, "}");
}

/* The operand has been started; its call says whether it is pending. */
static void print_suspension(struct printer *p, struct wait *w)
{
    const char *F = p->lf->frame;
    print_glue(p, ")) {");
    if (p->expand)
        p->indent += 4;
    print_saves(p, w);
    print_line(p);
    if (w->kind == WAIT_CALL) {
        const struct afn *f = w->fn->low;
        if (f->up_kind == 1)
            print_glue(p, "%s->%s.up = %u; ", F, w->member, w->place);
        print_glue(p, "return EDO_PENDING;");
    } else if (is_boxed(w)) {
        print_glue(p, "return edo__box_suspend(%s->%s = edo__box, %s, &%s);", F, w->member, F,
                   w->site);
    } else {
        debug_suspend(p, w);
    }
    if (p->expand)
        p->indent -= 4;
    print_restores(p, w);
}

/* target = value */
void print_target(struct printer *p, struct wait *w, const char *value)
{
    bool whole = type_assignable(w->target->type) && (!w->fn || type_assignable(w->fn->type->base));
    print_line(p);
    if (!whole)
        print_glue(p, "__builtin_memcpy((void *)&");
    print_expr(p, w->target);
    print_glue(p, whole ? " = %s;" : ", &%s, sizeof %s);", value, value);
}

void print_future_result(struct printer *p, struct wait *w)
{
    struct afn *f = w->fn->low;
    print_line(p);
    print_glue(p, "{ struct %s *edo__future = &", f->s_future);
    print_expr(p, w->operand);
    print_glue(p, ";");
    print_target(p, w, "edo__future->frame.result");
    print_glue(p, " }");
}

/* ---- the kinds ---- */

static void print_embedded(struct printer *p, struct wait *w)
{
    struct afn *f = w->fn->low;
    const char *F = p->lf->frame, *cx = p->lf->cx;
    dead_start(p, w);
    print_line(p);
    if (w->kind == WAIT_CALL) {
        print_glue(p, "if (%s(%s(&%s->%s, 0, %s", debug_pending(p), f->s_run, F, w->member, cx);
        print_call_args(p, f, w->args, w->nargs);
    } else if (w->kind == WAIT_LEAF) {
        print_glue(p, "if (%s(%s(&%s->%s, %s", debug_pending(p), w->fn->leaf->start->out, F,
                   w->member, cx);
        print_call_args(p, f, w->args, w->nargs);
    } else {
        bool ends = w->kind == WAIT_END;
        print_glue(p, "if (%s(%s(&%s->%s, %s, &", debug_pending(p),
                   ends ? "edo__end_branch_start" : "edo__await_branch_start", F, w->member, cx);
        print_expr(p, w->operand);
        print_glue(p, ".branch");
        if (!ends)
            print_glue(p, ", &%s", f->s_future_fn);
    }
    print_glue(p, ")");
    print_suspension(p, w);
    print_line(p);
    print_glue(p, "}");
    if (w->target && w->kind == WAIT_FUTURE)
        print_future_result(p, w);
    else if (w->target)
        print_target(p, w, arena_printf(p->lu->arena, "%s->%s.result", F, w->member));
    dead_taken(p, w);
}

/* ---- boxes ---- */

/* `edo__fn`, and the box. What is awaited is a function that is known by name, an edo_call value,
 * or what a function pointer holds. */
void print_box_new(struct printer *p, struct wait *w)
{
    const char *cx = p->lf->cx;
    if (w->budget) {
        print_glue(p, "void *edo__box = edo__budget_box(&%s->%s__budget.prefix, &%s);",
                   p->lf->frame, w->member, ((struct afn *)w->fn->low)->s_fn);
        return;
    }
    if (w->fn) {
        print_glue(p, "void *edo__box = edo__box_new(%s, &%s);", cx,
                   ((struct afn *)w->fn->low)->s_fn);
        return;
    }
    if (w->owned) {
        print_glue(p, "void *edo__box = edo__box_take(%s, (void *)(", cx);
        print_expr(p, w->operand);
        print_glue(p, "));");
        return;
    }
    if (w->kind == WAIT_POINTER) {
        print_glue(p, "const edo_fn *edo__fn =");
        print_pointer_fn(p, w->operand);
        print_glue(p, ";");
    } else {
        print_glue(p, "const edo_call edo__called = (");
        print_expr(p, w->operand);
        print_glue(p, ");");
    }
    print_line(p);
    print_glue(p, "void *edo__box = edo__box_new(%s, edo__%s);", cx,
               w->kind == WAIT_POINTER ? "fn" : "called.fn");
}

void print_no_box(struct printer *p, struct wait *w)
{
    const char *cx = p->lf->cx;
    struct expr *target = w->failed ? w->failed : w->target;
    if (w->awaited->type->kind == TY_INT && w->awaited->type->is_signed) {
        if (!target)
            return;
        print_expr(p, target);
        print_glue(p, " = -12;");
        return;
    }
    const char *fn = w->fn                      ? ((struct afn *)w->fn->low)->s_fn
                     : w->kind == WAIT_POINTER ? "(*edo__fn)"
                                                : "(*edo__called.fn)";
    if (w->owned) {
        print_glue(p, "if (%s->host) %s->host->oom(%s, 0); __builtin_trap();", cx, cx, cx);
        return;
    }
    if (w->to) {
        print_glue(p, "if (!edo__result_error(");
        print_expr(p, w->to);
        print_glue(p, ", &%s, -12)) {", fn);
    }
    print_glue(p, "if (%s->host) %s->host->oom(%s, %s.size); __builtin_trap();%s", cx, cx, cx, fn,
               w->to ? " }" : "");
}

void print_box_start(struct printer *p, struct wait *w)
{
    const char *cx = p->lf->cx;
    struct afn *f = w->fn ? w->fn->low : 0;
    print_glue(p, "if (%s(", debug_pending(p));
    if (w->owned) {
        print_glue(p, "edo__box_start(edo__box, %s)", cx);
        return;
    }
    if (f && f->lf && !f->sym->weak_or_alias)
        print_glue(p, "%s(edo__box, %s, ", f->s_call, cx);
    else if (f)
        print_glue(p, "%s.start(edo__box, %s, ", f->s_fn, cx);
    else
        print_glue(p, "edo__%s->start(edo__box, %s, ",
                   w->kind == WAIT_POINTER ? "fn" : "called.fn", cx);
    if (w->kind == WAIT_VALUE) {
        print_glue(p, "edo__called.args");
    } else if (!w->nargs) {
        print_glue(p, "0");
    } else {
        print_glue(p, "&");
        if (f)
            print_args_literal(p, f, w->args, w->nargs);
        else
            print_pointer_args(p, w->awaited->a);
    }
    print_glue(p, ")");
}

void print_box_result(struct printer *p, struct wait *w)
{
    print_line(p);
    if (w->to) {
        print_glue(p, "edo__result_copy(");
        print_expr(p, w->to);
        print_glue(p, ", edo__box);");
        return;
    }
    if (w->fn) {
        print_result(p, w->fn, "*edo__value");
    } else {
        bool before = p->shadow;
        p->shadow = true;
        print_glue(p, "__typeof__(((void)0, ");
        print_awaited(p, w->awaited->a);
        print_glue(p, ")) *edo__value");
        p->shadow = before;
    }
    print_glue(p, " = edo__box;");
    print_target(p, w, "*edo__value");
}

void print_box_free(struct printer *p, struct wait *w, const char *box)
{
    if (w->owned)
        print_glue(p, "edo__box_done(%s);", box);
    else if (!w->budget)
        print_glue(p, "edo__box_free(%s, %s);", p->lf->cx, box);
}

/* What is pending beyond this unit's sight, or itself again: in a box. */
static void print_boxed(struct printer *p, struct wait *w)
{
    dead_start(p, w);
    print_line(p);
    print_glue(p, "{");
    if (p->expand)
        p->indent += 4;
    begin(p);
    if (p->expand)
        p->indent -= 4;
    print_box_new(p, w);
    print_line(p);
    print_glue(p, "if (!edo__box) {");
    print_line(p);
    print_no_box(p, w);
    print_line(p);
    print_glue(p, "} else {");
    print_line(p);
    print_box_start(p, w);
    print_suspension(p, w);
    print_line(p);
    print_glue(p, "edo__box = %s->%s;", p->lf->frame, w->member);
    print_line(p);
    print_glue(p, "}");
    if (w->target || w->to)
        print_box_result(p, w);
    print_line(p);
    print_box_free(p, w, "edo__box");
    print_line(p);
    print_glue(p, "}");
    end(p);
}

void print_wait(struct printer *p, struct stmt *s)
{
    struct wait *w = s->low;
    print_at(p, w->tok);
    if (is_boxed(w))
        print_boxed(p, w);
    else if (w->kind == WAIT_YIELD)
        print_yield(p, w);
    else if (is_gen_wait(w))
        print_next(p, w);
    else
        print_embedded(p, w);
}

/* ---- the site ---- */

static const char *what_text(struct printer *p, struct wait *w)
{
    if (w->kind == WAIT_GROUP)
        return w->group->heads ? "select" : "join";
    if (w->kind == WAIT_GEN_END)
        return arena_printf(p->lu->arena, "end of %s", w->fn->name);
    if (w->kind == WAIT_END)
        return arena_printf(p->lu->arena, "end of %s", w->operand->sym->name);
    if (w->fn && w->kind != WAIT_FUTURE)
        return w->fn->name;
    return range_text(p->lu->unit, w->operand->r);
}

void print_string(struct printer *p, const char *s)
{
    struct outbuf b = {0};
    outbuf_char(&b, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            outbuf_char(&b, '\\');
        if ((unsigned char)*s >= ' ')
            outbuf_char(&b, *s);
    }
    outbuf_char(&b, '"');
    print_glue(p, "%s", b.s);
    outbuf_free(&b);
}

/* How the awaiter finds its own way up. */
static void print_up(struct printer *p, const struct wait *w)
{
    const struct afn *me = w->in->afn;
    if (w->scope->branch || w->head) {
        print_glue(p, ".up_kind = EDO_UP_ROOT,");
    } else if (me->up_kind == 0) {
        const struct wait *up = me->places.at[0];
        print_glue(p, ".up_kind = EDO_UP_CONST, .up = &%s,", up->site);
    } else if (me->up_kind == 1) {
        print_glue(p,
                   ".up_kind = EDO_UP_INDEX, .ups = %s, .up_offset = "
                   "__builtin_offsetof(struct %s, up),",
                   me->s_sites, me->s_frame);
    } else {
        print_glue(p, ".up_kind = EDO_UP_DYNAMIC,");
    }
}

void print_site(struct printer *p, struct wait *w)
{
    const struct afn *me = w->in->afn, *f = w->fn ? w->fn->low : 0;
    const struct token *tok = &p->lu->unit->toks[w->tok];
    if (w->kind == WAIT_ENTRY)
        return;
    print_glue(p, "static const edo_site %s = { ", w->site);
    switch (w->kind) {
    case WAIT_CALL:
        print_glue(p, ".callee = %s,", f->s_resume);
        break;
    case WAIT_LEAF:
        print_glue(p, ".callee = %s__resume, .leaf = &%s,", f->s_leaf, f->s_leaf);
        if (w->fn->leaf->discard)
            print_glue(p, " .flags = 1 /* EDO_SITE_DISCARDS */,");
        break;
    case WAIT_GROUP:
        print_glue(p, ".callee = %s, .leaf = &%s.ops, .flags = 4 /* EDO_SITE_GROUP */,",
                   w->group->poll, w->group->name);
        break;
    case WAIT_FUTURE:
    case WAIT_END:
        print_glue(p, ".callee = edo__await_branch_resume, .leaf = &edo__branch_leaf,"
                      " .flags = 2 /* EDO_SITE_BRANCH */,");
        break;
    default:
        if (f && f->lf)
            print_glue(p, ".callee = %s,", f->s_resume);
        break;
    }
    print_glue(p, " .caller = %s, .at = %u, ", w->head ? "edo__head_done" : me->s_resume, w->at);
    if (is_boxed(w) || is_gen_wait(w))
        print_glue(p, ".offset = 0xffffffff /* EDO_BOXED */,");
    else if (w->kind != WAIT_GROUP)
        print_glue(p, ".offset = __builtin_offsetof(struct %s, %s),", me->s_frame, w->member);
    print_up(p, w);
    print_glue(p, " .line = %u, .file = ", tok->line);
    print_string(p, p->lu->unit->files[tok->file]);
    print_glue(p, ", .function = \"%s\", .what = ", w->in->func->sym->name);
    print_string(p, what_text(p, w));
    print_glue(p, " };\n");
}
