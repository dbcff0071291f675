/* SPDX-License-Identifier: MIT
 *
 * --states: what became of each async function, for people and programs. Three steps:
 *
 *   model    from the lowering's plan: states, transitions, what stands in the frame and what each
 *            state keeps of it (states_model.c, states_flow.c)
 *   measure  offsets and sizes, which only the C compiler knows: the translated unit gets functions
 *            whose assembly holds them as strings (states_measure.c), and the driver fills them in
 *            (driver_states.c)
 *   print    text, dot, JSON, a page (states_text.c, states_dot.c, states_json.c, states_page*.c)
 *
 * A function's states are numbered: 0 is its start, then its awaits in the order of their numbers
 * in the plan, the last is its end. A transition goes from a state to those that control can come
 * to next; that an await may complete at once, and be passed without a stop, makes no difference.
 *
 * The model owns all that it says: its arena is the driver's, and outlives the translation. */
#ifndef EDOCC_STATES_H
#define EDOCC_STATES_H

#include "lower.h"

enum states_format { STATES_TEXT, STATES_DOT, STATES_JSON, STATES_HTML };

struct states_place {
    const char *file; /* 0: there is no such place in the source */
    unsigned line;
};

/* Why something stands in the frame, or is kept by one state. As bits. */
enum states_why {
    WHY_LIVE = 1 << 0,     /* read after the await */
    WHY_ADDRESS = 1 << 1,  /* someone may hold its address */
    WHY_VOLATILE = 1 << 2, /* or atomic */
    WHY_ARRAY = 1 << 3,
    WHY_LARGE = 1 << 4,    /* more than 16 bytes, or not copied as a whole */
    WHY_UNSET = 1 << 5,    /* may have no value yet at the await */
    WHY_IDLE = 1 << 6,     /* dearer to save and restore than to use in the frame */
    WHY_ARGUMENT = 1 << 7, /* a parameter */
    WHY_FUTURE = 1 << 8,   /* a named future: a branch and the frame of its function */
    WHY_CAPTURE = 1 << 9,  /* the arguments of a call that is a value */
    WHY_LITERAL = 1 << 10, /* a compound literal whose address is used */
    WHY_CALLEE = 1 << 11,  /* the frame of what is awaited */
    WHY_BOX = 1 << 12,     /* the address of a callee's frame on the heap */
    WHY_RESULT = 1 << 13,
    WHY_AWAITER = 1 << 14, /* the number of the await that waits for this function */
    WHY_PINNED = 1 << 15,  /* of a type that can't be copied */
    WHY_OPTION = 1 << 16,  /* -fedo-all-in-frame */
    WHY_SHARED = 1 << 17,  /* several branches of a join use it */
    WHY_YIELDED = 1 << 18, /* the value that a generator has yielded */
    WHY_STATE = 1 << 19,   /* where a generator stands */
    WHY_GENERATOR = 1 << 20, /* a generator that is run here: its frame, or the address of that */
    WHY_COUNT = 21
};
/* Short names, in the order of the bits; what text and JSON print. */
extern const char *const states_why_names[WHY_COUNT];
/* "live, address taken" in the arena. */
char *states_why_text(struct arena *a, unsigned why);

enum states_what {
    SLOT_PARAMETER,
    SLOT_LOCAL,
    SLOT_TEMPORARY, /* a value in the middle of an expression */
    SLOT_LITERAL,
    SLOT_ARGUMENTS,
    SLOT_HIDDEN, /* flags, the value of return, sizes of variable arrays */
    SLOT_AWAIT,
    SLOT_RESULT,
    SLOT_AWAITER,
    SLOT_YIELDED, /* of a generator: the value, */
    SLOT_STATE,   /* and where it stands */
};
extern const char *const states_what_names[];

/* How what an await runs is reached. */
enum states_how {
    HOW_EMBEDDED, /* its frame lies in this one */
    HOW_LEAF,     /* an operation of the runtime, embedded too */
    HOW_BOXED,    /* in a box on the heap */
    HOW_VALUE,    /* an edo_call value, in a box */
    HOW_POINTER,  /* through a function pointer, in a box */
    HOW_FUTURE,   /* a named future, whose frame lies where it is declared */
    HOW_END,      /* a named future is waited for where its scope ends */
    HOW_GROUP,    /* the branches of a join */
    HOW_BRANCH,   /* a branch of a join begins */
    HOW_CAPTURE,  /* no await: the call becomes a value, which a task or another function runs */
    HOW_YIELD,    /* no await: it leaves with a value, and goes on when it is asked for the next */
    HOW_NEXT,     /* the next value of a stream */
    HOW_NEXT_END, /* a stream is ended */
    HOW_GENERATOR, /* no await: a generator is run here */
};
extern const char *const states_how_names[];

