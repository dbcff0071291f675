/* SPDX-License-Identifier: MIT
 *
 * --help: what edocc adds to the options of the C compiler, which lists its own behind it. */
#include "driver.h"

#include "lint.h"

#include <stdio.h>

void help_print(void)
{
    fputs("Usage: edocc [options of the C compiler] file...\n"
          "A C compiler that translates async functions, in front of another one.\n"
          "\n"
          "Options of edocc:\n"
          "  --expand FILE.c          print the C that FILE.c becomes\n"
          "  --frames FILE.c          print the size of each frame, and who fills it\n"
          "  --states[=FORMAT] FILE.c print the states of each async function, as text, dot, json\n"
          "                           or html\n"
          "  --explain [CODE...]      print what the code of a message means; alone: a list\n"
          "  --launch CC ...          run CC in place of the default compiler\n"
          "  -MJ FILE                 append an entry of a compilation database\n"
          "  -fedo-preempt            loops without awaits let other tasks run\n"
          "  -fedo-valgrind           tell valgrind which parts of frames are dead\n"
          "  -fedo-all-in-frame       keep every local of a scope with an await in the frame\n"
          "  -fedo-no-overlay         no two locals share storage in a frame\n"
          "\n"
          "Warnings of edocc (-Wno-edo-NAME: off, -Werror=edo-NAME: an error):\n",
          stdout);
    lint_help(stdout);
    fputs("\nOptions of the C compiler:\n\n", stdout);
    fflush(stdout);
}
