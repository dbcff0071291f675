/* SPDX-License-Identifier: MIT
 *
 * The translated unit: the text that passes through (emit_text.c), then what the async functions
 * became; and the lowering's entry, which runs the passes. */
#include "emit.h"
#include "flow.h"
#include "safety.h"
#include "states.h"

#include "../include/edo/abi.h"

/* ---- what is generated ---- */

#define TEXT_OF(number) TEXT(number)
#define TEXT(number) #number

/* Links only with a runtime of the same version. */
static void print_version(struct printer *p)
{
    print_glue(p,
               "extern const int edo__abi_version_" TEXT_OF(EDO_ABI_VERSION) ";\n"
               "static const int *const %s __attribute__((used)) = &edo__abi_version_"
               TEXT_OF(EDO_ABI_VERSION) ";\n",
               name_fresh(p->lu, "edo__abi_version"));
}

static void print_support(struct printer *p)
{
    struct lunit *lu = p->lu;
    if (lu->funcs.n)
        print_version(p);
    bool branches = false;
    for (unsigned i = 0; i < lu->funcs.n; i++) {
        struct lfunc *lf = lu->funcs.at[i];
        for (unsigned j = 0; j < lf->waits.n; j++) {
            enum wait_kind k = ((struct wait *)lf->waits.at[j])->kind;
            branches |= k == WAIT_FUTURE || k == WAIT_END;
        }
    }
    if (branches)
        print_glue(p,
                   "static const edo_leaf_ops edo__branch_leaf = { .name = \"future\", "
                   ".resume = edo__await_branch_resume, .cancel = edo__await_branch_cancel };\n");
    const char *host = lu->uses_gen_host ? "cx ? cx->host : &edo_gen_host" : "cx->host";
    if (lu->uses_gen_host)
        print_gen_host(p);
    if (lu->uses_vla)
        print_glue(p,
                   "static void *edo__vla_new(edo_cx *cx, size_t size, size_t align) {"
                   " const edo_host *host = %s;"
                   " void *p = host ? host->alloc(cx, size ? size : 1, align) : 0;"
                   " if (!p) { if (host) host->oom(cx, size); __builtin_trap(); }"
                   " return p; }\n"
                   "static void edo__vla_free(edo_cx *cx, void *p, size_t size, size_t align) {"
                   " const edo_host *host = %s;"
                   " host->free(cx, p, size ? size : 1, align); }\n",
                   host, host);
    if (lu->uses_block_on)
        print_glue(
            p, "extern int edo__block_on(edo_branch *, const edo_fn *);\n"
               "typedef struct edo_runtime edo_runtime;\n"
               "extern int edo__runtime_block_on(edo_runtime *, edo_branch *, const edo_fn *);\n"
               "extern int edo__block_on_call(edo_runtime *, edo_call, void *);\n");
}

void print_descriptor_declaration(struct printer *p, struct afn *f)
{
    if (f->needs_fn && !f->wrapped) {
        /* clang takes the initialiser of a weak constant for what it will be. */
        print_glue(p, "%s %sedo_fn %s", f->lf && !f->exported ? "static" : "extern",
                   f->lf && f->sym->weak_or_alias ? "" : "const ", f->s_fn);
        if (!f->lf || f->exported)
            print_symbol_attributes(p, f);
        print_glue(p, ";\n");
    }
    if (f->needs_fn && f->wrapped && f->sym->leaf)
        print_glue(p, "static const edo_fn %s;\n", f->s_fn);
    else if (f->wrapped)
        print_glue(p, "extern const edo_fn %s;\nstatic const edo_fn %s;\n", f->s_fn,
                   f->s_future_fn);
}

static void declare_descriptor(struct printer *p, struct afn *f)
{
    print_descriptor_declaration(p, f);
    if (f->lf && (f->needs_fn || f->sym->type->gen))
        print_glue(p, "static edo_poll %s(void *frame, edo_cx *cx, const void *args);\n",
                   f->s_call);
}

static void declare_sites(struct printer *p, struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        if (w->kind != WAIT_ENTRY && w->kind != WAIT_YIELD)
            print_glue(p, "static const edo_site %s;\n", w->site);
    }
    for (unsigned i = 0; i < lf->groups.n; i++)
        declare_group(p, lf->groups.at[i]);
}

