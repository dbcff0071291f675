/* SPDX-License-Identifier: MIT
 *
 * The tables. An option with a value comes in up to three spellings: joined (-Idir), separate
 * (-I dir), and with an equals sign (--sysroot=dir). Only those matter here that can be separate,
 * because a driver that doesn't know them takes the value for an input, and those that the driver
 * acts upon. Longer names stand before their prefixes where both can be joined; the search takes
 * the longest match anyway. */
#include "cc_options.h"

#include <string.h>

enum form {
    ALONE,    /* takes no value */
    PREFIX,   /* anything that begins so; what follows is the value */
    SEPARATE, /* the value is the next word */
    EITHER,   /* joined, or the next word if nothing is joined */
    EQUALS,   /* --name=value, or --name value */
    TWO,      /* two words follow */
    THREE,    /* three words follow */
};

struct entry {
    const char *name;
    unsigned char form;
    unsigned char option;
};

static const struct entry table[] = {
    /* Acted upon. */
    {"-c", ALONE, CCO_COMPILE},
    {"--compile", ALONE, CCO_COMPILE},
    {"-S", ALONE, CCO_ASSEMBLE},
    {"--assemble", ALONE, CCO_ASSEMBLE},
    {"-E", ALONE, CCO_PREPROCESS},
    {"--preprocess", ALONE, CCO_PREPROCESS},
    {"-fsyntax-only", ALONE, CCO_SYNTAX_ONLY},
    {"-o", EITHER, CCO_OUTPUT},
    {"--output", EQUALS, CCO_OUTPUT},
    {"-x", EITHER, CCO_LANGUAGE},
    {"--language", EQUALS, CCO_LANGUAGE},
    {"-M", ALONE, CCO_DEPS_ONLY},
    {"-MM", ALONE, CCO_DEPS_ONLY},
    {"--dependencies", ALONE, CCO_DEPS_ONLY},
    {"--user-dependencies", ALONE, CCO_DEPS_ONLY},
    {"-MD", ALONE, CCO_DEPS},
    {"--write-dependencies", ALONE, CCO_DEPS},
    {"-MMD", ALONE, CCO_DEPS_USER},
    {"--write-user-dependencies", ALONE, CCO_DEPS_USER},
    {"-MF", EITHER, CCO_DEPS_FILE},
    {"-MT", EITHER, CCO_DEPS_TARGET},
    {"-MQ", EITHER, CCO_DEPS_TARGET},
    {"-MP", ALONE, CCO_DEPS_OTHER},
    {"-MG", ALONE, CCO_DEPS_OTHER},
    {"-MV", ALONE, CCO_DEPS_OTHER},
    {"-MJ", EITHER, CCO_DATABASE},
    {"-save-temps", PREFIX, CCO_SAVE_TEMPS},
    {"--save-temps", PREFIX, CCO_SAVE_TEMPS},
    {"--", ALONE, CCO_END},
    {"-fedo-", PREFIX, CCO_EDO},
    {"-Wedo-", PREFIX, CCO_EDO},
    {"-Wno-edo-", PREFIX, CCO_EDO},
    {"-Werror=edo-", PREFIX, CCO_EDO},
    {"-Wno-error=edo-", PREFIX, CCO_EDO},

    /* The compiler is asked, not used. */
    {"-###", ALONE, CCO_QUESTION},
    {"--version", ALONE, CCO_QUESTION},
    {"--help", PREFIX, CCO_QUESTION},
    {"-help", ALONE, CCO_QUESTION},
    {"--target-help", ALONE, CCO_QUESTION},
    {"-dumpmachine", ALONE, CCO_QUESTION},
    {"-dumpversion", ALONE, CCO_QUESTION},
    {"-dumpfullversion", ALONE, CCO_QUESTION},
    {"-dumpspecs", ALONE, CCO_QUESTION},
    {"-print-", PREFIX, CCO_QUESTION},
    {"--print-", PREFIX, CCO_QUESTION},
    {"--print-file-name", EQUALS, CCO_QUESTION},
    {"--print-prog-name", EQUALS, CCO_QUESTION},
    {"--analyze", ALONE, CCO_QUESTION},
    {"-ccc-print-phases", ALONE, CCO_QUESTION},
    {"-ccc-print-bindings", ALONE, CCO_QUESTION},

    /* For the preprocessor. */
    {"-D", EITHER, CCO_PREPROCESSOR},
    {"--define-macro", EQUALS, CCO_PREPROCESSOR},
    {"-U", EITHER, CCO_PREPROCESSOR},
    {"--undefine-macro", EQUALS, CCO_PREPROCESSOR},
    {"-I", EITHER, CCO_PREPROCESSOR},
    {"--include-directory", EQUALS, CCO_PREPROCESSOR},
    {"--include-directory-after", EQUALS, CCO_PREPROCESSOR},
    {"--include-prefix", EQUALS, CCO_PREPROCESSOR},
    {"--include-with-prefix", EQUALS, CCO_PREPROCESSOR},
    {"--include-with-prefix-after", EQUALS, CCO_PREPROCESSOR},
    {"--include-with-prefix-before", EQUALS, CCO_PREPROCESSOR},
    {"-include", EITHER, CCO_PREPROCESSOR},
    {"--include", EQUALS, CCO_PREPROCESSOR},
    {"-imacros", EITHER, CCO_PREPROCESSOR},
    {"--imacros", EQUALS, CCO_PREPROCESSOR},
    {"-include-pch", SEPARATE, CCO_PREPROCESSOR},
    {"-iquote", EITHER, CCO_PREPROCESSOR},
    {"-isystem", EITHER, CCO_PREPROCESSOR},
    {"-isystem-after", EITHER, CCO_PREPROCESSOR},
    {"-cxx-isystem", EITHER, CCO_PREPROCESSOR},
    {"-stdlib++-isystem", EITHER, CCO_PREPROCESSOR},
    {"-idirafter", EITHER, CCO_PREPROCESSOR},
    {"-iprefix", EITHER, CCO_PREPROCESSOR},
    {"-iwithprefix", EITHER, CCO_PREPROCESSOR},
    {"-iwithprefixbefore", EITHER, CCO_PREPROCESSOR},
    {"-iwithsysroot", EITHER, CCO_PREPROCESSOR},
    {"-iframework", EITHER, CCO_PREPROCESSOR},
    {"-iframeworkwithsysroot", EITHER, CCO_PREPROCESSOR},
    {"-imultilib", SEPARATE, CCO_PREPROCESSOR},
    {"-imultiarch", SEPARATE, CCO_PREPROCESSOR},
    {"-ivfsoverlay", EITHER, CCO_PREPROCESSOR},
    {"-I-", ALONE, CCO_PREPROCESSOR},
    {"-nostdinc", ALONE, CCO_PREPROCESSOR},
    {"-undef", ALONE, CCO_PREPROCESSOR},
    {"-H", ALONE, CCO_PREPROCESSOR},
    {"-A", EITHER, CCO_PREPROCESSOR},
    {"--assert", EQUALS, CCO_PREPROCESSOR},
    {"-Xpreprocessor", SEPARATE, CCO_PREPROCESSOR},
    {"-Wp,", PREFIX, CCO_WP},
    {"-trigraphs", ALONE, CCO_PREPROCESSOR},
    {"-traditional-cpp", ALONE, CCO_PREPROCESSOR},
    {"-P", ALONE, CCO_PREPROCESSOR_DUMP},
    {"-dM", ALONE, CCO_PREPROCESSOR_DUMP},
    {"-dD", ALONE, CCO_PREPROCESSOR_DUMP},
    {"-dN", ALONE, CCO_PREPROCESSOR_DUMP},
    {"-dI", ALONE, CCO_PREPROCESSOR_DUMP},
    {"-dU", ALONE, CCO_PREPROCESSOR_DUMP},
    {"-fdirectives-only", ALONE, CCO_PREPROCESSOR_DUMP},
    {"-fpch-preprocess", ALONE, CCO_PREPROCESSOR_DUMP},
    {"-frewrite-includes", ALONE, CCO_PREPROCESSOR_DUMP},

    /* For the linker. */
    {"-l", EITHER, CCO_LIBRARY},
    {"-L", EITHER, CCO_LINKER},
    {"--library-directory", EQUALS, CCO_LINKER},
    {"-Wl,", PREFIX, CCO_LINKER},
    {"-Xlinker", SEPARATE, CCO_LINKER},
    {"--for-linker", EQUALS, CCO_LINKER},
    {"-u", EITHER, CCO_LINKER},
    {"--force-link", EQUALS, CCO_LINKER},
    {"-T", EITHER, CCO_LINKER},
    {"-Tbss", EITHER, CCO_LINKER},
    {"-Tdata", EITHER, CCO_LINKER},
    {"-Ttext", EITHER, CCO_LINKER},
    {"-Ttext-segment", EITHER, CCO_LINKER},
    {"-e", EITHER, CCO_LINKER},
    {"--entry", EQUALS, CCO_LINKER},
    {"-z", EITHER, CCO_LINKER},
    {"-R", EITHER, CCO_LINKER},
    {"-rpath", SEPARATE, CCO_LINKER},
    {"-nostdlib", ALONE, CCO_NO_LIBRARIES},
    {"--no-standard-libraries", ALONE, CCO_NO_LIBRARIES},
    {"-nodefaultlibs", ALONE, CCO_NO_LIBRARIES},
    {"-r", ALONE, CCO_RELOCATABLE},

    /* Others that can have a value of their own word. */
    {"--param", EQUALS, CCO_OTHER},
    {"--std", EQUALS, CCO_OTHER},
    {"--specs", EQUALS, CCO_OTHER},
    {"-specs", EQUALS, CCO_OTHER},
    {"--dump", EQUALS, CCO_OTHER},
    {"--dumpbase", EQUALS, CCO_OTHER},
    {"--dumpbase-ext", EQUALS, CCO_OTHER},
    {"--dumpdir", EQUALS, CCO_OTHER},
    {"-dumpbase", SEPARATE, CCO_OTHER},
    {"-dumpbase-ext", SEPARATE, CCO_OTHER},
    {"-dumpdir", SEPARATE, CCO_OTHER},
    {"-aux-info", EITHER, CCO_OTHER},
    {"-wrapper", SEPARATE, CCO_OTHER},
    {"-Xassembler", SEPARATE, CCO_OTHER},
    {"--for-assembler", EQUALS, CCO_OTHER},
    {"-B", EITHER, CCO_OTHER},
    {"--prefix", EQUALS, CCO_OTHER},
    {"-b", EITHER, CCO_OTHER},
    {"-V", EITHER, CCO_OTHER},
    {"-G", EITHER, CCO_OTHER},
    {"-Xf", SEPARATE, CCO_OTHER},
    {"--sysroot", EQUALS, CCO_OTHER},
    {"-isysroot", EITHER, CCO_OTHER},
    {"-target", SEPARATE, CCO_OTHER},
    {"--target", EQUALS, CCO_OTHER},
    {"-gcc-toolchain", SEPARATE, CCO_OTHER},
    {"--config", EQUALS, CCO_OTHER},
    {"-resource-dir", EQUALS, CCO_OTHER},
    {"-working-directory", EQUALS, CCO_OTHER},
    {"-Xclang", SEPARATE, CCO_PLUGIN_CC1},
    {"-mllvm", SEPARATE, CCO_PLUGIN_CC1},
    {"-Xanalyzer", SEPARATE, CCO_OTHER},
    {"--analyzer-output", EQUALS, CCO_OTHER},
    {"-Xopenmp-target", SEPARATE, CCO_OTHER},
    {"-Xopenmp-target=", PREFIX, CCO_OTHER}, /* its value follows: see below */
    {"-Xarch_", PREFIX, CCO_OTHER},          /* likewise */
    {"-Xcuda-fatbinary", SEPARATE, CCO_OTHER},
    {"-Xcuda-ptxas", SEPARATE, CCO_OTHER},
    {"-Xflang", SEPARATE, CCO_OTHER},
    {"-mthread-model", SEPARATE, CCO_OTHER},
    {"-meabi", SEPARATE, CCO_OTHER},
    {"-ftrapv-handler", EQUALS, CCO_OTHER},
    {"-serialize-diagnostics", SEPARATE, CCO_OTHER},
    {"--serialize-diagnostics", SEPARATE, CCO_OTHER},
    {"-dependency-dot", SEPARATE, CCO_OTHER},
    {"-dependency-file", SEPARATE, CCO_OTHER},
    {"-module-dependency-dir", SEPARATE, CCO_OTHER},
    {"-fmodules-user-build-path", SEPARATE, CCO_OTHER},
    {"-gen-cdb-fragment-path", SEPARATE, CCO_OTHER},
    {"-ccc-arcmt-migrate", SEPARATE, CCO_OTHER},
    {"-ccc-objcmt-migrate", SEPARATE, CCO_OTHER},
    {"-arcmt-migrate-report-output", SEPARATE, CCO_OTHER},
    {"-ccc-install-dir", SEPARATE, CCO_OTHER},
    {"-ccc-gcc-name", SEPARATE, CCO_OTHER},
    {"-dsym-dir", EITHER, CCO_OTHER},
    {"-arch", SEPARATE, CCO_OTHER},
    {"-arch_only", SEPARATE, CCO_OTHER},
    {"-F", EITHER, CCO_OTHER},
    {"-framework", SEPARATE, CCO_LINKER},
    {"-weak_framework", SEPARATE, CCO_LINKER},
    {"-lazy_framework", SEPARATE, CCO_LINKER},
    {"-force_load", SEPARATE, CCO_LINKER},
    {"-weak_library", SEPARATE, CCO_LINKER},
    {"-lazy_library", SEPARATE, CCO_LINKER},
    {"-allowable_client", SEPARATE, CCO_LINKER},
    {"-bundle_loader", SEPARATE, CCO_LINKER},
    {"-client_name", SEPARATE, CCO_LINKER},
    {"-compatibility_version", SEPARATE, CCO_LINKER},
    {"-current_version", SEPARATE, CCO_LINKER},
    {"-dylib_file", SEPARATE, CCO_LINKER},
    {"-dylinker_install_name", EITHER, CCO_LINKER},
    {"-exported_symbols_list", SEPARATE, CCO_LINKER},
    {"-filelist", SEPARATE, CCO_LINKER},
    {"-image_base", SEPARATE, CCO_LINKER},
    {"-init", SEPARATE, CCO_LINKER},
    {"-install_name", SEPARATE, CCO_LINKER},
    {"-multiply_defined", SEPARATE, CCO_LINKER},
    {"-multiply_defined_unused", SEPARATE, CCO_LINKER},
    {"-pagezero_size", EITHER, CCO_LINKER},
    {"-read_only_relocs", SEPARATE, CCO_LINKER},
    {"-sectalign", THREE, CCO_LINKER},
    {"-sectcreate", THREE, CCO_LINKER},
    {"-sectobjectsymbols", TWO, CCO_LINKER},
    {"-sectorder", THREE, CCO_LINKER},
    {"-seg_addr_table", SEPARATE, CCO_LINKER},
    {"-seg_addr_table_filename", SEPARATE, CCO_LINKER},
    {"-seg1addr", EITHER, CCO_LINKER},
    {"-segaddr", TWO, CCO_LINKER},
    {"-segcreate", THREE, CCO_LINKER},
    {"-segprot", THREE, CCO_LINKER},
    {"-segs_read_only_addr", SEPARATE, CCO_LINKER},
    {"-segs_read_write_addr", SEPARATE, CCO_LINKER},
    {"-sub_library", EITHER, CCO_LINKER},
    {"-sub_umbrella", EITHER, CCO_LINKER},
    {"-umbrella", SEPARATE, CCO_LINKER},
    {"-undefined", EITHER, CCO_LINKER},
    {"-unexported_symbols_list", SEPARATE, CCO_LINKER},

    /* Begin like one of the above that can be joined, but are options of their own. */
    {"-rdynamic", ALONE, CCO_OTHER},
    {"-include-directory", EQUALS, CCO_OTHER},
    {"-emit-llvm", ALONE, CCO_OTHER},
    {"-emit-ast", ALONE, CCO_OTHER},
    {"-emit-static-lib", ALONE, CCO_OTHER},
    {"-emit-interface-stubs", ALONE, CCO_OTHER},
    {"-emit-merged-ifs", ALONE, CCO_OTHER},
    {"-exported_symbol", SEPARATE, CCO_LINKER},
    {"-all_load", ALONE, CCO_OTHER},
    {"-bundle", ALONE, CCO_OTHER},
    {"-dynamiclib", ALONE, CCO_OTHER},
    {"-target-help", ALONE, CCO_QUESTION},
    {"-unwindlib", EQUALS, CCO_OTHER},
    {"-objcmt-", PREFIX, CCO_OTHER},
    {"-offload", EQUALS, CCO_OTHER},
};

