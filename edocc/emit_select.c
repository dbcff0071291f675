/* SPDX-License-Identifier: MIT
 *
 * A select: its heads are started, from the one whose turn it is, each in a branch of its own,
 * until one is ready at once; those that wait are waited for, or, if there is a winner, cancelled
 * and waited for. Then the winner's result is taken, and the boxes of all go. */
#include "emit.h"

static void line(struct printer *p, const char *text)
{
    print_line(p);
    print_glue(p, "%s", text);
}

/* ---- starting one ---- */

static void print_pending(struct printer *p, struct wait *w)
{
    const char *F = p->lf->frame, *cx = p->lf->cx;
    print_glue(p, ")) { edo__p = ");
    if (is_boxed(w)) {
        print_glue(p, "edo__box_suspend(edo__box, %s, &%s); }", F, w->site);
    } else if (w->kind == WAIT_LEAF) {
        print_glue(p, "edo__suspend(%s, &%s->%s, &%s); }", cx, F, w->member, w->site);
    } else if (w->kind == WAIT_NEXT) {
        print_glue(p, "edo__box_suspend((");
        print_expr(p, w->operand);
        print_glue(p, "), %s, &%s); }", F, w->site);
    } else {
        const struct afn *f = w->fn->low;
        print_glue(p, "EDO_PENDING; ");
        if (f->up_kind == 1)
            print_glue(p, "%s->%s.up = %u; ", F, w->member, w->place);
        print_glue(p, "}");
    }
}

static void print_boxed_start(struct printer *p, struct wait *w)
{
    bool reports = w->awaited->type->kind == TY_INT && w->awaited->type->is_signed;
    line(p, "{ ");
    if (w->owned)
        print_glue(p, "void *edo__box = %s->%s;", p->lf->frame, w->member);
    else
        print_box_new(p, w);
    print_line(p);
    if (!w->owned)
        print_glue(p, "%s->%s = edo__box;", p->lf->frame, w->member);
    print_line(p);
    if (!reports) {
        print_glue(p, "if (!edo__box) { ");
        print_no_box(p, w);
        print_glue(p, w->to ? " } else " : " } ");
    } else {
        print_glue(p, "if (edo__box) ");
    }
    print_box_start(p, w);
    print_pending(p, w);
    print_glue(p, " }");
}

static void print_start(struct printer *p, struct wait *w)
{
    const char *F = p->lf->frame, *cx = p->lf->cx;
    struct afn *f = w->fn ? w->fn->low : 0;
    print_line(p);
    print_glue(p, "edo__head_begin(&%s->%s[%u], %s);", F, w->head->group->member, w->head->branch,
               cx);
    if (is_boxed(w)) {
        print_boxed_start(p, w);
    } else if (w->kind == WAIT_NEXT) {
        print_line(p);
        print_glue(p, "if (%s(%s(", debug_pending(p), w->passes ? f->s_advance : f->s_next);
        print_expr(p, w->operand);
        print_glue(p, w->passes ? ", %s, 0)" : ", %s)", cx);
        print_pending(p, w);
    } else {
        print_line(p);
        if (w->kind == WAIT_LEAF)
            print_glue(p, "if (%s(%s(&%s->%s, %s", debug_pending(p), w->fn->leaf->start->out, F,
                       w->member, cx);
        else
            print_glue(p, "if (%s(%s(&%s->%s, 0, %s", debug_pending(p), f->s_run, F, w->member, cx);
        print_call_args(p, f, w->args, w->nargs);
        print_glue(p, ")");
        print_pending(p, w);
    }
    print_line(p);
    print_glue(p, "%s->branch = edo__outer;", cx);
    print_line(p);
    print_glue(p, "if (edo__branch_settle(&%s->%s[%u], %s, edo__p) == EDO_READY) edo__won = %u;", F,
               w->head->group->member, w->head->branch, cx, w->head->index + 1);
}

static void print_future_start(struct printer *p, struct wait *w)
{
    print_line(p);
    print_glue(p, "if (edo__head_future(&");
    print_expr(p, w->operand);
    print_glue(p, ".branch, &%s, %s)) edo__won = %u;", ((struct afn *)w->fn->low)->s_future_fn,
               p->lf->cx, w->head->index + 1);
}

