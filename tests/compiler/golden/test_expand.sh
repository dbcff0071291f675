#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
#
# `edocc --expand`: its layout is that of the golden files, and what it prints of this project's
# examples and of a part of the language's tests compiles without a warning about its layout, and
# runs as the original.
#
#   test_expand.sh --update    writes the golden files anew
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

complain()
{
    echo "$*" >&2
    failed=1
}

for file in "$here"/expand/*.c; do
    name=$(basename "$file" .c)
    (cd "$here/expand" && EDOCC_CC=gcc "$EDOCC" --expand "$name.c") >"$dir/out"
    [ "${1:-}" != --update ] || cp "$dir/out" "$here/expand/$name.out"
    diff -u "$here/expand/$name.out" "$dir/out" >&2 || complain "the layout of $name.c has changed"
    # Every comment of its async functions is there.
    grep -o '/\*.*\*/\|// .*' "$file" | grep -v 'a prototype' | while read -r comment; do
        grep -qF "$comment" "$dir/out" || echo "$name.c: lost: $comment"
    done >"$dir/lost"
    [ ! -s "$dir/lost" ] || complain "$(cat "$dir/lost")"
done

library=$(dirname "$EDO_BIN")/lib/libedo.a
compilers=gcc
! command -v clang >/dev/null || compilers="gcc clang"

# expanded FILE CC: compiles it, to $dir/program
expanded()
{
    EDOCC_CC=$2 "$EDOCC" -I "$root/tests/compiler/run" --expand "$1" >"$dir/expanded.c" || return 1
    # shellcheck disable=SC2086
    "$2" $EDO_CFLAGS -Werror=misleading-indentation -I "$root/include" -I "$(dirname "$1")" \
        "$dir/expanded.c" "$library" -lpthread -o "$dir/program" 2>"$dir/err" || {
        cat "$dir/err" >&2
        return 1
    }
    awk 'length > 240 { print FILENAME ":" NR ": " length " columns"; exit 1 }' \
        "$dir/expanded.c" >&2
}

# Headers need what was defined for them, and those that came by others.
for file in "$here"/expand/*.c "$root"/examples/redis/*.c; do
    for cc in $compilers; do
        EDOCC_CC=$cc "$EDOCC" --expand "$file" >"$dir/expanded.c" &&
            "$cc" -Wall -Wno-unused -Werror -I "$root/include" -I "$(dirname "$file")" -c \
                "$dir/expanded.c" -o "$dir/expanded.o" ||
            complain "$file: its expansion doesn't compile with $cc"
    done
done

number=0
for file in "$root"/examples/*.c "$root"/tests/compiler/run/lang_*.c; do
    name=$(basename "$file" .c)
    number=$((number + 1))
    case $file in
    */examples/*) ;;
    *) [ $((number % 5)) = 0 ] || continue ;;
    esac
    for cc in $compilers; do
        expanded "$file" $cc || { complain "$name: its expansion doesn't compile with $cc" && continue; }
        [ -e "${file%.c}.out" ] || continue
        "$dir/program" >"$dir/out" && cmp "${file%.c}.out" "$dir/out" >&2 ||
            complain "$name: its expansion prints something else with $cc"
    done
done
[ "$number" -gt 50 ] || complain "only $number files were found"
exit $failed
