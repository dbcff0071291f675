/* SPDX-License-Identifier: MIT
 *
 * The structs and constants made of an async function: frame, arguments, future, descriptor; and
 * what stands for a leaf, or a function of another unit, where a frame of its own is needed. */
#include "emit.h"

/* ---- the frame ---- */

static bool has_result(const struct afn *f)
{
    return has_result_of(f->sym);
}

static bool scope_is_empty(const struct lscope *sc)
{
    if (sc->members.n || sc->waits.n)
        return false;
    for (unsigned i = 0; i < sc->children.n; i++)
        if (!scope_is_empty(sc->children.at[i]))
            return false;
    return true;
}

/* The prefix stands directly before the callee's frame. */
static void print_budget_member(struct printer *p, struct wait *w)
{
    unsigned n = w->fn->budget, align = w->fn->budget_align;
    print_glue(p,
               "struct { void *%s; struct { char front[(%u - sizeof(struct edo_box_prefix) %% %u) "
               "%% %u]; struct edo_box_prefix prefix; char frame[%u]; } "
               "__attribute__((aligned(%u))) %s__budget; };",
               w->member, align, align, align, n, align, w->member);
}

static void print_wait_member(struct printer *p, struct wait *w)
{
    struct afn *f = w->fn ? w->fn->low : 0;
    print_line(p);
    switch (w->kind) {
    case WAIT_CALL:
        print_glue(p, "struct %s %s;", f->s_frame, w->member);
        break;
    case WAIT_LEAF:
        print_range(p, w->fn->leaf->type, 0);
        print_glue(p, " %s;", w->member);
        break;
    case WAIT_BOX:
    case WAIT_VALUE:
    case WAIT_POINTER:
        if (w->budget)
            print_budget_member(p, w);
        else
            print_glue(p, "void *%s;", w->member);
        break;
    case WAIT_GROUP:
        print_glue(p, "edo_branch %s[%u];", w->group->member, w->group->embedded);
        break;
    case WAIT_ENTRY:
        break;
    default:
        print_glue(p, "struct edo_await_branch %s;", w->member);
        break;
    }
}

static void print_scope(struct printer *p, struct lscope *sc);

/* Scopes inside and callees: never two at once, but in a join. */
static void print_inner(struct printer *p, struct lscope *sc)
{
    unsigned n = sc->waits.n;
    bool overlay = !p->lu->options->no_overlay && !sc->group;
    for (unsigned i = 0; i < sc->children.n; i++)
        n += !scope_is_empty(sc->children.at[i]);
    if (!n)
        return;
    if (n > 1 && overlay) {
        print_line(p);
        print_glue(p, "union {");
        p->indent += p->expand ? 4 : 0;
    }
    for (unsigned i = 0; i < sc->waits.n; i++)
        print_wait_member(p, sc->waits.at[i]);
    for (unsigned i = 0; i < sc->children.n; i++) {
        struct lscope *c = sc->children.at[i];
        if (scope_is_empty(c))
            continue;
        print_line(p);
        print_glue(p, "struct {");
        p->indent += p->expand ? 4 : 0;
        print_scope(p, c);
        p->indent -= p->expand ? 4 : 0;
        print_line(p);
        print_glue(p, "};");
    }
    if (n > 1 && overlay) {
        p->indent -= p->expand ? 4 : 0;
        print_line(p);
        print_glue(p, "};");
    }
}

static void print_member(struct printer *p, struct local *l)
{
    print_line(p);
    if (l->sym->type->future_of)
        print_glue(p, "struct %s %s", ((struct afn *)l->sym->type->future_of->low)->s_future,
                   l->member);
    else
        print_declare(p, l, l->member, DECLARE_MEMBER | DECLARE_UNCONST | DECLARE_ALIGNED);
    print_glue(p, ";");
}

/* The only scope inside another, which awaits nothing itself, shares storage with nobody: its
 * members may stand among those around it, where they leave fewer holes. */
static struct lscope *only_child(const struct lscope *sc)
{
    struct lscope *only = 0;
    if (sc->waits.n)
        return 0;
    for (unsigned i = 0; i < sc->children.n; i++) {
        if (scope_is_empty(sc->children.at[i]))
            continue;
        if (only)
            return 0;
        only = sc->children.at[i];
    }
    return only;
}

static unsigned member_align(const struct local *l)
{
    return l->align ? l->align : 8;
}

static void add_sorted(struct arena *a, struct vec *all, struct local *l)
{
    vec_push(a, all, l);
    unsigned i = all->n - 1;
    for (; i > 0 && member_align(all->at[i - 1]) < member_align(l); i--)
        all->at[i] = all->at[i - 1];
    all->at[i] = l;
}

