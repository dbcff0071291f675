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
async int book_and_music(void)
{
    defer free(NULL);
    join {
        try await nap(1);
        try await nap(2);
    }
    edo_future(nap) a = nap(4);
    select {
        when (int n = a) return n;
        when (edo_sleep(edo_ms(5))) return 1;
    }
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

for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    for file in "$work/language.c" "$root"/examples/*.c; do
        # Whoever implements a function that takes calls apart is beyond the macros.
        case $file in */executor.c) continue ;; esac
        said=$($cc -std=gnu11 -fsyntax-only -I"$root/include" "$file" 2>&1) || fail "$cc: $said"
        [ -z "$said" ] || fail "$cc: $said"
    done
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
