#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
#
# The programs of several units print the same when the optimiser sees all of their units at once.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
programs=$(dirname "$0")/../run_multi
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    options="-O2 -flto"
    [ $cc = gcc ] || options="$options -fuse-ld=lld"
    echo 'int main(void) { return 0; }' >"$folder/plain.c"
    # shellcheck disable=SC2086
    $cc $options "$folder/plain.c" -o "$folder/plain" 2>/dev/null || continue
    for program in "$programs"/*; do
        # shellcheck disable=SC2086
        EDOCC_CC=$cc "$EDOCC" $options "$program"/*.c -o "$folder/program"
        "$folder/program" >"$folder/out"
        diff -u "$program/out" "$folder/out" || {
            echo "$cc $options: $(basename "$program") prints something else"
            exit 1
        }
    done
done
