/* SPDX-License-Identifier: MIT
 *
 * Inside the front end: the parser's state, and who does what.
 *
 *   parse_unit.c        the top level: what is read, what is passed over
 *   parse_tokens.c      the next token, errors, recovery from them
 *   parse_skip.c        passing over bodies, and over what is wrong
 *   parse_spec.c        declaration specifiers, struct, union, enum
 *   parse_attributes.c  attributes
 *   parse_declarator.c  declarators, type names
 *   parse_decl.c        declarations, initialisers
 *   parse_expr.c        expressions
 *   parse_builtin.c     calls of builtins
 *   parse_stmt.c        statements
 *   parse_asm.c         asm statements
 *   parse_function.c    function bodies
 *   parse_group.c       join and select
 *   parse_block.c       async blocks
 *   sema_expr.c         makes expression nodes: types, constants, what is propagated upwards
 *   sema_init.c         the length of an array from its initialiser
 *   sema_edo.c          what Edo's forms require of their operands
 *   sema_pointer.c      async function types, async functions as values
 *   sema_capture.c      calls as values
 *   sema_generic.c      functions whose result type follows an argument
 *   parse_gen.c         generators: each, yield, edo_next …
 *   sema_gen.c          what they require
 *   sema_jump.c         labels, and what jumps may not enter or leave
 *   sema_flow.c         whether the end of a body can be reached
 *
 * Nothing walks the tree from above: whatever is to be known about a node is worked out when it is
 * made, from its children. So long chains cost no stack.
 *
 * A syntax error leaves the construct by longjmp to the innermost `struct recovery`: a statement's,
 * or the top level's, where it is reported or, if the text doesn't concern us, forgotten. */
#ifndef EDOCC_PARSE_H
#define EDOCC_PARSE_H

#include <setjmp.h>

#include "frontend.h"
#include "lex.h"
#include "scope.h"
#include "type.h"

/* What encloses a statement as far as jumps are concerned. */
struct enclosure {
    struct enclosure *up;
    enum enclosure_kind { IN_FUTURE, IN_VM, IN_CLEANUP, IN_DEFER, IN_SHIELD, IN_STMT_EXPR,
                          IN_BRANCH, IN_GEN /* scope of a generator */, IN_EACH,
                          IN_PLACE /* of an edo_T */ } kind;
    tokid tok;
    unsigned depth;
};

/* A label of the function that is read, bound to its spelling by ident.labels. */
struct label_info {
    struct label *label;
    struct ident *id;
    struct label_info *outer;
    struct level *level; /* of a __label__ declaration; 0: the function */
    struct enclosure *in;
    tokid first_use;
};

/* A jump, kept until all labels are known. */
struct jump {
    enum jump_kind { J_GOTO, J_COMPUTED, J_BREAK, J_CONTINUE, J_CASE, J_RETURN } kind;
    struct label_info *label; /* J_GOTO */
    struct enclosure *from, *into;
    tokid tok;
};

/* A loop or switch that break, continue or case can mean. */
struct target {
    struct target *up;
    struct stmt *stmt;
    struct enclosure *in;
    bool is_switch;
};

/* The function whose body is read. */
struct body {
    struct func *func;
    struct vec scopes, locals, labels, awaits, jumps, captures, spawns;
    struct vec label_infos, local_labels; /* the latter is a stack */
    struct body *outer; /* of an async block: what it stands in */
    struct level *copied; /* the same: where copies of that one's locals are bound */
    struct vec copies;      /* the same: struct sym, its parameters */
    struct vec blocks;      /* struct func: async blocks in it */
    struct vec places;  /* struct sym: its locals of type edo_T */
    struct vec place_uses, place_decls; /* struct expr: mentions of them; struct stmt */
    bool own_places, has_defer, returns_beside; /* sema_generic.c */
    struct enclosure *in;
    struct target *target;
    struct vec pending; /* async calls, and async functions named: someone must take each */
    tokid nested_function, too_high; /* 0: none */
    bool edo; /* something of Edo's was read in it */
};

