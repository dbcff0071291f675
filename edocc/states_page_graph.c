/* SPDX-License-Identifier: MIT
 *
 * The drawing of a state machine, in layers from the top. Transitions to a later state go down: a
 * state lies below all that lead to it, a transition past several layers gets a bend in each, the
 * bends and states of a layer are ordered so that few lines cross, and moved to where their
 * neighbours are. Transitions back go up at the right side, in lanes. That a state may end the
 * function is said by a small ring at its side: a line to the end from everywhere says nothing.
 *
 * What would be wider than the screen is drawn as one column instead, in the order of the source;
 * transitions past a state go through lanes at the left side; those from one state, or to one,
 * share a lane. */
#include "states_page.h"

#include <stdlib.h>
#include <string.h>

enum {
    NODE_W = 172, NODE_H = 40, END_W = 64, BEND_W = 14, GAP_X = 22, GAP_Y = 44, GAP_COLUMN = 32,
    LANE = 11, MARGIN = 10, RING = 20, TITLE = 19, LABEL = 26, LETTER = 7,
    MOST_STATES = 120, MOST_EDGES = 500, MOST_WIDTH = 560, NARROW = 310, SWEEPS = 8,
};

struct drawn {
    unsigned state; /* or, of a bend, the state that it comes from */
    bool bend;
    unsigned layer, place; /* in its layer */
    int w, x;              /* x: of its middle */
    double wish;
    struct vec up, down; /* struct drawn * */
};

/* Transitions beside the column, in one lane: all from one state, or all to one. */
struct bus {
    unsigned low, high; /* layers */
    unsigned lane;
    struct vec edges; /* struct side * */
};
struct side {
    unsigned from, to;
};

struct drawing {
    const struct states_fn *fn;
    struct arena *arena;
    struct outbuf *out;
    struct drawn **states; /* by number; 0: not drawn */
    struct vec *layers;   /* struct drawn * */
    unsigned nlayers;
    struct bus *back, *skip; /* by state: those to it; those from it, and behind them those to it */
    unsigned nback, nskip;   /* lanes */
    bool column;
    int gap; /* between layers */
    bool *ends; /* by state: with a ring */
    bool draws_end;
    int left, width, height; /* left, width: where the states begin and end */
};

/* ---- layers ---- */

static bool is_stop(const struct states_state *s)
{
    return s->kind != STATE_START && s->kind != STATE_DONE;
}

static bool ends_here(const struct drawing *d, unsigned from, unsigned to)
{
    return to == d->fn->nstates - 1 && d->fn->states[from].nnext > 1;
}

static struct drawn *item_new(struct drawing *d, unsigned state, bool bend, unsigned layer)
{
    struct drawn *it = arena_new_of(d->arena, struct drawn);
    const struct states_state *s = &d->fn->states[state];
    it->state = state;
    it->bend = bend;
    it->layer = layer;
    it->w = bend ? BEND_W : is_stop(s) ? NODE_W : END_W;
    it->place = d->layers[layer].n;
    vec_push(d->arena, &d->layers[layer], it);
    return it;
}

static void join(struct drawing *d, struct drawn *upper, struct drawn *lower)
{
    vec_push(d->arena, &upper->down, lower);
    vec_push(d->arena, &lower->up, upper);
}

static void add_side(struct drawing *d, struct bus *bus, unsigned from, unsigned to)
{
    struct side *s = arena_new_of(d->arena, struct side);
    unsigned a = d->states[from]->layer, b = d->states[to]->layer;
    unsigned low = a < b ? a : b, high = a < b ? b : a;
    *s = (struct side){from, to};
    bus->low = !bus->edges.n || low < bus->low ? low : bus->low;
    bus->high = high > bus->high ? high : bus->high;
    vec_push(d->arena, &bus->edges, s);
}

/* With the others from its state, unless more lead to where it goes. */
static void add_skip(struct drawing *d, unsigned from, unsigned to)
{
    unsigned out = 0, in = 0, n = d->fn->nstates;
    for (unsigned i = 0; i < d->fn->states[from].nnext; i++)
        out += d->fn->states[from].next[i].to > from + 1;
    for (unsigned i = 0; i + 1 < to; i++)
        for (unsigned j = 0; j < d->fn->states[i].nnext; j++)
            in += d->fn->states[i].next[j].to == to;
    add_side(d, out >= in ? &d->skip[from] : &d->skip[n + to], from, to);
}