static void print_places(struct printer *p, struct afn *f)
{
    if (f->up_kind != 1)
        return;
    print_glue(p, "static const edo_site *const %s[] = {", f->s_sites);
    for (unsigned i = 0; i < f->places.n; i++)
        print_glue(p, "&%s,", ((struct wait *)f->places.at[i])->site);
    print_glue(p, "};\n");
}

/* An async block's arguments have the types of another function's locals. */
static void print_block_types(struct printer *p, struct lfunc *lf)
{
    if (!lf->func->nblocks && !lf->func->outer)
        return;
    p->lf = lf;
    hoist_types(p, lf);
    for (uint32_t i = 0; i < lf->func->nparams; i++)
        print_array_type(p, lf->func->params[i]);
    p->lf = 0;
}

/* What is printed may need shadows (emit_types.c), which stand in front of it. */
static void print_behind_shadows(struct printer *p, void (*print)(struct printer *, void *),
                                 void *what)
{
    struct outbuf text = {0}, *out = p->out;
    p->out = &text;
    p->types = out;
    p->marked = false;
    outbuf_char(&text, '\n');
    print(p, what);
    p->out = out;
    p->marked = false;
    if (text.n > 1)
        outbuf_add(out, text.s, text.n);
    outbuf_free(&text);
}

static void print_args(struct printer *p, void *f)
{
    print_args_struct(p, f);
}

static void print_head(struct printer *p, void *lf)
{
    print_prototype(p, lf);
}

static void print_structs(struct printer *p)
{
    struct lunit *lu = p->lu;
    for (unsigned i = 0; i < lu->funcs.n; i++)
        print_block_types(p, lu->funcs.at[i]);
    for (unsigned i = 0; i < lu->afns.n; i++)
        print_behind_shadows(p, print_args, lu->afns.at[i]);
    for (unsigned i = 0; i < lu->afns.n; i++) {
        struct afn *f = lu->afns.at[i];
        print_wrapper_frame(p, f);
        if (f->wrapped)
            print_future(p, f);
        if (!f->lf)
            print_gen_object(p, f);
    }
    for (unsigned i = 0; i < lu->order.n; i++) {
        struct lfunc *lf = lu->order.at[i];
        print_frame(p, lf);
        p->marked = false;
        print_at(p, lf->func->all.first);
        print_future(p, lf->afn);
        print_gen_object(p, lf->afn);
    }
    for (unsigned i = 0; i < lu->funcs.n; i++) {
        struct lfunc *lf = lu->funcs.at[i];
        p->lf = lf;
        if (!lf->afn)
            hoist_types(p, lf);
        p->lf = 0;
    }
}

static void print_function_name(struct printer *p, struct lfunc *lf)
{
    const struct func *f = lf->func;
    while (f->outer)
        f = f->outer;
    if (lf->func_name)
        print_glue(p, "static const char %s[] = \"%s\";\n", lf->func_name, f->sym->name);
}

/* Bodies are printed first, aside: what they need (shadows, __func__) stands before them. */
static void print_bodies(struct printer *p)
{
    struct lunit *lu = p->lu;
    struct outbuf bodies = {0}, *out = p->out;
    p->out = &bodies;
    p->types = out;
    p->anchors = p->expand;
    for (unsigned i = 0; i < lu->funcs.n; i++)
        print_function(p, lu->funcs.at[i]);
    p->anchors = false;
    p->out = out;
    p->marked = false;
    outbuf_char(out, '\n');
    for (unsigned i = 0; i < lu->funcs.n; i++)
        print_function_name(p, lu->funcs.at[i]);
    outbuf_add(out, bodies.s ? bodies.s : "", bodies.n);
    outbuf_free(&bodies);
    p->marked = false;
}

