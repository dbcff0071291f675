/* SPDX-License-Identifier: MIT
 *
 * What is said when the same thing goes wrong again and again: the first time, then once a second
 * at most, with how often it went unsaid. A thousand clients that are reset together make one line,
 * not a thousand; and no error is lost among others, as each has its own entry.
 *
 * Bounded: with more kinds than entries at a time, the one said longest ago makes room. */
#ifndef EDO_SCHED_REPEATS_H
#define EDO_SCHED_REPEATS_H

#include <stdbool.h>
#include <stdint.h>

enum { EDO__REPEATS = 8 };

#define EDO__REPEAT_NS UINT64_C(1000000000)

struct edo__repeat {
    const void *who; /* 0: the entry is free. Compared only: it may be gone */
    int64_t what;
    uint64_t said_ns;
    uint64_t unsaid; /* times since */
};

struct edo__repeats {
    struct edo__repeat of[EDO__REPEATS];
};

/* `what` has happened to `who`. True: it is to be said now. *before is what its entry was until
 * then: the same kind's, or another's that made room; its `unsaid` is to be said too. */
static inline bool edo__repeats_note(struct edo__repeats *r, const void *who, int64_t what,
                                     uint64_t now_ns, struct edo__repeat *before)
{
    struct edo__repeat *e = &r->of[0];
    for (int i = 0; i < EDO__REPEATS; i++) {
        struct edo__repeat *at = &r->of[i];
        if (at->who == who && at->what == what) {
            e = at;
            break;
        }
        if (e->who && (!at->who || at->said_ns < e->said_ns))
            e = at;
    }
    if (e->who == who && e->what == what && now_ns - e->said_ns < EDO__REPEAT_NS) {
        e->unsaid++;
        return false;
    }
    *before = *e;
    *e = (struct edo__repeat){.who = who, .what = what, .said_ns = now_ns};
    return true;
}

#endif