static bool matches(const struct entry *e, const char *word, size_t length)
{
    if (strncmp(word, e->name, length) != 0)
        return false;
    switch (e->form) {
    case PREFIX:
    case EITHER:
        return true;
    case EQUALS:
        return word[length] == '\0' || word[length] == '=';
    default:
        return word[length] == '\0';
    }
}

static const struct entry *look_up(const char *word)
{
    const struct entry *best = NULL;
    size_t best_length = 0;

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t length = strlen(table[i].name);
        if (length > best_length && matches(&table[i], word, length)) {
            best = &table[i];
            best_length = length;
        }
    }
    return best;
}

/* -Xarch_device WORD, -Xopenmp-target=TRIPLE WORD: the name itself is open ended. */
static bool value_follows_open_name(const char *word)
{
    return strncmp(word, "-Xarch_", 7) == 0 || strncmp(word, "-Xopenmp-target=", 16) == 0;
}

struct cc_word cc_read_word(char *const *argv, int argc, int at)
{
    const char *word = argv[at];
    const char *next = at + 1 < argc ? argv[at + 1] : NULL;
    struct cc_word w = {.option = CCO_OTHER, .words = 1};

    if (word[0] != '-' || word[1] == '\0') {
        w.option = CCO_INPUT;
        w.value = word;
        return w;
    }
    const struct entry *e = look_up(word);
    if (!e)
        return w;
    w.option = e->option;
    const char *rest = word + strlen(e->name);
    int follow = 0;
    switch (e->form) {
    case ALONE:
        break;
    case PREFIX:
        w.value = rest;
        follow = value_follows_open_name(word);
        break;
    case SEPARATE:
        follow = 1;
        break;
    case EITHER:
        if (*rest)
            w.value = rest;
        else
            follow = 1;
        break;
    case EQUALS:
        if (*rest == '=')
            w.value = rest + 1;
        else
            follow = 1;
        break;
    case TWO:
    case THREE:
        follow = e->form == TWO ? 2 : 3;
        break;
    }
    if (follow) {
        w.separate = true;
        w.value = next;
        w.words = 1 + follow < argc - at ? 1 + follow : argc - at;
    }
    return w;
}
