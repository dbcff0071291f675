#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
# Random joins, selects, futures, defers and cancellations print what a model of the language says,
# which shares nothing with the compiler or the runtime (tools/trace_model.py).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# A sanitized libedo doesn't link with what isn't; that takes so much longer that fewer have to do.
last=12
[ -z "${EDO_SANITIZE:-}" ] || last=4
python3 -B "$here/../../../tools/trace_campaign" --edocc "$EDOCC" --keep "$dir" \
    ${EDO_SANITIZE:+--cflags "$EDO_CFLAGS"} 1 $last
