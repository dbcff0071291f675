/* SPDX-License-Identifier: MIT
 *
 * The whole compiler but for the driver, as one call: text in, C or diagnostics out. */
#ifndef FUZZ_EDOCC_PIPELINE_H
#define FUZZ_EDOCC_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "lower.h"

struct pipeline {
    bool parse_all;
    bool all_in_frame;
    bool no_overlay;
    bool expand;
    bool frames;
};

/* Whether `text` was accepted; its translation is appended to `out`, whose memory the caller
 * frees. */
bool pipeline_run(const struct pipeline *p, const char *text, size_t len, struct outbuf *out);

#endif
