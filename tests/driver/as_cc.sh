# SPDX-License-Identifier: MIT
# Files without async code: edocc does what cc does.

files_without_async_code_give_the_same_object()
{
    plain_c
    for options in -c "-c -O2" "-c -O2 -g" "-c -fPIC -std=c11 -Wall -Wextra" "-c -o other.o" \
        "-S" "-S -O1 -o -" "-c -DNAME=\"x\"" "-c -UNAME" "-c -pipe" "-c -fsyntax-only"; do
        # shellcheck disable=SC2086
        same_as_cc $options plain.c
    done
}

preprocessing_gives_the_same_text()
{
    plain_c
    same_as_cc -E plain.c
    same_as_cc -E -o plain.i plain.c
    same_as_cc -E -P -C plain.c
    same_as_cc -M plain.c
    same_as_cc -MM -MG -MF deps plain.c
}

dependency_options_leave_the_same_files()
{
    plain_c
    main_c
    same_as_cc -c -MD plain.c
    same_as_cc -c -MMD plain.c
    same_as_cc -c -MD -MP -MF deps.d -MT 'a b' -MQ 'c$d' plain.c
    same_as_cc -c -MD -o out.o plain.c
    same_as_cc -MD plain.c main.c -o program
    same_as_cc -c -Wp,-MD,wp.d plain.c
}

several_inputs_are_compiled_and_linked()
{
    plain_c
    main_c
    same_as_cc -c plain.c main.c
    "$EDOCC" plain.c main.c -o program
    ./program >out
    contains 'plain 47' out
    "$EDOCC" -c plain.c
    "$EDOCC" main.c plain.o -o program2
    ./program2 >out2
    cmp out out2
    "$EDOCC" plain.c main.c
    ./a.out >out3
    cmp out out3
}

link_options_arrive_in_their_places()
{
    plain_c
    main_c
    "$cc" -c plain.c
    ar rc libplain.a plain.o
    "$EDOCC" main.c -L. -lplain -Wl,-Map,map -Xlinker --no-undefined -o program
    ./program >out
    contains 'plain 47' out
    [ -s map ] || fail "no map"
    ! "$EDOCC" -lplain -L. main.c -o wrong_order 2>err || fail "the library came before its user"
    contains 'plain' err
}

a_program_without_async_code_is_the_same_program()
{
    plain_c
    main_c
    same_as_cc -O2 plain.c main.c -o program
}

errors_and_warnings_are_those_of_cc()
{
    printf 'int f(void) { return undeclared; }\n' >undeclared.c
    printf '#include "missing.h"\nint x;\n' >missing.c
    printf '#error no\nint x\n' >error.c
    printf '#warning careful\nint f(int a) { int unused; if (a = 1) return 1; }\n' >warn.c
    printf 'int x;\n/* never ends\n' >comment.c
    same_as_cc -c undeclared.c
    same_as_cc -c missing.c
    same_as_cc -c error.c
    same_as_cc -c -Wall -Wextra warn.c
    same_as_cc -c -Wall -Werror warn.c
    same_as_cc -c comment.c
    same_as_cc -c no_such_file.c
    same_as_cc -c undeclared.c missing.c
    same_as_cc -Wbogus-option-xyz -c undeclared.c
    same_as_cc --no-such-option -c undeclared.c
    same_as_cc -c -o out.o undeclared.c missing.c
    same_as_cc -fsyntax-only warn.c
    same_as_cc
    same_as_cc -o
    same_as_cc -c -I
}

the_compiler_is_asked_itself()
{
    plain_c
    same_as_cc --version
    same_as_cc -dumpmachine
    same_as_cc -dumpversion
    same_as_cc -print-search-dirs
    same_as_cc -print-file-name=libc.a
    same_as_cc --print-prog-name=ld
    same_as_cc -print-libgcc-file-name
    same_as_cc -v
    "$EDOCC" '-###' -c plain.c >out 2>&1
    contains cc1 out
    [ ! -e plain.o ] || fail "-### compiled"
}