struct recovery {
    jmp_buf jump;
    struct recovery *up;
    struct level *level;
    struct scope *scope;
    struct enclosure *in;
    struct target *target;
    struct vec *sink;
    unsigned nesting, unevaluated, constant;
    bool in_struct;
};

struct parser {
    struct unit *u;
    struct arena *a;
    struct diag *d;
    struct ident_table *idents;
    struct types ts;
    const struct token *toks;
    tokid t, prev; /* the current token, the one consumed last */
    struct level *level;
    struct scope *scope; /* 0 at file scope */
    struct body *body;   /* 0 outside functions */
    struct recovery *recovery;
    struct vec *sink; /* expressions that the declarator being read evaluates; 0: nobody asks */
    struct vec file_pending; /* as body.pending, at file scope */
    struct vec gens;         /* struct sym: named by an edo_gen(f) */
    struct vec gen_types;    /* struct type: of functions that are generators */
    struct vec any_gens;     /* struct sym: type.any_gen that are in use */
    struct vec block_protos; /* struct decl: async functions declared inside the function read */
    struct vec named; /* struct sym: async functions used as values */
    struct vec blocks; /* struct func: of the definition that is read */
    unsigned nesting, unevaluated, constant;
    bool in_struct; /* among the members of one */
    uint32_t kr_left; /* among the declarations of an old-style function's parameters: how many */
    uint32_t scope_ids;
    uint32_t awaits, stmt_exprs; /* read so far: a difference says that there is one in between */
    uint32_t looked_at; /* awaits read so far that aren't run */
    bool pinned_types; /* there are any */
    uint32_t completed; /* structs that have been completed, and one */
    bool quiet; /* syntax errors are kept in `error` instead of reported */
    bool saw_edo; /* an async declaration was read since this was cleared */
    struct { tokid tok, behind; const char *text; int code; } error;
    /* A keyword that is misspelt, of which the latest error is. */
    struct misspelt { tokid tok; struct ident *meant; } misspelt;
    unsigned repairs;
};

/* ---- tokens (parse_tokens.c, parse_skip.c) ---- */

static inline const struct token *cur(const struct parser *p) { return &p->toks[p->t]; }
static inline bool at(const struct parser *p, enum punct c) { return cur(p)->punct == c; }
static inline bool at_kw(const struct parser *p, enum keyword k) { return cur(p)->kw == k; }
void advance(struct parser *p);
tokid peek_tok(const struct parser *p, tokid t); /* the next one after t that isn't a pragma */
bool accept(struct parser *p, enum punct c);
void expect(struct parser *p, enum punct c);
/* misspelt.c: whether an error at `tok` is about a keyword that is misspelt; the token is then
 * taken for it when what begins at `first` is read again. */
bool find_misspelt(struct parser *p, tokid tok, int code, struct misspelt *m);
bool repair(struct parser *p, tokid first, tokid before);
/* The function that is meant where `callee` isn't declared; or 0. */
const char *meant_function(const struct parser *p, const struct expr *callee, bool awaited);
void check_misspelt_call(struct parser *p, struct expr *e, const struct expr *callee);
/* lint_style.c: of a function's body, once read; whether those of all the user's functions are read
 * for it. */
