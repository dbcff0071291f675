#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
#
# A pointer into what was a part of a join or select, of a generator or of a named future, while the
# frame around it lives on: ASan and valgrind report its use, and say nothing of a program without.
set -eu
if [ -n "${EDO_SANITIZE:-}" ]; then
    echo "this libedo is sanitized; programs with what is shipped are tried in other builds"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$*" >&2; exit 1; }

cat >"$work/dead.c" <<'EOF'
#include <edo.h>
#include <stdio.h>
#include <stdlib.h>

static int *kept, sum, stale;

/* What is dead is read here, in the line that is to be reported. */
#define READ(which) if (stale == which) printf("%d\n", *kept)

async int callee(int n, int rests)
{
    int local[4] = {n, n + 1, n + 2, n + 3};
    int *mine = local;
    if (n == stale)
        kept = mine;
    while (rests--)
        if (await edo_yield() < 0)
            return -1;
    return mine[3];
}

async int in_join(int n)
{
    int shared = n;
    join {
        {
            int block[4] = {n}, *p = block;
            if (stale == 1 || stale == 2)
                kept = block;
            await edo_yield();
            shared += p[0];
        }
        {
            for (int i = 0; i < 3; i++)
                await edo_yield();
            READ(1);                                /* sibling */
            await edo_yield();
        }
    }
    READ(2);                                        /* after join */
    await edo_yield();
    return shared;
}

async int in_select(int n)
{
    int r = 0;
    select_biased {
        when (r = callee(3, 9)) r = -1000;
        when (r = callee(4, 2)) {
            READ(3);                                /* loser */
            await edo_yield();
            READ(4);                                /* winner */
        }
    }
    await edo_yield();
    return r + n;
}

gen int upto(int n)
{
    int state[4] = {0, n}, *p = state;
    if (stale == 5)
        kept = state;
    while (p[0] < p[1]) {
        int block[2] = {p[0]}, *q = block;
        if (stale == 6 && p[0] == 0)
            kept = block;
        yield q[0];
        p[0]++;
    }
    yield 0;
    READ(6);                                        /* block of a generator */
}

async gen int ticks(int n)
{
    int state[4] = {0, n}, *p = state;
    if (stale == 7)
        kept = state;
    for (; p[0] < p[1]; p[0]++) {
        if (await edo_yield() < 0)
            return;
        yield p[0];
    }
}

async int in_each(int n)
{
    int r = 0;
    each (int i = upto(n)) {
        await edo_yield();
        r += i;
    }
    READ(5);                                        /* generator */
    await edo_yield();
    each (int i = ticks(n))
        r += i;
    READ(7);                                        /* stream */
    await edo_yield();
    return r;
}

async int in_future(int n)
{
    int r = 0;
    {
        edo_future(callee) f = callee(n, 3);
        edo_start(f);
        r = await f;
        await edo_yield();
    }
    READ(8);                                        /* future */
    await edo_yield();
    return r;
}

async int main(int argc, char **argv)
{
    stale = argc > 1 ? atoi(argv[1]) : 0;
    for (int i = 0; i < 3; i++) {
        sum += await in_join(3);
        sum += await in_select(3);
        sum += await in_each(3);
        sum += await in_future(8);
    }
    printf("%d\n", sum);
    return 0;
}
EOF

# The line with that comment.
line() { grep -n "/\* $1 \*/" "$work/dead.c" | cut -d: -f1; }

# each HOW PATTERN COMMAND...: run as it is, the program prints its sum; with 1 to 8, it fails, and
# PATTERN, with the function and the line that reads what is dead put in, is in what is said.
each()
{
    how=$1 pattern=$2
    shift 2
    "$@" >"$work/out" 2>&1 || fail "$how: exit status $?: $(cat "$work/out")"
    [ "$(cat "$work/out")" = 99 ] || fail "$how: $(cat "$work/out")"
    n=0
    for place in "in_join sibling" "in_join after join" "in_select loser" "in_select winner" \
        "in_each generator" "upto block of a generator" "in_each stream" "in_future future"; do
        n=$((n + 1))
        if "$@" $n >"$work/out" 2>&1; then
            fail "$how: nothing is said of '$place': $(cat "$work/out")"
        fi
        want=$(printf "$pattern" "${place%% *}" "$(line "${place#* }")")
        grep -q "$want" "$work/out" || fail "$how, $place: no $want in $(cat "$work/out")"
    done
}

for how in "gcc -O0" "clang -O2"; do
    cc=${how% *}
    command -v $cc >/dev/null || continue
    EDOCC_CC=$cc "$EDOCC" ${how#* } -g -fsanitize=address "$work/dead.c" -o "$work/program" \
        2>"$work/err" || {
        grep -q "asan" "$work/err" || fail "$(cat "$work/err")"
        echo "$cc has no ASan here: $(tail -n 1 "$work/err")"
        continue
    }
    each "$how" "#0.*%s__run.*dead.c:%d" "$work/program"
    grep -q use-after-poison "$work/out" || fail "$(cat "$work/out")"
done
if command -v valgrind >/dev/null && [ "$(uname -m)" = x86_64 ]; then
    "$EDOCC" -O1 -g -fedo-valgrind "$work/dead.c" -o "$work/program"
    each valgrind "at 0x[0-9A-F]*: %s__run (dead.c:%d)" valgrind -q --error-exitcode=9 \
        "$work/program"
else
    echo "no valgrind here"
fi
