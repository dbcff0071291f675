/* SPDX-License-Identifier: MIT
 *
 * Inside emission. A printer writes two kinds of text: the user's, under line markers that name the
 * user's lines, and glue, under markers that call it a system header's, so that no warning about
 * it reaches anyone. */
#ifndef EDOCC_EMIT_H
#define EDOCC_EMIT_H

#include "expand.h"
#include "lower.h"

struct printer {
    struct lunit *lu;
    struct lfunc *lf; /* 0 at file scope */
    struct outbuf *out;
    struct outbuf *types; /* what file-scope types need before them: see shadow_of */
    bool shadow;          /* locals are printed as their file-scope twins */
    bool outside;         /* what is printed is declared in a function, and goes to file scope */
    bool dropped;         /* what is dropped is printed nevertheless */
    bool expand;
    bool anchors;     /* --expand: user lines are marked */
    uint32_t main;    /* --expand: the user's file */
    struct comments *comments; /* --expand */
    bool user; /* what was printed last; meaningful if `marked` */
    bool marked;
    uint32_t file, line;
    tokid last; /* printed last, plus 1; 0: something else */
    struct vec visible, stale; /* emit_debug.c */
    struct pragmas *pragmas;   /* emit_pragmas.c */
    unsigned indent;
};

/* ---- emit_print.c ---- */

