# SPDX-License-Identifier: MIT
# Files with async code, through every way of the driver.

an_async_program_compiles_links_and_runs()
{
    async_c
    "$EDOCC" async.c -o program
    ./program arg >out
    echo 'hello 7 arg' | cmp - out
    "$EDOCC" -O2 -Wall -Wextra -DGREETING='"hi"' async.c 2>err
    cmp /dev/null err
    ./a.out >out
    echo 'hi 7 -' | cmp - out
}

# A variable length in it is computed, though the await in its index isn't run.
sizeof_with_an_await_is_nothing_to_the_sanitizer()
{
    cat >sizes.c <<'END'
#include <edo.h>
#include <stdio.h>
struct s { struct { int a; } in; int *p; };
static async int f(int v) { await edo_yield(); return v; }
static async struct s g(int v) { await edo_yield(); return (struct s){{v}, 0}; }
async int main(void)
{
    int n = await f(3);
    int fixed[n][4], other[4][n];
    size_t a = sizeof(fixed[await f(1)]), b = sizeof(other[await f(1)]);
    size_t c = sizeof(other[(await g(1)).in.a]), d = sizeof(int[n++][await f(2)]);
    size_t e = sizeof(other[n > 1 ? await f(1) : 2]), tried = sizeof(other[try await f(1)]);
    __typeof__(other[await f(1)]) row;
    row[0] = 1;
    printf("%zu %zu %zu %zu %zu %zu %zu\n", a, b, c, d, e, tried, sizeof row + row[0]);
    return 0;
}
END
    "$EDOCC" -Wall -Wextra -g -fsanitize=undefined -fno-sanitize-recover=all sizes.c -o sizes 2>err
    cmp /dev/null err
    ./sizes >out
    echo '16 12 12 24 12 12 13' | cmp - out
}

a_join_takes_a_place_that_moves_on()
{
    cat >moves.c <<'END'
#include <edo.h>
static async int f(int v) { await edo_yield(); return v; }
async int main(void)
{
    edo_task *t[3];
    int r[3] = {0}, *p = r;
    for (int i = 0; i < 3; i++)
        if (edo_task_spawn(&t[i], f(i + 1)) < 0)
            return 1;
    if (await edo_task_join(t[0], p++) || await edo_task_join(t[1], p++))
        return 2;
    if (await edo_task_join(t[2], 0))
        return 3;
    return r[0] != 1 || r[1] != 2 || r[2] || p != r + 2;
}
END
    "$EDOCC" -Wall -Wextra moves.c -o moves 2>err
    cmp /dev/null err
    ./moves
}

objects_are_linked_with_the_library()
{
    two_units
    "$EDOCC" -c add.c use.c
    [ -s add.o ] && [ -s use.o ]
    "$EDOCC" use.o add.o -o program
    ./program
    "$EDOCC" add.c use.c -o program2
    ./program2
    "$EDOCC" use.c add.o -o program3
    ./program3
}

async_and_plain_inputs_mix()
{
    two_units
    plain_c
    sed 's/return n != 42;/extern int plain(void); return plain();/' use.c >use2.c
    "$EDOCC" add.c plain.c use2.c -o program
    ./program >out
    contains '^42$' out
    contains '^plain 47$' out
    mkdir sub
    (cd sub && "$EDOCC" -c ../add.c ../plain.c && [ -s add.o ] && [ -s plain.o ])
}

standard_input_may_be_async()
{
    async_c
    "$EDOCC" -x c - -o program <async.c
    ./program >out
    echo 'hello 7 -' | cmp - out
    "$EDOCC" -c -x c - <async.c
    [ -s ./-.o ] || fail "no object"
}

preprocessed_text_may_be_async()
{
    async_c
    "$EDOCC" -E async.c -o async.i
    "$EDOCC" async.i -o program
    ./program >out
    echo 'hello 7 -' | cmp - out
    mv async.i text
    "$EDOCC" -x cpp-output text -o program2
    ./program2 >out
    echo 'hello 7 -' | cmp - out
}

