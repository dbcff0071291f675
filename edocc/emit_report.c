/* SPDX-License-Identifier: MIT
 *
 * --frames: how big each frame is, and who fills it. Sizes are the C compiler's to know; so the
 * report is a C program's text that the driver has compiled and run: see report_frames. */
#include "emit.h"

void report_frames(struct lunit *lu, struct outbuf *out)
{
    emit_unit(lu, out);
}
