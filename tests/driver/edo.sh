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

the_cache_tells_contents_by_their_sha256()
{
    printf 'int main(void) { return 0; }\n' >main.c
    for size in 1 54 55 56 57 63 64 65 119 120 1000 100000; do
        { printf '//'; head -c $((size + 100)) /dev/zero | tr '\0' x; } | head -c $size >h$size.h
        [ $size != 1 ] || printf '\n' >h1.h
        printf '#include "h%s.h"\n' $size
    done >>main.c
    "$EDO" run main.c
    cat "$XDG_CACHE_HOME"/edo/*/made-from >list
    contains '^end$' list
    for file in main.c h*.h; do
        contains "^$(sha256sum <$file | cut -c1-64) $file$" list
    done
    [ "$(grep -c 'h[0-9]*\.h$' list)" = 12 ]
}

the_oldest_programs_are_forgotten()
{
    printf 'int main(void) { return 0; }\n' >main.c
    "$EDO" run main.c
    # As if there had been as many as are kept, all used before.
    i=0
    while [ $i -lt 256 ]; do
        name=$(printf '%064d' $i)
        mkdir -p "$XDG_CACHE_HOME/edo/$name/bin"
        touch -d "2001-01-01 00:00:$((i % 60))" "$XDG_CACHE_HOME/edo/$name/made-from"
        i=$((i + 1))
    done
    touch -d 2000-01-01 "$XDG_CACHE_HOME/edo/$(printf '%064d' 77)/made-from"
    "$EDO" run -DOTHER main.c
    [ ! -e "$XDG_CACHE_HOME/edo/$(printf '%064d' 77)" ] || fail "the oldest was kept"
    [ "$(ls "$XDG_CACHE_HOME/edo" | wc -l)" = 257 ] || fail "another was removed"
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
    status=0
    "$EDO" 2>err || status=$?
    [ $status = 2 ] || fail "status $status without a command"
    contains 'edo run' err
    ! "$EDO" walk 2>err || fail "walked"
    contains "no command 'walk'" err
    ! "$EDO" run 2>err || fail "ran nothing"
    contains 'which file' err
    ! "$EDO" run -c x.c 2>err || fail "ran an object"
    contains 'makes no program' err
    ! "$EDO" run no_such.c 2>err || fail "ran nothing"
    contains 'no_such.c' err
    ! "$EDO" run . 2>err || fail "ran a directory"
    echo 'edo: run: .: Is a directory' | cmp - err
    echo 'int main(void) { return 0; }' >any.c
    ! EDOCC_CC=no_such_cc "$EDO" run any.c 2>err || fail "ran without a compiler"
    [ "$(grep -c no_such_cc err)" = 1 ] || fail "not one message of a missing compiler: $(cat err)"
    ! "$EDO" run - 2>err </dev/null || fail "ran standard input"
    "$EDO" --help >out
    contains 'edo run' out
    for command in expand states frames; do
        status=0
        "$EDO" $command -DX 2>err || status=$?
        [ $status = 2 ] || fail "$command without a file: status $status"
        contains "edo $command: which file" err
        contains "usage: edo $command " err
    done
    status=0
    "$EDO" states --dot --json x.c 2>err || status=$?
    [ $status = 2 ] || fail "two formats: status $status"
    contains 'edo states: one format at a time' err
    ! "$EDO" exapnd x.c 2>err || fail "expanded"
    contains "did you mean 'edo expand'" err
    ! "$EDO" completion 2>err || fail "completed for no shell"
    contains 'bash|zsh|fish' err
    ! "$EDO" completion csh 2>err || fail "completed for csh"
    contains 'none for that shell' err
    ! "$EDO" help walk 2>err || fail "helped to walk"
    "$EDO" --version >out
    contains '^edo [0-9]' out
}

each_command_has_its_help()
{
    "$EDO" help >all
    for command in run expand states frames explain completion help; do
        "$EDO" $command --help >one
        contains "^  edo $command" one
        contains "^  edo $command" all
        "$EDO" $command -h >two
        cmp one two
        "$EDO" help $command >two
        cmp one two
        awk 'length > 100 { exit 1 }' one all || fail "lines of more than 100 columns"
    done
}

explain_prints_pages()
{
    "$EDOCC" --explain E0003 >page
    "$EDO" explain 3 >out
    cmp page out
    "$EDOCC" --explain >page
    "$EDO" explain >out
    cmp page out
    ! "$EDO" explain E9999 2>err || fail "explained"
}

# completes WORD... EXPECTED: what bash offers for the last word has EXPECTED in it; !EXPECTED: not.
completes()
{
    for wanted; do :; done
    "$EDO" completion bash >edo.bash
    PATH="$(dirname "$EDO"):$PATH" bash -c '
        . ./edo.bash
        COMP_WORDS=("${@:1:$#-1}")
        COMP_CWORD=$(($# - 2))
        "_${COMP_WORDS[0]}"
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@" >offered
    case $wanted in
    !*) ! grep -qxF -e "${wanted#!}" offered || fail "$* is offered" ;;
    *) grep -qxF -e "$wanted" offered || { cat offered >&2 && fail "$* is not offered"; } ;;
    esac
}

bash_completes_commands_files_and_codes()
{
    command -v bash >/dev/null || { echo 'no bash' && return; }
    touch one.c two.h 'a b.c'
    mkdir sub
    completes edo '' run
    completes edo '' states
    completes edo st states
    completes edo st '!run'
    completes edo --v --version
    completes edo run '' one.c
    completes edo run '' 'a b.c'
    completes edo run '' '!two.h'
    completes edo expand -DX o one.c
    completes edo expand '' sub
    completes edo run one.c '' '!one.c'
    completes edo states --j --json
    completes edo frames -W -Wedo-lock
    completes edo explain E00 E0003
    completes edo explain E00 '!W0016'
    completes edo explain -Wedo-l -Wedo-lock
    completes edo completion '' fish
    completes edo help fr frames
    completes edocc --ex --explain
    completes edocc --explain W W0016
    completes edocc -fedo-n -fedo-no-overlay
    completes edo run -fedo-p -fedo-preempt
    completes edocc -Wno-edo-bl -Wno-edo-blocking
    completes edocc --states = '' json
    completes edocc --states = j json
    completes edocc --states = '' '!one.c'
    completes edocc -Werror = edo-l edo-lock
    completes edocc -Wedo-a -Wedo-all
}

# What a user sees who types it: the end of the word, and what stands behind it.
bash_completes_on_a_terminal()
{
    command -v bash >/dev/null || { echo 'no bash' && return; }
    touch one.c 'a b.c'
    mkdir folder
    touch folder/two.c
    PATH="$(dirname "$EDO"):$PATH" python3 - <<'END'
import os, pty, select, sys, time

pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM="dumb", PS1="$ ", INPUTRC="/dev/null", HISTFILE="")
    os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])

def wait_for(text, what):
    seen, end = b"", time.monotonic() + 30
    while text not in seen:
        ready, _, _ = select.select([fd], [], [], max(end - time.monotonic(), 0))
        if not ready:
            sys.exit("%s: no %r in %r" % (what, text, seen))
        seen += os.read(fd, 65536)

os.write(fd, b"bind 'set bell-style none'; bind 'set enable-bracketed-paste off'\n")
os.write(fd, b'eval "$(edo completion bash)"; echo rea""dy\n')
wait_for(b"ready", "bash")
for typed, shown in [
    ("edo r\t+", "edo run +"), ("edo run on\t+", "edo run one.c +"),
    ("edo run a\t+", "edo run a\\ b.c +"), ("edo run fo\tt\t+", "edo run folder/two.c +"),
    ("edo states --js\t+", "edo states --json +"), ("edocc --states=j\t+", "edocc --states=json +"),
    ("edocc -Werror=edo-loc\t+", "edocc -Werror=edo-lock +"),
]:
    os.write(fd, typed.encode())
    wait_for(shown.encode(), typed)
    os.write(fd, b"\x15")
os.write(fd, b"exit\n")
os.waitpid(pid, 0)
END
}

zsh_and_fish_read_their_completions()
{
    for shell in zsh fish; do
        "$EDO" completion $shell >completion
        contains 'completion' completion
        for command in run expand states frames explain completion help; do
            contains "$command" completion
        done
        if command -v $shell >/dev/null; then
            $shell -n completion || fail "$shell can't read its completion"
        else
            echo "$shell isn't installed: its completion is not tried"
        fi
    done
    if command -v zsh >/dev/null; then
        "$EDO" completion zsh >completion
        zsh -fc 'autoload -U compinit && compinit -D && . ./completion && [[ $_comps[edo] == _edo ]]'
    fi
    if command -v fish >/dev/null; then
        "$EDO" completion fish >completion
        PATH="$(dirname "$EDO"):$PATH" \
            fish -c 'source completion; complete -C "edo st"' | grep -q '^states' ||
            fail "fish doesn't complete"
    fi
}

expand_and_frames_show_a_file()
{
    async_c
    "$EDO" expand -DGREETING='"hey"' async.c >out
    contains 'nap__resume' out
    "$EDO" frames async.c >out
    contains nap out
    "$EDO" states -DGREETING='"hey"' async.c >out
    contains nap out
    "$EDO" states --json -DGREETING='"hey"' async.c | python3 -m json.tool >/dev/null ||
        fail "no JSON"
    "$EDO" states -DGREETING='"hey"' async.c --json | python3 -m json.tool >/dev/null ||
        fail "no JSON with the format behind the file"
}