standard_input_is_an_input()
{
    plain_c
    main_c
    input=plain.c
    same_as_cc -c -x c -
    same_as_cc -c -o x.o -x c - -x none
    same_as_cc -E -
    same_as_cc -E -x c -
    same_as_cc -S -o - -xc -
    input=/dev/null
    "$EDOCC" main.c -x c - -o program <plain.c
    ./program >out
    contains 'plain 47' out
}

the_language_option_holds_for_later_inputs()
{
    plain_c
    main_c
    mv plain.c plain.txt
    "$EDOCC" main.c -x c plain.txt -x none -o program
    ./program >out
    contains 'plain 47' out
    printf '.globl seven\nseven:\n' >code
    same_as_cc -c -x assembler code -o seven.o
    same_as_cc -c -xassembler-with-cpp code -o seven.o
    mv plain.txt plain.c
    "$cc" -E plain.c -o plain.i
    same_as_cc -c plain.i
    same_as_cc -c -x cpp-output plain.i
}

other_languages_are_handed_through()
{
    printf '.globl seven\nseven:\n' >seven.s
    printf '#define N seven\n.globl N\nN:\n' >eight.S
    printf 'int f(int a) { return a; }\nint f(char c) { return c; }\n' >over.cpp
    same_as_cc -c seven.s
    same_as_cc -c eight.S
    same_as_cc -c over.cpp
}

response_files_are_opened()
{
    plain_c
    main_c
    mkdir 'a dir'
    printf '#define NAME "from a dir"\n' >'a dir/name.h'
    cat >inner.rsp <<'EOF'
-include 'a dir/name.h'
"-I" "a dir" -DQUOTED=\"x\\ y\"
EOF
    printf -- '-O1\n  @inner.rsp\n-c plain.c\t-o out.o\n' >outer.rsp
    same_as_cc @outer.rsp
    printf -- '@loop.rsp\n' >loop.rsp
    ! "$EDOCC" -c @loop.rsp 2>err || fail "an endless @-file was taken"
    contains '@-files' err
    same_as_cc -c plain.c @no_such_file.rsp
}

values_of_options_are_no_inputs()
{
    plain_c
    main_c
    printf '#define FROM_INCLUDE 1\n' >inc.c
    printf '#define FROM_IMACROS 1\n' >mac.c
    mkdir sys quote after
    # Each value looks like a C file: a driver that took it for an input would compile it.
    same_as_cc -c plain.c -include inc.c -imacros mac.c -isystem sys -iquote quote \
        -idirafter after -D NAME='"n"' -U OTHER -I sys -MD -MF deps.c -MT t.c -MQ q.c -o out.c.o
    same_as_cc -c plain.c --param max-inline-insns-single=10 -Xpreprocessor -DXPP=1
    "$EDOCC" main.c plain.c -u puts.c -z now -Xlinker -Map=map.c -L . -o program -e main \
        -T /dev/null 2>/dev/null || true
    "$EDOCC" main.c plain.c -z now -Xlinker -Map=map.c -L . -o program
    ./program >/dev/null
    [ -s map.c ] || fail "-Xlinker lost its value"
}

clang_options_with_values_are_no_inputs()
{
    [ "$cc" = clang ] || return 0
    plain_c
    same_as_cc -c plain.c -Xclang -fno-pch-timestamp -mllvm -inline-threshold=10 \
        -target x86_64-pc-linux-gnu -working-directory "$PWD"
    same_as_cc -c -- plain.c
    main_c
    "$EDOCC" -o program -- main.c plain.c
    ./program >/dev/null
}

saved_temporary_files_are_those_of_cc()
{
    plain_c
    main_c
    same_as_cc -c -save-temps plain.c
    same_as_cc -c -save-temps=obj plain.c -o out.o
}

