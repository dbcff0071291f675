#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/s.c" <<'END'
#include <edo.h>
async int rest(int n)
{
    _Thread_local int a[n];
    await edo_yield();
    return a[0];
}
END
status=0
"$EDOCC" -c "$dir/s.c" -o "$dir/s.o" 2>"$dir/err" || status=$?
cat "$dir/err"
[ "$status" -eq 1 ]
grep -q 's.c:4:' "$dir/err"
