#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
# timeout: 120
#
# Every allocation of the runtime, and its system calls, fail in turn (runtime.c); so does a leak, or
# a report of a sanitizer, in that build.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

wraps=
for call in epoll_create1 eventfd epoll_ctl socket setsockopt bind listen accept4 connect \
    getsockname getsockopt shutdown recv send; do
    wraps="$wraps -Wl,--wrap=$call"
done
# shellcheck disable=SC2086
"$EDOCC" $EDO_CFLAGS -Wall "$here/runtime.c" $wraps -o "$dir/runtime"

"$dir/runtime" memory
"$dir/runtime" memory-from
# EMFILE, ENOMEM, ENOBUFS, ECONNABORTED, EIO, EINTR
for error in 24 12 105 103 5 4; do
    "$dir/runtime" calls $error
done
