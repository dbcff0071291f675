#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# With -fedo-preempt, loops without awaits and jumps backwards let other tasks run when the budget is
# used up, and keep their locals; without it they don't. What is generated for it needs the ABI
# header alone.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

cat >"$dir/spin.c" <<'EOF'
#include <edo.h>
#include <stdio.h>
#include <string.h>

static int done;

static async int pass(int n)
{
    return n;
}

static async long spin(const char *how, int n)
{
    static void *const labels[] = {&&next};
    long sum = 0;
    struct { int at; char text[20]; } kept = {0, "kept"};
    int i = 0;
    if (!strcmp(how, "for"))
        for (int k = 0; k < n; k++) {
            if (k % 7 == 3)
                continue;
            sum += k;
        }
    else if (!strcmp(how, "while"))
        while (i < n)
            sum += i++;
    else if (!strcmp(how, "do"))
        do {
            sum += i;
        } while (++i < n);
    else if (!strcmp(how, "nested"))
        for (int k = 0; k < n / 100; k++)
            for (int m = 0; m < 100; m++)
                sum += m;
    else if (!strcmp(how, "sometimes awaits"))
        for (int k = 0; k < n; k++)
            sum += k % n == 5 ? await pass(k) : 1;
    else if (!strcmp(how, "value"))
        sum = ({ long s = 0; for (int k = 0; k < n; k++) s += k; s; }) + 1;
    else if (!strcmp(how, "defer")) {
        defer for (int k = 0; k < n; k++) kept.at++;
        sum = kept.at;
    } else if (!strcmp(how, "goto")) {
    again:
        sum += i;
        if (++i < n)
            goto again;
    } else {
    next:
        sum += i;
        if (++i < n)
            goto *labels[0];
    }
    done = 1;
    return strcmp(kept.text, "kept") ? -1 : sum + kept.at;
}

static async int watch(void)
{
    int turns = 0;
    for (; !done; turns++)
        await edo_yield();
    return turns;
}

async int main(void)
{
    static const char *const ways[] = {"for", "while", "do", "nested", "sometimes awaits", "value",
                                       "defer", "goto", "computed goto"};
    for (unsigned i = 0; i < sizeof ways / sizeof *ways; i++) {
        edo_task *watching, *spinning;
        int turns;
        long sum;
        done = 0;
        try edo_task_spawn(&watching, watch());
        try edo_task_spawn(&spinning, spin(ways[i], 20000));
        try await edo_task_join(spinning, &sum);
        try await edo_task_join(watching, &turns);
        printf("%s: %ld, %s\n", ways[i], sum, turns > 50 ? "others ran" : "nobody else ran");
    }
    return 0;
}
EOF
compile()
{
    # shellcheck disable=SC2086
    "$EDOCC" $EDO_CFLAGS -Wall "$@" 2>"$dir/messages" && [ ! -s "$dir/messages" ] || {
        cat "$dir/messages" >&2
        exit 1
    }
}
for options in "" "-O2" "-fedo-all-in-frame -fedo-no-overlay"; do
    # shellcheck disable=SC2086
    compile $options "$dir/spin.c" -o "$dir/plain"
    # shellcheck disable=SC2086
    compile $options -fedo-preempt "$dir/spin.c" -o "$dir/preempted"
    "$dir/plain" >"$dir/plain.out"
    "$dir/preempted" >"$dir/preempted.out"
    sed 's/others ran/nobody else ran/' "$dir/preempted.out" >"$dir/same.out"
    diff "$dir/plain.out" "$dir/same.out" >&2 || { echo "other results" >&2; exit 1; }
    ! grep "nobody" "$dir/preempted.out" >&2 || exit 1
    ! grep "others" "$dir/plain.out" >&2 || exit 1
    [ "$(wc -l <"$dir/plain.out")" = 9 ] || { echo "not all ways" >&2; exit 1; }
done

cat >"$dir/alone.c" <<'EOF'
#include <edo/abi.h>
_Async long spin(int n)
{
    long sum = 0;
    for (int i = 0; i < n; i++)
        sum += i;
    return sum;
}
EOF
"$EDOCC" -fedo-preempt -O1 -c "$dir/alone.c" -o "$dir/alone.o"
nm "$dir/alone.o" >"$dir/symbols"
grep -q 'spin__async' "$dir/symbols"
[ "$(grep -c ' U ' "$dir/symbols")" = 1 ] && grep -q ' U edo__abi_version_' "$dir/symbols" || {
    cat "$dir/symbols" >&2
    exit 1
}
