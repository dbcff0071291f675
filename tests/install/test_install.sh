#!/bin/sh
# SPDX-License-Identifier: MIT
# timeout: 300
#
# Edo is installed below a prefix and used from there, from CMake, make and the command line; then the
# prefix is moved, and all of it works from its new place.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(dirname "$EDO_BIN")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export XDG_CACHE_HOME="$dir/cache"
cc=$EDOCC_CC

fail()
{
    echo "install: $*" >&2
    exit 1
}

# expect FILE TEXT
expect()
{
    printf '%s\n' "$2" | diff - "$1" >&2 || fail "$1 is not as expected"
}

from_cmake()
{
    # The project finds its compiler by itself: edocc runs that one.
    rm -rf "$dir/cmake" "$dir/user"
    cp -r "$here/cmake_user" "$dir/user"
    for generator in "Unix Makefiles" Ninja; do
        [ "$generator" != Ninja ] || command -v ninja >/dev/null || continue
        rm -rf "$dir/cmake"
        env -u EDOCC_CC cmake -G "$generator" -S "$dir/user" -B "$dir/cmake" \
            -DCMAKE_PREFIX_PATH="$1" -DCMAKE_C_COMPILER="$cc" -DCMAKE_C_FLAGS="$EDO_CFLAGS" \
            >"$dir/log" 2>&1 || { cat "$dir/log"; fail "cmake"; }
        cmake --build "$dir/cmake" >"$dir/log" 2>&1 || { cat "$dir/log"; fail "cmake --build"; }
        "$dir/cmake/user" >"$dir/out"
        expect "$dir/out" "from the target; from the target; from the target; 3 42"
        # A header that an async source includes is a dependency.
        sed 's/"; "/", "/' "$here/cmake_user/a folder/words.h" >"$dir/user/a folder/words.h"
        cmake --build "$dir/cmake" >"$dir/log" 2>&1 || { cat "$dir/log"; fail "rebuilding"; }
        "$dir/cmake/user" >"$dir/out"
        expect "$dir/out" "from the target, from the target, from the target, 3 42"
        cp "$here/cmake_user/a folder/words.h" "$dir/user/a folder/words.h"
    done
}

from_make()
{
    export PKG_CONFIG_PATH="$1/lib/pkgconfig"
    rm -rf "$dir/make"
    cp -r "$here/make_user" "$dir/make"
    make -s -C "$dir/make" CFLAGS="-Wall -Wextra -Werror -MMD -MP $EDO_CFLAGS" \
        LDFLAGS="$EDO_CFLAGS" user >"$dir/log" 2>&1 || { cat "$dir/log"; fail "make"; }
    "$dir/make/user" >"$dir/out"
    expect "$dir/out" "made 7 42"
    echo '#define WORD "made again"' >"$dir/make/word.h"
    make -s -C "$dir/make" CC="$1/bin/edocc" LDFLAGS="$EDO_CFLAGS" \
        CFLAGS="-MMD -MP $EDO_CFLAGS" user >"$dir/log" 2>&1 ||
        { cat "$dir/log"; fail "make CC=edocc"; }
    "$dir/make/user" >"$dir/out"
    expect "$dir/out" "made again 7 42"
    if [ -z "$EDO_SANITIZE" ]; then
        make -s -C "$dir/make" foreign >"$dir/log" 2>&1 || { cat "$dir/log"; fail "pkg-config"; }
        "$dir/make/foreign" >"$dir/out"
        expect "$dir/out" "made again 7 42"
    fi
}

from_the_command_line()
{
    # shellcheck disable=SC2086
    "$1/bin/edo" run $EDO_CFLAGS "$here/make_user/main.c" 2>"$dir/err" && fail "linked without plain()"
    cat "$here/make_user/plain.c" "$here/make_user/main.c" |
        sed 's/#include "word.h"/#define WORD "run"/' >"$dir/one.c"
    # shellcheck disable=SC2086
    "$1/bin/edo" run $EDO_CFLAGS "$dir/one.c" >"$dir/out"
    expect "$dir/out" "run 7 42"
}

has_completions()
{
    for shell in bash-completion/completions/edo zsh/site-functions/_edo \
        fish/vendor_completions.d/edo.fish; do
        kind=$(echo "$shell" | sed 's/-.*//; s,/.*,,')
        "$1/bin/edo" completion "$kind" | cmp - "$1/share/$shell" || fail "no completion: $shell"
    done
}

has_manual_pages()
{
    for page in edocc edo; do
        [ -s "$1/share/man/man1/$page.1" ] || fail "no manual page: $page"
    done
}

uses()
{
    has_completions "$1"
    has_manual_pages "$1"
    from_cmake "$1"
    from_make "$1"
    from_the_command_line "$1"
}

cmake --install "$build" --prefix "$dir/first place" >"$dir/log" 2>&1 ||
    { cat "$dir/log"; fail "cmake --install"; }
# make and pkg-config know no blanks in names.
mv "$dir/first place" "$dir/first"
uses "$dir/first"
mkdir "$dir/second"
mv "$dir/first" "$dir/second/place"
uses "$dir/second/place"
! grep -rIl -e "$dir/first" -e "$build" "$dir/second/place" >"$dir/found" || {
    cat "$dir/found"
    fail "names of other places are in the installation"
}
