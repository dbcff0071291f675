#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
#
# A pointer to a local of a finished callee, or of a block that was left, while the frame around it
# lives on: ASan and valgrind report its use, and say nothing of programs without one.
set -eu
if [ -n "${EDO_SANITIZE:-}" ]; then
    echo "this libedo is sanitized; programs with what is shipped are tried in other builds"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$*" >&2; exit 1; }

cat >"$work/stale.c" <<'EOF'
#include <edo.h>
#include <stdio.h>

static int *kept;

async int callee(int n)
{
    int local[4] = {n, n + 1, n + 2, n + 3};
    kept = &local[STALE ? 2 : 0];
    try await edo_yield();
    return local[3];
}

async int scopes(int n)
{
    int outer = 0;
    if (n) {
        int inner[8] = {n};
        kept = inner;
        try await edo_yield();
        outer += inner[0];
    }
    try await edo_yield();
#if STALE == 2
    printf("%d\n", *kept);
#endif
    return outer;
}

async int main(void)
{
    int r = await callee(5);
#if STALE == 1
    printf("%d\n", *kept);
#endif
    r += await callee(6);
    r += await scopes(3);
    printf("%d\n", r);
    return 0;
}
EOF

# said NAME EXPECTED COMMAND...: the command fails and its output has a line with EXPECTED, or,
# if that is empty, it succeeds.
said()
{
    name=$1 expected=$2
    shift 2
    status=0
    "$@" >"$work/out" 2>&1 || status=$?
    if [ -z "$expected" ]; then
        [ "$status" = 0 ] || fail "$name: exit status $status: $(cat "$work/out")"
        [ "$(cat "$work/out")" = 20 ] || fail "$name: $(cat "$work/out")"
    else
        [ "$status" != 0 ] || fail "$name: nothing was reported: $(cat "$work/out")"
        grep -q "$expected" "$work/out" || fail "$name: $(cat "$work/out")"
    fi
}

for stale in 0 1 2; do
    line=
    case $stale in
    1) line=main__run.*stale.c:34 ;;
    2) line=scopes__run.*stale.c:25 ;;
    esac
    for cc in gcc clang; do
        command -v $cc >/dev/null || continue
        for level in -O0 -O2; do
            EDOCC_CC=$cc "$EDOCC" $level -g -fsanitize=address -DSTALE=$stale "$work/stale.c" \
                -o "$work/program" 2>"$work/err" || {
                grep -q "asan" "$work/err" || fail "$(cat "$work/err")"
                echo "$cc has no ASan here: $(tail -n 1 "$work/err")"
                continue
            }
            said "$cc $level $stale" "${line:+#0.*$line}" "$work/program"
            [ -z "$line" ] || grep -q use-after-poison "$work/out" || fail "$(cat "$work/out")"
        done
    done
    if command -v valgrind >/dev/null && [ "$(uname -m)" = x86_64 ]; then
        for level in -O0 -O1; do
            "$EDOCC" $level -g -fedo-valgrind -DSTALE=$stale "$work/stale.c" -o "$work/program"
            said "valgrind $level $stale" "${line:+at 0x[0-9A-F]*: $line}" \
                valgrind -q --error-exitcode=9 "$work/program" 2>&1 || exit 1
        done
    else
        echo "no valgrind here"
    fi
done

# Nothing of it in ordinary builds.
for options in "-O2" "-O0 -g"; do
    "$EDOCC" $options -DSTALE=0 -c "$work/stale.c" -o "$work/o.o"
    if nm "$work/o.o" | grep -q "asan\|memcheck\|frame_dead"; then
        fail "$options: $(nm "$work/o.o")"
    fi
done
