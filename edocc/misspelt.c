/* SPDX-License-Identifier: MIT
 *
 * Words that look like others: a keyword that is misspelt leaves the parser where no keyword is
 * missing, with a message about the token behind it. The word itself is what to speak of. Once it
 * has been, the parser takes it for what it was meant to be, and goes on. */
#include <string.h>

#include "parse.h"

enum { MOST_LETTERS = 40, MOST_REPAIRS = 50, MOST_WITHIN = 1000 };

/* ---- how far two words are apart ---- */

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* Letters that are left out, added, exchanged, or swapped with their neighbour. */
static unsigned distance(const char *a, unsigned na, const char *b, unsigned nb)
{
    unsigned rows[3][MOST_LETTERS + 1];
    for (unsigned j = 0; j <= nb; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= na; i++) {
        unsigned *row = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
        row[0] = i;
        for (unsigned j = 1; j <= nb; j++) {
            row[j] = least(up[j - 1] + (a[i - 1] != b[j - 1]), least(up[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], up2[j - 2] + 1);
        }
    }
    return rows[na % 3][nb];
}

struct nearest {
    const struct parser *p;
    const struct ident *word; /* what is written */
    struct ident *found;
    unsigned best; /* less than this */
    bool (*wanted)(const struct ident *id);
};

static void look_at(void *context, struct ident *id)
{
    struct nearest *n = context;
    unsigned gap = id->len > n->word->len ? id->len - n->word->len : n->word->len - id->len;
    if (id == n->word || id->len > MOST_LETTERS || gap > n->best || !n->wanted(id))
        return;
    unsigned far = distance(n->word->s, n->word->len, id->s, id->len);
    if (far > n->best || (far == n->best && n->found && strcmp(n->found->s, id->s) <= 0))
        return;
    n->best = far;
    n->found = id;
}

static struct ident *nearest(const struct parser *p, const struct ident *word, unsigned prefix,
                             bool (*wanted)(const struct ident *id))
{
    unsigned letters = word->len - prefix;
    struct nearest n = {.p = p, .word = word, .wanted = wanted};
    if (letters < 3 || word->len > MOST_LETTERS)
        return 0;
    n.best = letters < 6 ? 1 : 2;
    idents_each(p->idents, look_at, &n);
    return n.found;
}

/* ---- keywords ---- */

static bool is_keyword(const struct ident *id)
{
    return *id->s != '_' && (id->kw || id->edo);
}

/* What a select consists of. */
static bool is_clause_word(const struct ident *id)
{
    return is_keyword(id) && (id->edo == KW_WHEN || id->edo == KW_OTHERWISE ||
                              id->edo == KW_COMPLETE || id->kw == KW_IF);
}

/* Parentheses stand behind it, and something other than an operator or a `;` behind those. */
static bool is_head_word(const struct ident *id)
{
    return is_keyword(id) && (id->edo == KW_GEN_OF || id->edo == KW_FUTURE ||
                              id->edo == KW_EDO_GEN || id->edo == KW_CALL_OF ||
                              id->edo == KW_EACH || id->edo == KW_WHEN || id->kw == KW_IF ||
                              id->kw == KW_SWITCH || id->kw == KW_WHILE || id->kw == KW_FOR);
}

/* "asnyc int f" declares asnyc; once it is repaired, what it declared goes on being bound. */
static bool is_from_misspelt(const struct parser *p, tokid t)
{
    const struct token *k = &p->toks[t];
    tokid name = k->sym->name_tok;
    return name == t || (name && p->toks[name].id != k->id);
}

static bool is_unknown(const struct parser *p, tokid t)
{
    const struct token *k = &p->toks[t];
    bool member = t > 0 && (k[-1].punct == P_DOT || k[-1].punct == P_ARROW);
    return k->kind == T_IDENT && !k->kw && !k->id->edo && !member &&
           (!k->sym || is_from_misspelt(p, t));
}

/* The keyword that stands misspelt at `t`; or 0. */
static struct ident *keyword_at(const struct parser *p, tokid t,
                                bool (*wanted)(const struct ident *id))
{
    return is_unknown(p, t) ? nearest(p, p->toks[t].id, 0, wanted) : 0;
}

/* gen_off(int) int f(void): what stands in front of the parentheses that end at `t`; or 0. */
static tokid before_parentheses(const struct parser *p, tokid t)
{
    unsigned open = 0;
    for (unsigned i = 0; i < MOST_WITHIN && t > 0; i++, t--) {
        open += p->toks[t].punct == P_RPAREN;
        if (p->toks[t].punct == P_LPAREN && --open == 0)
            return t - 1;
    }
    return 0;
}

/* The parser has read it as a function: declared without a type, or called. */
static bool find_head(const struct parser *p, struct misspelt *m)
{
    tokid t = p->toks[p->prev].punct == P_RPAREN ? before_parentheses(p, p->prev) : 0;
    if (!t)
        return false;
    m->tok = t;
    m->meant = keyword_at(p, t, is_head_word);
    return m->meant != 0;
}

bool find_misspelt(struct parser *p, tokid tok, int code, struct misspelt *m)
{
    *m = (struct misspelt){0};
    if (p->repairs >= MOST_REPAIRS)
        return false;
    if (code != D_SYNTAX) {
        m->tok = tok;
        m->meant = keyword_at(p, tok, code == D_SELECT ? is_clause_word : is_keyword);
        return m->meant != 0;
    }
    if (tok != p->t || p->prev >= tok)
        return false;
    if (find_head(p, m))
        return true;
    m->tok = p->prev;
    if (p->toks[m->tok].punct == P_LPAREN && m->tok > 0) /* eahc (int i = …) */
        m->tok--;
    m->meant = keyword_at(p, m->tok, is_keyword);
    return m->meant != 0;
}

bool repair(struct parser *p, tokid first, tokid before)
{
    struct misspelt m = p->misspelt;
    p->misspelt = (struct misspelt){0};
    if (!m.meant || m.tok < first)
        return false;
    struct token *k = &p->u->toks[m.tok];
    k->id = m.meant;
    k->kw = m.meant->kw;
    k->sym = 0;
    p->repairs++;
    if (k->kw == KW_ELSE) /* nothing begins with it: its `if` has been read */
        return false;
    p->t = first;
    p->prev = before;
    return true;
}

/* ---- Edo's functions ---- */

static bool is_edo_name(const struct ident *id)
{
    return id->len > 4 && !memcmp(id->s, "edo_", 4) && id->s[4] != '_' && (lookup(id) || id->edo);
}

static bool is_async_name(const struct ident *id)
{
    const struct sym *s = lookup(id);
    return s && s->kind == SYM_FUNC && s->type->is_async && strncmp(id->s, "edo__", 5) != 0;
}

const char *meant_function(const struct parser *p, const struct expr *callee, bool awaited)
{
    const struct token *k = &p->toks[callee->r.first];
    if (callee->kind != E_IDENT || callee->sym || k->kind != T_IDENT)
        return 0;
    bool edo = k->len > 4 && !memcmp(k->s, "edo_", 4);
    if (!edo && !awaited)
        return 0;
    const struct ident *id = nearest(p, k->id, edo ? 4 : 0, edo ? is_edo_name : is_async_name);
    return id ? id->s : 0;
}

/* `when (…)` that stands in no select has been read as a call. */
static bool is_stray_when(const struct parser *p, const struct expr *callee)
{
    const struct token *k = &p->toks[callee->r.first];
    return callee->kind == E_IDENT && !callee->sym && k->kind == T_IDENT &&
           k->id->edo == KW_WHEN && p->u->edo_active && p->body && p->body->func->is_async;
}

static void take_calls(struct expr *e)
{
    for (uint32_t i = 0; i < e->nargs; i++) {
        struct expr *made = async_call(e->args[i]);
        if (made)
            made->taken = true;
    }
}

/* What is called looks like one of Edo's own functions, and isn't declared. */
void check_misspelt_call(struct parser *p, struct expr *e, const struct expr *callee)
{
    const char *meant = e->unevaluated ? 0 : meant_function(p, callee, false);
    bool when = is_stray_when(p, callee);
    if (!meant && !when)
        return;
    take_calls(e);
    if (when)
        fail_code(p, callee->r.first, D_SELECT, "'when' outside a select");
    edo_error(p, callee->r.first, callee->r.first, D_MISSPELT,
              "'%s' is not declared; did you mean '%s'?", tok_text(p->u, callee->r.first), meant);
    diag_fix(p->d, meant);
}
