/* SPDX-License-Identifier: MIT
 *
 * Boxes: the type of what edo_box gives, and a box where a call is wanted. That is a call of a
 * function with the box as its argument, which runs it and has its result: made here, for each
 * place, since nothing else knows the type. */
#include "emit.h"

/* ---- edo_box ---- */

/* The type is C's too: what is said in front of the call casts it. It stands at the user's line, so
 * that the C compiler speaks of a box of another result. True: nothing is to follow. */
bool print_boxing(struct printer *p, struct expr *e)
{
    tokid at = e->r.first;
    print_user(p, at, p->shadow ? "(__extension__(" : "__extension__(");
    if (type_boxed(e->type)->kind == TY_VOID) {
        print_user(p, at, "void");
    } else {
        bool before = p->shadow;
        p->shadow = true;
        print_user(p, at, "__typeof__(((void)0,");
        print_awaited(p, one_call(e->args[0]));
        print_user(p, at, "))");
        p->shadow = before;
    }
    print_user(p, at, p->shadow ? "(*)(struct edo__boxed *))0)" : "(*)(struct edo__boxed *))");
    return p->shadow;
}

/* ---- a box where a call is wanted ---- */

static void print_unboxing_frame(struct printer *q, const char *n, struct expr *box)
{
    print_glue(q, "struct %s__frame { ", n);
    if (type_boxed(box->type)->kind != TY_VOID) {
        print_glue(q, "__typeof__(((void)0, ");
        print_awaited(q, box);
        print_glue(q, ")) result; ");
    }
    print_glue(q, "void *box; };\n");
}

static void print_unboxing_code(struct printer *q, const char *n, struct expr *box)
{
    const struct type *result = type_boxed(box->type);
    const struct token *tok = &q->lu->unit->toks[box->r.first];
    print_glue(q, "static edo_poll %s__resume(void *frame, unsigned at, edo_cx *cx) { "
                  "struct %s__frame *F = frame; (void)at; (void)cx; ", n, n);
    if (result->kind != TY_VOID)
        print_glue(q, "__builtin_memcpy((void *)&F->result, F->box, sizeof F->result); ");
    print_glue(q, "edo__box_done(F->box); return EDO_READY; }\n"
                  "static const edo_site %s__site = { .caller = %s__resume, .at = 1, .up_kind = "
                  "EDO_UP_DYNAMIC, .offset = 0xffffffff /* EDO_BOXED */, .function = \"edo_box\", "
                  ".line = %u, .file = ", n, n, tok->line);
    print_string(q, q->lu->unit->files[tok->file]);
    print_glue(q, ", .what = ");
    print_string(q, range_text(q->lu->unit, box->r));
    print_glue(q, "};\n"
                  "static edo_poll %s__call(void *frame, edo_cx *cx, const void *args) { "
                  "void *box = edo__box_given(cx, args); struct %s__frame *F = frame; "
                  "if (!box) { ", n, n);
    if (type_is_signed_int(result))
        print_glue(q, "F->result = -12; return EDO_READY; } ");
    else
        print_glue(q, "if (cx->host) cx->host->oom(cx, 0); __builtin_trap(); } ");
    print_glue(q, "F->box = box; if (edo__box_start(box, cx) == EDO_PENDING) return "
                  "edo__box_suspend(box, F, &%s__site); return %s__resume(F, 1, cx); }\n", n, n);
}

/* The descriptor of a function that is given a box, and runs it. */
static const char *print_unboxing(struct printer *p, struct expr *box)
{
    const struct type *result = type_boxed(box->type);
    const char *n = name_fresh(p->lu, "edo__unboxed%u", ++p->lu->nanonymous);
    struct outbuf text = {0};
    struct printer q = aside(p, &text, box->r.first);
    print_unboxing_frame(&q, n, box);
    print_unboxing_code(&q, n, box);
    print_glue(&q, "static const edo_fn %s = { .name = \"edo_box\", .start = %s__call, .resume = "
                   "%s__resume, .size = sizeof(struct %s__frame), .align = _Alignof(struct "
                   "%s__frame) < 8 ? 8 : _Alignof(struct %s__frame), .args_size = sizeof(void *), "
                   ".args_align = _Alignof(void *), .file = \"\", .flags = %u, ",
               n, n, n, n, n, n, type_is_signed_int(result));
    if (result->kind != TY_VOID)
        print_glue(&q, ".result_size = sizeof(((struct %s__frame *)0)->result) ", n);
    print_glue(&q, "};\n");
    outbuf_char(&text, '\n');
    aside_done(p->types, &text);
    return n;
}

void print_captured_box(struct printer *p, struct expr *e)
{
    const struct local *l = e->low;
    print_glue(p, "(%s = (void *)(", l->sym->out);
    print_expr(p, e->a);
    print_glue(p, "), (edo_call){&%s, &%s})", print_unboxing(p, e->a), l->sym->out);
}
