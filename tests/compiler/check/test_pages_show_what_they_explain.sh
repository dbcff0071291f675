#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
#
# Each page of `edocc --explain` has a program that gives its very code, and nothing else, and the
# same mended, which compiles without a word. A page may lack them only if nothing can trigger it
# (an internal error), or if no part of the compiler reports its code.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0
tried=0

complain()
{
    echo "$code: $*" >&2
    failed=1
}

# The block behind the line $1 of the page.
block()
{
    awk -v title="$1:" '
        $0 == title { inside = 1; next }
        inside && /^[^ ]/ { exit }
        inside { sub(/^    /, ""); print }' "$dir/page"
}

reported()
{
    name=$(sed -n "s/^ *\(D_[A-Z_]*\) = $1[ ,].*/\1/p" "$root/edocc/diag.h")
    grep -rqw "$name" "$root/edocc" --include='*.c' --exclude=lint.c
}

for page in "$root"/edocc/codes/*.txt; do
    code=$(basename "$page" .txt)
    number=$(echo "$code" | sed 's/^.0*//')
    "$EDOCC" --explain "$code" >"$dir/page"
    block Wrong >"$dir/wrong.c"
    block Right >"$dir/right.c"
    options=$(sed -n 's/^options: //p' "$page")
    if [ ! -s "$dir/wrong.c" ] || [ ! -s "$dir/right.c" ]; then
        [ "$code" = E0099 ] || ! reported "$number" || complain "has no example and remedy"
        continue
    fi
    tried=$((tried + 1))
    # shellcheck disable=SC2086
    "$EDOCC" -Wall $options -c "$dir/wrong.c" -o "$dir/o" 2>"$dir/wrong" && status=0 || status=$?
    case $code in
    E*) [ "$status" != 0 ] || complain "the example compiles" ;;
    W*) [ "$status" = 0 ] || complain "the example doesn't compile" ;;
    esac
    grep -Eq "\[$code[],]" "$dir/wrong" || {
        cat "$dir/wrong" >&2
        complain "the example doesn't give it"
    }
    ! grep -E '\[[EW][0-9]{4}' "$dir/wrong" | grep -Ev "\[$code[],]" >&2 ||
        complain "the example gives others too"
    # shellcheck disable=SC2086
    "$EDOCC" -Wall $options -c "$dir/right.c" -o "$dir/o" 2>"$dir/right" || complain "is not mended"
    [ ! -s "$dir/right" ] || {
        cat "$dir/right" >&2
        complain "the remedy isn't silent"
    }
done
[ "$tried" -gt 25 ] || {
    echo "only $tried examples were found" >&2
    failed=1
}
exit $failed
