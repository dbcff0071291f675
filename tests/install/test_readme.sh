#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The programs in README.md, put together, compile without a warning, and do what they should.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sed -n '/^```c$/,/^```$/p' "$here/../../README.md" | sed '/^```/d' >"$dir/readme.c"
# shellcheck disable=SC2086
"$EDOCC" $EDO_CFLAGS -Wall -Wextra -Werror "$dir/readme.c" -o "$dir/readme"
"$dir/readme" | sort >"$dir/out"
printf '%s\n' 'left 1' 'left 2' 'left 3' 'right 1' 'right 2' 'right 3' | diff - "$dir/out"
