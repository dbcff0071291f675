/* SPDX-License-Identifier: MIT
 *
 * The picture of a frame: from left to right its bytes, as boxes as wide as what they stand for;
 * what shares storage stands one below the other; in the frame of a callee lie the callee's own. */
#include "states_page.h"

#include <stdlib.h>
#include <string.h>

enum { ROW = 26, MOST_DEPTH = 3, MOST_BOXES = 400 };

struct box {
    const struct states_fn *fn;
    const struct states_slot *slot;
    unsigned long offset;
    unsigned row, rows, depth, times;
    bool own; /* of the function itself: it answers to the slot's number */
};

struct picture {
    struct box *boxes;
    unsigned n;
};

static bool overlap(const struct box *a, const struct box *b)
{
    return a->offset < b->offset + b->slot->bytes && b->offset < a->offset + a->slot->bytes &&
           a->row < b->row + b->rows && b->row < a->row + a->rows;
}

/* The first row in which the box, with all that is in it, is in nobody's way. */
static void settle(struct picture *p, unsigned first, unsigned at)
{
    struct box *b = &p->boxes[at];
    for (bool again = true; again;) {
        again = false;
        for (unsigned i = first; i < at && !again; i++) {
            again = p->boxes[i].depth == b->depth && overlap(&p->boxes[i], b);
            if (again)
                b->row = p->boxes[i].row + p->boxes[i].rows;
        }
    }
    for (unsigned i = at + 1; i < p->n; i++)
        p->boxes[i].row += b->row + 1;
}

