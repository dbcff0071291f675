# SPDX-License-Identifier: MIT
# Read by tools/pass_through, tools/upstream_suites and tools/torture_campaign, which have set $work (a
# directory of their own) and $sources (where archives are kept).

# fetch_sources PACKAGE...: the source packages, from the mirrors that this machine's apt is set up
# with, with lists of our own. What is there already is not fetched again.
fetch_sources() {
    missing=
    for package in "$@"; do
        ls "$sources/$package"_*.orig.tar.* >/dev/null 2>&1 || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    mkdir -p "$work/apt/sources.list.d" "$work/apt/lists/partial" "$sources"
    for f in /etc/apt/sources.list.d/*.sources; do
        [ -e "$f" ] || continue
        sed 's/^Types:.*/Types: deb-src/' "$f" >"$work/apt/sources.list.d/$(basename "$f")"
    done
    for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -e "$f" ] || continue
        sed -n 's/^deb /deb-src /p' "$f" >"$work/apt/sources.list.d/$(basename "$f" .list).list"
    done
    set -- -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/apt/sources.list.d" \
        -o "Dir::State::lists=$work/apt/lists" -o APT::Sandbox::User=root -qq
    apt-get "$@" update
    # shellcheck disable=SC2086
    (cd "$sources" && apt-get "$@" --download-only source $missing)
}

unpack() { # NAME DIRECTORY: its upstream archive
    archive=$(ls "$sources/$1"_*.orig.tar.* | head -1)
    mkdir -p "$2"
    tar -xf "$archive" -C "$2" --strip-components=1
}