dependencies_of_async_files_name_their_headers()
{
    two_units
    "$EDOCC" -MD -c add.c
    contains '^add.o:' add.d
    contains ' add.h' add.d
    contains 'edo.h' add.d
    mkdir obj
    "$EDOCC" -MMD -MP -c add.c -o obj/sum.o
    contains '^obj/sum.o:' obj/sum.d
    contains '^add.h:' obj/sum.d
    ! grep -q 'edo.h' obj/sum.d || fail "a system header"
    "$EDOCC" -MMD -MF deps -MT 'x y' -MQ 'a$b' -c add.c
    contains '^x y a$$b:' deps
    # What is compiled with the same words without async code has the same rules.
    printf '#include "plain.h"\nint x;\n' >p.c
    printf '#include <edo.h>\n#include "plain.h"\nint x;\n' >q.c
    : >plain.h
    for words in "-c" "-c -o obj/r.o" "-S" "-S -o r.s" "-fsyntax-only" "-shared -o r"; do
        for f in p q; do
            rm -rf "$f"_files
            mkdir "$f"_files "$f"_files/obj
            cp plain.h "$f"_files
            cp $f.c "$f"_files/x.c
            # shellcheck disable=SC2086
            (cd "$f"_files && "$EDOCC" -fPIC -MMD $words x.c && rm -f x.c plain.h &&
                find . -name '*.d' -exec sh -c 'echo "$1"; cat "$1"' sh {} \; >../$f.deps)
        done
        diff p.deps q.deps || fail "dependencies of $words"
    done
}

assembler_and_syntax_only_work_on_async_files()
{
    async_c
    "$EDOCC" -S async.c
    contains main async.s
    "$EDOCC" -S -o - async.c >out
    contains main out
    "$EDOCC" -fsyntax-only async.c
    [ ! -e async.o ] && [ ! -e a.out ] || fail "-fsyntax-only made something"
}

mistakes_in_async_files_are_reported_at_their_lines()
{
    async_c
    sed 's/return 7;/return undeclared_name;/' async.c >wrong.c
    ! "$EDOCC" -c wrong.c 2>err || fail "compiled"
    contains '^wrong.c:9:' err
    contains 'undeclared_name' err
    [ ! -e wrong.o ] || fail "an object was made"
    sed 's/return 7;/return undeclared_name;/' async.c | (! "$EDOCC" -c -x c - 2>err2)
    contains '^<stdin>:9:' err2
    sed 's/<stdio.h>/"no_such.h"/' async.c >missing.c
    ! "$EDOCC" -c missing.c 2>err || fail "compiled"
    contains '^missing.c:2:' err
    # one fails, the other is still compiled, as by cc
    ! "$EDOCC" -c wrong.c async.c 2>err || fail "no failure"
    [ -s async.o ] || fail "the second input was not compiled"
}

warnings_in_async_files_are_the_users_own()
{
    async_c
    cat >>async.c <<'EOF'
#include <stdarg.h>
#include <errno.h>
#include <sys/stat.h>
#define SAME(a, b) ((a) == (b))
static int uses(int count, ...)
{
    va_list ap;
    va_start(ap, count);
    int n = va_arg(ap, int) + errno + S_ISREG(count) + (NULL == stdin) + EOF;
    va_end(ap);
    if (SAME(n, count))
        n++;
    return n;
}
int other(void) { return uses(1, 2); }
EOF
    "$EDOCC" -c -Wall -Wextra -Wsystem-headers async.c 2>/dev/null
    "$EDOCC" -c -Wall -Wextra -pedantic -std=gnu11 async.c 2>err
    cmp /dev/null err
    sed 's/return 7;/int not_used; return 7;/' async.c >warn.c
    "$EDOCC" -c -Wall warn.c 2>err
    contains 'warn.c:9:.*not_used' err
    [ "$(grep -c 'warning:' err)" = 1 ] || { cat err >&2; fail "more than one warning"; }
    ! "$EDOCC" -c -Wall -Werror warn.c 2>err || fail "-Werror"
}

