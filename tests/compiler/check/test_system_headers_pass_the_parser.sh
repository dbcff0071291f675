#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 600
# labels: full
#
# Every seventh header of libc and the development packages goes through edocc as through gcc.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python3 -B "$here/../../../tools/headers_sweep" --every 7 --cc gcc --edocc "$EDOCC"
