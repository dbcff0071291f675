/* SPDX-License-Identifier: MIT
 *
 * Parser and passes recurse as deep as the source nests, within the front end's limits; those need
 * more stack than a main thread may have, so the work is done on a thread of its own. */
#include "driver.h"

#include "frontend.h"
#include "lint.h"
#include "lower.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
    struct command *c;
    const struct input *in;
    enum translation what;
    struct states *states;
    struct outbuf out;
    bool good;
};

static bool has_word(const struct command *c, const char *word)
{
    for (int i = 0; i < c->words.n; i++)
        if (strcmp(c->words.at[i], word) == 0)
            return true;
    return false;
}

static void read_lints(const struct command *c, struct lint_options *lints)
{
    lint_defaults(lints);
    for (int i = 0; i < c->words.n; i += c->read[i].words)
        lint_option(lints, c->words.at[i]);
}

static void flush(struct command *c, struct diag *diag, const struct unit *unit)
{
    if (c->style.json) {
        const char *elements = diag_text(diag, unit);
        messages_add(c, elements, strlen(elements));
    } else {
        diag_flush(diag, unit, stderr);
    }
}

/* EDOCC_VERIFY=0 or =1; without it, debug builds do. */
static bool wants_verify(void)
{
    const char *said = getenv("EDOCC_VERIFY");
#ifdef EDOCC_DEBUG_BUILD
    return !said || strcmp(said, "0") != 0;
#else
    return said && strcmp(said, "0") != 0;
#endif
}

static void *work(void *arg)
{
    struct job *job = arg;
    const struct text *text = &job->in->text;
    struct front_options front = {
        .parse_all = job->c->parse_all,
        .first_file = strcmp(job->in->name, "-") == 0 ? NULL : job->in->name,
        .pointer_bytes = job->c->small_pointers ? 4 : sizeof(void *),
    };
    struct lower_options lower = {
        .expand = job->what == TRANSLATE_EXPAND,
        .frames = job->what == TRANSLATE_FRAMES,
        .states = job->states,
        .preempt = has_word(job->c, "-fedo-preempt"),
        .all_in_frame = has_word(job->c, "-fedo-all-in-frame"),
        .no_overlay = has_word(job->c, "-fedo-no-overlay"),
        .debug = job->what == TRANSLATE_COMPILE && command_debugs(job->c),
        .verify = wants_verify(),
    };
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(arena);
    struct lint_options lints;
    read_lints(job->c, &lints);
    diag_set_lints(diag, &lints);
    diag_set_style(diag, &job->c->style);
    struct unit *unit = front_parse(arena, diag, text->text, text->length, &front);

    job->good = !diag_failed(diag) && lower_unit(unit, &lower, &job->out);
    job->good = job->good && !diag_failed(diag);
    job->good = job->good && diag_fatal_warnings(diag) == 0;
    flush(job->c, diag, unit);
    arena_free(arena);
    return NULL;
}

static bool on_deep_stack(struct job *job)
{
    static const size_t sizes[] = {(size_t)512 << 20, (size_t)64 << 20, (size_t)8 << 20};
    pthread_attr_t attributes;
    pthread_t thread;
    int error = pthread_attr_init(&attributes);

    if (error)
        goto report;
    /* Address space may be limited: less will do for all but the strangest sources. */
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        error = pthread_attr_setstacksize(&attributes, sizes[i]);
        if (!error)
            error = pthread_create(&thread, &attributes, work, job);
        if (!error)
            break;
    }
    pthread_attr_destroy(&attributes);
    if (!error)
        error = pthread_join(thread, NULL);
report:
    if (error)
        fprintf(stderr, "edocc: starting a thread: %s\n", strerror(error));
    return error == 0;
}

bool translate(struct command *c, const struct input *in, enum translation what,
               struct states *states, struct text *out)
{
    struct job job = {.c = c, .in = in, .what = what, .states = states};

    if (!on_deep_stack(&job))
        job.good = false;
    *out = (struct text){.text = job.out.s, .length = job.out.n, .room = job.out.room};
    return job.good;
}
