#!/bin/sh
# SPDX-License-Identifier: MIT
#
#   run_warn.sh FILE.c
#
# edocc must compile FILE.c with exactly FILE.err on standard error. The file's first lines may name
# options: `/* options: -Wedo-box */`.
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
[ "$status" = 0 ] || {
    echo "edocc refused $name.c" >&2
    exit 1
}