warnings_of_edocc_obey_their_switches()
{
    cat >warns.c <<'EOF'
#include <edo.h>
async int falls(int n)
{
    if (n)
        return 1;
}
EOF
    "$EDOCC" -c warns.c 2>err || fail "a warning is no error"
    contains 'warns.c:6:.* warning: .*W0016, -Wedo-missing-result' err
    for off in -w -Wno-edo-missing-result -Wno-edo-all '-Werror -Wno-edo-missing-result' \
        '-Werror=edo-missing-result -Wno-edo-missing-result' '-Werror -w'; do
        # shellcheck disable=SC2086
        "$EDOCC" $off -c warns.c 2>err || fail "$off: failed"
        cmp /dev/null err || fail "$off: warned"
    done
    rm -f warns.o
    for fatal in -Werror -Werror=edo-missing-result -Werror=edo-all \
        '-Wno-edo-all -Werror=edo-missing-result'; do
        # shellcheck disable=SC2086
        ! "$EDOCC" $fatal -c warns.c 2>err || fail "$fatal: compiled"
        contains 'warns.c:6:.* error: .*W0016, -Werror=edo-missing-result' err
        [ ! -e warns.o ] || fail "$fatal: an object"
    done
    for kept in '-Werror -Wno-error=edo-missing-result' '-Werror -Wno-error'; do
        # shellcheck disable=SC2086
        "$EDOCC" $kept -c warns.c 2>err || fail "$kept: failed"
        contains 'warns.c:6:.* warning: .*-Wedo-missing-result' err
    done
    for wrong in -Wedo-nonsense -Wno-edo-nonsense -Werror=edo- -Wedo-lock=1 -Wedo-frame-size=x; do
        ! "$EDOCC" "$wrong" -c warns.c 2>err || fail "$wrong: taken"
        contains "there is no option '$wrong'" err
    done
    # Pragmas as the C compiler's own have them, where its preprocessor hands them on.
    sed 's/^async/#pragma GCC diagnostic ignored "-Wedo-missing-result"\n&/' warns.c >silent.c
    if [ "$cc" = gcc ]; then
        "$EDOCC" -Wall -Werror -c silent.c 2>err || fail "the pragma: failed"
        cmp /dev/null err || fail "the pragma: warned"
    fi
    sed -i 's/GCC/edo/' silent.c
    "$EDOCC" -Wall -Werror -c silent.c 2>err || fail "our pragma: failed"
    cmp /dev/null err || fail "our pragma: warned"
    echo 'int main(void) { return 0; }' >plain.c
    "$EDOCC" -Wedo-all -Werror=edo-lock plain.c -o plain
    ./plain
}

help_lists_edoccs_options_and_the_compilers()
{
    "$EDOCC" --help >out 2>err
    for option in --expand --frames --states --explain --launch -MJ -fedo-preempt -Wedo-lock \
        -Wedo-frame-size -Wedo-all; do
        grep -q -- "^  $option" out || fail "no $option"
    done
    contains 'lock held across an await (on by default)' out
    [ "$(wc -l <out)" -gt 50 ] || fail "not the compiler's own"
}

debug_information_names_the_users_file()
{
    async_c
    "$EDOCC" -g -c async.c
    readelf --debug-dump=info async.o >info
    contains 'DW_AT_name .*: async.c' info
    contains "DW_AT_comp_dir .*: $PWD" info
    ! grep -q "$TMPDIR" info || fail "a temporary name"
}

saved_temporary_files_show_the_translation()
{
    async_c
    "$EDOCC" -save-temps -c async.c
    contains 'nap__' async.i
    [ -s async.s ] || fail "no assembler file"
}

ccache_works_with_async_files()
{
    async_c
    EDOCC_CC="ccache $cc" "$EDOCC" -c async.c
    ccache -z >/dev/null
    EDOCC_CC="ccache $cc" "$EDOCC" -c async.c -o again.o
    cmp async.o again.o
    ccache -s | grep -q 'Hits: *1 ' || { ccache -s >&2; fail "missed"; }
    ccache "$EDOCC" -c async.c -o front.o
    cmp async.o front.o
    sed 's/return 7/return 8/' async.c >new.c && mv new.c async.c
    ccache "$EDOCC" -c async.c -o front.o
    ! cmp -s async.o front.o || fail "a stale object"
}

response_files_and_long_commands_link()
{
    async_c
    i=0
    while [ $i -lt 1200 ]; do
        echo "-DA_RATHER_LONG_NAME_THAT_NOBODY_EVER_MENTIONS_WITH_THE_NUMBER_$i"
        i=$((i + 1))
    done >words
    echo 'async.c -o "a program"' >>words
    "$EDOCC" @words
    "./a program" >out
    echo 'hello 7 -' | cmp - out
}