static void print_scope(struct printer *p, struct lscope *sc)
{
    struct vec all = {0};
    unsigned i = 0;
    for (struct lscope *next = sc; next; next = only_child(sc)) {
        sc = next;
        for (unsigned j = 0; j < sc->members.n; j++)
            add_sorted(p->lu->arena, &all, sc->members.at[j]);
    }
    for (; i < all.n && member_align(all.at[i]) >= sc->inner_align; i++)
        print_member(p, all.at[i]);
    print_inner(p, sc);
    for (; i < all.n; i++)
        print_member(p, all.at[i]);
}

static void print_frame_end(struct printer *p, struct outbuf *out, struct outbuf *text)
{
    p->out = out;
    p->shadow = false;
    p->marked = false;
    p->lf = 0;
    outbuf_add(out, text->s, text->n);
    outbuf_free(text);
}

/* The arguments of a run that hasn't begun share storage with the locals, but where they stand
 * follows from the prototype alone: another unit may have put them there. */
static void print_gen_frame(struct printer *p, struct afn *f)
{
    bool args = f->sym->type->nparams != 0;
    if (args)
        print_glue(p, "union { struct {");
    print_gen_head(p, f, "");
    if (args) {
        print_glue(p, " struct %s args; }; struct {", f->s_args);
        print_gen_head(p, f, "edo__");
    }
    print_scope(p, f->lf->root);
    p->indent = 0;
    if (args)
        print_glue(p, " }; };");
    /* Of a weak one, what runs may be another unit's (print_gen_object). */
    print_glue(p, f->sym->weak_or_alias ? "\n} __attribute__((may_alias));\n" : "\n};\n");
}

void print_frame(struct printer *p, struct lfunc *lf)
{
    struct afn *f = lf->afn;
    struct outbuf text = {0}, *out = p->out;
    p->lf = lf;
    hoist_types(p, lf);
    p->types = out;
    p->out = &text;
    p->shadow = true;
    p->marked = false;
    p->indent = 0;
    outbuf_char(&text, '\n');
    print_at(p, lf->func->all.first);
    print_glue(p, "struct %s {", f->s_frame);
    p->indent = p->expand ? 4 : 0;
    if (f->sym->type->gen) {
        print_gen_frame(p, f);
        print_frame_end(p, out, &text);
        return;
    }
    bool both = has_result(f) && (!scope_is_empty(lf->root) || f->up_kind == 1);
    if (both) {
        print_line(p);
        print_glue(p, "union {");
        p->indent += p->expand ? 4 : 0;
    }
    if (has_result(f)) {
        print_line(p);
        print_result(p, f->sym, "result");
        print_glue(p, ";");
    }
    if (both) {
        print_line(p);
        print_glue(p, "struct {");
        p->indent += p->expand ? 4 : 0;
    }
    print_scope(p, lf->root);
    if (f->up_kind == 1) {
        print_line(p);
        print_glue(p, "unsigned char up;");
    }
    p->indent = p->expand ? 4 : 0;
    if (both)
        print_glue(p, "}; };");
    p->indent = 0;
    print_glue(p, "\n};\n");
    print_frame_end(p, out, &text);
}

/* ---- arguments ---- */

const char *arg_name(struct printer *p, struct afn *f, unsigned i)
{
    const struct decl *d = f->sym->type->params[i];
    return d->name_tok ? tok_text(p->lu->unit, d->name_tok)
                       : arena_printf(p->lu->arena, "a%u", i + 1);
}

void print_args_struct(struct printer *p, struct afn *f)
{
    const struct type *t = f->sym->type;
    if (!f->needs_args || !t->nparams)
        return;
    print_glue(p, "struct %s {", f->s_args);
    p->shadow = true;
    for (uint32_t i = 0; i < t->nparams; i++) {
        struct decl *d = t->params[i];
        print_arg_member(p, d, arg_name(p, f, i));
    }
    p->shadow = false;
    print_glue(p, "};\n");
}

/* ---- futures and descriptors ---- */

void print_future(struct printer *p, struct afn *f)
{
    if (!f->needs_future)
        return;
    bool args = f->sym->type->nparams != 0;
    const char *frame = f->s_frame;
    const char *align = name_fresh(p->lu, "%s_align", f->s_future);
    if (args)
        print_glue(p,
                   "enum { %s = _Alignof(struct %s) > _Alignof(struct %s) ? _Alignof(struct %s)"
                   " : _Alignof(struct %s) };\n",
                   align, frame, f->s_args, frame, f->s_args);
    else
        print_glue(p, "enum { %s = _Alignof(struct %s) };\n", align, frame);
    print_glue(p,
               "struct %s { char edo__front[(%s - sizeof(edo_branch) %% %s) %% %s] "
               "__attribute__((aligned(%s))); edo_branch branch; union { ",
               f->s_future, align, align, align, align);
    if (args)
        print_glue(p, "struct %s args; ", f->s_args);
    print_glue(p, "struct %s frame; }; };\n", frame);
}

