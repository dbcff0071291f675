/* SPDX-License-Identifier: MIT
 *
 * What describes a join or select; and a join: its branches begin, one behind the other, each a
 * call of the function itself in the state of the branch; then its owner waits for those that are
 * pending. */
#include "emit.h"

static void print_start(struct printer *p, struct group *g)
{
    const char *F = p->lf->frame, *cx = p->lf->cx, *resume = p->lf->afn->s_resume;
    unsigned at = g->branches[0].entry->at;
    dead_storage_begins(p, g->member);
    print_line(p);
    print_glue(p, "_Bool edo__waits = 0;");
    if (g->claimed) { /* those not begun are looked at too */
        print_line(p);
        print_glue(p, "edo__branches_init(%s->%s, %u);", F, g->member, g->n);
    }
    print_line(p);
    print_glue(p, "for (unsigned edo__i = 0; edo__i < %u", g->n);
    if (g->claimed)
        print_glue(p, " && !%s", g->claimed->sym->out);
    print_glue(p, "; edo__i++)");
    print_line(p);
    print_glue(p, "    edo__waits |= edo__branch_begin(&%s->%s[edo__i], %s, %s, %u + edo__i, %s);",
               F, g->member, F, resume, at, cx);
}

static void print_branch(struct printer *p, struct branch *b, struct stmt *body)
{
    print_at(p, b->entry->tok);
    print_line(p);
    print_glue(p, "if (0) %s: {", b->entry->label);
    debug_resumed(p);
    print_stmt(p, body);
    print_line(p);
    print_glue(p, "}");
}

void print_group_waits(struct printer *p, const struct group *g)
{
    if (p->expand)
        p->indent += 4;
    print_saves(p, g->wait);
    print_line(p);
    print_glue(p, "return edo__suspend(%s, %s, &%s);", p->lf->cx, p->lf->frame, g->wait->site);
    if (p->expand)
        p->indent -= 4;
    print_restores(p, g->wait);
}

void print_join(struct printer *p, struct stmt *s)
{
    struct group *g = s->low;
    print_at(p, s->r.first);
    print_start(p, g);
    print_line(p);
    print_glue(p, "if (edo__waits) {");
    print_group_waits(p, g);
    print_line(p);
    print_glue(p, "}");
    dead_join_over(p, g);
    for (unsigned i = 0; i < g->n; i++)
        print_branch(p, &g->branches[i], s->body[i]);
}

void print_branch_end(struct printer *p, struct stmt *s)
{
    const struct group *g = s->low;
    print_at(p, s->r.first);
    print_line(p);
    if (g)
        print_glue(p, "edo__group_cancel(&%s, %s, %s);", g->name, p->lf->frame, p->lf->cx);
    print_line(p);
    print_glue(p, "return EDO_READY;");
}

/* ---- its description ---- */

void declare_group(struct printer *p, struct group *g)
{
    print_glue(p,
               "static const struct edo_group %s;\n"
               "static edo_poll %s(void *frame, unsigned at, edo_cx *cx);\n",
               g->name, g->poll);
}

void print_group(struct printer *p, struct lfunc *lf, struct group *g)
{
    const char *kind = g->heads ? "select" : "join";
    print_glue(p,
               "static edo_poll %s(void *frame, unsigned at, edo_cx *cx) "
               "{ (void)at; (void)cx; return edo__%s_poll(&%s, frame%s); }\n",
               g->poll, kind, g->name, g->heads ? ", cx" : "");
    print_glue(p,
               "static void %s(void *frame, edo_cx *cx) { edo__group_cancel(&%s, frame, cx); }\n",
               g->cancel, g->name);
    print_glue(p, "static const struct edo_member %s[] = { ", g->members);
    if (g->heads)
        print_members(p, lf, g);
    for (unsigned i = 0; i < g->n && !g->heads; i++)
        print_glue(p, "{ .offset = __builtin_offsetof(struct %s, %s[%u]) }, ", lf->afn->s_frame,
                   g->member, i);
    print_glue(p, "};\n");
    print_glue(p,
               "static const struct edo_group %s = { .ops = { .name = \"%s\", .resume = %s, "
               ".cancel = %s }, .members = %s, .n = %u",
               g->name, kind, g->poll, g->cancel, g->members, g->n);
    if (g->heads)
        print_glue(p, ", .otherwise = %d", g->otherwise != 0);
    print_glue(p, " };\n");
}
