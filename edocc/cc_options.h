/* SPDX-License-Identifier: MIT
 *
 * What the options of gcc and clang mean to a driver that stands in front of them: which of them
 * take the next word as their value, and which the driver acts upon itself. All others are the C
 * compiler's business and pass through as they came. */
#ifndef EDOCC_CC_OPTIONS_H
#define EDOCC_CC_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum cc_option {
    CCO_OTHER,      /* passed through */
    CCO_INPUT,      /* no option: a file name, or `-` */
    CCO_END,        /* `--`: only inputs follow (clang) */
    CCO_LANGUAGE,   /* -x */
    CCO_OUTPUT,     /* -o */
    CCO_COMPILE,    /* -c */
    CCO_ASSEMBLE,   /* -S */
    CCO_PREPROCESS, /* -E */
    CCO_SYNTAX_ONLY,
    CCO_DEPS_ONLY,         /* -M, -MM: preprocess, and print dependencies only */
    CCO_DEPS,              /* -MD, -MMD */
    CCO_DEPS_USER,         /* -MMD */
    CCO_DEPS_FILE,         /* -MF */
    CCO_DEPS_TARGET,       /* -MT, -MQ */
    CCO_DEPS_OTHER,        /* -MP, -MG, -MV */
    CCO_DATABASE,          /* -MJ */
    CCO_PREPROCESSOR,      /* for the preprocessor only: not wanted once the text is preprocessed */
    CCO_PREPROCESSOR_DUMP, /* changes what -E prints: -dM, -P, -C … */
    CCO_WP,                /* -Wp,…  */
    CCO_SAVE_TEMPS,
    CCO_LIBRARY,  /* -l: keeps its place among the inputs */
    CCO_LINKER,   /* -Wl,… -Xlinker -L -u …: for the linker, order may matter */
    CCO_QUESTION, /* -###, --version, -print-…, --help …: asks the compiler itself something */
    CCO_NO_LIBRARIES, /* -nostdlib, -nodefaultlibs */
    CCO_RELOCATABLE,  /* -r */
    CCO_PLUGIN_CC1,   /* -Xclang, -mllvm: the next word is for cc1 */
    CCO_EDO,          /* -fedo-…, -Wedo-…: edocc's own */
};

struct cc_word {
    enum cc_option option;
    const char *value; /* of options with one, joined or separate; of an input, its name; else 0 */
    bool separate;     /* the value is the next word */
    int words;         /* that belong together: 1 + values that are words of their own */
};

/* Reads the option at argv[at] (at < argc). A value that should be in the next word but is missing
 * (the end of the list) is 0; complaining is left to the C compiler. */
struct cc_word cc_read_word(char *const *argv, int argc, int at);

#endif
