/* SPDX-License-Identifier: MIT
 *
 * The tree that the front end hands to the lowering: tokens, types, symbols, expressions,
 * statements, declarations.
 *
 * Text is never made from the tree alone. Every node knows the range of tokens it was read from;
 * printing a node prints those tokens, with children that the lowering has replaced printed as
 * their replacements, and with every identifier that names a symbol printed as the symbol's `out`.
 * So what the compiler doesn't need to understand passes through as it was written.
 *
 * Memory: everything lives in the unit's arena to the end of the compilation. */
#ifndef EDOCC_AST_H
#define EDOCC_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct unit;
struct type;
struct sym;
struct expr;
struct stmt;
struct decl;
struct func;

/* ---- tokens ---- */

enum tok_kind {
    T_EOF,
    T_IDENT,  /* identifiers and C keywords; `kw` tells them apart */
    T_NUMBER, /* preprocessing number */
    T_CHAR,
    T_STRING, /* with prefix; adjacent strings stay separate tokens */
    T_PUNCT,  /* `punct` says which */
    T_PRAGMA, /* a whole `#pragma …` line, passed through where it stood */
    T_JUNK,   /* a byte that begins no token: passed through outside async functions */
};

struct token {
    const char *s; /* into the unit's text; not terminated */
    uint32_t len;
    uint32_t line; /* as the line markers say */
    uint32_t file; /* index into unit.files */
    uint16_t col;  /* 1-based, in the preprocessed text's line */
    uint8_t kind;  /* enum tok_kind */
    uint8_t marker_flags; /* TOKF_SYSTEM (line marker flag 3), TOKF_EXTERN_C (4) */
    uint16_t kw;          /* enum keyword (lex.h), 0 for an ordinary identifier */
    uint16_t punct;       /* enum punct (lex.h) */
    bool bol;             /* first on its line of the preprocessed text */
    bool space;           /* white space before it */
    bool drop;            /* not to be printed: `#pragma edo`, edo_pinned */
    uint8_t edit;         /* enum edit: what is printed is other than what was written */
    struct ident *id;     /* the interned spelling of an identifier (lex.h) */
    /* What an identifier resolved to: variable, function, typedef, enum constant, tag. 0: member
     * names, labels, attributes, unresolved names, passed-over text. */
    struct sym *sym;
};
enum { TOKF_SYSTEM = 1, TOKF_EXTERN_C = 2 };

/* Wherever a token is printed, in text that passes through too. */
enum edit {
    EDIT_NONE,
    EDIT_PARAM,      /* `(` of an async function type: the hidden parameter stands behind it */
    EDIT_PARAM_ONLY, /* the same, and no other follows */
    EDIT_GEN_PARAM,  /* the same of a generator's type: unit.gen_types tells its hidden parameter */
    EDIT_GEN_PARAM_ONLY,
    EDIT_POINTER,    /* an async function's name, as a value: its descriptor as a function */
    EDIT_CALL,       /* edo_call_of, whose (T) is dropped: edo_call */
    EDIT_GEN,        /* edo_gen, whose (f) is dropped: the struct that it is */
    EDIT_GEN_MEMBER, /* the name of a member of that type: it is a pointer to one */
};

typedef uint32_t tokid; /* index into unit.toks */
struct range { tokid first, last; }; /* inclusive; first > last: empty */

/* ---- types: as far as the lowering needs them ---- */

enum type_kind {
    TY_UNKNOWN, /* not worked out (typeof of something hard, __auto_type, …): treat with care */
    TY_VOID,
    TY_BOOL,
    TY_INT,   /* every other integer type, char and enum included; size and signedness below */
    TY_FLOAT, /* floating, complex, decimal */
    TY_POINTER,
    TY_ARRAY,
    TY_FUNC,
    TY_STRUCT, /* union too: is_union */
    TY_VECTOR, /* attribute vector_size, ext_vector */
};

struct member { const char *name; /* 0: anonymous */ struct type *type; bool bitfield; };

