/* SPDX-License-Identifier: MIT
 *
 * Mends the debug information of an object file: the pointers that emit_debug.c declares for what
 * stands in the frame become references, so that a debugger takes their names for the locals
 * themselves. C has no references, so the C compiler can't be told. */
#ifndef EDOCC_DWARF_H
#define EDOCC_DWARF_H

/* In place, and only bytes of debug information: no size or offset changes. What isn't understood
 * (another format than ELF for 64 bits, DWARF before version 4, compressed sections) is left as it
 * is: the names are then those of pointers. */
void dwarf_make_references(const char *object);

#endif
