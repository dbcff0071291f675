#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# edo_frame(N): a frame that is bigger is an error where the function is defined, which says what
# fills it; two units that say different numbers don't link.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >big.c <<'END'
#include <edo.h>
async int big(int n) edo_frame(96);
async int big(int n)
{
    char buffer[200];
    buffer[0] = (char)n;
    await edo_yield();
    return buffer[0];
}
END
if "$EDOCC" -c big.c -o big.o 2>errors; then
    echo "a frame beyond its budget was taken"
    exit 1
fi
grep -q "big.c:2:.*big.*is bigger than its edo_frame(96).*buffer.*200 bytes" errors || {
    cat errors
    exit 1
}
sed 's/(96)/(400)/' big.c >good.c
"$EDOCC" -c good.c -o good.o
cat >caller.c <<'END'
#include <edo.h>
async int big(int n) edo_frame(300);
int __attribute__((used)) call(int n) { return edo_block_on(async { return await big(n); }); }
int main(void) { return call(1); }
END
"$EDOCC" -c caller.c -o caller.o
if "$EDOCC" caller.o good.o -o program 2>errors; then
    echo "two units with different budgets were linked"
    exit 1
fi
grep -q big__frame_300_8 errors || {
    cat errors
    exit 1
}
sed 's/(300)/(400)/' caller.c >right.c
"$EDOCC" -c right.c -o right.o
if "$EDOCC" right.o good.o -o program 2>errors; then
    exit 0
fi
! grep -q frame_400 errors || {
    cat errors
    exit 1
}
