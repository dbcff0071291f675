/* SPDX-License-Identifier: MIT */
#include "edocc_pipeline.h"

#include <stdio.h>

#include "frontend.h"

bool pipeline_run(const struct pipeline *p, const char *text, size_t len, struct outbuf *out)
{
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    struct arena *arena = arena_new();
    struct diag *diag = diag_new(arena);
    struct front_options front = {.parse_all = p->parse_all, .first_file = "fuzz.c"};
    struct unit *unit = front_parse(arena, diag, text, len, &front);
    bool good = !diag_failed(diag);
    if (good && unit_needs_lowering(unit)) {
        struct lower_options lower = {.all_in_frame = p->all_in_frame,
                                      .no_overlay = p->no_overlay,
                                      .expand = p->expand,
                                      .frames = p->frames,
                                      .verify = true};
        good = lower_unit(unit, &lower, out) && !diag_failed(diag);
    }
    diag_flush(diag, unit, nowhere);
    arena_free(arena);
    return good;
}