static int by_bytes(const void *a, const void *b)
{
    const struct states_slot *x = *(const struct states_slot *const *)a;
    const struct states_slot *y = *(const struct states_slot *const *)b;
    bool wx = x->what == SLOT_AWAIT, wy = y->what == SLOT_AWAIT;
    if (wx != wy)
        return wx ? 1 : -1;
    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* An await of the same function in the same place as one before it: one box will do for both. */
static struct box *same_box(struct picture *p, unsigned first, const struct states_slot *s,
                            unsigned depth)
{
    if (s->what != SLOT_AWAIT || !s->callee)
        return 0;
    for (unsigned i = first; i < p->n; i++) {
        const struct states_slot *b = p->boxes[i].slot;
        if (p->boxes[i].depth == depth && b->what == SLOT_AWAIT && b->callee && b->why == s->why &&
            b->offset == s->offset && b->bytes == s->bytes && !strcmp(b->callee, s->callee))
            return &p->boxes[i];
    }
    return 0;
}

/* The boxes of a frame that begins at `offset`. How many rows they have. */
static unsigned place_frame(struct picture *p, const struct states_fn *fn, unsigned long offset,
                            unsigned depth, struct arena *a)
{
    unsigned rows = 0, first = p->n;
    const struct states_slot **slots =
        arena_array_of(a, const struct states_slot *, fn->nslots + 1);
    for (unsigned i = 0; i < fn->nslots; i++)
        slots[i] = &fn->slots[i];
    qsort(slots, fn->nslots, sizeof *slots, by_bytes);
    for (unsigned i = 0; i < fn->nslots && p->n < MOST_BOXES; i++) {
        const struct states_slot *s = slots[i];
        unsigned at = p->n;
        struct box *same = same_box(p, first, s, depth);
        if (same)
            same->times++;
        if (same || s->what == SLOT_RESULT || !s->bytes)
            continue;
        p->boxes[p->n++] = (struct box){fn, s, offset + s->offset, 0, 1, depth, 1, depth == 0};
        if (s->inside && depth + 1 < MOST_DEPTH) {
            /* A future's frame is the last thing in it. */
            unsigned long front = s->bytes > s->inside->bytes ? s->bytes - s->inside->bytes : 0;
            p->boxes[at].rows +=
                place_frame(p, s->inside, offset + s->offset + front, depth + 1, a);
        }
        settle(p, first, at);
        unsigned end = p->boxes[at].row + p->boxes[at].rows;
        rows = end > rows ? end : rows;
    }
    return rows;
}

static const char *class_of(const struct states_slot *s)
{
    switch (s->what) {
    case SLOT_PARAMETER:
        return "param";
    case SLOT_LOCAL:
        return s->why & WHY_FUTURE ? "future" : "local";
    case SLOT_AWAIT:
        return s->why & WHY_BOX ? "boxed" : "await";
    default:
        return "hidden";
    }
}

static void print_slots_of(struct outbuf *out, const struct states_fn *fn,
                           const struct states_slot *s)
{
    outbuf_str(out, " data-slot=\"");
    for (unsigned i = 0; i < fn->nslots; i++) {
        const struct states_slot *o = &fn->slots[i];
        if (o == s || (s->what == SLOT_AWAIT && o->what == SLOT_AWAIT && s->callee && o->callee &&
                       o->why == s->why && o->offset == s->offset && o->bytes == s->bytes &&
                       !strcmp(o->callee, s->callee)))
            outbuf_printf(out, "%u ", i);
    }
    outbuf_char(out, '"');
}

static void draw_box(struct outbuf *out, const struct box *b, const struct states_fn *fn,
                     struct arena *a)
{
    const struct states_slot *s = b->slot;
    double left = 100.0 * (double)b->offset / (double)fn->bytes;
    double width = 100.0 * (double)s->bytes / (double)fn->bytes;
    char *title = states_slot_title(a, b->fn, s);
    const char *label = s->what == SLOT_AWAIT && s->callee ? s->callee : title;
    if (b->times > 1) {
        title = arena_printf(a, "%s ×%u", title, b->times);
        label = arena_printf(a, "%s ×%u", label, b->times);
    }
    outbuf_printf(out, "<span class=\"box %s d%u\" tabindex=\"0\" role=\"img\"", class_of(s),
                  b->depth);
    if (b->own)
        print_slots_of(out, fn, s);
    outbuf_printf(out, " style=\"left:%.3f%%;width:%.3f%%;top:%upx;height:%upx\" title=\"", left,
                  width, b->row * ROW, b->rows * ROW - 2);
    for (int twice = 0; twice < 2; twice++) {
        outbuf_str(out, twice ? "\" aria-label=\"" : "");
        html_text(out, title);
        outbuf_str(out, ": ");
        html_bytes(out, s->bytes);
        outbuf_printf(out, " at offset %lu", b->offset);
        if (b->depth) {
            outbuf_str(out, ", in the frame of ");
            html_text(out, b->fn->name);
        }
        outbuf_str(out, " — ");
        html_text(out, states_why_text(a, s->why));
    }
    outbuf_str(out, "\">");
    if (width >= 3) {
        outbuf_str(out, "<b>");
        html_text(out, label);
        outbuf_printf(out, "</b> <i>%lu</i>", s->bytes);
    }
    outbuf_str(out, "</span>");
}

void page_frame(struct outbuf *out, const struct states_fn *fn, struct arena *a)
{
    struct picture p = {.boxes = arena_array_of(a, struct box, MOST_BOXES)};
    unsigned rows = fn->bytes ? place_frame(&p, fn, 0, 0, a) : 0;
    if (!rows)
        return;
    outbuf_printf(out,
                  "<div class=\"map\" style=\"height:%upx\" role=\"group\" "
                  "aria-label=\"Frame of %s\">",
                  rows * ROW, fn->name);
    for (unsigned i = 0; i < p.n; i++)
        draw_box(out, &p.boxes[i], fn, a);
    outbuf_printf(out,
                  "</div><div class=\"ruler\" aria-hidden=\"true\"><span>0</span><span>%lu</span>"
                  "<span>%lu bytes</span></div>\n",
                  fn->bytes / 2, fn->bytes);
    outbuf_str(out, "<p class=\"info\" aria-live=\"polite\">Boxes below each other share storage; "
                    "boxes in a box are its callee’s. Point at one to see what it is.</p>\n");
    if (p.n == MOST_BOXES)
        outbuf_printf(out, "<p class=\"note\">Only the first %d boxes are drawn.</p>\n",
                      MOST_BOXES);
}
