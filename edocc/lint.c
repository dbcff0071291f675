/* SPDX-License-Identifier: MIT */
#include "lint.h"

#include "diag.h"

#include <stdlib.h>
#include <string.h>

/* On by default is what is wrong nearly wherever it is found. */
static const struct row {
    const char *name;
    int code;
    bool on;
    const char *help;
} table[LINTS] = {
    [LINT_LOCK] = {"edo-lock", D_WARN_LOCK, true,
                   "a mutex, spin lock or FILE lock held across an await"},
    [LINT_THREAD_LOCAL] = {"edo-thread-local", D_WARN_THREAD_LOCAL, true,
                           "the address of a thread-local across an await"},
    [LINT_TASK_ARGUMENT] = {"edo-task-argument", D_WARN_TASK_ARGUMENT, true,
                            "the address of a local given to a task that may outlive it"},
    [LINT_BLOCKING] = {"edo-blocking", D_WARN_BLOCKING, true,
                       "sleep, getaddrinfo, waitpid … in an async function"},
    [LINT_BLOCKING_IO] = {"edo-blocking-io", D_WARN_BLOCKING_IO, true,
                          "read, accept, poll … that may wait, in an async function"},
    [LINT_BLOCK_ON] = {"edo-block-on", D_WARN_BLOCK_ON, true, "edo_block_on in an async function"},
    [LINT_FRAME_SIZE] = {"edo-frame-size", D_WARN_FRAME_SIZE, false,
                         "a frame of more than 2048 bytes (=N: of more than N)"},
    [LINT_ESCAPE] = {"edo-escape", D_WARN_ESCAPE, false,
                     "a local kept in the frame only because its address was taken"},
    [LINT_BOX] = {"edo-box", D_WARN_BOX, false, "an await that allocates its callee's frame"},
    [LINT_PINNED] = {"edo-pinned", D_WARN_PINNED, true, "memcpy of a pinned type"},
    [LINT_MISSING_RESULT] = {"edo-missing-result", D_MISSING_RESULT, true,
                             "the end of an async function that owes a result is reached"},
    [LINT_DECLARATION] = {"declaration-after-statement", D_WARN_DECLARATION, false, 0},
    [LINT_FALLTHROUGH] = {"implicit-fallthrough", D_WARN_FALLTHROUGH, false, 0},
};

void lint_defaults(struct lint_options *o)
{
    *o = (struct lint_options){.frame_bytes = LINT_FRAME_BYTES};
    for (int i = 0; i < LINTS; i++)
        o->on[i] = table[i].on;
}

/* ---- options ---- */

static bool begins(const char *word, const char *with, const char **rest)
{
    size_t n = strlen(with);
    if (strncmp(word, with, n) != 0)
        return false;
    *rest = word + n;
    return true;
}

/* The number behind edo-frame-size=. */
static bool read_bytes(const char *s, uint64_t *bytes)
{
    char *end;
    if (*s < '0' || *s > '9')
        return false;
    *bytes = strtoull(s, &end, 10);
    return *end == 0;
}

enum what { TURN_ON, TURN_OFF, MAKE_ERROR, MAKE_WARNING };

static void apply(struct lint_options *o, int i, enum what what)
{
    switch (what) {
    case TURN_ON: o->on[i] = true; break;
    case TURN_OFF: o->on[i] = false; break;
    case MAKE_ERROR:
        o->on[i] = true;
        o->error[i] = 1;
        break;
    case MAKE_WARNING: o->error[i] = -1; break;
    }
}

static bool apply_name(struct lint_options *o, const char *name, enum what what)
{
    bool all = strcmp(name, "edo-all") == 0, known = all;
    const char *value = strchr(name, '=');
    size_t n = value ? (size_t)(value - name) : strlen(name);
    for (int i = 0; i < LINTS; i++) {
        bool named = strlen(table[i].name) == n && strncmp(table[i].name, name, n) == 0;
        if (named && value &&
            !(i == LINT_FRAME_SIZE && (what == TURN_ON || what == MAKE_ERROR) &&
              read_bytes(value + 1, &o->frame_bytes)))
            return false;
        if (named || (all && i < LINT_DECLARATION))
            apply(o, i, what);
        known |= named;
    }
    return known;
}