shared_objects_and_relocatable_links_work()
{
    two_units
    "$EDOCC" -fPIC -shared add.c -o libadd.so
    "$EDOCC" use.c -L. -ladd -Wl,-rpath,"$PWD" -o program
    ./program
    "$EDOCC" -r add.c -o part.o
    ! nm part.o | grep -q ' T edo_runtime' || fail "the library is in a part"
    "$EDOCC" use.c part.o -o program2
    ./program2
}

parsing_everything_changes_no_object()
{
    plain_c
    EDOCC_PARSE_ALL=1 "$EDOCC" -O2 -c plain.c -o parsed.o
    "$cc" -O2 -c plain.c -o expected.o
    cmp parsed.o expected.o
    printf 'int f(void) { return nope; }\n' >wrong.c
    ! EDOCC_PARSE_ALL=1 "$EDOCC" -c wrong.c 2>err || fail "compiled"
    contains 'wrong.c:1:' err
}

expand_prints_the_translation()
{
    async_c
    "$EDOCC" --expand async.c >out
    contains 'nap__resume' out
    "$EDOCC" --frames async.c >out
    contains nap out
    ! "$EDOCC" --expand 2>err || fail "expanded nothing"
    contains 'which file' err
    ! "$EDOCC" --expand no_such.c 2>err || fail "expanded nothing"
    contains 'no_such.c' err
}

one_thing_is_shown_at_a_time()
{
    async_c
    for two in '--states=dot --states=json' '--expand --frames' '--frames --states' \
        '--states --expand' '--frames --frames'; do
        # shellcheck disable=SC2086
        ! "$EDOCC" $two async.c >out 2>err || fail "$two: shown"
        echo "edocc: ${two#* }: one of --expand, --frames and --states=FORMAT at a time" | cmp - err
        cmp /dev/null out || fail "$two: something is shown"
    done
    ! "$EDOCC" --states=nonsense async.c 2>err || fail "nonsense was shown"
    contains 'edocc: --states=: text, dot, json or html' err
    ! "$EDOCC" --states=json async.c async.c 2>err || fail "two files as one JSON"
    contains 'one file at a time' err
}

what_is_shown_goes_where_it_is_asked_to()
{
    async_c
    for what in --expand --frames --states --states=html; do
        "$EDOCC" $what async.c >shown
        [ -s shown ] || fail "$what: nothing"
        "$EDOCC" $what async.c -o there >out
        cmp shown there || fail "$what: something else with -o"
        cmp /dev/null out || fail "$what: shown in spite of -o"
        "$EDOCC" $what async.c -o - >out
        cmp shown out || fail "$what: something else with -o -"
        ! "$EDOCC" $what async.c -o no/where 2>err || fail "$what: written to no/where"
        contains '^edocc: no/where: No such file' err
        if [ -e /dev/full ]; then
            ! "$EDOCC" $what async.c >/dev/full 2>err || fail "$what: to a full disk"
            contains '^edocc: standard output: No space left' err
        fi
        rm there
        ! "$EDOCC" $what no_such.c -o there 2>err || fail "$what: no file"
        [ ! -e there ] || fail "$what: something is left of what failed"
    done
    "$EDOCC" --frames -x c - <async.c | sed 's/<stdin>/async.c/' >out
    "$EDOCC" --frames async.c | cmp - out
    ! "$EDOCC" --frames - <async.c 2>err || fail "standard input in no language"
    echo 'edocc: - is no C source, unless -x c says so before it' | cmp - err
    # What can be shown of several files is.
    echo '#include <edo.h>' >wrong.c
    echo 'int f(void) { return await 1; }' >>wrong.c
    ! "$EDOCC" --frames wrong.c async.c >out 2>err || fail "no error"
    contains 'wrong.c:2:' err
    "$EDOCC" --frames async.c | cmp - out
    "$EDOCC" --frames async.c async.c >out
    [ "$(grep -c '^$' out)" = "$(($(grep -c ': [0-9]* bytes$' out) - 1))" ] || fail "no line between reports"
}

the_compilation_database_names_the_users_file()
{
    async_c
    "$EDOCC" -MJ entry.json -c async.c
    (echo '['; sed '$ s/,$//' entry.json; echo ']') >all.json
    python3 - <<'EOF'
import json
entry, = json.load(open("all.json"))
assert entry["file"] == "async.c", entry
assert "async.c" in entry["arguments"], entry
EOF
}

