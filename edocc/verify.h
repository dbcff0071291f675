/* SPDX-License-Identifier: MIT
 *
 * A check of the plan that does not trust who made it. verify_function (lower.h) walks the flow
 * graph forwards, with the plan in its hands, and follows for every local where its value is: in
 * the C local, in its slot in the frame. False, with an internal error reported for each local at
 * fault, if
 *   - a local is read, or saved, where some path has lost its C local in a suspension;
 *   - a local is restored where some path has not saved what it holds;
 *   - a suspension is reached with an address out of a local that isn't in the frame;
 *   - a local, or an await, is used where its place in the frame belongs to something else;
 *   - parts of a join or select, which live at once, are not held apart (verify_groups.c).
 * Call it when the frame is laid out (plan_frame). */
#ifndef EDOCC_VERIFY_H
#define EDOCC_VERIFY_H

#include "flow.h"

bool verify_groups(struct lfunc *lf);

#endif