/* In a struct or an array that is passed by value. */
static bool type_has_call(const struct type *t)
{
    while (t->kind == TY_ARRAY)
        t = t->base;
    bool found = t->is_call;
    for (uint32_t i = 0; t->kind == TY_STRUCT && !t->is_call && i < t->nmembers && !found; i++)
        found = type_has_call(t->members[i].type);
    return found;
}

/* The places of captured calls in what has type `t`, at `path` of the argument struct: whoever
 * copies the arguments copies those of these calls too. */
static void print_calls_in(struct printer *p, struct afn *f, const char *name,
                           const struct type *t, const char *path, unsigned *n)
{
    struct arena *a = p->lu->arena;
    if (t->is_call) {
        if (!(*n)++)
            print_glue(p, "static const uint16_t %s[] = { ", name);
        print_glue(p, "__builtin_offsetof(struct %s, %s), ", f->s_args, path);
    } else if (t->kind == TY_STRUCT && !t->is_union) {
        for (uint32_t i = 0; i < t->nmembers; i++)
            if (t->members[i].name)
                print_calls_in(p, f, name, t->members[i].type,
                               arena_printf(a, "%s.%s", path, t->members[i].name), n);
    } else if (t->kind == TY_ARRAY && t->nelem > 0 && type_has_call(t->base)) {
        for (int64_t i = 0; i < t->nelem; i++)
            print_calls_in(p, f, name, t->base,
                           arena_printf(a, "%s[%lld]", path, (long long)i), n);
    }
}

void print_calls(struct printer *p, struct afn *f, const char *name, unsigned *n)
{
    const struct type *t = f->sym->type;
    *n = 0;
    for (uint32_t i = 0; i < t->nparams; i++)
        print_calls_in(p, f, name, t->params[i]->type, arg_name(p, f, i), n);
    if (*n)
        print_glue(p, "};\n");
}

static void print_descriptor_as(struct printer *p, struct afn *f, const char *name, bool exported)
{
    const struct token *tok = &p->lu->unit->toks[f->sym->name_tok];
    unsigned ncalls;
    print_calls(p, f, f->s_calls, &ncalls);
    print_glue(p,
               "%s%sedo_fn %s = { .name = \"%s\", .start = %s, .resume = %s, "
               ".size = sizeof(struct %s), .align = _Alignof(struct %s) < 8 ? 8 : "
               "_Alignof(struct %s), ",
               exported ? "" : "static ", exported && f->sym->weak_or_alias ? "" : "const ", name,
               f->sym->name, f->s_call, f->s_resume, f->s_frame, f->s_frame, f->s_frame);
    if (f->sym->type->nparams)
        print_glue(p, ".args_size = sizeof(struct %s), .args_align = _Alignof(struct %s), ",
                   f->s_args, f->s_args);
    else
        print_glue(p, ".args_align = 1, ");
    if (has_result(f))
        print_glue(p, ".result_size = sizeof(((struct %s *)0)->result), ", f->s_frame);
    if (f->result_signed)
        print_glue(p, ".flags = 1 /* EDO_FN_SIGNED */, ");
    if (ncalls)
        print_glue(p, ".ncalls = %u, .calls = %s, ", ncalls, f->s_calls);
    print_glue(p, ".file = ");
    print_string(p, p->lu->unit->files[tok->file]);
    print_glue(p, ", .line = %u };\n", tok->line);
}

void print_descriptor(struct printer *p, struct afn *f)
{
    if (f->needs_fn && f->lf)
        print_descriptor_as(p, f, f->s_fn, f->exported);
    if (f->wrapped)
        print_descriptor_as(p, f, f->s_future_fn, false);
}

/* ---- leaves ---- */

void print_leaf_glue(struct printer *p, struct afn *f)
{
    struct leaf_spec *leaf = f->sym->leaf;
    const char *n = f->s_leaf;
    if (!leaf)
        return;
    print_glue(p,
               "static edo_poll %s__resume(void *op, unsigned at, edo_cx *cx) { (void)at; "
               "return %s((",
               n, leaf->resume->out);
    print_range(p, leaf->type, 0);
    print_glue(p, " *)op, cx); }\n");
    struct sym *two[] = {leaf->cancel, leaf->discard};
    static const char *const names[] = {"cancel", "discard"};
    for (int i = 0; i < 2; i++) {
        if (!two[i])
            continue;
        print_glue(p, "static void %s__%s(void *op, edo_cx *cx) { %s((", n, names[i], two[i]->out);
        print_range(p, leaf->type, 0);
        print_glue(p, " *)op, cx); }\n");
    }
    print_glue(p, "static const edo_leaf_ops %s = { .name = \"%s\", .resume = %s__resume, ", n,
               f->sym->name, n);
    for (int i = 0; i < 2; i++)
        if (two[i])
            print_glue(p, ".%s = %s__%s, ", names[i], n, names[i]);
    print_glue(p, "};\n");
}

