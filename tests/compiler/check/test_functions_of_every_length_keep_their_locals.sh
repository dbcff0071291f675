#!/bin/bash
# SPDX-License-Identifier: MIT
# timeout: 120
# labels: subset
#
# Functions with more and more statements, and code between that control doesn't reach: wherever the
# tables of the compiler's flow graph grow, every function still returns what it counted.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awaits=70 sum=$((70 * 71 / 2))
{
    echo '#include <edo.h>'
    echo 'static async int one(int n) { await edo_yield(); return n; }'
    for n in $(seq 0 24); do
        echo "static async int f$n(int a) { int sum = 0; defer { sum = 0; }"
        for i in $(seq 1 "$n"); do
            echo "if (a == -$i) a++;"
        done
        for i in $(seq 1 $awaits); do
            echo "sum += await one($i);"
        done
        for i in $(seq 1 60); do
            echo "if (a == $i) { return sum + $i; return sum; }"
        done
        echo 'return sum; }'
    done
    echo 'async int main(void) {'
    for n in $(seq 0 24); do
        echo "if (await f$n(100) != $sum || await f$n(60) != $sum + 60) return $n + 1;"
    done
    echo 'return 0; }'
} >"$dir/f.c"
EDOCC_VERIFY=1 "$EDOCC" -w -O1 "$dir/f.c" -o "$dir/f"
"$dir/f"