struct states_slot {
    const char *name; /* as the user wrote it, or what the lowering calls it */
    const char *declared; /* of a variable: "char buf[100]"; else 0 */
    enum states_what what;
    struct states_place place;
    unsigned why;           /* of all states together */
    bool copied;            /* a C local, saved and restored; else it lives in the frame */
    const char *callee;     /* of SLOT_AWAIT, a future, a generator: the function, 0: not known */
    struct states_fn *inside; /* what lies in it is the frame of this function, or 0 */
    unsigned state;         /* of SLOT_AWAIT */
    unsigned measure;
    unsigned long offset, bytes; /* once measured */
};

struct states_keep {
    unsigned slot, why;
    bool saved; /* is saved when this state is reached, if control stops there */
};

/* On which condition: "n == 0", "not n == 0", "error". 0: on none, or on several. */
struct states_edge {
    unsigned to;
    const char *when;
};

enum states_kind {
    STATE_START,
    STATE_AWAIT,
    STATE_DONE,
    STATE_BRANCH, /* a branch of a join begins */
    STATE_YIELD,
};

struct states_state {
    enum states_kind kind;
    struct states_place place;
    const char *text; /* of an await, as it is in the source, on one line */
    enum states_how how;
    const char *callee; /* 0: not known by name */
    struct states_fn *inside; /* the callee, if the unit defines it */
    bool reached;       /* from the start */
    unsigned loops;     /* how many loops are around it */
    struct states_keep *keeps;
    unsigned nkeeps;
    struct states_edge *next;
    unsigned nnext;
    unsigned long bytes; /* kept, the callee's frame included; once measured */
};

struct states_link {
    struct states_fn *fn; /* 0: another unit's, or a leaf */
    const char *name;
    enum states_how how;
    unsigned state; /* of the awaiter; 0: not at an await */
};

struct states_fn {
    const char *name, *head; /* as it is declared, on one line */
    struct states_place place;
    unsigned last_line;
    unsigned index;
    const char *source; /* the preprocessed text of the function, if the file can't be read */
    struct states_slot *slots; /* by offset, once measured */
    unsigned nslots;
    struct states_state *states;
    unsigned nstates;
    struct states_link *calls, *callers;
    unsigned ncalls, ncallers;
    unsigned measure;
    unsigned long bytes, align; /* of the frame; once measured */
};

struct states {
    struct arena *arena;
    const char *file;     /* as it was named to edocc */
    struct states_fn **fns; /* source order */
    unsigned nfns;
    unsigned nmeasures;
    bool failed; /* a measure is missing */
};

/* ---- states_model.c, states_flow.c, states_measure.c ---- */

void states_build(struct states *m, struct lunit *lu);
/* The transitions of one function. */
void states_transitions(struct states *m, struct states_fn *fn, const struct lfunc *lf);
/* The unit, with what tells its sizes. */
void states_emit(struct states *m, struct lunit *lu, struct outbuf *out);
/* Takes the sizes from the assembly, sorts, adds up. False: a size is missing. */
bool states_measured(struct states *m, const char *assembly);

/* ---- printers ---- */

void states_print(const struct states *m, enum states_format format, struct outbuf *out);
void states_print_text(const struct states *m, struct outbuf *out);
void states_print_dot(const struct states *m, struct outbuf *out);
void states_print_json(const struct states *m, struct outbuf *out);
void states_print_page(const struct states *m, struct outbuf *out);

void outbuf_printf(struct outbuf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "1-3, 5" of a set given as sorted numbers. */
void states_ranges(struct outbuf *b, const unsigned *at, unsigned n);
/* The states that keep each slot: those of slot i are at[from[i]] … at[from[i + 1] - 1]. */
struct states_keepers {
    unsigned *from, *at;
};
struct states_keepers states_keepers(struct arena *a, const struct states_fn *fn);
/* "2 awaits, 1 yield", of functions `from` up to, not including, `end`. */
char *states_count_text(struct arena *a, struct states_fn *const *from,
                        struct states_fn *const *end);
/* "start", "done", or the own text of the await or yield. */
const char *states_title(const struct states_state *s);
/* "87", or "other.h:12" if it isn't the function's file. */
char *states_line(struct arena *a, const struct states_fn *fn, struct states_place place);
/* Where the name of at[i] is linked, all places together: "1-3; 5 future". Empty: an earlier link
 * has the same name. */
char *states_link_text(struct arena *a, const struct states_link *at, unsigned n, unsigned i);
/* What the user calls it: "n", "await f", "the end of a future" … */
char *states_slot_title(struct arena *a, const struct states_fn *fn, const struct states_slot *s);

#endif
