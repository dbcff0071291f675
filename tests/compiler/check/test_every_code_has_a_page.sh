#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# Codes in edocc/diag.h and pages in edocc/codes match, one to one; each can be asked for by every
# name it has; none is asked for by a name that there isn't. Each error has a golden file.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

fail()
{
    echo "$*" >&2
    exit 1
}

sed -n 's/^ *D_[A-Z_0-9]* = \([0-9]*\).*/\1/p' "$root/edocc/diag.h" | sort -n >"$dir/codes"
(cd "$root/edocc/codes" && ls) | sed 's/^[EW]0*//; s/\.txt$//' | sort -n >"$dir/pages"
[ -s "$dir/codes" ] || fail "no codes found"
diff "$dir/codes" "$dir/pages" >&2 || fail "codes of diag.h (<) and pages of edocc/codes (>) differ"

"$EDOCC" --explain >"$dir/list"
for page in "$root"/edocc/codes/*.txt; do
    code=$(basename "$page" .txt)
    number=$(echo "$code" | sed 's/^.0*//')
    title=$(sed -n 's/^title: //p' "$page")
    grep -qF "$code  $title" "$dir/list" || fail "$code is not in the list"
    "$EDOCC" --explain "$code" >"$dir/page"
    [ "$(head -n 1 "$dir/page")" = "$code: $title" ] || fail "$code has another title"
    name=$(sed -n '/^Option: /{s/^Option: -W//;s/, .*//p}' "$dir/page")
    lower=$(echo "$code" | tr EW ew)
    for other in "$number" "$lower" "$name" ${name:+-W$name -Wno-$name}; do
        [ -n "$other" ] || continue
        "$EDOCC" --explain "$other" >"$dir/other" || fail "--explain $other fails"
        cmp "$dir/page" "$dir/other" || fail "--explain $other is not $code's page"
    done
done
for wrong in E0016 W0003 98 -1 0 E '' 12x E12x edo edo-no-such 99999999999 ../E0003; do
    ! "$EDOCC" --explain "$wrong" >"$dir/out" 2>"$dir/err" || fail "--explain '$wrong' succeeds"
    [ ! -s "$dir/out" ] || fail "--explain '$wrong' prints a page"
    grep -q "no diagnostic '$wrong'" "$dir/err" || fail "--explain '$wrong' doesn't say what is wrong"
done
"$EDOCC" --explain E0003 W0016 >"$dir/both"
grep -q '^W0016: ' "$dir/both" || fail "only one of two pages is printed"

# What messages look like is seen in golden files: each error has one, but for edocc's own faults.
for page in "$root"/edocc/codes/E*.txt; do
    code=$(basename "$page" .txt)
    [ "$code" = E0099 ] || grep -qs "\[$code\]" "$root"/tests/compiler/*/*.err ||
        fail "$code is in no .err file of tests/compiler/fail"
done
[ "$(find "$root/tests/compiler/fail" -name '*.err' | wc -l)" -ge 60 ] || fail "too few golden files"
