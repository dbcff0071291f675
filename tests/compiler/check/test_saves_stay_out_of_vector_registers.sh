#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# Locals whose saves lie side by side in the frame stay in general registers. gcc -O2 likes to store
# two at once, and keeps them in a vector register all the way there, through a loop that never
# suspends: bench/call.c took seven times as long.
set -eu
case $(gcc -dumpmachine 2>/dev/null) in x86_64-*) ;; *) exit 0 ;; esac
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
EDOCC_CC=gcc "$EDOCC" -O2 -S "$here/../../../bench/call.c" -o "$folder/call.s"
awk '/^sum__run:/, /\.size[[:space:]]+sum__run/' "$folder/call.s" >"$folder/sum.s"
grep -q 'call.*get__run' "$folder/sum.s" || {
    echo "sum__run, or its call of get__run, isn't there"
    exit 1
}
if grep -n xmm "$folder/sum.s"; then
    echo "the locals of sum() are in vector registers"
    exit 1
fi
