#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# Structs that would hold themselves, in all ways that one can try: the C compiler's errors arrive.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/s.c" <<'END'
#include <edo.h>

struct knot {
    int n;
    struct knot knot;
};

struct twist {
    struct twist {
        int n;
    } inner;
};

struct left;
struct right {
    struct left left[2];
};
struct left {
    struct right right;
};

static async int tie(void)
{
    struct knot k = {1};
    struct left l;
    struct twist t;
    await edo_yield();
    return k.n + (int)sizeof l + t.inner.n;
}

async int main(void)
{
    return await tie();
}
END
status=0
"$EDOCC" -c "$dir/s.c" -o "$dir/s.o" 2>"$dir/err" || status=$?
cat "$dir/err"
[ "$status" -eq 1 ]
grep -q 's.c:5:.*knot' "$dir/err"
grep -q 's.c:16:.*left' "$dir/err"
