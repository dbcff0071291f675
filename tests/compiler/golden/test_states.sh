#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# --states=text and =json of each program in states/ are what stands beside it.
#   test_states.sh --update    makes them what they are now
set -eu
cd "$(dirname "$0")/states"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0
for source in *.c; do
    name=${source%.c}
    for format in text json; do
        "$EDOCC" --states=$format "$source" >"$dir/$name.$format"
        if [ "${1-}" = --update ]; then
            cp "$dir/$name.$format" "$name.$format"
        fi
        diff -u "$name.$format" "$dir/$name.$format" || failed=1
    done
done
exit $failed
