/* SPDX-License-Identifier: MIT
 *
 * What generated code of this version refers to, so that a library of another one does not link. */
#include "edo/abi.h"

extern const int edo__abi_version_1;
const int edo__abi_version_1 = EDO_ABI_VERSION;
_Static_assert(EDO_ABI_VERSION == 1, "the symbol carries the version");
