#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# The manual pages are well formed, and name every option and command that --help names, and no
# option that it doesn't.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(dirname "$EDOCC")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8
failed=0

complain()
{
    echo "$*" >&2
    failed=1
}

for page in edocc edo; do
    groff -man -Tutf8 -P-cbou -ww "$root/docs/man/$page.1" >"$dir/$page.plain" 2>"$dir/warnings" ||
        complain "$page.1 can't be formatted"
    [ ! -s "$dir/warnings" ] || complain "$page.1: $(cat "$dir/warnings")"
    [ "$(wc -l <"$dir/$page.plain")" -gt 50 ] || complain "$page.1 is short"
    for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' 'SEE ALSO'; do
        grep -q "^$section\$" "$dir/$page.plain" || complain "$page.1 has no $section"
    done
done

# The words that a list of options begins its lines with.
options()
{
    sed -n 's/^ *\(--\{0,1\}[A-Za-z][-A-Za-z]*\).*/\1/p' "$1" | sort -u
}

EDOCC_CC=true "$EDOCC" --help >"$dir/help"
sed '/^Options of the C compiler:/,$d' "$dir/help" >"$dir/own"
options "$dir/own" >"$dir/listed"
[ "$(wc -l <"$dir/listed")" -gt 20 ] || complain "edocc --help lists few options"
sed -n '/^OPTIONS/,/^EXIT STATUS/p' "$dir/edocc.plain" >"$dir/described"
options "$dir/described" | grep -v '^-Wno-\|^-Werror' >"$dir/in_page"
echo --help >>"$dir/listed"
sort -u -o "$dir/listed" "$dir/listed"
diff "$dir/listed" "$dir/in_page" >&2 || complain "edocc --help (<) and edocc.1 (>) differ"

"$bin/edo" --help | sed -n 's/^  edo \([a-z]*\) .*/\1/p' >"$dir/commands"
[ "$(wc -l <"$dir/commands")" -gt 5 ] || complain "edo --help lists few commands"
sed -n '/^COMMANDS/,/^OPTIONS/s/^ \{7\}\([a-z][a-z]*\)\( .*\)\{0,1\}$/\1/p' "$dir/edo.plain" >"$dir/in_page"
diff "$dir/commands" "$dir/in_page" >&2 || complain "edo --help (<) and edo.1 (>) differ"
sed -n '/^OPTIONS/,/^EXIT STATUS/p' "$dir/edo.plain" >"$dir/described"
options "$dir/described" >"$dir/in_page"
{
    for command in $(cat "$dir/commands"); do
        "$bin/edo" "$command" --help
    done
    "$bin/edo" --help
} | grep -v EDOCC_CC | grep -o -- '--[a-z][a-z]*' | sort -u >"$dir/listed"
diff "$dir/listed" "$dir/in_page" >&2 || complain "edo's --help (<) and edo.1 (>) differ"
exit $failed