static void add_forward(struct drawing *d, unsigned from, unsigned to)
{
    struct drawn *at = d->states[from], *end = d->states[to];
    if (d->column && at->layer + 1 < end->layer) {
        add_skip(d, from, to);
        return;
    }
    while (at->layer + 1 < end->layer) {
        struct drawn *bend = item_new(d, from, true, at->layer + 1);
        join(d, at, bend);
        at = bend;
    }
    join(d, at, end);
}

/* A transition to a later state is a line down. */
static void make_layers(struct drawing *d)
{
    const struct states_fn *fn = d->fn;
    unsigned last = fn->nstates - 1, *layer = arena_array_of(d->arena, unsigned, fn->nstates);
    for (unsigned i = 0; i < fn->nstates; i++)
        for (unsigned j = 0; j < fn->states[i].nnext && fn->states[i].reached; j++) {
            unsigned to = fn->states[i].next[j].to;
            if (to <= i)
                continue;
            if (ends_here(d, i, to))
                d->ends[i] = true;
            else if (layer[to] <= layer[i])
                layer[to] = layer[i] + 1;
            d->draws_end |= to == last && !ends_here(d, i, to);
        }
    for (unsigned i = 0, n = 0; i < fn->nstates && d->column; i++)
        layer[i] = fn->states[i].reached ? n++ : 0;
    d->layers = arena_array_of(d->arena, struct vec, fn->nstates + 1);
    for (unsigned i = 0; i < fn->nstates; i++) {
        if (!fn->states[i].reached || (i == last && !d->draws_end))
            continue;
        d->states[i] = item_new(d, i, false, layer[i]);
        d->nlayers = layer[i] >= d->nlayers ? layer[i] + 1 : d->nlayers;
    }
    for (unsigned i = 0; i < fn->nstates; i++)
        for (unsigned j = 0; j < fn->states[i].nnext && d->states[i]; j++) {
            unsigned to = fn->states[i].next[j].to;
            if (to <= i)
                add_side(d, &d->back[to], i, to);
            else if (!ends_here(d, i, to))
                add_forward(d, i, to);
        }
}

/* ---- order and places ---- */

static double mean_place(const struct vec *v, double otherwise)
{
    double sum = 0;
    for (unsigned i = 0; i < v->n; i++)
        sum += ((const struct drawn *)v->at[i])->place;
    return v->n ? sum / v->n : otherwise;
}

