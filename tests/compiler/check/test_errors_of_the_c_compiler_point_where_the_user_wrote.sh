#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# What the C compiler finds wrong in an await's line or a select's head, it shows in the user's line
# and column.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/wrong.c" <<'END'
#include <edo.h>
struct pair { int x; };
async int step(int *p, int n);
async int near(int *p, int n)
{
    return *p + n;
}
async int walk(int v)
{
    struct pair q = {1};
    int r = await step(q, v);
    int k = 1 + await near(&v, undeclared1);
    select {
        when (int n = step(&v, undeclared2)) r += n;
        when (int n = step(q, 2)) r += n;
    }
    int w = await near(&v, 3) + q;
    await step(&v, undeclared3);
    for (int i = 0; i < 3; i++)
        r += await step(&v, v) + (i ? undeclared4 : 1);
    return r + k + w;
}
END
cat >"$folder/wanted" <<'END'
11:24
12:32
14:32
15:28
17:31
18:20
20:39
END
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    if EDOCC_CC=$cc "$EDOCC" -Wall -c "$folder/wrong.c" -o "$folder/wrong.o" 2>"$folder/messages"; then
        echo "$cc takes it"
        exit 1
    fi
    sed -n 's/.*wrong.c:\([0-9]*:[0-9]*\): error.*/\1/p' "$folder/messages" | sort -t: -n -u >"$folder/got"
    diff "$folder/wanted" "$folder/got" || {
        echo "$cc:"
        cat "$folder/messages"
        exit 1
    }
done
