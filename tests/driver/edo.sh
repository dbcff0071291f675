# SPDX-License-Identifier: MIT
# The `edo` command.

# A compiler that counts its runs.
counting_cc()
{
    cat >counting_cc <<EOF
#!/bin/sh
echo run >>"$PWD/runs"
exec $cc "\$@"
EOF
    chmod +x counting_cc
    export EDOCC_CC="$PWD/counting_cc"
    : >runs
}

ran_compiler()
{
    n=$(wc -l <runs)
    : >runs
    [ "$n" -gt 0 ]
}

run_compiles_and_runs_with_arguments()
{
    async_c
    "$EDO" run -DGREETING='"hey"' async.c one -x two >out
    echo 'hey 7 one' | cmp - out
    printf '#include <stdio.h>\nint main(int c, char **v) { puts(v[c - 1]); return c; }\n' >c.c
    status=0
    "$EDO" run c.c -- -c last >out || status=$?
    [ $status = 4 ] || fail "status $status"
    echo last | cmp - out
    echo input | "$EDO" run -include stdio.h -x c c.c - >out || true
    echo - | cmp - out
}

an_unchanged_file_is_not_compiled_again()
{
    async_c
    counting_cc
    "$EDO" run async.c >out
    ran_compiler || fail "not compiled at first"
    "$EDO" run async.c >out2
    ! ran_compiler || fail "compiled again"
    cmp out out2
    "$EDO" run async.c other arguments >out2
    ! ran_compiler || fail "compiled for other arguments"
    touch async.c
    "$EDO" run async.c >out2
    ! ran_compiler || fail "compiled though the contents are the same"
}

what_has_changed_is_compiled_again()
{
    printf '#define N 1\n' >n.h
    printf '#include <stdio.h>\n#include "n.h"\nint main(void) { printf("%%d\\n", N); }\n' >n.c
    counting_cc
    [ "$("$EDO" run n.c)" = 1 ]
    ran_compiler
    printf '#define N 2\n' >n.h
    [ "$("$EDO" run n.c)" = 2 ] || fail "a header has changed"
    ran_compiler
    sed 's/N)/N + 1)/' n.c >m.c && mv m.c n.c
    [ "$("$EDO" run n.c)" = 3 ] || fail "the file has changed"
    ran_compiler
    [ "$("$EDO" run -DOPTION n.c)" = 3 ]
    ran_compiler || fail "an option was added"
    [ "$("$EDO" run n.c)" = 3 ]
    ! ran_compiler || fail "the first program was forgotten"
    echo '# another' >>counting_cc
    [ "$("$EDO" run n.c)" = 3 ]
    ran_compiler || fail "the compiler has changed"
}

libraries_may_stand_before_the_file()
{
    printf '#include <math.h>\n#include <stdio.h>\n' >m.c
    printf 'int main(int c, char **v) { (void)v; printf("%%.0f\\n", cbrt(26.0 + c)); }\n' >>m.c
    [ "$("$EDO" run -Wl,--as-needed -lm m.c)" = 3 ]
}

programs_run_without_a_place_for_a_cache()
{
    async_c
    XDG_CACHE_HOME=/proc/no "$EDO" run async.c there >out
    echo 'hello 7 there' | cmp - out
    (unset XDG_CACHE_HOME HOME && "$EDO" run async.c here >out)
    echo 'hello 7 here' | cmp - out
}

failures_have_the_compilers_status()
{
    printf 'int main(void) { return nope; }\n' >wrong.c
    status=0
    "$EDO" run wrong.c 2>err || status=$?
    [ $status = 1 ] || fail "status $status"
    contains 'wrong.c:1:' err
    find "$XDG_CACHE_HOME" -name 'edocc-*' >left
    cmp /dev/null left
}

wrong_usage_is_explained()
{
    ! "$EDO" 2>err || fail "nothing to do is no success"
    contains 'edo run' err
    ! "$EDO" walk 2>err || fail "walked"
    contains "no command 'walk'" err
    ! "$EDO" run 2>err || fail "ran nothing"
    contains 'which file' err
    ! "$EDO" run -c x.c 2>err || fail "ran an object"
    contains 'makes no program' err
    ! "$EDO" run no_such.c 2>err || fail "ran nothing"
    contains 'no_such.c' err
    ! "$EDO" run - 2>err </dev/null || fail "ran standard input"
    "$EDO" --help >out
    contains 'edo run' out
    "$EDO" --version >out
    contains '^edo [0-9]' out
}

expand_and_frames_show_a_file()
{
    async_c
    "$EDO" expand -DGREETING='"hey"' async.c >out
    contains 'nap__resume' out
    "$EDO" frames async.c >out
    contains nap out
}
