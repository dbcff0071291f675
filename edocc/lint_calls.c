/* SPDX-License-Identifier: MIT
 *
 * Calls that stop the thread, and with it every task of it. -Wedo-blocking knows those that do
 * nothing else. -Wedo-blocking-io knows those that wait unless their descriptor was told not to;
 * that can't be seen from here, so what looks as if it had been told is left alone: a flag or a
 * timeout that says so, and functions that wait for descriptors, of children too, by
 * edo_fd_ready. */
#include "safety.h"

#include <string.h>

/* What to do instead, by the first in each row. */
struct advice {
    const char *const *names;
    const char *text;
};

static const char *const sleeps[] = {
    "sleep", "usleep", "nanosleep", "clock_nanosleep", "thrd_sleep", 0,
};
static const char *const others[] = {
    "getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyname2", "gethostbyaddr",
    "gethostbyname_r", "gethostbyname2_r", "gethostbyaddr_r",
    "system", "pclose", "pause", "sigwait", "sigwaitinfo", "sigsuspend",
    "pthread_barrier_wait", "pthread_cond_wait", "cnd_wait", "sem_wait", 0,
};
static const char *const children[] = {
    "wait", "waitpid", "waitid", "wait3", "wait4", 0,
};
static const char *const io[] = {
    "read", "readv", "recv", "recvfrom", "recvmsg", "accept", "accept4", "connect",
    "poll", "ppoll", "select", "pselect", "epoll_wait", "epoll_pwait", "flock", "lockf",
    "mq_receive", "msgrcv", 0,
};

static const struct advice blocking[] = {
    {sleeps, "await edo_sleep"},
    {others, "a thread of its own can make this call"},
    {children, "await edo_fd_ready of a pidfd first"},
    {0, 0},
};

/* ---- calls that need not wait ---- */

/* An argument that says whether the call waits: it doesn't if `bit` is set, or if it is 0; or
 * unless it is null. */
enum { IF_ZERO = 0, UNLESS_NULL = -1 };
static const struct option {
    const char *name;
    unsigned at;
    int64_t bit;
} options[] = {
    {"waitpid", 2, 1},
    {"waitid", 3, 1},
    {"wait3", 1, 1},
    {"wait4", 2, 1},
    {"recv", 3, 0x40},
    {"recvfrom", 3, 0x40},
    {"recvmsg", 2, 0x40},
    {"flock", 1, 4},
    {"poll", 2, IF_ZERO},
    {"epoll_wait", 3, IF_ZERO},
    {"epoll_pwait", 3, IF_ZERO},
    {"select", 4, UNLESS_NULL},
    {"pselect", 4, UNLESS_NULL},
    {"ppoll", 2, UNLESS_NULL},
};

static bool is_null(const struct expr *e)
{
    e = expr_strip(e);
    while (e->kind == E_CAST)
        e = expr_strip(e->a);
    return e->value_known && e->value == 0;
}

/* What isn't known is taken for no waiting. */
static bool may_wait(const struct unit *unit, const struct expr *e)
{
    const struct token *t = &unit->toks[expr_strip(e->a)->r.first];
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const struct option *o = &options[i];
        if (t->len != strlen(o->name) || memcmp(t->s, o->name, t->len) || o->at >= e->nargs)
            continue;
        const struct expr *arg = e->args[o->at];
        if (o->bit == UNLESS_NULL)
            return is_null(arg);
        if (!arg->value_known)
            return false;
        return o->bit ? !(arg->value & o->bit) : arg->value != 0;
    }
    return true;
}

/* A descriptor that the function itself opened is a file's: reading it takes its time, but waits
 * for nobody. */
static bool is_of_a_file(const struct lfunc *lf, const struct expr *fd)
{
    static const char *const openers[] = {"open",     "openat",       "open64", "openat64", "creat",
                                          "mkstemp",  "mkostemp",     "fileno", "mkstemp64",
                                          "memfd_create", 0};
    const struct flow *f = lf->flow;
    fd = expr_strip(fd);
    for (unsigned i = 0; i < f->nacts && fd->kind == E_IDENT && fd->sym; i++) {
        const struct act *act = &f->acts[i];
        const struct expr *value = 0, *to = act->expr && act->expr->kind == E_ASSIGN
                                                ? expr_strip(act->expr->a)
                                                : 0;
        if (act->decl && act->decl->sym == fd->sym && act->decl->init)
            value = act->decl->init->expr;
        else if (to && to->kind == E_IDENT && to->sym == fd->sym)
            value = act->expr->b;
        value = value ? expr_strip(value) : 0;
        if (value && value->kind == E_CALL && call_among(lf->lu->unit, value, openers) >= 0)
            return true;
    }
    return false;
}

static bool awaits_readiness(const struct lfunc *lf)
{
    for (unsigned i = 0; i < lf->waits.n; i++) {
        const struct wait *w = lf->waits.at[i];
        if (w->fn && !strcmp(w->fn->name, "edo_fd_ready"))
            return true;
    }
    return false;
}

/* ---- reports ---- */

static void report(struct lfunc *lf, const struct expr *e, int code, const char *advice)
{
    const struct expr *callee = expr_strip(e->a);
    diag_warning(lf->lu->diag, callee->r.first, code,
                 "'%s' in an async function stops every task of its thread%s%s",
                 tok_text(lf->lu->unit, callee->r.first), advice ? ": " : "", advice ? advice : "");
}

static void check_call(struct lfunc *lf, const struct expr *e, bool waits_itself)
{
    const struct unit *unit = lf->lu->unit;
    for (const struct advice *a = blocking; a->names; a++) {
        if (call_among(unit, e, a->names) < 0)
            continue;
        if (may_wait(unit, e) && !(waits_itself && a->names == children))
            report(lf, e, D_WARN_BLOCKING, a->text);
        return;
    }
    if (!waits_itself && call_among(unit, e, io) >= 0 && may_wait(unit, e) && e->nargs &&
        !is_of_a_file(lf, e->args[0]))
        report(lf, e, D_WARN_BLOCKING_IO, 0);
}

void lint_calls(struct lfunc *lf)
{
    const struct flow *f = lf->flow;
    bool waits_itself = awaits_readiness(lf);
    for (unsigned i = 0; i < f->norder; i++) {
        const struct node *n = &f->nodes[f->order[i]];
        for (unsigned j = n->act; j < n->act + n->nacts; j++)
            if (f->acts[j].expr && !f->acts[j].set && f->acts[j].expr->kind == E_CALL)
                check_call(lf, f->acts[j].expr, waits_itself);
    }
}
