#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each public header stands alone and is silent: to edocc, to plain C front ends (as an editor's), to
# units without async functions, and to C++.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
include=$here/../../include
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

# try WHAT COMMAND...
try()
{
    what=$1
    shift
    if ! "$@" >"$dir/messages" 2>&1 || [ -s "$dir/messages" ]; then
        echo "$header, $what: $*"
        cat "$dir/messages"
        failed=1
    fi
}

warnings="-Wall -Wextra -Werror -pedantic"
count=0
for path in "$include"/edo.h "$include"/edo/*.h; do
    # The keywords as macros: only mode.h includes it, where they are wanted.
    [ "${path##*/}" != plain.h ] || continue
    header=${path#"$include"/}
    count=$((count + 1))
    printf '#include <%s>\n#include <%s>\nint x;\n' "$header" "$header" >"$dir/one.c"
    cp "$dir/one.c" "$dir/one.cpp"
    # shellcheck disable=SC2086
    for cc in gcc clang; do
        # -I, not -isystem: so that warnings in the headers are told.
        for std in gnu11 c11 gnu17; do
            try "plain" $cc -std=$std $warnings -I "$include" -DEDO_PLAIN -c "$dir/one.c" \
                -o "$dir/one.o"
            try "for an editor" $cc -std=$std -Wall -I "$include" -fsyntax-only "$dir/one.c"
        done
        try "for edocc" env EDOCC_CC=$cc "$EDOCC" -std=gnu11 -Wall -Wextra -Werror -I "$include" \
            -c "$dir/one.c" -o "$dir/one.o"
    done
    # shellcheck disable=SC2086
    for cxx in g++ clang++; do
        try "C++" $cxx -std=c++17 -Wall -Wextra -Werror -I "$include" -c "$dir/one.cpp" \
            -o "$dir/one.o"
    done
done
[ $count -ge 5 ] || { echo "only $count headers"; exit 1; }
exit $failed