an_interrupted_compilation_leaves_nothing()
{
    async_c
    # A compiler that says that it has begun, and waits to be killed.
    cat >slow_cc <<EOF
#!/bin/sh
for word; do [ "\$word" = -E ] && exec $cc "\$@"; done
trap 'echo killed >"$PWD/killed"; exit 1' TERM
echo begun >"$PWD/fifo"
while :; do read -r line <"$PWD/never" || :; done
EOF
    chmod +x slow_cc
    mkfifo fifo never
    EDOCC_CC="$PWD/slow_cc" "$EDOCC" -c async.c &
    pid=$!
    read -r line <fifo
    [ "$line" = begun ]
    kill -TERM $pid
    status=0
    wait $pid || status=$?
    [ $status = 143 ] || fail "status $status"
    [ -e killed ] || fail "the compiler was not told"
}

pragmas_of_visibility_reach_what_async_functions_export()
{
    cat >library.c <<EOF
#include <edo.h>
async int before(void);
async int said(void);
#pragma GCC visibility push(default)
async int shown(int x) { await edo_yield(); return x; }
async int before(void) { await edo_yield(); return 1; }
#pragma GCC visibility push(hidden)
async int inner(void) { return 2; }
async int said(void) __attribute__((visibility("default")));
async int said(void) { return 3; }
#pragma GCC visibility pop
async int shown_too(void) { return 4; }
#pragma GCC visibility pop
async int behind(void) { return 5; }
EOF
    "$EDOCC" -Wall -fvisibility=hidden -fPIC -c library.c 2>err
    cmp /dev/null err
    "$EDOCC" -shared library.o -o library.so
    nm -D --defined-only library.so | sed -n 's/.* \([a-z_]*\)__async$/\1/p' |
        grep -v '^edo_' | sort >out
    printf 'before\nsaid\nshown\nshown_too\n' | cmp - out
}

code_of_one_version_does_not_link_with_a_runtime_of_another()
{
    async_c
    "$EDOCC" -Wall -Wextra -pedantic -std=c11 -c async.c 2>err
    cmp /dev/null err
    nm async.o >symbols
    contains ' U edo__abi_version_1$' symbols
    library=${EDOCC%/*}/../lib/libedo.a
    "$cc" async.o "$library" -lpthread -o program
    objcopy --redefine-sym edo__abi_version_1=edo__abi_version_2 "$library" other.a
    ! "$cc" async.o other.a -lpthread -o program2 2>err || fail "it links"
    contains edo__abi_version_1 err
    echo 'int plain(void) { return 0; }' >plain.c
    "$EDOCC" -c plain.c
    nm plain.o >symbols
    ! grep -q edo__ symbols || fail "plain code asks for a version"
}

what_is_written_is_not_what_is_read()
{
    async_c
    ln -s async.c link.c
    for what in -c -S '' --expand --frames --states=html; do
        for output in async.c ./link.c; do
            cp async.c kept
            ! "$EDOCC" $what async.c -o $output 2>err || fail "$what: done"
            contains "async.c.* is the same as " err
            cmp kept async.c || fail "$what: the source is overwritten"
        done
    done
    "$EDOCC" -fsyntax-only async.c -o async.c
    cmp kept async.c
}

options_for_linking_are_no_matter_of_the_other_steps()
{
    async_c
    "$EDOCC" -fPIC -shared -pthread -rdynamic async.c -lpthread -Wl,-O1 -L. -o library.so 2>err
    cmp /dev/null err
}

a_temporary_directory_that_cannot_be_used_is_passed_over()
{
    async_c
    for where in "$dir/nowhere" /dev/null; do
        TMPDIR=$where TMP= TEMP=$where "$EDOCC" async.c -o program 2>err
        cmp /dev/null err
        ./program >out
        contains 'hello 7 -' out
    done
    mkdir second
    TMPDIR=$dir/nowhere TMP=$PWD/second "$EDOCC" -v -c async.c >out 2>&1
    contains "$PWD/second/" out
    [ -z "$(ls -A second)" ] || fail "left: $(ls second)"
}