static void print_head(struct printer *p, struct head *h)
{
    print_at(p, h->wait->tok);
    print_line(p);
    print_glue(p, "case %u:", h->index);
    if (h->enabled) {
        print_line(p);
        print_glue(p, "if (!%s) break;", h->enabled->sym->out);
    }
    if (h->wait->kind == WAIT_FUTURE)
        print_future_start(p, h->wait);
    else
        print_start(p, h->wait);
    line(p, "break;");
}

/* ---- before and behind ---- */

/* Nothing is left to wait for. */
static void print_left(struct printer *p, struct group *g)
{
    for (unsigned i = 0; i < g->n; i++)
        if (!g->heads[i].enabled && g->heads[i].wait->kind != WAIT_FUTURE)
            return;
    print_line(p);
    print_glue(p, "if (!(");
    for (unsigned i = 0; i < g->n; i++) {
        const struct head *h = &g->heads[i];
        print_glue(p, i ? " || (" : "(");
        if (h->enabled)
            print_glue(p, "%s", h->enabled->sym->out);
        if (h->wait->kind == WAIT_FUTURE) {
            print_glue(p, h->enabled ? " && edo__future_is_left(&" : "edo__future_is_left(&");
            print_expr(p, h->wait->operand);
            print_glue(p, ".branch)");
        }
        print_glue(p, ")");
    }
    if (g->complete)
        print_glue(p, ")) edo__won = %u; else", g->n + 2);
    else
        print_glue(p, ")) edo__panic(%s, \"select: no branch is enabled or left, and it has no "
                      "'complete'\");", p->lf->cx);
}

/* A box is consumed by the select, whether or not its head begins. */
static void print_owned(struct printer *p, const struct head *h)
{
    print_line(p);
    print_glue(p, "%s->%s = ", p->lf->frame, h->wait->member);
    if (h->enabled)
        print_glue(p, "!%s ? 0 : ", h->enabled->sym->out);
    print_glue(p, "edo__box_take(%s, (void *)(", p->lf->cx);
    print_expr(p, h->wait->operand);
    print_glue(p, "));");
}

static void print_before(struct printer *p, struct group *g)
{
    const char *F = p->lf->frame, *cx = p->lf->cx;
    bool embedded = g->embedded != 0;
    if (g->embedded)
        dead_storage_begins(p, g->member);
    for (unsigned i = 0; i < g->n; i++) {
        if (g->heads[i].wait->kind != WAIT_FUTURE && g->heads[i].wait->kind != WAIT_NEXT)
            dead_start(p, g->heads[i].wait);
        if (g->heads[i].wait->owned)
            print_owned(p, &g->heads[i]);
        else if (is_boxed(g->heads[i].wait)) {
            print_line(p);
            print_glue(p, "%s->%s = 0;", F, g->heads[i].wait->member);
        }
    }
    print_line(p);
    print_glue(p, "unsigned edo__won = 0;");
    if (embedded) {
        print_line(p);
        print_glue(p, "edo_branch *const edo__outer = %s->branch;", cx);
        print_line(p);
        print_glue(p, "edo__branches_init(%s->%s, %u);", F, g->member, g->embedded);
    }
    print_left(p, g);
    print_line(p);
    print_glue(p, "for (unsigned edo__k = 0, edo__i = ");
    if (g->biased || g->n == 1)
        print_glue(p, "0");
    else
        print_glue(p, "edo__turn(%s, %u)", cx, g->n);
    print_glue(p, "; edo__k < %u && !edo__won; edo__k++, edo__i = edo__i == %u ? 0 : edo__i + 1) {",
               g->n, g->n - 1);
    if (embedded) {
        print_line(p);
        print_glue(p, "edo_poll edo__p = EDO_READY;");
    }
    line(p, "switch (edo__i) {");
    for (unsigned i = 0; i < g->n; i++)
        print_head(p, &g->heads[i]);
    line(p, "} }");
    if (g->otherwise) {
        print_line(p);
        print_glue(p, "if (!edo__won) edo__won = %u;", g->n + 1);
    }
    print_line(p);
    print_glue(p, "%s = edo__won;", g->won->sym->out);
}

