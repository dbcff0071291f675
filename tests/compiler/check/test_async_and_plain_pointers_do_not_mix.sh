#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# The C compiler itself refuses to take a pointer to an async function for one to a plain function,
# or to call one with other arguments than it takes, at the user's line.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/mixed.c" <<'END'
#include <edo.h>
struct wide { int n; };
async int step(int n) { return n; }
static int plain(int n) { return n; }
int (*one)(int) = step;
async int (*two)(int) = plain;
async int (*three)(struct wide) = step;
int call(async int (*f)(int));
int four(void) { return call(plain); }
async int five(async int (*f)(struct wide)) { return await f((char *)1); }
END
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    if EDOCC_CC=$cc "$EDOCC" -Werror -c "$folder/mixed.c" -o "$folder/mixed.o" 2>"$folder/errors"; then
        echo "$cc took them all"
        exit 1
    fi
    for line in 5 6 7 9 10; do
        grep -q "mixed.c:$line:.*error" "$folder/errors" || {
            echo "$cc says nothing of line $line:"
            cat "$folder/errors"
            exit 1
        }
    done
done