precompiled_headers_work_unharmed()
{
    mkdir inc
    printf '#define NAME "pch"\n#include <stdio.h>\nint plain(void);\n' >inc/all.h
    plain_c
    suffix=gch
    [ "$cc" = gcc ] || suffix=pch
    "$EDOCC" -x c-header inc/all.h -o inc/all.h.$suffix
    [ -s inc/all.h.$suffix ] || fail "no precompiled header was made"
    same_as_cc -c -include inc/all.h plain.c
    # It is used: the header itself may be broken.
    touch -r inc/all.h inc/stamp
    same_as_cc -c -Winvalid-pch -include inc/all.h plain.c -o with.o
    rm inc/all.h.$suffix
    "$cc" -x c-header inc/all.h -o inc/all.h.$suffix
    same_as_cc -c -Winvalid-pch -include inc/all.h plain.c -o with.o
    [ "$cc" = clang ] || return 0
    same_as_cc -c -include-pch inc/all.h.pch plain.c
}

coverage_and_split_debug_leave_their_files()
{
    plain_c
    main_c
    same_as_cc -c --coverage -frandom-seed=1 plain.c
    same_as_cc -c -g -gsplit-dwarf plain.c
    same_as_cc -c -fstack-usage plain.c
}

a_users_own_header_wins()
{
    mkdir mine
    printf '#define MINE 1\n' >mine/edo.h
    printf '#include <edo.h>\n#ifndef MINE\n#error not mine\n#endif\nint x;\n' >own.c
    same_as_cc -c -Imine own.c
    same_as_cc -c -isystem mine own.c
}

the_default_compiler_is_gcc()
{
    plain_c
    unset EDOCC_CC
    "$EDOCC" --version >out
    contains 'Free Software Foundation' out
    EDOCC_CC= "$EDOCC" --version >out
    contains 'Free Software Foundation' out
}

a_missing_compiler_is_reported()
{
    plain_c
    ! EDOCC_CC=no-such-cc "$EDOCC" -c plain.c 2>err || fail "compiled by nobody"
    contains "no-such-cc" err
    ! EDOCC_CC="$EDOCC" "$EDOCC" -c plain.c 2>err || fail "compiled by itself"
    contains 'names edocc itself' err
}

ccache_in_front_and_behind_works()
{
    plain_c
    command -v ccache >/dev/null || fail "ccache is not installed"
    "$cc" -c plain.c -o expected.o
    EDOCC_CC="ccache $cc" "$EDOCC" -c plain.c -o behind.o
    cmp expected.o behind.o
    ccache -z >/dev/null
    EDOCC_CC="ccache $cc" "$EDOCC" -c plain.c -o again.o
    cmp expected.o again.o
    ccache -s | grep -q 'Hits: *1 ' || { ccache -s >&2; fail "ccache behind edocc missed"; }
    ccache "$EDOCC" -c plain.c -o front.o
    cmp expected.o front.o
    ccache -z >/dev/null
    ccache "$EDOCC" -c plain.c -o front2.o
    cmp expected.o front2.o
    ccache -s | grep -q 'Hits: *1 ' || { ccache -s >&2; fail "ccache before edocc missed"; }
}

a_launcher_names_the_compiler()
{
    plain_c
    "$cc" -c plain.c -o expected.o
    EDOCC_CC=no-such-cc "$EDOCC" --launch "$cc" -c plain.c -o out.o
    cmp expected.o out.o
    EDOCC_CC=no-such-cc "$EDOCC" --launch ccache "$cc" -c plain.c -o out2.o
    cmp expected.o out2.o
}

the_compilation_database_has_an_entry()
{
    plain_c
    "$EDOCC" -c -MJ entry.json -DNAME='"a \"b\""' plain.c
    [ -s plain.o ] || fail "-MJ stopped the compilation"
    contains '"file": "plain.c"' entry.json
    (echo '['; sed '$ s/,$//' entry.json; echo ']') >all.json
    python3 -c 'import json; e = json.load(open("all.json"))[0]; assert "plain.c" in e["arguments"], e'
}