static int by_wish(const void *a, const void *b)
{
    const struct drawn *x = *(struct drawn *const *)a, *y = *(struct drawn *const *)b;
    if (x->wish < y->wish || x->wish > y->wish)
        return x->wish < y->wish ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static void order_layer(struct vec *layer, bool downwards)
{
    for (unsigned i = 0; i < layer->n; i++) {
        struct drawn *it = layer->at[i];
        it->wish = mean_place(downwards ? &it->up : &it->down, it->place);
    }
    qsort(layer->at, layer->n, sizeof *layer->at, by_wish);
    for (unsigned i = 0; i < layer->n; i++)
        ((struct drawn *)layer->at[i])->place = i;
}

static double mean_x(const struct vec *v, double otherwise)
{
    double sum = 0;
    for (unsigned i = 0; i < v->n; i++)
        sum += ((const struct drawn *)v->at[i])->x;
    return v->n ? sum / v->n : otherwise;
}

/* Each as near to its wish as the order and the widths let it be. */
static void place_layer(struct vec *layer, bool downwards)
{
    double moved = 0;
    for (unsigned i = 0; i < layer->n; i++) {
        struct drawn *it = layer->at[i], *left = i ? layer->at[i - 1] : 0;
        it->wish = mean_x(downwards ? &it->up : &it->down, it->x);
        it->x = (int)it->wish;
        if (left && it->x < left->x + (left->w + it->w) / 2 + GAP_X)
            it->x = left->x + (left->w + it->w) / 2 + GAP_X;
        moved += it->x - it->wish;
    }
    for (unsigned i = 0; i < layer->n; i++)
        ((struct drawn *)layer->at[i])->x -= (int)(moved / layer->n);
}

static void place_all(struct drawing *d)
{
    for (unsigned sweep = 0; sweep < SWEEPS; sweep++)
        for (unsigned i = 0; i < d->nlayers; i++)
            order_layer(&d->layers[sweep & 1 ? d->nlayers - 1 - i : i], !(sweep & 1));
    for (unsigned sweep = 0; sweep < SWEEPS; sweep++)
        for (unsigned i = 0; i < d->nlayers; i++)
            place_layer(&d->layers[sweep & 1 ? d->nlayers - 1 - i : i], !(sweep & 1));
    int left = 1 << 30, right = 0;
    for (unsigned i = 0; i < d->nlayers; i++)
        for (unsigned j = 0; j < d->layers[i].n; j++) {
            const struct drawn *it = d->layers[i].at[j];
            left = it->x - it->w / 2 < left ? it->x - it->w / 2 : left;
        }
    for (unsigned i = 0; i < d->nlayers; i++)
        for (unsigned j = 0; j < d->layers[i].n; j++) {
            struct drawn *it = d->layers[i].at[j];
            it->x += d->left - left;
            right = it->x + it->w / 2 > right ? it->x + it->w / 2 : right;
        }
    d->width = right + RING;
    d->height = (int)d->nlayers * (NODE_H + d->gap) - d->gap + 2 * MARGIN;
}

static int top_of(const struct drawing *d, unsigned layer)
{
    return MARGIN + (int)layer * (NODE_H + d->gap);
}

/* ---- transitions at the sides ---- */

static int by_span(const void *a, const void *b)
{
    const struct bus *x = *(struct bus *const *)a, *y = *(struct bus *const *)b;
    unsigned xs = x->high - x->low, ys = y->high - y->low;
    return xs != ys ? (xs < ys ? -1 : 1) : x->low < y->low ? -1 : x->low > y->low;
}

/* The shortest nearest to the states; none shares a lane with one that it overlaps. How many. */
static unsigned choose_lanes(struct drawing *d, struct bus *all, unsigned n)
{
    struct bus **used = arena_array_of(d->arena, struct bus *, n + 1);
    unsigned nused = 0, lanes = 0;
    for (unsigned i = 0; i < n; i++)
        if (all[i].edges.n)
            used[nused++] = &all[i];
    qsort(used, nused, sizeof *used, by_span);
    for (unsigned i = 0; i < nused; i++) {
        bool again = true;
        while (again) {
            again = false;
            for (unsigned j = 0; j < i && !again; j++)
                again = used[j]->lane == used[i]->lane && used[j]->low <= used[i]->high &&
                        used[i]->low <= used[j]->high;
            used[i]->lane += again;
        }
        lanes = used[i]->lane >= lanes ? used[i]->lane + 1 : lanes;
    }
    return lanes;
}

/* Out of one state's side, along the lane, into another's. */
static void draw_side(struct drawing *d, const struct bus *bus, const struct side *e, bool back)
{
    const struct drawn *from = d->states[e->from], *to = d->states[e->to];
    int sign = back ? 1 : -1;
    int x1 = from->x + sign * from->w / 2, x2 = to->x + sign * to->w / 2;
    int x = back ? d->width + (int)bus->lane * LANE
                 : d->left - 12 - (int)bus->lane * LANE;
    int y1 = top_of(d, from->layer) + (back ? NODE_H - 8 : NODE_H / 2 + 6);
    int y2 = top_of(d, to->layer) + (back ? 8 : NODE_H / 2 - 6);
    int turn = y2 > y1 ? 6 : -6;
    if (to->w == END_W && !back)
        y2 = top_of(d, to->layer) + 13;
    outbuf_printf(d->out,
                  "<path class=\"e%s\" data-s=\"%u\" "
                  "d=\"M%d %dH%dQ%d %d %d %dV%dQ%d %d %d %dH%d\"/>"
                  "<path class=\"tip%s\" d=\"M%d %dl%d -4v8z\"/>\n",
                  back ? " back" : "", e->from, x1, y1, x - sign * 6, x, y1, x, y1 + turn,
                  y2 - turn, x, y2, x - sign * 6, y2, x2 + sign * 7, back ? " back" : "", x2, y2,
                  sign * 8);
}

static void draw_sides(struct drawing *d, const struct bus *all, unsigned n, bool back)
{
    for (unsigned i = 0; i < n; i++)
        for (unsigned j = 0; j < all[i].edges.n; j++)
            draw_side(d, &all[i], all[i].edges.at[j], back);
}

/* ---- transitions down ---- */

static const struct drawn *state_below(const struct drawn *it)
{
    while (it->bend)
        it = it->down.at[0];
    return it;
}

static const char *when_of(const struct drawing *d, unsigned from, unsigned to)
{
    const struct states_state *s = &d->fn->states[from];
    for (unsigned i = 0; i < s->nnext; i++)
        if (s->next[i].to == to)
            return s->next[i].when;
    return 0;
}

static void draw_down(struct drawing *d, const struct drawn *from, unsigned index)
{
    const struct drawn *at = from, *next = from->down.at[index];
    int x = from->x, y = top_of(d, from->layer) + NODE_H;
    if (from->down.n > 1) /* they leave apart from each other */
        x += (int)((2.0 * index - (from->down.n - 1)) * 10);
    outbuf_printf(d->out, "<path class=\"e\" data-s=\"%u\" d=\"M%d %d", from->state, x, y);
    for (;; next = at->down.at[0]) {
        int to_y = top_of(d, next->layer) - (next->bend ? 0 : 7), half = (to_y - y) / 2;
        outbuf_printf(d->out, "C%d %d %d %d %d %d", x, y + half, next->x, to_y - half, next->x,
                      to_y);
        at = next;
        x = at->x;
        if (!at->bend)
            break;
        y = to_y + NODE_H;
        outbuf_printf(d->out, "V%d", y);
    }
    outbuf_printf(d->out, "\"/><path class=\"tip\" d=\"M%d %dl-4 -8h8z\"/>\n", at->x,
                  top_of(d, at->layer));
}

/* On top of all lines; those of neighbours at different heights. */
static void draw_label(struct drawing *d, const struct drawn *from, unsigned index)
{
    const struct drawn *next = from->down.at[index];
    const char *when = when_of(d, from->state, state_below(next)->state);
    int half = when ? (int)(strlen(when) < LABEL ? strlen(when) : LABEL) * LETTER / 2 : 0;
    int x = (from->x + next->x) / 2;
    if (!when || from->down.n > 3)
        return;
    x = x < half + 2 ? half + 2 : x + half > d->width ? d->width - half : x;
    outbuf_printf(d->out, "<text class=\"when\" x=\"%d\" y=\"%d\">", x,
                  top_of(d, from->layer) + NODE_H + d->gap / 2 + (index & 1 ? 11 : -3));
    html_short(d->out, when, LABEL);
    outbuf_str(d->out, "</text>\n");
}

/* ---- states ---- */

/* The callee, or what stands behind the `await`. */
static const char *short_title(const struct states_state *s)
{
    static const char await[] = "await ";
    if (s->callee && s->how != HOW_END && s->how != HOW_FUTURE)
        return s->callee;
    return strncmp(s->text, await, sizeof await - 1) ? s->text : s->text + sizeof await - 1;
}

static void draw_state(struct drawing *d, const struct drawn *it)
{
    const struct states_state *s = &d->fn->states[it->state];
    int x = it->x - it->w / 2, y = top_of(d, it->layer);
    if (!is_stop(s)) {
        outbuf_printf(d->out,
                      "<g class=\"term\" data-s=\"%u\"><rect x=\"%d\" y=\"%d\" width=\"%d\" "
                      "height=\"26\" rx=\"13\"/><text x=\"%d\" y=\"%d\">%s</text></g>\n",
                      it->state, x, y + (s->kind == STATE_START ? NODE_H - 26 : 0), it->w, it->x,
                      y + (s->kind == STATE_START ? NODE_H - 9 : 17), states_title(s));
        return;
    }
    outbuf_printf(d->out,
                  "<a class=\"node %s\" data-s=\"%u\" href=\"#f%us%u\"><title>",
                  states_how_names[s->how], it->state, d->fn->index, it->state);
    html_text(d->out, s->text);
    outbuf_printf(d->out,
                  "</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"9\"/>"
                  "<circle cx=\"%d\" cy=\"%d\" r=\"12\"/><text class=\"num\" x=\"%d\" y=\"%d\">%u"
                  "</text><text class=\"name\" x=\"%d\" y=\"%d\">",
                  x, y, NODE_W, NODE_H, x + 20, y + 20, x + 20, y + 24, it->state, x + 39, y + 17);
    html_short(d->out, short_title(s), TITLE);
    outbuf_printf(d->out,
                  "</text><text class=\"sub\" x=\"%d\" y=\"%d\">line %u · %lu B</text></a>\n",
                  x + 39, y + 31, s->place.line, s->bytes);
}

static void draw_ring(struct drawing *d, const struct drawn *it)
{
    bool start = d->fn->states[it->state].kind == STATE_START;
    int x = it->x + it->w / 2, y = top_of(d, it->layer) + (start ? NODE_H - 13 : NODE_H / 2);
    const char *when = when_of(d, it->state, d->fn->nstates - 1);
    outbuf_printf(d->out, "<g class=\"ring\"><title>may end here");
    if (when) {
        outbuf_str(d->out, ": ");
        html_text(d->out, when);
    }
    outbuf_printf(d->out,
                  "</title><path d=\"M%d %dh7\"/><circle cx=\"%d\" cy=\"%d\" r=\"5\"/>"
                  "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"2\"/></g>\n",
                  x, y, x + 12, y, x + 12, y);
}

static void draw_items(struct drawing *d)
{
    for (unsigned i = 0; i < d->nlayers; i++)
        for (unsigned j = 0; j < d->layers[i].n; j++) {
            const struct drawn *it = d->layers[i].at[j];
            for (unsigned k = 0; k < it->down.n && !it->bend; k++)
                draw_down(d, it, k);
        }
    draw_sides(d, d->back, d->fn->nstates, true);
    draw_sides(d, d->skip, 2 * d->fn->nstates, false);
    for (unsigned i = 0; i < d->nlayers; i++)
        for (unsigned j = 0; j < d->layers[i].n; j++) {
            const struct drawn *it = d->layers[i].at[j];
            for (unsigned k = 0; k < it->down.n && !it->bend; k++)
                draw_label(d, it, k);
        }
    for (unsigned i = 0; i < d->fn->nstates; i++) {
        if (d->states[i] && d->ends[i])
            draw_ring(d, d->states[i]);
        if (d->states[i])
            draw_state(d, d->states[i]);
    }
}

/* ---- the drawing ---- */

static void lay_out(struct drawing *d, bool column)
{
    unsigned n = d->fn->nstates;
    *d = (struct drawing){.fn = d->fn, .arena = d->arena, .out = d->out, .column = column,
                          .gap = column ? GAP_COLUMN : GAP_Y};
    d->states = arena_array_of(d->arena, struct drawn *, n);
    d->ends = arena_array_of(d->arena, bool, n);
    d->back = arena_array_of(d->arena, struct bus, n);
    d->skip = arena_array_of(d->arena, struct bus, 2 * n);
    make_layers(d);
    d->nback = choose_lanes(d, d->back, n);
    d->nskip = choose_lanes(d, d->skip, 2 * n);
    d->left = MARGIN + (d->nskip ? 6 + (int)d->nskip * LANE : 0);
    place_all(d);
}

static void draw(struct drawing *d, const char *class)
{
    int width = d->width + (int)d->nback * LANE + MARGIN / 2;
    outbuf_printf(d->out,
                  "<div class=\"scroll %s\" tabindex=\"0\" role=\"group\" "
                  "aria-label=\"State machine of %s\">"
                  "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                  "xmlns=\"http://www.w3.org/2000/svg\">\n",
                  class, d->fn->name, width, d->height, width, d->height);
    draw_items(d);
    outbuf_str(d->out, "</svg></div>\n");
}

void page_graph(struct outbuf *out, const struct states_fn *fn, struct arena *a)
{
    struct drawing layers = {.fn = fn, .arena = a, .out = out}, column = layers;
    unsigned edges = 0;
    for (unsigned i = 0; i < fn->nstates; i++)
        edges += fn->states[i].nnext;
    if (fn->nstates > MOST_STATES || edges > MOST_EDGES) {
        outbuf_printf(out,
                      "<p class=\"note\">%u states and %u transitions: too many to draw. They are "
                      "listed below.</p>\n",
                      fn->nstates, edges);
        return;
    }
    lay_out(&layers, false);
    if (layers.width <= NARROW) {
        draw(&layers, "");
        return;
    }
    /* The style shows one of the two. */
    lay_out(&column, true);
    if (layers.width <= MOST_WIDTH)
        draw(&layers, "wide");
    draw(&column, layers.width <= MOST_WIDTH ? "narrow" : "");
}
