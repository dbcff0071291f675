#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# edo_task_join stops the program when *result isn't as big as the task's result; a void * and no
# pointer at all pass. It does so without a warning about any of them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/join.c" <<'END'
#include <edo.h>
#include <stdlib.h>
struct pair { int a, b; };
static async long wide(void) { await edo_yield(); return 7; }
static async void nothing(void) { await edo_yield(); }
static async struct pair both(void) { await edo_yield(); return (struct pair){3, 4}; }
async int main(int argc, char **argv)
{
    (void)argc;
    edo_task *t;
    int n = 0, which = atoi(argv[1]);
    long l = 0;
    struct pair pair = {0}, *at = &pair;
    if (which == 3)
        try edo_task_spawn(&t, nothing());
    else if (which == 2 || which == 5)
        try edo_task_spawn(&t, both());
    else
        try edo_task_spawn(&t, wide());
    switch (which) {
    case 0: try await edo_task_join(t, &l); return l != 7;
    case 1: try await edo_task_join(t, &n); return 0;
    case 2: try await edo_task_join(t, argc ? at : NULL); return pair.b != 4;
    case 3: try await edo_task_join(t, &n); return 0;
    case 4: try await edo_task_join(t, 0); return 0;
    case 5: try await edo_task_join(t, (void *)&pair); return pair.a != 3;
    case 6: try await edo_task_join(t, NULL); return 0;
    default: {
        edo_future(edo_task_join) joined = edo_task_join(t, &l);
        select { when (int r = joined) return r < 0 || l != 7; }
    }
    }
}
END

for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    EDOCC_CC=$cc "$EDOCC" -Wall -Wextra -Wpedantic -Wpointer-arith -Werror "$folder/join.c" \
        -o "$folder/join"
    for how in 0 2 4 5 6 7; do
        "$folder/join" $how || {
            echo "$cc: $how fails"
            exit 1
        }
    done
    for how in 1 3; do
        if "$folder/join" $how 2>"$folder/said"; then
            echo "$cc: $how went through"
            exit 1
        fi
        grep -q "edo_task_join: the result of .* has [08] bytes, and \*result has 4" "$folder/said" || {
            cat "$folder/said"
            exit 1
        }
    done
done
