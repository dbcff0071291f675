#!/bin/sh
# SPDX-License-Identifier: MIT
#
#   run.sh FILE.sh TEST CC BIN    runs the function TEST of FILE.sh with CC as EDOCC_CC, and with
#                                 edocc and edo from the folder BIN
#
# A test is a function in an empty directory of its own; a command
# in it that fails ends it (set -e), unless it stands under `!`, `if`, `&&`.
set -eu
file=$1 test=$2
export EDOCC_CC="$3"
cc=$3
EDOCC=$4/edocc EDO=$4/edo
unset CPATH C_INCLUDE_PATH LIBRARY_PATH DEPENDENCIES_OUTPUT EDOCC_PARSE_ALL 2>/dev/null || true
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export TMPDIR="$dir/tmp" XDG_CACHE_HOME="$dir/cache" CCACHE_DIR="$dir/ccache"
mkdir "$dir/tmp" "$dir/cache" "$dir/work"
cd "$dir/work"

fail()
{
    echo "$test: $*" >&2
    exit 1
}

. "$here/files.sh"

# Whatever cc does with these words, edocc does: exit code, both outputs, every file that is left.
# Both start from the files of this directory, in this directory; $input, if set, is their standard
# input. Afterwards the directory is as it was.
input=/dev/null
same_as_cc()
{
    rm -rf ../start ../by_cc ../by_edocc
    cp -a . ../start
    run_and_keep cc "$cc" "$@"
    run_and_keep edocc "$EDOCC" "$@"
    cmp -s ../cc.status ../edocc.status || {
        cat ../edocc.err >&2
        fail "exit status of $cc $*: $(cat ../cc.status), of edocc: $(cat ../edocc.status)"
    }
    for f in cc.out cc.err edocc.out edocc.err; do
        sed -e "s#$TMPDIR/[A-Za-z0-9._-]*#TEMP#g" ../$f >../$f.plain
    done
    diff ../cc.out.plain ../edocc.out.plain >&2 || fail "output of $*"
    diff ../cc.err.plain ../edocc.err.plain >&2 || fail "messages of $*"
    diff -r ../by_cc ../by_edocc >&2 || fail "files made by $*"
    nothing_left
}

run_and_keep()
{
    who=$1
    shift
    status=0
    "$@" <"$input" >../"$who".out 2>../"$who".err || status=$?
    echo $status >../"$who".status
    cp -a . ../by_"$who"
    find . -mindepth 1 -delete
    cp -a ../start/. .
}

# No temporary file survives.
nothing_left()
{
    [ -z "$(ls -A "$TMPDIR")" ] || fail "left in the temporary directory: $(ls -R "$TMPDIR")"
}

contains()
{
    grep -q -- "$1" "$2" || {
        cat "$2" >&2
        fail "$2 has no '$1'"
    }
}

. "$file"
"$test"
nothing_left
