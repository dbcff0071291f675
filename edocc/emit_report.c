/* SPDX-License-Identifier: MIT
 *
 * --frames: how big each frame is, and who fills it. Only the C compiler knows the sizes; so what
 * is given out is the translated unit with one more function, whose assembly has a string for each
 * line of the report with the sizes in it, as constants. The driver has it compiled and reads them
 * (driver_frames.c):
 *
 *     EDO@F SIZE TEXT           a function's frame
 *     EDO@M OFFSET BYTES TEXT   what stands in it */
#include "emit.h"

/* Within `.ascii "…"` within a template of asm within a C string. */
static void add_text(struct outbuf *b, const char *s)
{
    for (; *s; s++) {
        if (*s == '%')
            outbuf_str(b, "%%");
        else if (*s == '"' || *s == '\\')
            outbuf_char(b, '\'');
        else if (*s == '{' || *s == '|' || *s == '}')
            outbuf_str(b, *s == '{' ? "(" : *s == '}' ? ")" : "/");
        else if ((unsigned char)*s >= ' ')
            outbuf_char(b, *s);
    }
}

static const char *place_text(struct printer *p, tokid t)
{
    const struct token *tok = &p->lu->unit->toks[t];
    return arena_printf(p->lu->arena, "%s:%u", p->lu->unit->files[tok->file], tok->line);
}

static void print_row(struct printer *p, const char *member, const char *what, const char *place)
{
    struct outbuf text = {0};
    const char *frame = p->lf->afn->s_frame;
    add_text(&text, what);
    if (place) {
        outbuf_str(&text, "  ");
        add_text(&text, place);
    }
    print_glue(p,
               "__asm__ volatile(\".ascii \\\"EDO@M %%c0 %%c1 %s\\\"\" : : "
               "\"i\"(__builtin_offsetof(struct %s, %s)), \"i\"(sizeof(((struct %s *)0)->%s)));\n",
               text.s, frame, member, frame, member);
    outbuf_free(&text);
}

static const char *local_text(struct printer *p, const struct local *l)
{
    if (l->gen && l->kind == LOCAL_HIDDEN)
        return arena_printf(p->lu->arena, "the generator %s%s", l->gen->sym->name,
                            l->gen_boxed ? ", in a box" : "");
    switch (l->kind) {
    case LOCAL_USER:
    case LOCAL_PARAM:
        return l->sym->name;
    case LOCAL_TEMP:
        return arena_printf(p->lu->arena, "%s, a value in the middle of an expression", l->member);
    case LOCAL_LITERAL:
        return "a compound literal";
    case LOCAL_ARGS:
        return "the arguments of a captured call";
    default:
        return arena_printf(p->lu->arena, "%s, for scopes and their ends", l->member);
    }
}

static tokid local_place(const struct local *l)
{
    if (l->decl)
        return l->decl->name_tok;
    if (l->gen && l->cleanup)
        return l->cleanup->r.first;
    return l->type_expr ? l->type_expr->r.first : 0;
}

static void report_scope(struct printer *p, const struct lscope *sc)
{
    for (unsigned i = 0; i < sc->members.n; i++) {
        const struct local *l = sc->members.at[i];
        tokid t = local_place(l);
        print_row(p, l->member, local_text(p, l), t ? place_text(p, t) : 0);
    }
    for (unsigned i = 0; i < sc->waits.n; i++) {
        const struct wait *w = sc->waits.at[i];
        const char *what = w->kind == WAIT_END ? "the end of a future"
                           : w->fn             ? w->fn->name
                                               : "an edo_call";
        bool boxed = w->kind == WAIT_BOX || w->kind == WAIT_VALUE || w->kind == WAIT_POINTER;
        if (w->kind == WAIT_GROUP && w->group->embedded)
            print_row(p, w->group->member,
                      arena_printf(p->lu->arena, "%s of %u branches",
                                   w->group->heads ? "select" : "join", w->group->n),
                      place_text(p, w->tok));
        if (!wait_has_member(w) || w->kind == WAIT_GROUP)
            continue;
        print_row(p, w->member,
                  arena_printf(p->lu->arena, "await %s%s", what, boxed ? ", in a box" : ""),
                  place_text(p, w->tok));
    }
    for (unsigned i = 0; i < sc->children.n; i++)
        report_scope(p, sc->children.at[i]);
}

static void report_generator(struct printer *p, const struct afn *f)
{
    const struct type *t = f->sym->type;
    if (!t->gen)
        return;
    print_row(p, "yielded", "the value it yields", 0);
    print_row(p, "state", "where it stands", 0);
    if (t->is_stream)
        print_row(p, "asked", "whether it is asked for a value", 0);
    if (t->nparams)
        print_row(p, "args", "its arguments, until it begins", 0);
}

static void report_function(struct printer *p, struct lfunc *lf)
{
    struct outbuf text = {0};
    const struct afn *f = lf->afn;
    p->lf = lf;
    add_text(&text, lf->func->sym->name);
    outbuf_str(&text, "  ");
    add_text(&text, place_text(p, lf->func->sym->name_tok));
    print_glue(p,
               "__asm__ volatile(\".ascii \\\"EDO@F %%c0 %s\\\"\" : : "
               "\"i\"(sizeof(struct %s)));\n",
               text.s, f->s_frame);
    outbuf_free(&text);
    if (has_result_of(f->sym))
        print_row(p, "result", "result", 0);
    report_generator(p, f);
    report_scope(p, lf->root);
    if (f->up_kind == 1)
        print_row(p, "up", "who awaits it", 0);
    p->lf = 0;
}

void report_frames(struct lunit *lu, struct outbuf *out)
{
    struct printer p = {.lu = lu, .out = out, .types = out};
    emit_unit(lu, out);
    print_glue(&p, "\nvoid %s(void) {\n", name_fresh(lu, "edo__frames"));
    for (unsigned i = 0; i < lu->funcs.n; i++)
        if (((struct lfunc *)lu->funcs.at[i])->afn)
            report_function(&p, lu->funcs.at[i]);
    print_glue(&p, "}\n");
}