struct type {
    enum type_kind kind;
    bool is_const, is_volatile, is_atomic, is_signed, is_union;
    bool is_vm;          /* variably modified */
    bool is_vla;         /* an array whose length isn't constant */
    bool has_array;      /* a struct with an array in it, at any depth */
    bool pinned;         /* edo_pinned: may not be copied */
    bool local;          /* marked edo_local itself: may not change threads (type_local) */
    bool send;           /* of a captured call: it may change threads (edo_send) */
    uint32_t no_pinned_at; /* of a tag's own type: reaches_pinned has looked, that early */
    uint32_t walked;     /* of a tag's own type: which walk (safety_held.c) came here last */
    bool not_local;      /* of a tag's own type: type_local has looked */
    bool overaligned;    /* carries an alignment attribute */
    bool is_long;        /* of two integers as wide as each other, long and not long long */
    uint32_t size;       /* of integers and floats; 0 unknown */
    struct type *base;   /* pointee, element, returned type */
    struct expr *length; /* of an array; 0: [] */
    int64_t nelem;       /* constant length, -1 unknown or incomplete */
    struct member *members; /* of a complete struct */
    uint32_t nmembers;
    struct sym *tag;         /* of a struct, union, enum */
    struct sym *typedef_sym; /* the typedef name this type was written with, if any */
    struct decl **params;    /* of a function with a prototype */
    uint32_t nparams;
    bool variadic, no_prototype;
    bool is_async;           /* of TY_FUNC; generators too */
    bool generic;            /* an async function whose result is an edo_T; base is void, and the
                                last of its params says where the result goes */
    bool placeholder, placeholder_signed; /* edo_T, edo_signed_T */
    struct range list;       /* of a function: its parameter list, parentheses included */
    const char *args_name;   /* the lowering's: a struct of such arguments, once made */
    struct sym *future_of;   /* the type edo_future(f) */
    struct type *variant;    /* qualified versions of one tagged type form a list */
    struct binding *proto;   /* of a function: the names its parameter list declared (scope.h) */
    tokid *kr_names; uint32_t nkr_names; /* of an old-style definition */
    bool is_call;            /* edo_call, edo_call_any: `call_result` is int, or 0 for any */
    struct type *call_result;
    struct type_name *call_name; /* edo_call_of(T): T as written */
    uint8_t gen;          /* of an async function: a generator (enum gen_kind) */
    bool is_stream;       /* of a generator: `async gen` */
    struct type *yields;  /* of a generator */
    struct range yields_r; /* GEN_OF: the type name that says so */
    struct sym *gen_of;   /* the type edo_gen(f) */
    struct sym *any_gen;  /* of a generator's type: stands for one that is known by that alone */
};

enum gen_kind { GEN_NO, GEN_PLAIN /* gen T f() */, GEN_OF /* gen_of(T) R f() */ };

/* ---- symbols ---- */

enum sym_kind { SYM_VAR, SYM_FUNC, SYM_TYPEDEF, SYM_ENUM_CONST, SYM_TAG };
enum storage { STO_NONE, STO_STATIC, STO_EXTERN, STO_REGISTER, STO_AUTO, STO_THREAD, STO_TYPEDEF };

struct sym {
    enum sym_kind kind;
    enum storage storage;
    const char *name; /* as written */
    const char *out;  /* as printed; name until the lowering changes it */
    struct type *type;
    tokid name_tok;     /* first declaration */
    uint32_t index;     /* among its function's locals: dense, for bit sets */
    bool file_scope;
    bool is_param;
    bool is_inline;
    bool weak_or_alias; /* weak, alias, ifunc: what runs isn't known here */
    bool outside;       /* declared in a function, and used in an async block there: that is another
                           function for C, so it is declared at file scope */
    bool address_taken; /* & of it or of a part, or an array (or part) that decays, anywhere */
    bool async_local;   /* declared so: it has to stay on its thread */
    bool noreturn;
    bool named;         /* an async function that is used as a value, without a call */
    bool any_gen;       /* is a type's any_gen: `decl` declares something of that type */
    bool value_known;   /* of an enum constant */
    struct decl *decl;
    struct func *func;  /* definition of a function */
    struct func *in;    /* function it is local to */
    struct scope *scope;
    struct sym *place;    /* a local of type edo_T: the pointer to it. It shares the place of the
                             function's result, and this is the parameter that says where that is;
                             or has one of its own (func.own_places), and this is itself */
    struct sym *captured; /* a parameter of an async block: the local that it is a copy of */
    struct func *declares; /* a function: the one that declares it first; 0: the file does */
    struct type *array;   /* such a parameter, an array: its type; `type` is a struct around it */
    struct leaf_spec *leaf; /* an async prototype bound to a leaf */
    uint32_t budget, budget_align; /* edo_frame(N, align) of an async function; 0: none */
    struct sym *gen_sym;    /* of a generator: what the words edo_gen(f) are printed as */
    int64_t value;
    void *low;              /* the lowering's */
};

