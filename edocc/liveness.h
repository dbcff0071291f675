/* SPDX-License-Identifier: MIT
 *
 * Where each local of an async function lives, and what each await saves and restores. The rules
 * are in docs/lowering.md, "What is saved and restored"; the entry, place_locals, is in lower.h. It
 * builds lf->flow. In a plain function every local is CLASS_LOCAL.
 *
 * In:  the normal form; of each local `scalar` (a C local of it can be assigned as a whole, and is worth
 *      it: at most 16 bytes) and its scope.
 * Out: local.where of every local; wait.save and wait.restore of every wait, which name locals of
 *      CLASS_CACHED only, in the order of lfunc.locals. */
#ifndef EDOCC_LIVENESS_H
#define EDOCC_LIVENESS_H

#include "flow.h"

#endif
