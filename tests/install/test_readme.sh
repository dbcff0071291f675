#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The program in README.md compiles without a warning and does what it should.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sed -n '/^```c$/,/^```$/p' "$here/../../README.md" | sed '/^```/d' >"$dir/readme.c"
# shellcheck disable=SC2086
"$EDOCC" $EDO_CFLAGS -Wall -Wextra -Werror "$dir/readme.c" -o "$dir/readme"
"$dir/readme" | sort >"$dir/out"
printf '%s\n' 'left 1' 'left 2' 'left 3' 'right 1' 'right 2' 'right 3' | diff - "$dir/out"
