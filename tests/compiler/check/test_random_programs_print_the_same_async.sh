#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 900
# labels: full
#
# Twenty seeds of the Csmith campaign, each in one of the four configurations.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -B "$here/../../../tools/csmith_campaign" 1 20 --spread --edocc "$EDOCC" --out "$dir"
