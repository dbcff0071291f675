/* SPDX-License-Identifier: MIT
 *
 * -Wedo-task-argument: the address of a local is given to a task that may outlive it. A task that
 * is joined in the local's scope doesn't; nor, by all that can be seen, does one whose handle is
 * used there in any other way but to detach, cancel or look at it; nor a detached one if the local
 * itself is used behind the spawn: the program waits for it in a way of its own. */
#include "safety.h"

#include <string.h>

static const char *const spawns[] = {"edo_spawn", "edo_spawn_on", "edo_task_spawn", 0};
enum { WITH_HANDLE = 2 };

/* Functions that take a handle without waiting for the task. */
static const char *const lookers[] = {
    "edo_task_detach", "edo_task_cancel", "edo_task_is_finished", "edo_task_id", "edo_task_name",
    "edo_task_set_name", "edo_dump",
};

static bool is_changed(const struct unit *unit, tokid t)
{
    unsigned next = unit->toks[t + 1].punct, before = unit->toks[t - 1].punct;
    return next == P_ASSIGN || next == P_ADD_ASSIGN || next == P_SUB_ASSIGN || next == P_INC ||
           next == P_DEC || before == P_INC || before == P_DEC;
}

/* What a variable holds that never gets another value than its initialiser, if `e` is one. */
static const struct expr *initial(const struct lfunc *lf, const struct expr *e)
{
    const struct unit *unit = lf->lu->unit;
    const struct expr *core = expr_strip(e);
    const struct sym *s = core->kind == E_IDENT ? core->sym : 0;
    if (!s || s->kind != SYM_VAR || s->file_scope || s->address_taken || !s->decl ||
        !s->decl->init || !s->decl->init->expr)
        return e;
    struct range body = lf->func->body->r;
    for (tokid t = body.first; t < body.last; t++)
        if (unit->toks[t].sym == s && t != s->name_tok && is_changed(unit, t))
            return e;
    return expr_strip(s->decl->init->expr);
}

static bool is_automatic(const struct sym *s)
{
    return s->kind == SYM_VAR && !s->file_scope && s->storage != STO_STATIC &&
           s->storage != STO_EXTERN && s->storage != STO_THREAD;
}

/* The tokens where `s` is alive, as written. */
static struct range scope_of(const struct lfunc *lf, const struct sym *s)
{
    const struct stmt *block = s->scope ? s->scope->block : 0;
    return block && !s->is_param ? block->r : lf->func->body->r;
}

/* ---- mentions ---- */

static bool only_looks(const struct unit *unit, tokid t)
{
    const struct token *toks = unit->toks;
    while (t > 2 && (toks[t - 1].punct == P_STAR || toks[t - 1].punct == P_LPAREN) &&
           toks[t - 2].kind != T_IDENT)
        t--;
    if (t < 3 || toks[t - 1].punct != P_LPAREN)
        return false;
    for (size_t i = 0; i < sizeof lookers / sizeof *lookers; i++)
        if (tok_is(unit, t - 2, lookers[i]))
            return true;
    return false;
}

/* Is `s` mentioned among these tokens, but by those who only look at it, and not in `but`? */
static bool is_used(const struct unit *unit, const struct sym *s, struct range in, struct range but)
{
    for (tokid t = in.first; t <= in.last; t++) {
        if (t >= but.first && t <= but.last)
            continue;
        if (unit->toks[t].sym == s && t != s->name_tok && !only_looks(unit, t))
            return true;
    }
    return false;
}

/* The variable that `&t`, `&tasks[i]`, `out` … is about. */
static const struct sym *handle_of(const struct expr *e)
{
    for (;;) {
        switch (e->kind) {
        case E_IDENT: return e->sym;
        case E_PAREN:
        case E_CAST:
        case E_UNARY:
        case E_MEMBER:
        case E_ARROW:
        case E_INDEX:
        case E_BINARY: e = e->a; continue;
        default: return 0;
        }
    }
}

static bool is_waited_for(const struct lfunc *lf, const struct expr *spawn, const struct sym *local,
                          bool has_handle)
{
    const struct unit *unit = lf->lu->unit;
    struct range scope = scope_of(lf, local);
    if (has_handle) {
        const struct sym *handle = handle_of(spawn->args[0]);
        return !handle || is_used(unit, handle, scope, spawn->r);
    }
    struct range behind = {spawn->r.last + 1, scope.last};
    return is_used(unit, local, behind, spawn->r);
}

/* ---- the check ---- */

static void check_argument(struct lfunc *lf, const struct expr *spawn, const struct expr *e,
                           bool has_handle)
{
    const struct expr *call = e->kind == E_CAPTURE ? e->a : 0;
    for (uint32_t i = 0; call && i < call->nargs; i++)
        check_argument(lf, spawn, call->args[i], has_handle);
    if (call)
        return;
    const struct sym *local = address_of_some(initial(lf, e), is_automatic);
    if (!local || is_waited_for(lf, spawn, local, has_handle))
        return;
    diag_warning(lf->lu->diag, e->r.first, D_WARN_TASK_ARGUMENT,
                 "the address of '%s' is given to a task that may outlive it", local->name);
    diag_note(lf->lu->diag, local->name_tok, "'%s' is declared here%s", local->name,
              has_handle ? ", and the task isn't joined in its scope" : "");
}

/* What is spawned: a captured call, or one of several. */
static void check_call(struct lfunc *lf, const struct expr *spawn, const struct expr *e,
                       bool has_handle)
{
    e = initial(lf, expr_strip(e));
    if (e->kind == E_CAPTURE) {
        check_argument(lf, spawn, e, has_handle);
    } else if (e->kind == E_COND) {
        if (e->b)
            check_call(lf, spawn, e->b, has_handle);
        check_call(lf, spawn, e->c, has_handle);
    }
}

void lint_tasks(struct lfunc *lf)
{
    if (!diag_wants(lf->lu->diag, LINT_TASK_ARGUMENT))
        return;
    for (uint32_t i = 0; i < lf->func->nspawns; i++) {
        const struct expr *e = lf->func->spawns[i];
        int which = call_among(lf->lu->unit, e, spawns);
        for (uint32_t j = 0; which >= 0 && j < e->nargs; j++)
            check_call(lf, e, e->args[j], which == WITH_HANDLE);
    }
}
