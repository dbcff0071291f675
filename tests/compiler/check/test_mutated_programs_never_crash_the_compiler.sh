#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 600
# labels: full
#
# A minute of the compiler's fuzzer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -B "$here/../../../tools/fuzz_edocc" --seconds 60 --out "$dir"
