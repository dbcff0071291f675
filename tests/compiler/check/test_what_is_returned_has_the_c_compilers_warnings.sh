#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A value of another type than the function's result is warned of, at the return, as in a plain
# function: by whatever way the function is left.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >f.c <<'END'
#include <edo.h>
#include <stdio.h>
async int op(int n);
async int directly(int n) { await op(n); return "a"; }
async int past_a_defer(int n) { defer puts("z"); await op(n); return "b"; }
async char *an_awaits(const char *s) { await op(1); return s; }
async int in_a_branch(void) { join { { await op(1); return "c"; } await op(2); } return 0; }
async int in_a_block(void) { return await async { await op(1); return "d"; }; }
async long none(int n) { defer puts("z"); await op(n); return n; }
END
"$EDOCC" -Wall -c f.c 2>err || { cat err >&2 && exit 1; }
sed -n 's/^f.c:\([0-9]*\):[0-9]*: warning: .*/\1/p' err | sort -u | tr '\n' ' ' >lines
[ "$(cat lines)" = "4 5 6 7 8 " ] || {
    cat err >&2
    exit 1
}
