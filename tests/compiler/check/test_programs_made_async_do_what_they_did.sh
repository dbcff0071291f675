#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 120
# labels: full
#
# The torture campaign on five programs of our own: all of their functions become async but those
# that can't; what is compiled to something else is found; what can't be made async is left out.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
fail() {
    echo "$*"
    cat "$dir/log"
    exit 1
}
if ! echo 'int x;' | clang -Xclang -ast-dump=json -fsyntax-only -x c - >"$dir/log" 2>&1; then
    echo "clang's syntax tree can't be had: not tested"
    exit 0
fi

campaign() { # EDOCC PROGRAM...
    compiler=$1
    shift
    python3 -B "$here/../../../tools/torture_campaign" --edocc "$compiler" -j 1 --levels=-O0,-O1 \
        --spread --out "$dir/differ" "$@" >"$dir/log" 2>&1
}

campaign "$EDOCC" "$here/../torture" || fail 'the programs differ'
has() {
    grep -q "^$1" "$dir/log" || fail "it doesn't say '$1'"
}
has '5 compared: 5 the same, 0 different; 0 left out$'
has '28 of their 31 functions async; 5 programs suspended'

# A compiler whose programs print something else.
cat >"$dir/wrong" <<'END'
#!/bin/sh
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\necho wrong\n' >"$2"
chmod +x "$2"
END
chmod +x "$dir/wrong"
cat >"$dir/jumps.c" <<'END'
#include <setjmp.h>
int main(void)
{
    jmp_buf here;
    return setjmp(here);
}
END
status=0
campaign "$dir/wrong" "$here/../torture/old_style.c" "$dir/jumps.c" || status=$?
[ $status = 1 ] || fail "a difference, and exit $status"
has '1 compared: 0 the same, 1 different; 1 left out$'
has 'left out, main stays plain: its body can be no async one: 1 (jumps.c)$'
[ -e "$dir/differ/torture/old_style/async.c" ] || fail 'the program that differs is not kept'
