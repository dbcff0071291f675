#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# The C compiler itself refuses to take a pointer to an async function for one to a plain function,
# or either for one to a generator, to mix generators of different kinds or values, or to call what
# is pointed to with other arguments than it takes, at the user's line.
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
gen int upto(int n) { yield n; }
async gen int slow(int n) { yield n; }
gen_of(char) int letters(int n) { yield 'a'; return n; }
gen int (*ten)(int) = slow, (*fine)(int) = upto;
gen int (*eleven)(int) = plain;
async int (*twelve)(int) = upto;
gen int (*thirteen)(int) = step;
gen_of(double) int (*fourteen)(int) = letters;
gen int (*fifteen)(long) = upto;
int (*sixteen)(int) = upto;
END
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    if EDOCC_CC=$cc "$EDOCC" -Werror -c "$folder/mixed.c" -o "$folder/mixed.o" 2>"$folder/errors"; then
        echo "$cc took them all"
        exit 1
    fi
    for line in 5 6 7 9 10 14 15 16 17 18 19 20; do
        grep -q "mixed.c:$line:.*error" "$folder/errors" || {
            echo "$cc says nothing of line $line:"
            cat "$folder/errors"
            exit 1
        }
    done
done