static void print_behind(struct printer *p, struct group *g)
{
    const char *F = p->lf->frame, *cx = p->lf->cx;
    for (unsigned i = 0; i < g->n; i++) {
        const struct head *h = &g->heads[i];
        const char *member = h->wait->member;
        if (is_boxed(h->wait)) {
            print_line(p);
            print_glue(p, "if (%s->%s && %s != %u) {", F, member, g->won->sym->out, i + 1);
            print_box_free(p, h->wait, arena_printf(p->lu->arena, "%s->%s", F, member));
            print_glue(p, "}");
        }
        if (h->wait->kind == WAIT_FUTURE && h->outwards) {
            print_line(p);
            print_glue(p, "edo__future_return(&");
            print_expr(p, h->wait->operand);
            print_glue(p, ".branch, %u, %s);", h->outwards, cx);
        }
    }
}

void print_select(struct printer *p, struct stmt *s)
{
    struct group *g = s->low;
    print_at(p, s->r.first);
    line(p, "{");
    if (p->expand)
        p->indent += 4;
    print_before(p, g);
    print_at(p, s->r.first);
    print_line(p);
    print_glue(p, "if (edo__select_waits(&%s, %s, edo__won, %s)) {", g->name, p->lf->frame,
               p->lf->cx);
    print_group_waits(p, g);
    print_line(p);
    print_glue(p, "%s = edo__select_winner(&%s, %s);", g->won->sym->out, g->name, p->lf->frame);
    line(p, "}");
    print_behind(p, g);
    dead_select_over(p, g);
    if (p->expand)
        p->indent -= 4;
    line(p, "}");
}

/* ---- the winner's result ---- */

static void print_box_take(struct printer *p, struct wait *w)
{
    print_line(p);
    print_glue(p, "{ void *edo__box = %s->%s;", p->lf->frame, w->member);
    bool reports = w->awaited->type->kind == TY_INT && w->awaited->type->is_signed;
    if (w->to) { /* an error is in its place already */
        line(p, "if (edo__box) {");
    } else if (reports) {
        line(p, "if (!edo__box) {");
        print_no_box(p, w);
        line(p, "} else {");
    }
    if (w->target || w->to)
        print_box_result(p, w);
    print_line(p);
    print_box_free(p, w, "edo__box");
    print_glue(p, " }");
    if (reports || w->to)
        line(p, "}");
}

static void print_value(struct printer *p, struct wait *w)
{
    if (w->kind == WAIT_FUTURE) {
        print_line(p);
        print_glue(p, "edo__future_take(&");
        print_expr(p, w->operand);
        print_glue(p, ".branch);");
    }
    if (!w->target)
        return;
    if (w->kind == WAIT_FUTURE)
        print_future_result(p, w);
    else
        print_target(p, w,
                     arena_printf(p->lu->arena, "%s->%s.result", p->lf->frame, w->member));
}

void print_take(struct printer *p, struct stmt *s)
{
    struct wait *w = ((struct head *)s->low)->wait;
    print_at(p, w->tok);
    if (is_boxed(w))
        print_box_take(p, w);
    else
        print_value(p, w);
    if (w->kind != WAIT_FUTURE)
        dead_taken(p, w);
}

/* ---- its description ---- */

void print_members(struct printer *p, struct lfunc *lf, struct group *g)
{
    const char *frame = lf->afn->s_frame;
    for (unsigned i = 0; i < g->n; i++) {
        const struct head *h = &g->heads[i];
        bool future = h->wait->kind == WAIT_FUTURE;
        if (future)
            print_glue(p, "{ .offset = __builtin_offsetof(struct %s, %s.branch), .borrowed = 1",
                       frame, local_of(h->wait->operand->sym)->member);
        else
            print_glue(p, "{ .offset = __builtin_offsetof(struct %s, %s[%u])", frame, g->member,
                       h->branch);
        if (future && h->enabled)
            print_glue(p, ", .enabled = 1 + __builtin_offsetof(struct %s, %s)", frame,
                       h->enabled->member);
        print_glue(p, " }, ");
    }
}
