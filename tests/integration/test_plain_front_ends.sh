#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Files with async code, read by compilers that know nothing of it: they parse without an error, and
# give one clear message when they are asked for code. The headers serve C++ and plain C.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "$*" >&2; exit 1; }

cat >"$work/language.c" <<'EOF'
#include <edo.h>
#include <stdlib.h>
#include <sys/select.h>
async int nap(int ms) { return try await edo_sleep(edo_ms((uint64_t)ms)); }
async long size(void) { return 3; }
async int retry(int n, edo_call call)
{
    int r = -1;
    while (n-- && (r = await call) < 0)
        try await edo_yield();
    return r;
}
async int twice(edo_call_of(long) c) { return (int)(await c + await c); }
edo_boxed_of(long) keep(void) { return edo_box(size()); }
async long boxed(void)
{
    edo_boxed b = edo_box(nap(1)), c = edo_box(nap(2));
    edo_box_free(c);
    return await b + await keep() + await edo_box(size());
}
async int book_and_music(void)
{
    defer free(NULL);
    join {
        try await nap(1);
        try await nap(2);
    }
    int n = 0;
    edo_future(nap) a = nap(4);
    select {
        when (int n = a) return n;
        when (edo_sleep(edo_ms(5))) return 1;
    }
    for (;;) select_biased {
        when (n = a) return n;
        if (n > 3) when (nap(6)) break;
        otherwise n++;
        complete return 0;
    }
    _Join { _Await nap(1); }
    _Select { _When (nap(1)) return 1; _Otherwise return 2; _Complete return 4; }
    return await a;
}
async int main(void)
{
    edo_task *t;
    int n;
    try edo_spawn(book_and_music());
    try edo_task_spawn(&t, twice(size()));
    try await edo_task_join(t, &n);
    return await retry(3, nap(1));
}
EOF

cat >"$work/wrong.c" <<'EOF'
#include <edo.h>
struct point { int x, y; };
async struct point where(int n) { struct point p = {n, n}; await edo_yield(); return p; }
async int good(void) { struct point p = await where(1); return p.x; }
async int bad(void) { char *s = await where(1); return *s; }
EOF

for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    for file in "$work/language.c" "$root"/examples/*.c "$root"/examples/redis/*.c; do
        said=$($cc -std=gnu11 -Wall -Wextra -fsyntax-only -I"$root/include" "$file" 2>&1) ||
            fail "$cc: $said"
        [ -z "$said" ] || fail "$cc: $said"
    done
    # Types are what they are: the one line with a wrong one is named.
    if said=$($cc -std=gnu11 -Werror -fsyntax-only -I"$root/include" "$work/wrong.c" 2>&1); then
        fail "$cc: a wrong type passed"
    fi
    echo "$said" | grep -q 'wrong.c:5:.*error' || fail "$cc: $said"
    [ "$(echo "$said" | grep -c 'error:')" = 1 ] || fail "$cc: $said"

    if $cc -std=gnu11 -I"$root/include" -c "$work/language.c" -o "$work/o.o" 2>"$work/said"; then
        fail "$cc made code of async functions"
    fi
    [ "$(grep -ci 'error:' "$work/said")" = 1 ] || fail "$cc: $(cat "$work/said")"
    grep -q 'compile it with edocc' "$work/said" || fail "$cc: $(cat "$work/said")"

    for header in edo.h edo/abi.h edo/task.h edo/runtime.h edo/error.h; do
        echo "#include <$header>" >"$work/h.c"
        $cc -DEDO_PLAIN -std=c11 -pedantic -Wall -Wextra -Werror -I"$root/include" \
            -c "$work/h.c" -o "$work/o.o"
    done
done
for cxx in g++ clang++; do
    command -v $cxx >/dev/null || continue
    echo '#include <edo.h>' >"$work/h.cc"
    echo 'int main() { return edo_strerror(0) == nullptr; }' >>"$work/h.cc"
    $cxx -std=c++17 -Wall -Wextra -Werror -I"$root/include" -c "$work/h.cc" -o "$work/o.o"
done

# Editors: clangd finds nothing to say, and clang-format leaves the words and what it has formatted.
if command -v clangd >/dev/null; then
    mkdir "$work/clangd"
    cp "$root"/examples/*.[ch] "$work/language.c" "$work/clangd"
    # Of the server, the files with async code.
    grep -lw await "$root"/examples/redis/*.c | while read -r file; do
        cp "$file" "$root/examples/redis/redis.h" "$work/clangd"
    done
    [ -e "$work/clangd/client.c" ] || fail "where is the server's client.c?"
    printf '%s\n' -std=gnu11 -Wall -Wextra "-I$root/include" >"$work/clangd/compile_flags.txt"
    for file in "$work"/clangd/*.c; do
        clangd --check="$file" >"$work/said" 2>&1 || fail "$(grep '^[EW]\[' "$work/said")"
        ! grep '^[EW]\[.*Line' "$work/said" || fail "clangd: $file"
    done
else
    echo "clangd isn't installed: not asked"
fi
format() { clang-format --style="file:$root/.clang-format"; }
if command -v clang-format >/dev/null; then
    for file in "$work/language.c" "$root"/examples/*.c "$root"/examples/redis/*.c; do
        format <"$file" >"$work/once.c"
        format <"$work/once.c" >"$work/twice.c"
        cmp "$work/once.c" "$work/twice.c" || fail "clang-format: $file changes each time"
        # The same characters, but for space and the stars that begin a comment's lines.
        tr -d ' \n\t*' <"$file" >"$work/before"
        tr -d ' \n\t*' <"$work/once.c" >"$work/after"
        cmp "$work/before" "$work/after" || fail "clang-format: $file has other words"
    done
else
    echo "clang-format isn't installed: not asked"
fi
