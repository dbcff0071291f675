#!/bin/sh
# SPDX-License-Identifier: MIT
#
#   run_program.sh FILE.c|FOLDER [OPTIONS...]
#
# Compiles FILE.c (or all C files of FOLDER, into one program) with edocc, runs it, and compares what
# it prints with FILE.out (FOLDER/out), if that exists. It must exit with 0. Compiling must be silent.
set -eu
source=$1
shift
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
if [ -d "$source" ]; then
    expected=$source/out
    set -- "$@" "$source"/*.c
else
    expected=${source%.c}.out
    set -- "$@" "$source"
fi
# shellcheck disable=SC2086
"$EDOCC" $EDO_CFLAGS -Wall "$@" -o "$dir/program" 2>"$dir/messages" || {
    cat "$dir/messages" >&2
    echo "edocc $EDO_CFLAGS $*: failed" >&2
    exit 1
}
if [ -s "$dir/messages" ]; then
    cat "$dir/messages" >&2
    echo "edocc $EDO_CFLAGS $*: not silent" >&2
    exit 1
fi
status=0
(cd "$dir" && ./program >output) || status=$?
[ ! -e "$expected" ] || diff -u "$expected" "$dir/output" || {
    echo "the program's output is not $expected (exit status $status)" >&2
    exit 1
}
[ "$status" = 0 ] || {
    cat "$dir/output"
    echo "exit status $status" >&2
    exit 1
}
