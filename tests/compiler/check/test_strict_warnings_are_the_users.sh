#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# What gcc and clang warn of with stricter options than -Wall is the user's: code that deserves no
# warning gets none, whatever the translation makes of it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/clean.c" <<'END'
#include <edo.h>

async int step(int n);
async int step(int n)
{
    return n;
}

static async int (*const table[])(int) = {step, step};

static async int arrays(int n)
{
    int a[n], b[n + 1][n];
    a[0] = await table[1](n);
    b[n][0] = 4;
    await edo_yield();
    return a[0] + b[n][0];
}

async int main(void)
{
    return await arrays(3);
}
END
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    for level in -O0 -O2; do
        EDOCC_CC=$cc "$EDOCC" -std=c11 -pedantic -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow \
            -Wcast-qual -Wcast-align -Wredundant-decls -Wmissing-prototypes -Wstrict-prototypes -Wundef \
            $level -c "$folder/clean.c" -o "$folder/clean.o" 2>"$folder/messages" || {
            cat "$folder/messages"
            exit 1
        }
        if [ -s "$folder/messages" ]; then
            echo "$cc $level isn't silent:"
            cat "$folder/messages"
            exit 1
        fi
    done
done
