/* SPDX-License-Identifier: MIT
 *
 * The lowering: from the tree of the front end (ast.h) to C that the C compiler takes. What is made
 * of an async function is described in docs/lowering.md; this header is what the passes share.
 *
 *   normalise*  the body of a function to its normal form (below): awaits, tries, defers and what
 *               must stand alone become statements of their own
 *   flow*       the normal form as a graph of nodes with reads, writes, addresses taken
 *   liveness*   where each local has to live, and what each await saves and restores
 *   layout*     which functions are embedded or boxed, names, the members of the frames
 *   emit*       the text
 *   verify*     re-derives the promises of the plan by a walk of its own
 *
 * Normal form. After normalisation a function's body is a tree of statements (ast.h) in which
 *   N1  no expression has an await or a try that is run, nor a statement expression that has one;
 *       what has been hoisted is an E_TEMP in its place;
 *   N2  S_AWAIT, S_SET, S_JUMP, S_MARK, S_FINISH, S_BRANCH_END, S_TAKE: what C can't say;
 *   N3  S_DEFER, S_SHIELD, S_RETURN across cleanups, and cleanup attributes are gone: cleanups are
 *       ordinary statements behind the block they guard;
 *   N4  a declaration whose scope has an await holds one declarator; S_FOR declares nothing if it
 *       has an await; a label has no statement (then == 0);
 *   N5  S_BREAK and S_CONTINUE go where a C `break` or `continue` there goes;
 *   N6  S_WHILE with cond == 0 is an endless loop;
 *   N7  every local has a `struct local` at sym->low;
 *   N8  S_JOIN is a struct group (low), with a block for each branch that S_BRANCH_END ends;
 *       S_SELECT is a struct group (low): the heads alone. What they evaluate stands in front of
 *       it, and behind it a choice of what follows the winner. */
#ifndef EDOCC_LOWER_H
#define EDOCC_LOWER_H

#include "frontend.h"
#include "lex.h"

/* ---- what the driver calls ---- */

struct outbuf {
    char *s; /* from edocc_malloc; not terminated until outbuf_text */
    size_t n, room;
};
void outbuf_add(struct outbuf *b, const char *s, size_t n);
void outbuf_str(struct outbuf *b, const char *s);
void outbuf_char(struct outbuf *b, char c);
void outbuf_free(struct outbuf *b);

struct lower_options {
    bool expand;       /* readable: no line markers, headers as their #include lines */
    bool frames;       /* the report of frame sizes instead of the unit */
    bool preempt;      /* loops without awaits ask for budget */
    bool all_in_frame; /* no analysis: locals whose scope has an await stand in the frame */
    bool no_overlay;   /* scopes do not share storage */
    bool debug;        /* for -g at -O0 and -Og: see emit_debug.c */
    bool verify;       /* check the plan (EDOCC_VERIFY=1; debug builds do anyway) */
    struct states *states; /* filled, and the unit is one that measures it (states.h); or 0 */
};

/* Appends the translated unit. False: an error was reported to unit->diag. */
bool lower_unit(struct unit *unit, const struct lower_options *options, struct outbuf *out);

/* ---- normal form ---- */

enum lowered_stmt {
    S_AWAIT = S_LOWERED, /* low: struct wait */
    S_SET,               /* low: struct local; gets the value of expr, whole */
    S_JUMP,              /* low: struct mark */
    S_MARK,              /* low: struct mark */
    S_FINISH,            /* the function is done; its value is in low: struct local, or 0 */
    S_ENTRY,             /* where parameters get their values */
    S_TAKE,       /* low: struct head, which has won: its result goes to its value */
    S_BRANCH_END, /* of a join. low: struct group whose other branches are to end too, or 0 */
    S_SAVE,       /* made by liveness. low: struct local, cached; it goes to its slot */
    S_GEN_START,         /* low: struct local, a generator's; expr: the call that it gets, or 0 */
    S_GEN_FREE,          /* low: struct local, a generator's, which has ended */
};

enum lowered_expr {
    E_GLUE = 100, /* made by the lowering: text `member` in which %a, %b, %c are operands (read;
                     with `op` GLUE_ADDRESS the address of %a is taken), %F the frame, %X the cx,
                     %S the state that the function goes on in */
};
enum { GLUE_ADDRESS = 1 };