/* ---- wrappers ---- */

/* A leaf, or a function of another unit, as a branch's root: a function that awaits it alone. */
void print_wrapper_frame(struct printer *p, struct afn *f)
{
    if (!f->wrapped)
        return;
    print_glue(p, "struct %s { union { ", f->s_frame);
    if (has_result(f)) {
        print_result(p, f->sym, "result");
        print_glue(p, "; ");
    }
    if (f->sym->leaf) {
        print_range(p, f->sym->leaf->type, 0);
        print_glue(p, " op; }; };\n");
    } else {
        print_glue(p, "void *op; }; };\n");
    }
}

static void print_wrapper_result(struct printer *p, struct afn *f, const char *from)
{
    if (!has_result(f))
        return;
    print_glue(p, "__typeof__(F->result) value = %s; ", from);
}

static void print_wrapper_call(struct printer *p, struct afn *f, const char *site)
{
    const struct type *t = f->sym->type;
    print_glue(p,
               "static edo_poll %s(void *frame, edo_cx *cx, const void *args) { "
               "struct %s *F = frame; ",
               f->s_call, f->s_frame);
    if (f->sym->leaf) {
        if (t->nparams)
            print_glue(p, "struct %s given = *(const struct %s *)args; ", f->s_args, f->s_args);
        print_glue(p, "if (%s(&F->op, cx", f->sym->leaf->start->out);
        for (uint32_t i = 0; i < t->nparams; i++)
            print_glue(p, ", given.%s", arg_name(p, f, i));
        print_glue(p, ") == EDO_PENDING) return edo__suspend(cx, &F->op, &%s); ", site);
    } else {
        print_glue(p, "void *box = edo__box_new(cx, &%s); if (!box) { ", f->s_fn);
        if (f->result_signed)
            print_glue(p, "F->result = -12; return EDO_READY; } ");
        else
            print_glue(p, "if (cx->host) cx->host->oom(cx, %s.size); __builtin_trap(); } ",
                       f->s_fn);
        print_glue(p,
                   "if (%s.start(box, cx, args) == EDO_PENDING) "
                   "return edo__box_suspend(F->op = box, F, &%s); F->op = box; ",
                   f->s_fn, site);
    }
    print_glue(p, "return %s(frame, 1, cx); }\n", f->s_resume);
}

void print_wrapper(struct printer *p, struct afn *f)
{
    if (!f->wrapped)
        return;
    const char *site = name_fresh(p->lu, "%s__site", f->s_future_fn);
    bool leaf = f->sym->leaf != 0;
    print_glue(p,
               "static edo_poll %s(void *frame, unsigned at, edo_cx *cx) { struct %s *F = frame; "
               "(void)at; (void)cx; (void)F; ",
               f->s_resume, f->s_frame);
    if (leaf) {
        print_wrapper_result(p, f, "F->op.result");
    } else {
        print_glue(p, "void *box = F->op; ");
        print_glue(p, "const void *at_result = box; (void)at_result; ");
        print_wrapper_result(p, f, "*(__typeof__(F->result) *)box");
        print_glue(p, "edo__box_free(cx, box); ");
    }
    if (has_result(f) && !type_assignable(f->sym->type->base))
        print_glue(p, "__builtin_memcpy((void *)&F->result, &value, sizeof value); ");
    else if (has_result(f))
        print_glue(p, "F->result = value; ");
    print_glue(p, "return EDO_READY; }\n");
    print_glue(p, "static const edo_site %s = { .caller = %s, .at = 1, .up_kind = EDO_UP_DYNAMIC, ",
               site, f->s_resume);
    if (leaf)
        print_glue(p,
                   ".callee = %s__resume, .leaf = &%s, %s.offset = "
                   "__builtin_offsetof(struct %s, op), ",
                   f->s_leaf, f->s_leaf,
                   f->sym->leaf->discard ? ".flags = 1 /* EDO_SITE_DISCARDS */, " : "", f->s_frame);
    else
        print_glue(p, ".offset = 0xffffffff /* EDO_BOXED */, ");
    print_glue(p, ".file = \"\", .function = \"%s\", .what = \"%s\" };\n", f->sym->name,
               f->sym->name);
    print_wrapper_call(p, f, site);
}