/* edo_leaf(struct S, start, resume, cancel, discard); cancel, discard may be 0 */
struct leaf_spec { struct range type; struct sym *start, *resume, *cancel, *discard; };

/* A block scope (params and body of a function share the outermost). */
struct scope {
    struct scope *parent;
    uint32_t id, depth;
    struct stmt *block; /* 0 for the outermost */
    struct func *func;
};

/* ---- expressions ---- */

enum expr_kind {
    E_IDENT, E_NUMBER, E_CHAR, E_STRING,
    E_PAREN,     /* a */
    /* op a: + - ~ ! * & && (label address: no child) __real__ __imag__ __extension__ */
    E_UNARY,
    E_PREINC, E_PREDEC, E_POSTINC, E_POSTDEC, /* a */
    E_BINARY,    /* a op b; && and || too */
    E_ASSIGN,    /* a op b; op: = += … */
    E_COND,      /* a ? b : c; b may be 0 (GNU) */
    E_COMMA,     /* a, b */
    E_CALL,      /* a(args…) */
    E_INDEX,     /* a[b] */
    E_MEMBER,    /* a.name */
    E_ARROW,     /* a->name */
    E_CAST,      /* (tn) a */
    E_COMPOUND,  /* (tn){init} */
    E_SIZEOF,    /* a or tn; _Alignof too (op). Nothing is evaluated but a VLA's size */
    E_STMT_EXPR, /* ({ body }) */
    /* a: controller, args: results (all printed; one is taken, the compiler can't always tell
     * which) */
    E_GENERIC,
    /* __builtin_offsetof, _types_compatible_p, va_arg, choose_expr …: args: the expressions in
     * it */
    E_BUILTIN,
    /* await a: an E_CALL (sym: the async function; 0 if it is called through a pointer), a named
     * future's E_IDENT (sym: the function it runs), or anything of type edo_call. Parentheses
     * around it are stripped; r covers them */
    E_AWAIT,
    E_TRY,       /* try a */
    /* an async call (a: E_CALL, parentheses stripped), or a box (a: anything of such a type), where
     * an edo_call is wanted. op: enum capture_use */
    E_CAPTURE,
    E_START,     /* edo_start(a): a names a future */
    /* edo_block_on(a); edo_runtime_block_on(b, a). a: an async E_CALL or a named future's
     * E_IDENT; sym as for E_AWAIT */
    E_BLOCK_ON,
    E_YIELD,     /* yield a; sym: the generator it stands in */
    /* sym: the generator; a: a pointer to its edo_gen; b, c: where the value goes, what is passed.
     * Of a stream, E_GEN_NEXT and E_GEN_END are the operand of an E_AWAIT. */
    E_GEN_NEXT,  /* edo_next(a, b), edo_resume(a, b, c) */
    E_GEN_RESULT, E_GEN_END, /* edo_gen_result(a), edo_gen_end(a) */
    E_GEN_SET,   /* a = b: an edo_gen gets a call */
    E_TEMP,      /* made by the lowering: `sym`; stands in place of the range it replaces */
};

