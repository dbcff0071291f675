#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Attributes in double brackets wherever C23 has them, digit separators, declarations behind labels:
# with -std=gnu2x, gcc and clang, without a warning.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/new.c" <<'END'
#include <edo.h>
#include <stdio.h>

[[nodiscard]] static async int later(int v)
{
    await edo_yield();
    return v;
}

[[gnu::noinline, nodiscard]] static async long twice([[maybe_unused]] int unused, long v [[maybe_unused]])
{
    await edo_yield();
    return v * 2;
}

struct [[gnu::packed]] packed {
    char c;
    int i [[gnu::aligned(2)]];
};

static void bye(int *n)
{
    printf("bye %d\n", *n);
}

static async int all(int n)
{
    [[maybe_unused]] int x = await later(1'000), y [[maybe_unused]] = 0x1'0;
    struct packed p = {1, await later(2)};
    [[gnu::cleanup(bye)]] int z = 4;
    int aligned [[gnu::aligned(64)]] = await later(3), *q = &aligned;
    struct [[gnu::packed]] { char c; long l; } own = {1, 2};
    await edo_yield();
    switch (n) {
    case 1:
        p.i += await later(1);
        [[fallthrough]];
    case 2:
        p.i++;
        [[fallthrough]];
    default:
        [[maybe_unused]] int w = await later(5);
        p.i += w;
    }
again:
    int v = await later(6);
    if (z++ < v)
        goto again;
    return p.i + (int)sizeof p + (int)sizeof own + *q + x + y + (int)((unsigned long)q % 64);
}

async int main(void)
{
    printf("%d\n", await all(1));
    printf("%ld\n", await twice(1, 4));
}
END
printf 'bye 7\n1043\n8\n' >"$folder/expected"
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    for options in -O0 -O2 "-O0 -fedo-all-in-frame"; do
        # shellcheck disable=SC2086
        EDOCC_CC=$cc "$EDOCC" -std=gnu2x -Wall -Wextra $options "$folder/new.c" -o "$folder/new" \
            2>"$folder/messages" && [ ! -s "$folder/messages" ] || {
            echo "$cc $options:"
            cat "$folder/messages"
            exit 1
        }
        "$folder/new" >"$folder/out"
        diff -u "$folder/expected" "$folder/out"
    done
done
