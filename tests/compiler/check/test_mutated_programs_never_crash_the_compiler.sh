#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 600
# labels: full
#
# A minute of the compiler's fuzzer: no crash, no hang. (Whether the C compiler takes what the
# compiler accepts is judged by a rule of thumb, in the campaign.)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -B "$here/../../../tools/fuzz_edocc" --seconds 60 --sample 0 --out "$dir"