struct mark {
    const char *name;
    bool used;
};

/* Why a local exists. */
enum local_kind {
    LOCAL_USER,
    LOCAL_PARAM,
    LOCAL_TEMP,    /* the value of a hoisted expression */
    LOCAL_LITERAL, /* a compound literal that may have to outlive its statement */
    LOCAL_ARGS,    /* the arguments of a captured call */
    LOCAL_HIDDEN,  /* flags, exit numbers, the value of return, sizes of VLAs … */
};

/* How its type is said. */
enum type_source {
    TYPE_DECL,    /* by `decl` */
    TYPE_EXPR,    /* the type of `type_expr`, decayed */
    TYPE_TEXT,    /* by `type_text` */
    TYPE_RESULT,  /* the result of async function `fn` */
    TYPE_YIELD,   /* what generator `fn` yields */
    TYPE_LITERAL, /* the type name of the compound literal `type_expr` */
    TYPE_ARGS,    /* the arguments of a call through a pointer, captured by `type_expr` */
};

/* Where it lives. */
enum local_class {
    CLASS_LOCAL,  /* an ordinary C local: dead across every await */
    CLASS_CACHED, /* a C local; saved before and restored after a suspension */
    CLASS_FRAME,  /* in the frame, at one address */
};

struct local {
    struct sym *sym;
    enum local_kind kind;
    enum local_class where;
    unsigned index; /* among lfunc.locals */
    struct lscope *scope;
    enum type_source source;
    struct decl *decl;
    struct expr *type_expr;
    const char *type_text;
    struct sym *fn;
    bool hoisted;        /* declared at the top of its scope's block */
    bool set_later;      /* declared without its initialiser, an await */
    const char *arrives; /* parameter that it is passed in, if that has another name */
    bool by_pointer;     /* a parameter that comes as a pointer to const */
    bool boxed_vla; /* its object is on the heap, `pointer` holds its address; or a pointer to VM */
    bool scalar;    /* may be cached: a scalar or a small struct */
    bool taken;     /* its address is taken somewhere, or it is volatile */
    bool in_head;   /* declared in the head of a loop that has no await */
    bool idle;      /* cheaper in the frame than cached (liveness) */
    bool shared;    /* mentioned in branches of a join that don't declare it */
    struct local *pointer;   /* of a VM local */
    bool steady;             /* in the frame, once set, if an await can follow */
    struct cleanup *cleanup; /* what leaving its scope runs */
    struct afn *gen;         /* holds a run of this generator */
    bool gen_boxed;          /* in a box: the local is a pointer, by the name below */
    const char *box_name;    /* what is declared for it; 0: what it is called */
    const char *member;      /* in the frame */
    bool unsayable;          /* its own name means something else that is said in its scope */
    const char *shadow;      /* file-scope declaration of the same type, once made */
    unsigned bytes, align;   /* as far as known; 0 */
};

/* A scope of the overlay: locals and awaits in it live together with those of the scopes around
 * it, and never with those of its siblings; but in the scope of a join, or of a select's heads, all
 * that is directly in it lives at once. */
struct lscope {
    struct lscope *parent;
    struct group *group;   /* this is the scope of that join or select; 0: of none */
    struct branch *branch; /* whose code runs in it; 0: the function's own */
    struct vec locals, waits, children;
    struct vec members;                 /* struct local * in the frame, in order (layout) */
    unsigned bytes, align, inner_align; /* as far as known (layout) */
    unsigned id;
    tokid from;
};

enum wait_kind {
    WAIT_CALL,   /* an async function of this unit, embedded */
    WAIT_LEAF,   /* a leaf, embedded */
    WAIT_BOX,    /* through the descriptor, in a box */
    WAIT_VALUE,  /* an edo_call value, in a box */
    WAIT_POINTER, /* a call through a function pointer, in a box */
    WAIT_FUTURE, /* a named future */
    WAIT_END,    /* a named future's scope is left */
    WAIT_GROUP,  /* a join or select */
    WAIT_ENTRY,  /* none: a state in which a branch of a join begins */
    WAIT_YIELD,  /* a yield: not an await, but a place where the function leaves and goes on */
    WAIT_NEXT,   /* the next value of a stream, */
    WAIT_GEN_END, /* its end; operand: a pointer to its edo_gen, which may be evaluated again */
};

