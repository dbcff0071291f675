#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: full
#
# A statement expression, with blocks of its own, where a constant has to be.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
value='({ int a = 1; { int b = 2; a = b; } a; })'

refused() {
    cat >"$dir/program.c" <<END
#include <edo.h>
async int later(int n) { return n; }
async int f(int n)
{
    int r = await later(n);
    $1
    return await later(r);
}
END
    status=0
    "$EDOCC" -c "$dir/program.c" -o "$dir/program.o" 2>"$dir/messages" || status=$?
    if [ "$status" != 1 ] || ! grep -q "program.c:.*error:.*$2" "$dir/messages"; then
        echo "'$1': exit status $status"
        cat "$dir/messages"
        exit 1
    fi
}

for EDOCC_CC in gcc clang; do
    export EDOCC_CC
    refused "switch (r) { case $value: r++; break; default: r--; }" constant
    refused "switch (r) { case 1 ... $value: r++; break; default: r--; }" constant
    refused "static int s = $value; r += s;" constant
    refused "static int s[2] = {1, $value}; r += s[0];" constant
done
