#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
#
# Eight times the source takes about eight times the time, also in one function of very many awaits
# or locals, and with the verifier; and what is nested too deep is refused, not a crash.
set -eu
here=$(cd "$(dirname "$0")/../../.." && pwd)
export EDOCC EDOCC_VERIFY=1
"$here/tools/million_lines" --growth
"$here/tools/million_lines" 30000 else_if blocks parentheses