/* One await. */
struct wait {
    enum wait_kind kind;
    struct lfunc *in;
    struct sym *fn; /* the async function, if it is known */
    struct expr *operand; /* the future, the edo_call, or the pointer that is called */
    struct expr *awaited; /* as it was, for the type of its value; 0: WAIT_END */
    struct expr **args;
    unsigned nargs;
    struct group *group; /* WAIT_GROUP */
    struct head *head;   /* it is that of a select: nobody's state; 0: of none */
    struct expr *target; /* gets the result; 0: nobody wants it */
    bool owned;          /* WAIT_VALUE: the operand is a box of its own (edo_box) */
    bool budget;         /* boxed in the frame itself, in as many bytes as fn's edo_frame says */
    struct expr *failed; /* gets -ENOMEM in target's place */
    struct expr *to;     /* an edo_T * where the result of a call of unknown type goes */
    tokid tok;
    struct range said; /* the await as the user wrote it; empty: there is no such text */
    unsigned at;       /* 1 … */
    struct lscope *scope;
    const char *member, *site, *label;
    bool passes, of_each; /* WAIT_NEXT: by edo_resume; an each asks */
    unsigned place;           /* 1 …: number among the static places that await fn */
    struct vec save, restore; /* struct local * */
};

/* A branch of a join. Its cleanups and exits are its own: nothing but a return leaves it. */
struct branch {
    struct group *group;
    struct branch *outer;
    struct lscope *scope;
    struct wait *entry;
    struct vec exit_locals, flags; /* as in lfunc */
};

/* A head of a select. */
struct head {
    struct group *group;
    unsigned index;        /* in group.heads */
    struct wait *wait;     /* what it runs; of a named future, in no list of waits */
    struct local *enabled; /* its guard; 0: it has none */
    struct local *value;   /* gets its result; 0: nobody wants it */
    unsigned branch;       /* in the frame's branches; not of a named future */
    unsigned outwards;     /* how many branches of joins lie between it and its future's scope */
};

/* A join or select. */
struct group {
    unsigned n;        /* of its branches */
    unsigned embedded; /* those that are its own, no named futures */
    struct wait *wait; /* the owner's, for all of them */
    struct branch *branches; /* of a join */
    struct head *heads;      /* of a select */
    bool biased;
    struct stmt *otherwise, *complete;
    struct local *won; /* the number of the head, from 1; n + 1: otherwise; n + 2: complete */
    struct lscope *scope;
    struct branch *in; /* that it is part of; 0: none */
    struct local *claimed; /* a branch has returned; 0: none does */
    const char *member, *name, *poll, *cancel, *members;
};

/* Something that runs when a scope is left. */
struct cleanup {
    struct cleanup *outer;
    unsigned depth;
    unsigned level; /* 0: of the function's own statements; 1: of those in defers, … */
    struct mark *mark;
    struct local *flag; /* armed; 0: always */
    bool guarded;
    struct stmt *defer;  /* S_DEFER or S_SHIELD, or */
    struct decl *decl;   /* with attribute cleanup, or a future, or a VLA */
    struct local *gen;   /* a generator, declared at `r` */
    struct range r;
    struct local *saved; /* shield */
    struct vec exits;    /* struct exit * that pass here */
};

/* ---- functions and unit ---- */

/* Why nobody wants the value of an expression, and what the C compiler says of it then. */
enum unwanted {
    UNWANTED_TOLD,  /* it is a statement, or in front of a comma: whatever there is to say */
    UNWANTED_VALUE, /* it is an arm of ?:, the last of a statement expression, under a cast, of
                       which that is the statement: nothing, but of a call's unused result */
    UNWANTED_VOID,  /* a (void) says so: nothing */
};