void lint_statements(struct parser *p, const struct func *f);
bool lint_wants_bodies(const struct parser *p, tokid name);
_Noreturn void fail(struct parser *p, tokid tok, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void fail_code(struct parser *p, tokid tok, int code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The keyword of Edo that token `t` is where it stands, or KW_NONE. */
enum keyword edo_kw(const struct parser *p, tokid t);
void nest(struct parser *p); /* pairs with p->nesting--; fails beyond the limit */
/* Skips one token, or a bracketed group from its opening bracket to past its closing one. */
void skip_group(struct parser *p);
/* A function's body, from its `{`. One that doesn't end is taken to end at the first `}` in column
 * 1, where people end functions: so what comes behind is read too. False: so it was. */
bool skip_body(struct parser *p);
void missing_brace(struct parser *p, const struct decl *d, tokid open); /* says so */
/* From anywhere in a construct to past its end: a `;` or a closing brace outside of brackets. */
void resync(struct parser *p);
void resync_parameters(struct parser *p); /* behind that: of an old-style function */
bool is_close(enum punct c);
const char *punct_text(enum punct c);
/* `behind`: the token behind which something is missing; or 0. */
void report_syntax(struct parser *p, tokid tok, tokid behind, int code, const char *text);
void recovery_enter(struct parser *p, struct recovery *r);
void recovery_leave(struct parser *p, struct recovery *r); /* normally */
void recovery_land(struct parser *p, struct recovery *r);  /* after the longjmp */
/* A keyword of Edo, an async function, … is named in it, so it concerns us. *strong: certainly. */
bool names_edo(const struct parser *p, tokid first, tokid last, bool *strong);

/* ---- declarations (parse_spec.c, parse_declarator.c, parse_decl.c) ---- */

struct attributes {
    struct sym *cleanup;
    tokid cleanup_tok;
    struct leaf_spec *leaf;
    tokid leaf_tok;
    uint32_t budget, budget_align;
    tokid budget_tok;
    bool weak_or_alias, overaligned, pinned, noreturn, vector, local, send, async_local;
    const char *mode;
};

struct specs {
    struct range r;
    struct type *type;
    enum storage storage;
    bool thread, is_inline, is_noreturn, is_async, is_auto_type, implicit_int, tag_definition;
    tokid async_tok;
    struct attributes at;
    uint8_t gen; /* enum gen_kind */
    struct range gen_r; /* the words gen or gen_of(T) */
    struct type_name *yields;
    struct sym *defines_tag;
    struct vec exprs; /* typeof operands */
};

struct declarator {
    struct range r;
    tokid name_tok; /* 0: abstract. A name is never token 0: see declarator_read */
    struct type *type;
    struct attributes at;
    struct vec exprs;
    bool has_name;
};

enum naming { NAMED, ABSTRACT, EITHER };

bool starts_type(const struct parser *p, tokid t);        /* a type name can begin with it */
bool starts_declaration(const struct parser *p, tokid t); /* in a block */
void specs_read(struct parser *p, struct specs *s);
bool at_double_bracket(const struct parser *p, tokid t); /* [[…]] */
void attributes_read(struct parser *p, struct attributes *at); /* any number, none too */
struct type *attributes_apply(struct parser *p, struct type *t, const struct attributes *at);
void declarator_read(struct parser *p, struct type *base, enum naming naming,
                     struct declarator *out);
struct type_name *type_name_read(struct parser *p);
struct init *init_read(struct parser *p, struct type *t);
void static_assert_read(struct parser *p);
/* A whole declaration in a block, or in a for's head, with its semicolon. */
struct stmt *declaration_read(struct parser *p);
/* Declares one name with what its specifiers and declarator said. */
struct decl *declare(struct parser *p, const struct specs *s, const struct declarator *dr,
                     bool is_definition);
/* What __auto_type, qualified as it is in `s`, stands for in front of a value of that type. */
struct type *auto_type(struct parser *p, const struct specs *s, struct type *value);
struct decl *declare_param(struct parser *p, const struct specs *s, const struct declarator *dr);
void initialise(struct parser *p, struct decl *d);
struct sym *sym_new(struct parser *p, enum sym_kind kind, const char *name, struct type *type,
                    tokid tok);
void local_add(struct parser *p, struct sym *sym);

/* ---- expressions (parse_expr.c, sema_expr.c, sema_init.c) ---- */

struct expr *expression(struct parser *p);
struct expr *assignment_expression(struct parser *p);
struct expr *conditional_expression(struct parser *p);
struct expr *cast_expression(struct parser *p);
struct expr *constant_expression(struct parser *p);
struct expr *builtin_call(struct parser *p); /* parse_builtin.c; at its name */
struct expr *expr_new(struct parser *p, enum expr_kind kind, tokid first);
struct expr *expr_done(struct parser *p, struct expr *e); /* its range ends at the last token */
void expr_height(struct parser *p, struct expr *e, const struct expr *child);
/* The value of `e` is used: an array decays there. Returns e. */
struct expr *value_of(struct parser *p, struct expr *e);
void address_of(struct parser *p, struct expr *e);
/* `e` stands where an object has to. `what`: what a value can't, for the message. */
void check_object(struct parser *p, const struct expr *e, const char *what);
/* The same, and what stands there gets another value. */
void check_changed(struct parser *p, const struct expr *e, const char *what);
void literal(struct parser *p, struct expr *e); /* type and value of a number, character, string */
void type_unary(struct parser *p, struct expr *e);
void type_binary(struct parser *p, struct expr *e);
void type_conditional(struct parser *p, struct expr *e);
void type_cast(struct parser *p, struct expr *e);
void type_sizeof_expr(struct parser *p, struct expr *e, bool is_alignof);
int64_t init_length(struct parser *p, struct type *element, const struct init *init);

/* ---- Edo's forms (sema_edo.c) ---- */

void mark_edo(struct parser *p); /* the function that is read has to be rewritten */
void edo_error(struct parser *p, tokid first, tokid last, int code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
bool in_async(const struct parser *p); /* where await may stand */
struct expr *async_call(struct expr *e); /* the one that `e` is, in parentheses or not; or 0 */
void pend(struct parser *p, struct expr *e);
void pending_report(struct parser *p, struct vec *pending);
unsigned pending_mark(struct parser *p);
void pending_forget(struct parser *p, unsigned mark);
void check_await(struct parser *p, struct expr *e);
void check_try(struct parser *p, struct expr *e);
void check_block_on(struct parser *p, struct expr *e);
void check_start(struct parser *p, struct expr *e);
void check_call(struct parser *p, struct expr *e); /* an E_CALL: captures, argument counts, bans */
void check_copy(struct parser *p, const struct expr *e);
/* sema_pinned.c: something pinned can be got at from an object of type `t`. */
bool reaches_pinned(struct parser *p, const struct type *t);
bool mentions_pinned(struct parser *p, tokid first, tokid last); /* something that leads there */
void check_moved(struct parser *p, const struct expr *call);
/* The async call that `e` is, parentheses or not; 0 if it is none. */
struct expr *async_call(struct expr *e);
struct expr *check_initialiser(struct parser *p, struct decl *d, struct expr *e);
void check_return(struct parser *p, struct stmt *s, tokid tok);
void check_declaration(struct parser *p, const struct specs *s, struct decl *d);
/* sema_leaf.c: edo_leaf behind a declarator. */
void bind_leaf(struct parser *p, struct sym *sym, const struct type *type,
               const struct declarator *dr);
void check_async_definition(struct parser *p, const struct specs *s, struct decl *d);

/* ---- async functions as values (sema_pointer.c) ---- */

/* `async` among the specifiers makes a function type of `t` async, which is returned. `name`: what
 * is declared; 0: nothing. */
struct type *async_type(struct parser *p, const struct specs *s, struct type *t, tokid name);
/* The same for what is no declaration of a function, of generators too; 0: it isn't async. */
struct type *async_declarator(struct parser *p, const struct specs *s,
                              const struct declarator *dr);
/* `d` declares an async function by the name of its type. */
void adopt_type(struct parser *p, const struct specs *s, struct decl *d);
/* What a pointer, or an array of pointers, to async functions points to; 0: it is none. */
const struct type *async_pointee(const struct type *t);
/* `e`, an async function's name, is used as a value. */
void name_value(struct parser *p, const struct expr *e);
const char *callee_text(struct parser *p, const struct expr *call); /* for messages */
void note_callee(struct parser *p, const struct expr *call);
/* ---- generators (parse_gen.c, sema_gen.c) ---- */

bool gen_word(struct parser *p, struct specs *s); /* gen, gen_of(T): a specifier */
/* `f`, in `whole`, is a generator's type (sema_gen_pointer.c). name: what is declared, or 0. */
void gen_type(struct parser *p, const struct specs *s, struct type *f, struct type *whole,
              struct range declarator, tokid name);
void check_yields(struct parser *p, const struct specs *s, const struct type *f, tokid name);
void gen_types_sort(struct parser *p); /* at the end: for the unit */
/* The generator type that a pointer, an array of pointers, a type points to; or 0. */
const struct type *gen_pointee(const struct type *t);
/* What stands for the generators of type `f`. Where no name was declared with the type, that is
 * an error at `tok`. */
struct sym *any_gen(struct parser *p, const struct type *f, tokid tok);
/* Call `e` of a generator as one through a pointer. False: it isn't of the type of `any`. */
bool gen_erased(struct parser *p, struct expr *e, struct sym *any);
struct type *gen_specifier(struct parser *p);     /* edo_gen(f); at its first token */
struct stmt *each_statement(struct parser *p);
struct expr *yield_expression(struct parser *p);
struct expr *gen_primary(struct parser *p, enum keyword kw); /* edo_next(…) and the like */
void check_gen(struct parser *p, const struct decl *d); /* a declaration of one */
bool check_gen_mismatch(const struct type *was, const struct type *now);
void check_gen_object(struct parser *p, const struct specs *s, const struct decl *d);
void check_gen_member(struct parser *p, const struct type *t, tokid name, bool named);
struct expr *gen_member(struct parser *p, struct expr *e); /* e, where it is no edo_gen */
void check_yield(struct parser *p, struct expr *e);
void check_gen_use(struct parser *p, struct expr *e);
bool check_gen_value(struct parser *p, const struct type *t, struct expr *e);
bool check_each(struct parser *p, struct stmt *s, struct decl *d);
struct expr *check_gen_set(struct parser *p, struct expr *e);
void check_gen_declarator(struct parser *p, const struct specs *s, const struct type *t,
                          tokid name);
bool report_idle_gen(struct parser *p, const struct expr *e); /* of what is pending */
static inline bool is_gen_call(const struct expr *e)
{
    return e->kind == E_CALL && e->async_call && e->sym && e->sym->type->gen;
}

/* ---- results of a type that follows an argument (sema_generic.c) ---- */

void generic_function(struct parser *p, struct type *f); /* its result is an edo_T */
/* The result of `call` of generic `f`. */
struct type *generic_result(struct parser *p, struct expr *call, const struct type *f);
void placeholder_local(struct parser *p, struct sym *sym);
/* `e` is of type edo_T: to be placed by the end of the body, where it may stand; or dropped, if it
 * is an await. */
void placeholder_value(struct parser *p, struct expr *e);
void placeholder_placed(struct expr *e);
void placeholder_dropped(struct expr *e);
void placeholder_unknown(struct parser *p, const struct expr *e); /* it's nothing to be done with */
void placeholder_object(struct parser *p, const struct type *t, tokid name); /* can't be an edo_T */
void placeholder_named(struct parser *p, struct expr *e, struct sym *sym); /* E_IDENT `e` */
void placeholders_settle(struct parser *p, struct func *f); /* its body has been read */
bool is_placeholder(const struct sym *s); /* a local of type edo_T */
void placeholder_declared(struct parser *p, struct stmt *st);
void placeholder_head(struct parser *p, struct stmt *st, struct expr *head);
void placeholder_head_assigned(struct parser *p, struct expr *to, struct expr *head);
void placeholder_awaited(struct parser *p, struct expr *e);
/* `to = e`: what stands for it. */
struct expr *placeholder_assigned(struct parser *p, struct expr *e);
void placeholder_returned(struct parser *p, struct stmt *s, tokid tok);

/* edo_frame(…) on the declaration of `sym`. */
void check_budget(struct parser *p, struct sym *sym, const struct declarator *dr, bool is_async);

/* ---- one of several calls (sema_choice.c) ---- */

bool chooses_call(struct expr *e);
void await_chosen(struct parser *p, struct expr *e);
void chosen_taken(struct expr *e);
struct type *call_result(struct parser *p, const struct expr *e);
struct expr *capture_chosen(struct parser *p, struct expr *e, struct type **result);

/* ---- boxes (sema_box.c) ---- */

void check_boxing(struct parser *p, struct expr *e); /* a call, maybe of edo_box, or of a box */

/* ---- captured calls (sema_capture.c) ---- */

/* edo_call_of(T), at its first token. */
struct type *call_specifier(struct parser *p);
/* Where an edo_call is wanted: `e`, with the calls that may be its value captured. */
struct expr *capture(struct parser *p, struct expr *e, const struct type *wanted);
struct expr *capture_argument(struct parser *p, struct expr *e, const struct type *wanted);
/* Those that have been captured since there were `before` are given to a plain function. Whether
 * there are any. */
bool captures_spawned(struct parser *p, unsigned before);
/* An async call or a box, captured whatever its result is. */
struct expr *capture_any(struct parser *p, struct expr *call);
void check_call_assigned(struct parser *p, struct expr *e); /* E_ASSIGN to an edo_call */
struct expr *capture_returned(struct parser *p, struct expr *e, const struct type *wanted);

/* ---- statements (parse_stmt.c, sema_jump.c, sema_flow.c) ---- */

void loop_body(struct parser *p, struct stmt *s, bool is_switch);
struct stmt *compound_statement(struct parser *p, bool opens_scope);
struct stmt *asm_statement(struct parser *p); /* parse_asm.c; at the keyword */
struct stmt *statement(struct parser *p);
struct stmt *stmt_begin(struct parser *p, int kind); /* at the current token */
struct stmt *stmt_done(struct parser *p, struct stmt *s, uint32_t awaits); /* it ends before it */
/* `read`, and what it returned; 0 if it failed, at the end of its statement then. */
struct stmt *guarded_item(struct parser *p, struct stmt *(*read)(struct parser *));
struct stmt *block_item(struct parser *p);
bool at_declaration(struct parser *p);
/* A statement, and the pragmas before it, which are none: those belong to it. */
struct stmt *with_pragmas(struct parser *p);
/* A join or select, if one begins here; else 0. */
struct stmt *group_statement(struct parser *p);
struct func *function_body(struct parser *p, const struct specs *s, struct decl *d);
/* The same, from its opening brace, once p->body->func and the parameters are known. */
void function_body_read(struct parser *p, struct func *f);
struct expr *async_block(struct parser *p); /* at `async`, which a brace follows */
/* In an async block, the copy of a local `s` of a function around it; else `s`. */
struct sym *captured_local(struct parser *p, tokid tok, struct sym *s);
struct scope *scope_enter(struct parser *p, struct stmt *block);
void scopes_leave(struct parser *p, struct level *to);
void enclose(struct parser *p, enum enclosure_kind kind, tokid tok);
struct label *label_define(struct parser *p, tokid tok, struct stmt *at);
struct label_info *label_use(struct parser *p, tokid tok, bool address);
void label_declare_local(struct parser *p, tokid tok);
void labels_leave(struct parser *p, struct level *level);
void jump_add(struct parser *p, enum jump_kind kind, struct label_info *label,
              struct enclosure *from, struct enclosure *into, tokid tok);
void jumps_check(struct parser *p);
void labels_check(struct parser *p);
bool falls_through(const struct unit *u, const struct stmt *s);

#endif
