# SPDX-License-Identifier: MIT
# How messages are shown.

two_mistakes()
{
    printf '#include <edo.h>\nasync int f(int a)\n{\n    return a;\n}\n' >two.c
    printf 'async int g(void)\n{\n    f(1);\n    f(2);\n    return 0;\n}\n' >>two.c
}

refused()
{
    ! "$EDOCC" "$@" -c 2>err || fail "edocc took it"
}

colour_is_as_asked_for()
{
    two_mistakes
    escape=$(printf '\033')
    refused two.c
    ! grep -q "$escape" err || fail "colour in a file"
    refused -fdiagnostics-color=always two.c
    contains "$escape\[01;31m$escape\[Kerror:$escape\[m$escape\[K" err
    contains "$escape\[01m$escape\[Ktwo.c:8:5:" err
    refused -fdiagnostics-color=always -fdiagnostics-color=never two.c
    ! grep -q "$escape" err || fail "colour against the last option"
    (export GCC_COLORS='error=35;04:caret=33' && refused -fdiagnostics-color=always two.c)
    contains "$escape\[35;04m$escape\[Kerror:" err
    contains "$escape\[33m$escape\[K^" err
}

colour_on_a_terminal_can_be_declined()
{
    command -v script >/dev/null || { echo "no script(1) to make a terminal with" && return; }
    two_mistakes
    escape=$(printf '\033')
    export TERM=xterm
    on_terminal="script -qec '$EDOCC -c two.c' /dev/null"
    sh -c "$on_terminal" >out </dev/null || true
    contains "$escape\[01;31m" out
    NO_COLOR=1 sh -c "$on_terminal" >out </dev/null || true
    contains 'two.c:8:5: error' out
    GCC_COLORS= sh -c "$on_terminal" >out </dev/null || true
    contains 'two.c:8:5: error' out
    TERM=dumb sh -c "$on_terminal" >out </dev/null || true
    contains 'two.c:8:5: error' out
}

no_more_errors_are_shown_than_wanted()
{
    two_mistakes
    refused -fmax-errors=1 two.c
    [ "$(grep -c ': error:' err)" = 1 ] || fail "not one error"
    contains '1 more error is not shown' err
    refused -Wfatal-errors two.c
    [ "$(grep -c ': error:' err)" = 1 ] || fail "not one error"
    refused -fmax-errors=0 two.c
    [ "$(grep -c ': error:' err)" = 2 ] || fail "not all errors"
    { echo '#include <edo.h>' && echo 'async int f(void) { return 0; }' &&
        echo 'async int g(void) {' && yes 'f();' | head -n 150 && echo 'return 0; }'; } >many.c
    refused many.c
    [ "$(grep -c ': error:' err)" = 100 ] || fail "not a hundred errors"
    contains '50 more errors are not shown' err
    refused -fmax-errors=0 many.c
    [ "$(grep -c ': error:' err)" = 150 ] || fail "not all errors"
}

the_source_line_can_be_left_out()
{
    two_mistakes
    if [ "$cc" = clang ]; then
        refused -fno-caret-diagnostics two.c
        [ "$(wc -l <err)" = 4 ] || fail "more than the messages"
        return
    fi
    refused -fno-diagnostics-show-caret two.c
    [ "$(wc -l <err)" = 4 ] || fail "more than the messages"
    refused -fdiagnostics-plain-output -fdiagnostics-color=never two.c
    [ "$(wc -l <err)" = 4 ] || fail "more than the messages"
}

headers_say_who_includes_them()
{
    mkdir sub
    printf '\n\nint deep(void) { return await 1; }\nint two(void) { return await 2; }\n' >sub/deep.h
    printf '/* one */\n\n#include "deep.h"\n' >sub/middle.h
    printf '#include <edo.h>\nint a;\n#include "sub/middle.h"\nint b(void) { await b(); }\n' >top.c
    refused top.c
    grep -A 1 '^In file' err | sed 's#\./##' >chain
    printf 'In file included from sub/middle.h:3,\n                 from top.c:3:\n' | cmp - chain
    [ "$(grep -c 'In file' err)" = 1 ] || fail "the same chain twice"
}