struct lfunc {
    struct lunit *lu;
    struct func *func;
    struct afn *afn; /* 0: a plain function */
    struct lscope *root, *scope;
    struct vec locals, waits, decls, literals, captures, scopes;
    struct stmt *body;
    struct names *names;
    const char *frame, *at, *cx; /* names that no identifier of the function has */
    const char *func_name;       /* stands for __func__, once needed */
    bool types_hoisted;
    struct local *ret;
    struct vec exit_locals; /* by level */
    struct vec exits, flags;
    struct vec groups;
    unsigned ntemps, nmarks;
    /* while normalising */
    struct cleanup *ctx;
    struct branch *branch;
    struct stmt *natural_break, *natural_continue;
    unsigned level;
    struct stmt *suspending; /* the block around, if it suspends */
    enum unwanted unwanted;  /* why the value of what is discarded here is */
    struct vec gotos, dynamic_gotos, labels;
    bool in_await_args, in_cleanups;
    bool has_cases; /* a case label stands where something was lowered */
    struct vec *tags;      /* the decls that define a tag, in source order; once needed */
    struct flow *flow;     /* from place_locals until all checks are done */
    unsigned state;        /* of the walk that orders frames */
    unsigned bytes, align; /* of the frame, as far as known: a guide */
    unsigned measured;     /* the same with futures and captured arguments (lint_frame.c) */
    struct states_fn *states_fn; /* its model, for --states */
};

/* An async function that the unit declares. */
struct afn {
    struct sym *sym;
    struct lfunc *lf; /* defined here and visible */
    struct func *func;
    struct decl *decl; /* names its parameters */
    struct vec places; /* struct wait *, static ones */
    bool dynamic;      /* has a descriptor */
    bool needs_args, needs_fn, needs_future, needs_leaf, exported;
    const char *s_frame, *s_run, *s_resume, *s_args, *s_call, *s_fn, *s_future, *s_leaf, *s_sites,
        *s_calls, *s_type;
    bool type_printed; /* s_type, the type of pointers to it without the *, is declared */
    uint8_t up_kind; /* EDO_UP_… of the ABI */
    bool result_signed, wrapped;
    const char *s_future_fn;
    unsigned state;
    const struct bound *bound; /* why it has to stay on its thread (safety.h); 0: it doesn't */
    /* of a generator */
    const char *s_gen;   /* the struct that edo_gen(f) is: its frame */
    const char *s_space; /* of a stream: the same with its prefix, as it stands in others */
    const char *s_start, *s_advance, *s_next, *s_send, *s_take, *s_value, *s_end, *s_gen_result,
        *s_box, *s_unbox, *s_detach, *s_drop;
    bool uses_passed; /* some yield's value is used */
    bool needs_box;
};

struct lunit {
    struct unit *unit;
    struct arena *arena;
    struct diag *diag;
    const struct lower_options *options;
    struct names *names;
    struct vec funcs;   /* struct lfunc *, source order */
    struct vec order;   /* the async ones, callees before callers */
    struct vec afns;    /* struct afn * */
    struct vec shadows; /* struct shadow *: of what is no struct local */
    struct vec packs;  /* struct token *: the #pragma pack, once looked for */
    bool knows_packs;
    struct vec visibility; /* struct visibility *: its pragmas, once looked for */
    bool knows_visibility;
    bool checks; /* dead frames are told of: emit_dead.c */
    bool uses_branch_leaf, uses_vla, uses_block_on, uses_gen_host;
    unsigned nanonymous;
    uint32_t walks; /* how often types were walked: type.walked */
    bool failed;
};

