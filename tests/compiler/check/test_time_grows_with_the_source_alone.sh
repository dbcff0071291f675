#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
#
# Eight times the source takes about eight times the time; and what is nested too deep is refused,
# not a crash.
set -eu
here=$(cd "$(dirname "$0")/../../.." && pwd)
export EDOCC
"$here/tools/million_lines" --growth
"$here/tools/million_lines" 30000 else_if blocks parentheses
