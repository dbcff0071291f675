#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# The C compiler warns of an async body what it warns of the same body in a plain function: at the same
# lines, by the same names. clang looks at what can be reached before it warns of some of it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/body.h" <<'END'
    if (n < u)
        return 1;
    WAIT();
    int k = 3.7, shift = n << 40;
    if (n < u)
        return k + shift;
    char c = 300;
    unsigned short s = n;
    switch (n) {
    case 0:
        WAIT();
        return c / 0;
    default: ;
    }
    if (n = s)
        WAIT();
    const char *text = n;
    return text[0];
END
cat >"$folder/async.c" <<'END'
#include <edo.h>
#define WAIT() await edo_yield()
async int f(int n, unsigned u)
{
#include "body.h"
}
END
cat >"$folder/plain.c" <<'END'
void wait_here(void);
int f(int n, unsigned u);
#define WAIT() wait_here()
int f(int n, unsigned u)
{
#include "body.h"
}
END
strict='-Wall -Wextra -Wconversion -Wunreachable-code'
of_body()
{
    sed -n 's/.*body\.h:\([0-9]*\):.*warning:.*\(\[-W.*\]\)$/\1 \2/p' | sort -u
}
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    for level in -O0 -O2; do
        # shellcheck disable=SC2086
        $cc $strict $level -c "$folder/plain.c" -o "$folder/o" 2>&1 | of_body >"$folder/plain"
        # shellcheck disable=SC2086
        EDOCC_CC=$cc "$EDOCC" $strict $level -c "$folder/async.c" -o "$folder/o" 2>&1 | of_body \
            >"$folder/async"
        [ "$(wc -l <"$folder/plain")" -ge 5 ] || {
            echo "$cc warns of too little for a test:"
            cat "$folder/plain"
            exit 1
        }
        diff "$folder/plain" "$folder/async" || {
            echo "$cc $level: < of the plain function, > of the async one"
            exit 1
        }
    done
done