static void print_generated(struct printer *p)
{
    struct lunit *lu = p->lu;
    p->types = p->out;
    outbuf_char(p->out, '\n');
    pragmas_end(p);
    packing_is_plain(p);
    print_support(p);
    print_structs(p);
    p->marked = false;
    outbuf_char(p->out, '\n');
    for (unsigned i = 0; i < lu->afns.n; i++) {
        print_leaf_glue(p, lu->afns.at[i]);
        declare_descriptor(p, lu->afns.at[i]);
    }
    for (unsigned i = 0; i < lu->order.n; i++)
        declare_sites(p, lu->order.at[i]);
    for (unsigned i = 0; i < lu->funcs.n; i++)
        if (((struct lfunc *)lu->funcs.at[i])->afn)
            print_behind_shadows(p, print_head, lu->funcs.at[i]);
    for (unsigned i = 0; i < lu->afns.n; i++)
        print_gen_functions(p, lu->afns.at[i]);
    print_bodies(p);
    outbuf_char(p->out, '\n');
    for (unsigned i = 0; i < lu->afns.n; i++) {
        print_places(p, lu->afns.at[i]);
        print_wrapper(p, lu->afns.at[i]);
        print_budget(p, lu->afns.at[i]);
        print_signature(p, lu->afns.at[i]);
        print_descriptor(p, lu->afns.at[i]);
    }
    for (unsigned i = 0; i < lu->order.n; i++) {
        struct lfunc *lf = lu->order.at[i];
        for (unsigned j = 0; j < lf->groups.n; j++)
            print_group(p, lf, lf->groups.at[j]);
        for (unsigned j = 0; j < lf->waits.n; j++)
            if (((struct wait *)lf->waits.at[j])->kind != WAIT_YIELD)
                print_site(p, lf->waits.at[j]);
    }
}

/* The text that passes through may speak of pointers to generators. */
static void declare_gens(struct printer *p)
{
    const struct unit *u = p->lu->unit;
    for (uint32_t i = 0; i < u->ngens; i++)
        outbuf_str(p->out, arena_printf(p->lu->arena, "struct %s;\n",
                                        afn_of(p->lu, u->gens[i])->s_gen));
}

void emit_unit(struct lunit *lu, struct outbuf *out)
{
    struct printer p = {.lu = lu, .out = out, .types = out, .expand = lu->options->expand};
    dead_begin(lu);
    struct comments comments = {0};
    p.comments = &comments;
    declare_gens(&p);
    print_items(&p);
    if (!p.expand) {
        print_generated(&p);
        return;
    }
    struct outbuf generated = {0};
    p.out = &generated;
    print_generated(&p);
    expand_format(lu->arena, &generated, &comments, out);
    outbuf_free(&generated);
}

/* ---- the passes ---- */

static struct lfunc *function_new(struct lunit *lu, struct func *f)
{
    struct lfunc *lf = arena_new_of(lu->arena, struct lfunc);
    lf->lu = lu;
    lf->func = f;
    f->low = lf;
    if (f->is_async) {
        lf->afn = afn_of(lu, f->sym);
        lf->afn->lf = lf;
        lf->afn->func = f;
    }
    vec_push(lu->arena, &lu->funcs, lf);
    return lf;
}

/* Emission doesn't need it, and it is most of what the passes have made. */
static void forget_flow(struct lfunc *lf)
{
    flow_free(lf->flow);
    lf->flow = 0;
}

static bool lower_functions(struct lunit *lu)
{
    bool good = true, check = lu->options->verify;
    for (uint32_t i = 0; i < lu->unit->nfuncs; i++) {
        struct func *f = lu->unit->funcs[i];
        if (f->failed)
            good = false;
        else if (f->rewrites)
            function_new(lu, f);
    }
    for (uint32_t i = 0; i < lu->unit->nnamed; i++) {
        struct afn *f = afn_of(lu, lu->unit->named[i]);
        f->dynamic = f->needs_args = f->needs_fn = true;
    }
    for (unsigned i = 0; i < lu->funcs.n; i++)
        good &= normalise(lu->funcs.at[i]);
    for (unsigned i = 0; i < lu->funcs.n && good; i++) {
        struct lfunc *lf = lu->funcs.at[i];
        if (!lf->afn)
            continue;
        place_locals(lf);
    }
    good = good && plan_unit(lu) && check_safety(lu);
    for (unsigned i = 0; i < lu->order.n && good && check; i++)
        good = verify_function(lu->order.at[i]);
    for (unsigned i = 0; i < lu->funcs.n && !lu->options->states; i++)
        forget_flow(lu->funcs.at[i]);
    return good;
}

bool lower_unit(struct unit *unit, const struct lower_options *options, struct outbuf *out)
{
    struct lunit lu = {.unit = unit, .arena = unit->arena, .diag = unit->diag, .options = options};
    if (diag_failed(unit->diag) || !lower_functions(&lu))
        return false;
    if (options->states)
        states_emit(options->states, &lu, out);
    else if (options->frames)
        report_frames(&lu, out);
    else
        emit_unit(&lu, out);
    return !diag_failed(unit->diag);
}