struct expr {
    enum expr_kind kind;
    uint16_t op; /* enum punct or keyword */
    bool has_await;          /* an await or try in it that is run (not under sizeof and the like) */
    bool has_stmt_expr;
    struct range r;
    tokid op_tok;
    uint32_t height;
    uint32_t nargs;
    bool async_call;         /* E_CALL of an async function */
    bool boxes;              /* E_CALL of edo_box; type: the box's */
    bool unevaluated;        /* under sizeof, typeof, a _Generic controller */
    bool taken;              /* an async call: someone awaits, captures or names it; an edo_T: it
                                goes to a local or is returned */
    bool placed;             /* of type edo_T: it stands where such a value may (sema_generic.c) */
    bool no_constant;        /* __builtin_constant_p of what has an await in it: 0 */
    bool implied;            /* E_UNARY *: not written, for `a` is a member of type edo_gen */
    bool constant;           /* an integer constant expression; its value if value_known */
    bool value_known;
    bool escaped;            /* the variable it is a part of has been marked address_taken for it */
    struct expr *a, *b, *c;
    struct expr **args;
    struct sym *sym;         /* E_IDENT; E_CALL and E_AWAIT: the async function, if it is named */
    struct type *type;       /* as worked out; never null (TY_UNKNOWN) */
    struct type_name *tn;
    struct init *init;
    struct stmt *body;       /* E_STMT_EXPR */
    const char *member;
    struct scope *scope;     /* E_COMPOUND: the block whose end ends its lifetime */
    struct sym *into;        /* of what is taken, an await or a local of type edo_T: the local that
                                gets it; 0: the function's result */
    int64_t value;
    struct expr *written;    /* a copy made before the lowering changed it; or 0 */
    void *low;
};

/* What becomes of a captured call. */
enum capture_use {
    CAPTURE_KEPT,    /* this function, or what it awaits, may run it */
    CAPTURE_PART,    /* it is an argument of a captured call */
    CAPTURE_SPAWNED, /* it is given to a plain function, whose task runs it on this thread */
    CAPTURE_SENT,    /* it is given to an edo_send parameter: any thread may run it */
};

struct type_name {
    struct range r;
    struct type *type;
    struct expr **exprs; /* VLA lengths, typeof operands */
    uint32_t nexprs;
};

/* An initialiser: an expression or a brace list. */
struct init {
    struct range r;
    struct expr *expr; /* or */
    struct init_item {
        struct range designator; /* empty: none; with its = */
        struct expr **index; uint32_t nindex; /* of a range [a ... b] both */
        struct init *value;
        bool is_member, is_range, nested; /* first part: .name; [a ... b]; more parts follow */
    } *items;
    uint32_t nitems;
    bool braces;
};

/* ---- statements ---- */

enum stmt_kind {
    S_EXPR,  /* expr, or empty (expr 0) */
    S_DECL,  /* decls: one declaration, its declarators in order */
    S_BLOCK, /* body[] */
    S_IF, S_WHILE, S_DO, S_SWITCH, /* cond, then, els */
    S_FOR,                         /* init (S_DECL or S_EXPR, or 0), cond, step, then */
    S_CASE,                        /* cond, hi (GNU range) or 0, then: the labelled statement */
    S_DEFAULT, S_LABEL,            /* then */
    S_GOTO, S_GOTO_PTR,            /* label; expr */
    S_BREAK, S_CONTINUE, S_RETURN, /* expr */
    S_ASM,                         /* exprs: operands */
    S_PRAGMA,                      /* passed through */
    /* __label__, _Static_assert, nested declarations without effect: passed through */
    S_LOCAL_TEXT,
    S_DEFER, S_SHIELD,             /* then */
    S_JOIN,                        /* body[]: a branch each */
    S_SELECT,                      /* body[]: of the three below; biased */
    /* cond: the guard, or 0; expr: its head, an E_AWAIT; then. Where the head's value is used, in a
     * declaration or an assignment in front, then is a block of that and the statement, and the
     * value is `head`, an E_TEMP without a symbol */
    S_WHEN,
    S_OTHERWISE, S_COMPLETE,       /* then */
    /* each (init = expr) then; init: S_DECL without initialiser; expr: a call of a generator, or
     * something of type edo_gen */
    S_EACH,
    /* S_LOWERED and above: the lowering's own, in lower.h */
    S_LOWERED = 64,
};

struct stmt {
    int kind;
    struct range r;
    uint32_t height;
    struct expr *expr, *cond, *hi, *step;
    struct expr **exprs;
    struct label **labels; /* S_ASM: asm goto */
    struct stmt *then, *els, *init;
    struct stmt **body;
    struct decl **decls;
    uint32_t nexprs, nlabels, nbody, ndecls;
    struct label *label;
    /* S_BLOCK, and S_FOR/S_IF/S_SWITCH/… for what their head declares: the scope they open */
    struct scope *scope;
    /* S_BREAK, S_CONTINUE: the loop or switch; S_CASE, S_DEFAULT: the switch */
    struct stmt *target;
    bool has_await;
    bool has_break, has_continue; /* of a loop or switch: some break leaves it, … */
    bool has_default;
    bool biased;
    uint8_t unwanted; /* the lowering's, of an S_EXPR (enum unwanted) */
    struct expr *head;
    void *low;
};

