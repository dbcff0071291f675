#!/bin/sh
# SPDX-License-Identifier: MIT
#
# examples/executor.c uses nothing but the ABI header: all that its object wants of libedo is the
# version of that, and it links and runs without it.
set -eu
here=$(cd "$(dirname "$0")/../../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
"$EDOCC" -O2 -c "$here/examples/executor.c"
nm -u executor.o | sed -n 's/.* \(edo_[a-z0-9_]*\)$/\1/p' | sort >wanted
echo edo__abi_version_1 | diff - wanted
echo 'const char edo__abi_version_1;' >version.c
cc executor.o version.c -lpthread -o executor
./executor >out
tail -n 1 out | grep -qx 'file: hello'