/* -Wextra, and what stands behind -W, -Wno- … if that is a name of the C compiler's. */
static void apply_plain(struct lint_options *o, const char *name, enum what what)
{
    static const char fall[] = "implicit-fallthrough";
    if (strcmp(name, table[LINT_DECLARATION].name) == 0)
        apply(o, LINT_DECLARATION, what);
    if (strncmp(name, fall, sizeof fall - 1) != 0)
        return;
    const char *value = name + sizeof fall - 1;
    if (*value && (*value != '=' || value[1] < '0' || value[1] > '5' || value[2]))
        return;
    apply(o, LINT_FALLTHROUGH, *value && value[1] == '0' ? TURN_OFF : what);
    o->fallthrough_said |= what != MAKE_WARNING;
}

static void note_plain(struct lint_options *o, const char *word)
{
    const char *name;
    if (strcmp(word, "-Wextra") == 0 || strcmp(word, "-W") == 0)
        o->on[LINT_FALLTHROUGH] |= !o->fallthrough_said;
    else if (begins(word, "-Werror=", &name))
        apply_plain(o, name, MAKE_ERROR);
    else if (begins(word, "-Wno-error=", &name))
        apply_plain(o, name, MAKE_WARNING);
    else if (begins(word, "-Wno-", &name))
        apply_plain(o, name, TURN_OFF);
    else if (begins(word, "-W", &name))
        apply_plain(o, name, TURN_ON);
}

bool lint_option(struct lint_options *o, const char *word)
{
    const char *name;
    note_plain(o, word);
    if (strcmp(word, "-w") == 0)
        o->none = true;
    else if (strcmp(word, "-Werror") == 0)
        o->all_errors = true;
    else if (strcmp(word, "-Wno-error") == 0)
        o->all_errors = false;
    else if (begins(word, "-Werror=", &name) && strncmp(name, "edo-", 4) == 0)
        return apply_name(o, name, MAKE_ERROR);
    else if (begins(word, "-Wno-error=", &name) && strncmp(name, "edo-", 4) == 0)
        return apply_name(o, name, MAKE_WARNING);
    else if (begins(word, "-Wno-", &name) && strncmp(name, "edo-", 4) == 0)
        return apply_name(o, name, TURN_OFF);
    else if (begins(word, "-W", &name) && strncmp(name, "edo-", 4) == 0)
        return apply_name(o, name, TURN_ON);
    return true;
}

/* ---- verdicts ---- */

int lint_of(int code)
{
    for (int i = 0; i < LINTS; i++)
        if (table[i].code == code)
            return i;
    return -1;
}

bool lint_on(const struct lint_options *o, enum lint which)
{
    return o ? o->on[which] && !o->none : table[which].on;
}

enum lint_verdict lint_verdict(const struct lint_options *o, int code)
{
    int i = lint_of(code);
    if (i >= 0 && !lint_on(o, (enum lint)i))
        return LINT_OFF;
    if (!o)
        return LINT_WARNS;
    if (o->none)
        return LINT_OFF;
    int error = i >= 0 ? o->error[i] : 0;
    return error > 0 || (error == 0 && o->all_errors) ? LINT_FAILS : LINT_WARNS;
}

uint32_t lints_named(const char *name, size_t length)
{
    static const char fall[] = "implicit-fallthrough=";
    size_t n = sizeof fall - 1;
    if (length == n + 1 && strncmp(name, fall, n) == 0)
        length = n - 1;
    if (length == 7 && strncmp(name, "edo-all", 7) == 0)
        return LINTS_EDO;
    for (int i = 0; i < LINTS; i++)
        if (strlen(table[i].name) == length && strncmp(table[i].name, name, length) == 0)
            return UINT32_C(1) << i;
    return 0;
}

const char *lint_name(int code)
{
    int i = lint_of(code);
    return i >= 0 ? table[i].name : 0;
}

void lint_help(FILE *out)
{
    for (int i = 0; i < LINT_DECLARATION; i++)
        fprintf(out, "  -W%-20s %s%s\n", table[i].name, table[i].help,
                table[i].on ? " (on by default)" : "");
    fprintf(out, "  -W%-20s all of these\n", "edo-all");
}