/* names.c part of emit: names that the unit doesn't have */
const char *name_fresh(struct lunit *lu, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct afn *afn_of(struct lunit *lu, struct sym *sym);
static inline struct local *local_of(const struct sym *s)
{
    return s && s->kind == SYM_VAR && !s->file_scope ? (struct local *)s->low : 0;
}

/* An expression's or initialiser's direct parts, in source order. */
struct kid {
    struct range r;
    struct expr *expr;
    struct stmt *stmt;
};
struct kids {
    struct kid *at;
    unsigned n, room;
    struct kid few[4]; /* where `at` points to first: a struct kids isn't copied */
};
void expr_kids(struct arena *a, struct expr *e, struct kids *kids);
void init_kids(struct arena *a, struct init *init, struct kids *kids);
void decl_kids(struct arena *a, struct decl *d, struct kids *kids);

void keep_as_written(struct lfunc *lf); /* the lists of captures and spawns; to begin with */
struct stmt *stmt_new(struct lfunc *lf, int kind, struct range r);
struct expr *temp_expr(struct lfunc *lf, struct sym *sym, struct range r);
struct expr *glue_expr(struct lfunc *lf, struct range r, const char *text, struct expr *a,
                       struct expr *b);
struct local *local_new(struct lfunc *lf, enum local_kind kind, const char *name);
bool type_assignable(const struct type *t);                 /* no member of it is const */
unsigned type_bytes(const struct type *t, unsigned *align); /* 0: not known */
/* Of what is awaited, in the frame that awaits it; once that has been laid out. */
void wait_bytes(const struct wait *w, unsigned *bytes, unsigned *align);

const char *name_local(struct lfunc *lf, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* that nothing in the function has */

size_t name_hash(const char *s, size_t len);

/* ---- inside normalise ---- */

/* What a block, a loop or a switch has at stmt.low before it is normalised. */
struct block_info {
    bool suspends, cleanups;
    bool preempt;        /* a loop that asks for budget each time around */
    struct cleanup *ctx; /* around the loop or switch */
    struct mark *brk, *cont;
};
enum { EXIT_RETURN, EXIT_BREAK, EXIT_CONTINUE, EXIT_LABEL };
enum { HAS_HOIST = 1, HAS_SUSPEND = 2, HAS_CLEANUP = 4 };

/* Flags of what is in it, has_await made true where something must be hoisted. */
unsigned scan_stmt(struct lfunc *lf, struct stmt *s);
void plan_cleanups(struct lfunc *lf);
struct cleanup *cleanup_of_decl(struct decl *d);
void norm_region(struct lfunc *lf, struct cleanup *c, struct stmt **body, unsigned n,
                 struct vec *out);

struct lscope *scope_open(struct lfunc *lf, tokid from); /* closed by lf->scope = its parent */
void norm_join(struct lfunc *lf, struct stmt *s, struct vec *out);
void norm_select(struct lfunc *lf, struct stmt *s, struct vec *out);
struct group *group_new(struct lfunc *lf, struct stmt *s, unsigned n);
void norm_operand(struct lfunc *lf, struct expr *e, struct vec *out);
struct wait *wait_for(struct lfunc *lf, struct expr *e);
void place_result(struct lfunc *lf, struct wait *w, struct expr *e); /* of type edo_T */
struct local *result_temp(struct lfunc *lf, struct expr *e);
void claim(struct lfunc *lf, struct stmt *keep, struct range r, struct vec *out);
void claim_return(struct lfunc *lf, struct expr *e, struct range r, struct vec *out);
struct local *return_local(struct lfunc *lf);
void set_flags(struct lfunc *lf, const struct vec *flags, struct vec *out);
void set_number(struct lfunc *lf, struct local *l, unsigned number, struct range r,
                struct vec *out);
void norm_body(struct lfunc *lf, struct stmt **body, unsigned n, struct vec *out);
struct stmt *norm_block(struct lfunc *lf, struct stmt *s);
void norm_value(struct lfunc *lf, struct expr *e, struct vec *out);
void norm_discard(struct lfunc *lf, struct expr *e, struct vec *out);
void discard_as(struct lfunc *lf, enum unwanted why, struct expr *e, struct vec *out);
void norm_await(struct lfunc *lf, struct expr *e, struct expr *target, struct vec *out);
struct stmt *list_block(struct lfunc *lf, struct vec *list, struct range r);
void exit_to(struct lfunc *lf, int kind, void *target, struct cleanup *at, struct range r,
             struct vec *out);
void return_value(struct lfunc *lf, struct expr *e, struct range r, struct vec *out);
struct expr *expr_copy(struct lfunc *lf, const struct expr *e); /* of the node alone */
/* `e` becomes what stands for it. Its range and its type stay. */
void expr_replace(struct expr *e, const struct expr *with);
/* normalise_hold.c: what needs a local to hold it. hold_parts: all of that in `e`, which has no
 * await in it; `parent`: what it stands in, or 0. A literal whose parent is itself has awaits. */
void hold_parts(struct lfunc *lf, struct expr *e, const struct expr *parent);
void hold_literal(struct lfunc *lf, struct expr *e, const struct expr *parent);
void hold_args(struct lfunc *lf, struct expr *e);
void hold_block_on(struct lfunc *lf, struct expr *e);
/* normalise_place.c: locals of type edo_T */
bool is_place(const struct decl *d); /* one with memory of its own */
struct local *place_temp(struct lfunc *lf);
void place_new(struct lfunc *lf, struct local *l, struct range r, struct vec *out);
void place_free(struct lfunc *lf, struct sym *place, struct range r, struct vec *out);
struct expr *place_expr(struct lfunc *lf, struct sym *into, struct range r); /* 0: the result's */
struct expr *place_copied(struct lfunc *lf, struct expr *e);
void norm_place_decl(struct lfunc *lf, struct decl *d, struct vec *out);
void return_place(struct lfunc *lf, struct expr *e, struct range r, struct vec *out);
void norm_vm_decl(struct lfunc *lf, struct stmt *s, struct decl *d, struct vec *out);
void norm_vm_params(struct lfunc *lf, struct vec *out);
bool is_vm_here(struct lfunc *lf, struct decl *d);
struct wait *wait_new(struct lfunc *lf, enum wait_kind kind, tokid tok);
/* A loop, not yet normalised, or a jump, that is to ask for budget: preempt_here does. */
bool wants_preempt(const struct lfunc *lf, const struct stmt *s);
void preempt_here(struct lfunc *lf, const struct stmt *at, struct vec *out);

/* ---- generators (normalise_gen.c) ---- */

void gen_names(struct lunit *lu, struct afn *f);
struct stmt *open_each(struct lfunc *lf, struct stmt *s); /* to a block; returns the loop in it */
void norm_gen_start(struct lfunc *lf, struct stmt *s, struct vec *out);
void norm_gen_decl(struct lfunc *lf, struct decl *d);
struct cleanup *gen_cleanup(struct lfunc *lf, struct cleanup *c, struct local *l, struct range r);
void gen_action(struct lfunc *lf, struct cleanup *c, struct vec *out); /* the scope is left */
void norm_gen_await(struct lfunc *lf, struct expr *e, struct expr *target, struct vec *out);
void norm_gen_operand(struct lfunc *lf, struct expr *e, struct vec *out); /* of a select's head */
struct stmt *take_next(struct lfunc *lf, struct wait *w);
void norm_gen_use(struct lfunc *lf, struct expr *e); /* edo_next and the like, not awaited */
struct expr *norm_yield(struct lfunc *lf, struct expr *e, bool wanted, struct vec *out);
struct local *yield_temp(struct lfunc *lf, struct expr *e); /* normalise_expr.c */
static inline bool is_gen_use(const struct expr *e)
{
    return e->kind == E_GEN_NEXT || e->kind == E_GEN_RESULT || e->kind == E_GEN_END ||
           e->kind == E_GEN_SET;
}
static inline bool is_sync_gen(const struct lfunc *lf)
{
    return lf->func->gen && !lf->func->is_stream;
}
static inline bool is_gen_wait(const struct wait *w)
{
    return w->kind == WAIT_NEXT || w->kind == WAIT_GEN_END;
}
/* In the frame, for what is awaited. */
static inline bool wait_has_member(const struct wait *w)
{
    return w->kind != WAIT_ENTRY && w->kind != WAIT_YIELD && !is_gen_wait(w);
}
/* Whether a call of `sym` ends with a value; of a plain generator, what it yields is none. */
static inline bool has_result_of(const struct sym *sym)
{
    return sym->type->base->kind != TY_VOID && sym->type->gen != GEN_PLAIN;
}

/* ---- passes ---- */

bool normalise(struct lfunc *lf);
void place_locals(struct lfunc *lf); /* liveness: local.where, wait.save, wait.restore */
bool plan_unit(struct lunit *lu);    /* boxes, order, names, ways up */
void name_locals(struct lfunc *lf);  /* … inside a function */
void plan_frame(struct lfunc *lf);   /* members */
bool verify_function(struct lfunc *lf);
void emit_unit(struct lunit *lu, struct outbuf *out);
void report_frames(struct lunit *lu, struct outbuf *out);

#endif