struct label {
    const char *name, *out;
    tokid tok;
    struct stmt *at; /* 0: never defined */
    bool address_taken, local;
    void *low;
};

/* ---- declarations ---- */

/* One declarator. `specs` is shared by the declarators of one declaration. */
struct decl {
    struct range specs;      /* declaration specifiers, storage class and attributes included */
    struct range declarator; /* without initialiser; with trailing asm label and attributes */
    struct range all;        /* the whole declaration, to its semicolon */
    tokid name_tok;          /* 0: abstract */
    struct sym *sym;
    struct type *type;
    enum storage storage;
    struct init *init;       /* 0: none */
    bool is_tag_definition;  /* specs define a struct, union or enum (first declarator only) */
    struct sym *defines_tag;
    struct sym *cleanup;     /* attribute cleanup(f) */
    const char *text;        /* not written by the user: what the declared type is */
    const struct decl *said; /* an async function declared by the name of its type: what says it */
    struct expr **exprs; uint32_t nexprs; /* evaluated in the declarator: VLA lengths, typeof */
};

/* ---- functions ---- */

/* A function whose body was read. Others are passed over. */
struct func {
    struct sym *sym;
    struct range all;    /* from its first specifier to its closing brace */
    struct range specs, declarator;
    struct decl **params;
    uint32_t nparams;
    struct type *result;
    struct stmt *body;
    struct scope *scope;
    struct scope **scopes; uint32_t nscopes; /* all of them, outermost first */
    /* all objects, parameters first; sym->index is the place here */
    struct sym **locals;   uint32_t nlocals;
    struct label **labels; uint32_t nlabels;
    bool is_async, is_main; /* is_async: generators too */
    uint8_t gen;           /* enum gen_kind; of GEN_PLAIN, `result` is void */
    bool is_stream;
    bool own_places;         /* its locals of type edo_T have memory of their own */
    struct func *outer;      /* of an async block: the function it stands in */
    struct func **blocks; uint32_t nblocks; /* async blocks in it, but not in these */
    bool rewrites;         /* has anything the lowering must rewrite (always so if async) */
    bool failed;           /* an error was reported in it: don't lower */
    /* E_CAPTUREs; calls of plain functions that are given some. As written: the lowering changes
     * none of these */
    struct expr **captures; uint32_t ncaptures;
    struct expr **spawns; uint32_t nspawns;
    struct sym **awaits; uint32_t nawaits; /* async functions it awaits by name, with repetitions */
    void *low;
};

/* ---- the unit ---- */

/* What the file is made of, in order, for emission: text that passes through, and functions that
 * the lowering replaces. */
struct item {
    struct range r;
    struct func *func;       /* 0: passes through */
    struct decl *async_decl; /* an async prototype: taken out */
};

struct unit {
    const char *text; size_t len; /* preprocessed */
    struct token *toks; tokid ntoks; /* the last is T_EOF; index 0 is a real token */
    const char **files; uint32_t nfiles;
    struct item *items; uint32_t nitems;
    struct func **funcs; uint32_t nfuncs; /* those with bodies read, in source order */
    struct sym *preempt; /* edo__preempt of generated.h; 0: not declared */
    struct sym **named; uint32_t nnamed;  /* async functions that are used as values */
    struct sym **gens; uint32_t ngens;    /* generators that an edo_gen(f) names */
    struct type **gen_types; uint32_t ngen_types; /* of generators: those of values, by tokens */
    struct arena *arena;
    struct diag *diag;
    bool drops;      /* some token is to be dropped, or edited */
    bool has_local;  /* some type or function is marked edo_local or async_local */
    bool edo_active; /* edo.h was seen: the short keywords are on */
    bool parse_all;  /* EDOCC_PARSE_ALL: read every body */
};

#endif
