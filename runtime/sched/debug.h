/* SPDX-License-Identifier: MIT
 *
 * What a debugger finds, in a live process or a core file, in a program without debug information
 * too: the symbol edo__debug, a table of where things are and the list of all runtimes. share/gdb
 * holds a script that reads it; docs/debugging.md says how.
 *
 * The table describes itself: each entry has a name, `struct.member`, and a number, the member's
 * offset (`struct.size`: the size). So a script serves every version in which the names mean the
 * same; `version` counts up when one doesn't. */
#ifndef EDO_SCHED_DEBUG_H
#define EDO_SCHED_DEBUG_H

#include "base/atomic.h"
#include "base/list.h"
#include "edo/runtime.h"

struct edo__debug_entry {
    const char *name;
    uintptr_t value;
};

struct edo__debug {
    uint32_t version, entries_count;
    const struct edo__debug_entry *entries;
    struct edo_list runtimes; /* by runtime->all; oldest first. Under `busy` */
    edo_atomic_word busy;
};

extern struct edo__debug edo__debug;

/* When a runtime begins, and when nothing of it runs any more. Any thread. */
void edo__debug_add(edo_runtime *rt);
void edo__debug_remove(edo_runtime *rt);

#endif
