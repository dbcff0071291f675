#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# Awaiting a box a second time, as the call that it was given as too, or freeing it while it runs or afterwards, stops the program with a
# message that says so. A box of another result is refused by the C compiler, at the user's line.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/misuse.c" <<'END'
#include <edo.h>
#include <stdlib.h>
static edo_boxed shared;
static async int wait_a_turn(void) { await edo_yield(); return 1; }
static async int waits_for_itself(void) { await edo_yield(); return await shared; }
static async int frees_itself(void) { await edo_yield(); edo_box_free(shared); return 0; }
static async int again(void) { edo_boxed b = edo_box(wait_a_turn()); await b; return await b; }
static async int in_select(void)
{
    edo_boxed b = edo_box(wait_a_turn());
    select { when (b) ; when (wait_a_turn()) ; }
    return await b;
}
static async int freed(void)
{
    edo_boxed b = edo_box(wait_a_turn());
    await b;
    edo_box_free(b);
    return 0;
}
static async int twice(edo_call c) { await c; return await c; }
static async int given(void) { return await twice(edo_box(wait_a_turn())); }
static async int runs(edo_boxed b) { shared = b; return await b; }
async int main(int argc, char **argv)
{
    (void)argc;
    switch (atoi(argv[1])) {
    case 1: return await again();
    case 2: return await in_select();
    case 3: return await freed();
    case 4: return await runs(edo_box(waits_for_itself()));
    case 5: return await runs(edo_box(frees_itself()));
    case 6: return await given();
    default: return await runs(edo_box(wait_a_turn())) - 1;
    }
}
END
cat >"$folder/types.c" <<'END'
#include <edo.h>
struct pair { int a, b; };
async double half(double v) { return v / 2; }
async struct pair both(void) { return (struct pair){1, 2}; }
edo_boxed one(void) { return edo_box(half(1)); }
async int two(edo_boxed_of(struct pair) b) { return (await b).a; }
async int three(void) { return await two(edo_box(half(2))); }
edo_boxed_of(double) four(edo_boxed b) { return b; }
async int fine(void) { return await two(edo_box(both())); }
END

for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    EDOCC_CC=$cc "$EDOCC" -Wall -Werror "$folder/misuse.c" -o "$folder/misuse"
    "$folder/misuse" 0
    for how in 1 2 3 4 5 6; do
        if "$folder/misuse" $how 2>"$folder/said"; then
            echo "$cc: misuse $how went through"
            exit 1
        fi
        case $how in
        4 | 5) words="a box is used while it is being awaited" ;;
        *) words="a box is used that was awaited before" ;;
        esac
        grep -q "$words" "$folder/said" || {
            echo "$cc: misuse $how says:"
            cat "$folder/said"
            exit 1
        }
    done

    if EDOCC_CC=$cc "$EDOCC" -Werror -c "$folder/types.c" -o "$folder/types.o" 2>"$folder/said"; then
        echo "$cc took boxes of other results"
        exit 1
    fi
    for line in 5 7 8; do
        grep -q "types.c:$line:.*error" "$folder/said" || {
            echo "$cc says nothing of line $line:"
            cat "$folder/said"
            exit 1
        }
    done
    if grep -q "types.c:9:.*error" "$folder/said"; then
        cat "$folder/said"
        exit 1
    fi
done