# One array, whoever has something to say: preprocessor, edocc, compiler.
messages_come_as_one_json_array()
{
    printf '#include <edo.h>\n#warning from the preprocessor\nasync int f(int a)\n{\n' >all.c
    printf '\tint unused;\n    if (a) return 1;\n}\n' >>all.c
    if [ "$cc" = clang ]; then
        ! "$EDOCC" -fdiagnostics-format=json -c all.c 2>err || fail "clang knows no JSON"
        contains "invalid value 'json'" err
        return
    fi
    "$EDOCC" -fdiagnostics-format=json -Wall -c all.c 2>err
    python3 - err <<'END'
import json, sys
lines = open(sys.argv[1]).read().splitlines()
assert len(lines) == 1, lines
all = json.loads(lines[0])
assert [d["option"] for d in all] == ["-Wcpp", "-Wedo-missing-result", "-Wunused-variable"], all
ours = all[1]
assert ours["kind"] == "warning" and ours["code"] == "W0016", ours
assert ours["locations"][0]["caret"] == {
    "file": "all.c", "line": 7, "column": 1, "display-column": 1, "byte-column": 1}, ours
assert ours["children"][0]["kind"] == "note", ours
assert ours["children"][0]["locations"][0]["caret"]["line"] == 3, ours
assert set(all[2]) <= set(ours) | {"option_url"}, "a key that gcc has and edocc hasn't"
END
    printf '#include <edo.h>\nasync int f(void)\n{\n\t"é\\t\\"", f();\n}\n' >odd.c
    refused -fdiagnostics-format=json -Werror -Wno-unused-value odd.c
    python3 - err <<'END'
import json, sys
all = json.loads(open(sys.argv[1]).read())
assert [d["kind"] for d in all] == ["error", "error"], all
caret = all[0]["locations"][0]["caret"]
assert caret["byte-column"] == 12 and caret["display-column"] == 18, caret
assert all[0]["locations"][0]["finish"]["byte-column"] == 14, all[0]
assert all[1]["option"] == "-Werror=edo-missing-result", all[1]
END
    printf '#include <edo.h>\nasync int f(void)\n{\n\tawiat edo_yield();\n\treturn 0;\n}\n' >word.c
    refused -fdiagnostics-format=json word.c
    python3 - err <<'END'
import json, sys
one, = json.loads(open(sys.argv[1]).read())
assert one["code"] == "E0060", one
fix, = one["fixits"]
assert fix["string"] == "await", fix
assert (fix["start"]["line"], fix["start"]["byte-column"]) == (4, 2), fix
assert (fix["next"]["line"], fix["next"]["byte-column"]) == (4, 7), fix
END
    # Names and files that aren't UTF-8 make no JSON that isn't.
    printf '#include <edo.h>\nasync int n\351(void)\n{\n\tn\351();\n\treturn 0;\n}\n' >latin.c
    refused -fdiagnostics-format=json latin.c
    python3 - err <<'END'
import json, sys
one, = json.loads(open(sys.argv[1], encoding="utf-8").read())
assert "n\ufffd" in one["message"], one
END
    printf '#include <edo.h>\nasync int f(void) { return 0; }\n' >fine.c
    "$EDOCC" -fdiagnostics-format=json -c fine.c 2>err
    [ "$(cat err)" = '[]' ] || fail "no empty array"
}

translation_brings_no_warnings_of_its_own()
{
    cat >clean.c <<'END'
#include <edo.h>
#include <stdio.h>

async int step(int n)
{
    await edo_yield();
    return n;
}

async int walk(int n)
{
    int a = await step(n);
    int b = try await step(a);
    switch (n) {
    case 1:
        b = await step(1);
        /* fall through */
    case 2:
        b++;
        // fallthrough
    case 3:
        b += await step(2);
        __attribute__((fallthrough));
    default:
        break;
    }
    return a + b;
}

int other(int n);
int other(int n)
{
    switch (n) {
    case 1:
        n++;
        /* fall through */
    default:
        return n;
    }
}

int plain(int n);
int plain(int n)
{
    defer puts("left");
    switch (n) {
    case 1:
        n++;
        /* fall through */
    default:
        return n;
    }
}
END
    "$EDOCC" -std=c11 -Wall -Wextra -pedantic -Werror -Wdeclaration-after-statement \
        -Wimplicit-fallthrough -Werror=implicit-fallthrough -Wshadow -c clean.c 2>err ||
        { cat err >&2 && fail "warnings"; }
    [ ! -s err ] || fail "not silent"
}
