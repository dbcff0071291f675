#!/bin/sh
# SPDX-License-Identifier: MIT
#
#   run_fail.sh FILE.c
#
# edocc must refuse FILE.c with exactly FILE.err on standard error, and make nothing. The file's
# first lines may name options: `/* options: -fedo-preempt */`.
set -eu
cd "$(dirname "$1")"
name=$(basename "$1" .c)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
options=$(sed -n '1,5s|^/\* options: \(.*\) \*/$|\1|p' "$name.c")
status=0
# shellcheck disable=SC2086
"$EDOCC" $options -c "$name.c" -o "$dir/object" >"$dir/out" 2>"$dir/err" || status=$?
diff -u "$name.err" "$dir/err" || {
    echo "the messages are not those of $name.err (exit status $status)" >&2
    exit 1
}
if [ "$status" = 0 ] || [ -e "$dir/object" ]; then
    echo "edocc took $name.c" >&2
    exit 1
fi
