/* SPDX-License-Identifier: MIT
 *
 * Preprocessed text to tokens. The lexer never fails: a byte that begins no token is a token of
 * its own (T_JUNK). Line markers set the positions of the tokens behind them and are no tokens;
 * any other line that begins with # is one (T_PRAGMA). */
#ifndef EDOCC_LEX_H
#define EDOCC_LEX_H

#include "ast.h"

/* Spellings of one keyword share its number. */
enum keyword {
    KW_NONE,
    /* type specifiers that are words of their own */
    KW_VOID, KW_CHAR, KW_SHORT, KW_INT, KW_LONG, KW_FLOAT, KW_DOUBLE, KW_SIGNED, KW_UNSIGNED,
    KW_BOOL, KW_COMPLEX, KW_IMAGINARY, KW_INT128, KW_FLOATN, /* _Float32 … __float128, _Decimal64 */
    KW_AUTO_TYPE,
    KW_TYPE_LAST = KW_AUTO_TYPE,
    KW_BITINT, /* _BitInt(N), _ExtInt(N) */
    KW_STRUCT, KW_UNION, KW_ENUM, KW_TYPEOF, KW_ATOMIC,
    /* storage classes and function specifiers */
    KW_TYPEDEF, KW_EXTERN, KW_STATIC, KW_AUTO, KW_REGISTER, KW_THREAD, KW_INLINE, KW_NORETURN,
    /* qualifiers */
    KW_CONST, KW_VOLATILE, KW_RESTRICT, KW_OTHER_QUALIFIER, /* _Nonnull, __seg_fs … */
    KW_ALIGNAS, KW_ATTRIBUTE, KW_EXTENSION, KW_STATIC_ASSERT, KW_ASM, KW_LABEL,
    /* expressions */
    KW_SIZEOF, KW_ALIGNOF, KW_GENERIC, KW_REAL, KW_IMAG, KW_BUILTIN, /* may take types */
    /* statements */
    KW_IF, KW_ELSE, KW_WHILE, KW_DO, KW_FOR, KW_SWITCH, KW_CASE, KW_DEFAULT, KW_GOTO, KW_BREAK,
    KW_CONTINUE, KW_RETURN,
    KW_C_LAST = KW_RETURN,
    /* Edo's. Only the reserved spellings (_Await) have one of these as a token's kw; the short
     * ones have kw 0 and their meaning in ident.edo, as it depends on where they stand. */
    KW_ASYNC, KW_AWAIT, KW_TRY, KW_DEFER, KW_JOIN, KW_SELECT, KW_SELECT_BIASED, KW_WHEN,
    KW_OTHERWISE, KW_COMPLETE, KW_GEN, KW_YIELD, KW_EACH,
    KW_SHIELD, KW_FUTURE, KW_START, KW_BLOCK_ON, KW_RUNTIME_BLOCK_ON, KW_LEAF, KW_FRAME,
    KW_CALL_OF, KW_GEN_OF, KW_EDO_GEN, KW_NEXT, KW_RESUME, KW_GEN_RESULT, KW_GEN_END,
    KW_COUNT
};

enum punct {
    P_NONE,
    P_LBRACE, P_RBRACE, P_LPAREN, P_RPAREN, P_LBRACKET, P_RBRACKET, P_SEMI, P_COMMA, P_COLON,
    P_QUESTION, P_DOT, P_ARROW, P_ELLIPSIS, P_TILDE, P_NOT, P_INC, P_DEC,
    P_STAR, P_SLASH, P_PERCENT, P_PLUS, P_MINUS, P_SHL, P_SHR, P_LT, P_GT, P_LE, P_GE, P_EQ, P_NE,
    P_AND, P_XOR, P_OR, P_ANDAND, P_OROR,
    P_ASSIGN, P_MUL_ASSIGN, P_DIV_ASSIGN, P_MOD_ASSIGN, P_ADD_ASSIGN, P_SUB_ASSIGN, P_SHL_ASSIGN,
    P_SHR_ASSIGN, P_AND_ASSIGN, P_XOR_ASSIGN, P_OR_ASSIGN,
    P_HASH, P_HASHHASH, P_COLONCOLON,
    P_COUNT
};

/* One spelling of an identifier, with what it is bound to where the parser stands (scope.h). */
struct ident {
    const char *s; /* terminated */
    uint32_t len, hash;
    uint16_t kw;  /* a keyword always */
    uint16_t edo; /* a keyword of Edo where one can stand */
    struct binding *ordinary, *tag;
    struct sym *external;      /* a function that only blocks have declared so far */
    struct label_info *labels; /* of the function being read (parse.h) */
    bool gen_member; /* some struct's member by this name is an edo_gen */
    uint32_t file;      /* as the name of a file: 1 + its index in unit.files */
    struct ident *next; /* in its hash chain */
};

struct ident_table;

/* Fills unit->toks, ntoks, files, edo_active, drops. Returns the table that the tokens' `id` lie
 * in. `first_file` names the text before the first line marker. */
struct ident_table *lex(struct unit *unit, const char *first_file);
void idents_each(struct ident_table *table, void (*each)(void *context, struct ident *id),
                 void *context);
struct ident *ident_of(struct unit *unit, struct ident_table *table, const char *s, size_t len);

#endif