void print_at(struct printer *p, tokid t); /* glue from here on is about this place */
/* And errors in what comes next point there: what stands for what the user has written at `t`. */
void print_in_column(struct printer *p, tokid t);
void print_glue(struct printer *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
void print_line(struct printer *p); /* a new line of glue */
void print_user(struct printer *p, tokid at, const char *text);
/* Whether what begins with `first` would become one word with what stands before it: the user
 * needed no space there (`enum{` that gets a name), and now there must be one. */
bool print_joins(const struct printer *p, char first);
void print_tok(struct printer *p, tokid t);
void print_range(struct printer *p, struct range r, const struct kids *kids);
void print_expr(struct printer *p, struct expr *e);
void print_marker(struct printer *p, uint32_t file, uint32_t line, const char *flags);
/* A printer, into the empty `text`, of what stands at file scope, about the place `at`. Once whole,
 * the text goes to where it is to stand: in front of what is being printed. */
struct printer aside(const struct printer *p, struct outbuf *text, tokid at);
void aside_done(struct outbuf *to, struct outbuf *text);

/* ---- emit_types.c ---- */

enum { DECLARE_PLAIN, DECLARE_UNCONST = 1, DECLARE_MEMBER = 2, DECLARE_FUNCTION = 4,
       DECLARE_SYMBOL = 32, DECLARE_ALIGNED = 128, /* what is captured, too */
       DECLARE_UNALIGNED = 256, DECLARE_ALIGNMENT = 512 /* of attributes that alone */ };
void print_declare(struct printer *p, struct local *l, const char *name, int flags);
void print_decl_as(struct printer *p, struct decl *d, const char *name, int flags);
void print_result(struct printer *p, struct sym *fn, const char *name); /* T name */
void print_function_type(struct printer *p, struct sym *fn, const char *name); /* T name(…) */
enum { SPECS_WHOLE = 8, SPECS_STORAGE = 16, SPECS_TAG = 64 }; /* DECLARE_… too */
void print_specs(struct printer *p, struct range specs, struct decl *d, int flags);
void print_declarator(struct printer *p, struct decl *d, const char *name, int flags);
void print_abstract(struct printer *p, struct decl *d, const char *name);
const char *shadow_of(struct printer *p, struct local *l);
const char *shadow_of_other(struct printer *p, struct sym *s); /* a static, a function */
bool is_by_pointer(const struct type *t);
void print_function_attributes(struct printer *p, struct func *f);
void print_attributes_in(struct printer *p, struct range r, int flags);
void print_symbol_attributes(struct printer *p, struct afn *f);

static inline const struct token *tok_at(const struct printer *p, tokid t)
{
    return &p->lu->unit->toks[t];
}
tokid closing(struct printer *p, tokid t); /* the token that closes the bracket at `t` */
bool at_attributes(struct printer *p, tokid t);
tokid attributes_end(struct printer *p, tokid t); /* behind those at `t` */

/* ---- emit_hoist.c ---- */

void hoist_types(struct printer *p, struct lfunc *lf); /* its block-scope ones, once */

/* ---- emit_stmt.c, emit_decl.c, emit_wait.c ---- */

void print_stmt(struct printer *p, struct stmt *s);
void print_block(struct printer *p, struct stmt *s);
void print_decl(struct printer *p, struct stmt *s);
void print_outside(struct printer *p, struct decl *d);
void print_scope_locals(struct printer *p, struct lscope *sc);
void print_wait(struct printer *p, struct stmt *s);
void print_saves(struct printer *p, struct wait *w);
void print_restores(struct printer *p, struct wait *w); /* with the label of its state */
bool is_boxed(const struct wait *w);
void print_target(struct printer *p, struct wait *w, const char *value); /* target = value */
void print_future_result(struct printer *p, struct wait *w);
void print_box_new(struct printer *p, struct wait *w);
void print_no_box(struct printer *p, struct wait *w);
void print_box_start(struct printer *p, struct wait *w); /* if (pending(START(…) */
void print_box_result(struct printer *p, struct wait *w);
void print_box_free(struct printer *p, struct wait *w, const char *box);
void print_string(struct printer *p, const char *s); /* as a literal */
void print_call_args(struct printer *p, struct afn *f, struct expr **args, unsigned n);
void print_args_literal(struct printer *p, struct afn *f, struct expr **args, unsigned n);
void print_args_set(struct printer *p, struct afn *f, const char *where, struct expr **args,
                    unsigned n);

/* ---- emit_call.c ---- */

const char *edited_text(struct printer *p, tokid t);
void print_array_type(struct printer *p, struct decl *param); /* of an array, captured */
void print_named(struct printer *p, struct sym *fn);
void print_arg_member(struct printer *p, struct decl *d, const char *name);
struct type *call_type(const struct expr *call);
const char *pointer_args(struct printer *p, struct type *t);
void print_pointer_args(struct printer *p, struct expr *call);
void print_pointer_fn(struct printer *p, struct expr *callee);
void print_awaited(struct printer *p, struct expr *operand);
bool print_boxing(struct printer *p, struct expr *e);
void print_captured_box(struct printer *p, struct expr *e);
struct expr *generic_argument(const struct expr *call, const struct type *f);
const char *captured_fn(struct printer *p, struct expr *call); /* the descriptor */
void print_calls(struct printer *p, struct afn *f, const char *name, unsigned *n);
void print_block_on(struct printer *p, struct expr *e);
void print_budget(struct printer *p, struct afn *f);
void print_signature(struct printer *p, struct afn *f);

/* ---- emit_debug.c ---- */

/* What begins the question whether a call is pending; what leaves a leaf. */
const char *debug_pending(const struct printer *p);
void debug_suspend(struct printer *p, const struct wait *w);
bool debug_wanted(const struct lfunc *lf);
void debug_declared(struct printer *p, struct sym *s); /* an identifier of the block from here on */
void debug_params(struct printer *p);
void debug_resumed(struct printer *p); /* behind the label of an await */
void debug_statement_ends(struct printer *p); /* of a block */
void debug_block_ends(struct printer *p, unsigned visible); /* p->visible.n at its begin */

/* ---- emit_group.c, emit_select.c ---- */

void print_join(struct printer *p, struct stmt *s);
void print_select(struct printer *p, struct stmt *s);
void print_group_waits(struct printer *p, const struct group *g); /* and is resumed */
void print_take(struct printer *p, struct stmt *s);
void print_members(struct printer *p, struct lfunc *lf, struct group *g); /* of a select */
void print_branch_end(struct printer *p, struct stmt *s);
void declare_group(struct printer *p, struct group *g);
void print_group(struct printer *p, struct lfunc *lf, struct group *g);

/* ---- emit_pragmas.c ---- */

/* #pragma pack: a type that is hoisted is packed as where it was written, a frame never. */
void packing_of(struct printer *p, tokid t); /* in front of what was written at `t` */
void packing_is_plain(struct printer *p);    /* of what follows */
void pragmas_begin(struct printer *p); /* in front of the unit's text */
void pragmas_end(struct printer *p);   /* behind it */
void pragmas_function_begins(struct printer *p, struct lfunc *lf);
void pragmas_function_ends(struct printer *p);

/* ---- emit_dead.c ---- */

void dead_begin(struct lunit *lu);
void dead_storage_begins(struct printer *p, const char *member); /* of the frame */
void dead_start(struct printer *p, const struct wait *w); /* in front of what starts a callee */
void dead_join_over(struct printer *p, const struct group *g);
void dead_select_over(struct printer *p, const struct group *g); /* but the winner */
void dead_taken(struct printer *p, const struct wait *w); /* its result has been taken */
void dead_scope(struct printer *p, const struct stmt *block, bool begins);
void dead_finish(struct printer *p); /* in front of `return EDO_READY` and the result */

/* ---- emit_gen.c ---- */

void print_yield_type(struct printer *p, struct sym *fn, const char *name); /* T name */
/* The first members of its frame, with `before` in front of their names. */
void print_gen_head(struct printer *p, struct afn *f, const char *before);
void print_gen_object(struct printer *p, struct afn *f);
void print_gen_functions(struct printer *p, struct afn *f);
void print_gen_host(struct printer *p);
/* The hidden parameter of a pointer to a generator of type `f`. */
const char *gen_parameter(struct printer *p, const struct type *f);
void print_gen_start(struct printer *p, struct local *l, struct expr *call);
void print_gen_set(struct printer *p, struct expr *e);
void print_gen_free(struct printer *p, struct local *l);
void print_yield(struct printer *p, struct wait *w);
void print_next(struct printer *p, struct wait *w);
const char *gen_done(const struct printer *p); /* notes that the generator is finished; or "" */

/* ---- emit_text.c, emit_func.c, emit_frame.c ---- */

void print_items(struct printer *p);

const char *arriving(const struct local *l); /* a parameter's name in NAME__run */
void print_function(struct printer *p, struct lfunc *lf);
void print_prototype(struct printer *p, struct lfunc *lf);
void print_frame(struct printer *p, struct lfunc *lf);
void print_args_struct(struct printer *p, struct afn *f);
void print_future(struct printer *p, struct afn *f);
void print_descriptor(struct printer *p, struct afn *f);
void print_descriptor_declaration(struct printer *p, struct afn *f);
void print_site(struct printer *p, struct wait *w);
const char *arg_name(struct printer *p, struct afn *f, unsigned i);
void print_wrapper_frame(struct printer *p, struct afn *f);
void print_wrapper(struct printer *p, struct afn *f);
void print_leaf_glue(struct printer *p, struct afn *f);

#endif
