/* SPDX-License-Identifier: MIT
 *
 * Labels, and what jumps may not do: enter the scope of a future, a generator, an edo_T or a
 * variable-length array, or a defer's body, a shield, a statement expression, a branch of a join;
 * leave a defer's body or, but for a return, a branch. */
#include "parse.h"

void enclose(struct parser *p, enum enclosure_kind kind, tokid tok)
{
    struct enclosure *in = arena_new_of(p->a, struct enclosure);
    in->up = p->body->in;
    in->kind = kind;
    in->tok = tok;
    in->depth = in->up ? in->up->depth + 1 : 1;
    p->body->in = in;
    p->body->has_defer |= kind == IN_DEFER;
}

/* ---- labels ---- */

static struct label_info *info_new(struct parser *p, tokid tok, struct level *level)
{
    struct ident *id = p->toks[tok].id;
    struct label_info *info = arena_new_of(p->a, struct label_info);
    info->label = arena_new_of(p->a, struct label);
    info->label->name = info->label->out = id->s;
    info->label->local = level != 0;
    info->id = id;
    info->level = level;
    info->first_use = tok;
    info->outer = id->labels;
    id->labels = info;
    vec_push(p->a, &p->body->label_infos, info);
    vec_push(p->a, &p->body->labels, info->label);
    return info;
}

static struct label_info *info_of(struct parser *p, tokid tok)
{
    struct ident *id = p->toks[tok].id;
    return id->labels ? id->labels : info_new(p, tok, 0);
}

struct label *label_define(struct parser *p, tokid tok, struct stmt *at)
{
    struct label_info *info = info_of(p, tok);
    struct label *label = info->label;
    if (label->at) {
        diag_error(p->d, tok, D_LABEL, "the label '%s' is defined twice", label->name);
        diag_note(p->d, label->tok, "first here");
        return label;
    }
    label->at = at;
    label->tok = tok;
    info->in = p->body->in;
    return label;
}

struct label_info *label_use(struct parser *p, tokid tok, bool address)
{
    struct label_info *info = info_of(p, tok);
    info->label->address_taken |= address;
    return info;
}

void label_declare_local(struct parser *p, tokid tok)
{
    vec_push(p->a, &p->body->local_labels, info_new(p, tok, p->level));
}

void labels_leave(struct parser *p, struct level *level)
{
    struct vec *stack = &p->body->local_labels;
    while (stack->n) {
        struct label_info *info = stack->at[stack->n - 1];
        if (info->level != level)
            return;
        info->id->labels = info->outer;
        stack->n--;
    }
}

void labels_check(struct parser *p)
{
    struct body *b = p->body;
    for (unsigned i = 0; i < b->label_infos.n; i++) {
        struct label_info *info = b->label_infos.at[i];
        info->id->labels = 0;
        bool used = info->level == 0 || info->label->address_taken;
        if (!info->label->at && used)
            diag_error(p->d, info->first_use, D_LABEL, "the label '%s' is not defined",
                       info->label->name);
    }
}

/* ---- jumps ---- */

void jump_add(struct parser *p, enum jump_kind kind, struct label_info *label,
              struct enclosure *from, struct enclosure *into, tokid tok)
{
    if (!from && !into && kind != J_GOTO && kind != J_COMPUTED)
        return;
    struct jump *j = arena_new_of(p->a, struct jump);
    *j = (struct jump){kind, label, from, into, tok};
    vec_push(p->a, &p->body->jumps, j);
}

static const char *jump_name(enum jump_kind kind)
{
    static const char *const names[] = {
        [J_GOTO] = "goto",         [J_COMPUTED] = "computed goto", [J_BREAK] = "break",
        [J_CONTINUE] = "continue", [J_CASE] = "case",              [J_RETURN] = "return",
    };
    return names[kind];
}

static void entered(struct parser *p, const struct jump *j, const struct enclosure *in)
{
    const char *what = in->kind == IN_FUTURE      ? "past the declaration of a future"
                       : in->kind == IN_VM        ? "past the declaration of a variable-length type"
                       : in->kind == IN_DEFER     ? "into the body of a defer"
                       : in->kind == IN_SHIELD    ? "into an edo_shield"
                       : in->kind == IN_BRANCH    ? "into a branch of a join"
                       : in->kind == IN_GEN       ? "past the declaration of a generator"
                       : in->kind == IN_PLACE     ? "past the declaration of an edo_T"
                       : in->kind == IN_EACH      ? "into a loop over a generator"
                                                  : "into a statement expression";
    int code = in->kind == IN_DEFER    ? D_DEFER_JUMP
               : in->kind == IN_BRANCH ? D_JOIN
                                       : D_JUMP_PAST;
    diag_error(p->d, j->tok, code, "this %s jumps %s", jump_name(j->kind), what);
    bool declared = in->kind == IN_FUTURE || in->kind == IN_VM || in->kind == IN_GEN ||
                    in->kind == IN_PLACE;
    diag_note(p->d, in->tok,
              declared                ? "declared here"
              : in->kind == IN_BRANCH ? "the join begins here"
                                      : "it begins here");
}

static void left(struct parser *p, const struct jump *j, const struct enclosure *in)
{
    bool branch = in->kind == IN_BRANCH;
    diag_error(p->d, j->tok, branch ? D_JOIN : D_DEFER_JUMP, "this %s leaves %s",
               jump_name(j->kind), branch ? "a branch of a join" : "the body of a defer");
    diag_note(p->d, in->tok, branch ? "the join begins here" : "it begins here");
}

/* One error at most. */
static bool check(struct parser *p, const struct jump *j, const struct enclosure *into)
{
    const struct enclosure *from = j->from, *out = 0;
    while (from != into) {
        unsigned a = from ? from->depth : 0, b = into ? into->depth : 0;
        if (b >= a) {
            if (j->kind != J_BREAK && j->kind != J_CONTINUE && j->kind != J_RETURN) {
                entered(p, j, into);
                return false;
            }
            into = into->up;
        } else {
            if ((from->kind == IN_DEFER || (from->kind == IN_BRANCH && j->kind != J_RETURN)) &&
                !out)
                out = from;
            from = from->up;
        }
    }
    if (out)
        left(p, j, out);
    return !out;
}

void jumps_check(struct parser *p)
{
    struct body *b = p->body;
    for (unsigned i = 0; i < b->jumps.n; i++) {
        struct jump *j = b->jumps.at[i];
        if (j->kind == J_GOTO) {
            if (j->label->label->at)
                check(p, j, j->label->in);
            continue;
        }
        if (j->kind != J_COMPUTED) {
            check(p, j, j->into);
            continue;
        }
        for (unsigned k = 0; k < b->label_infos.n; k++) {
            struct label_info *info = b->label_infos.at[k];
            if (info->label->address_taken && info->label->at && !check(p, j, info->in))
                break;
        }
    }
}
