# SPDX-License-Identifier: MIT
# Read by ./run and ./test.

# need PACKAGE:WHAT...: installs the Debian packages whose WHAT (a program on the PATH, or a file) is
# missing.
need()
{
    missing=
    for pair in "$@"; do
        what=${pair#*:}
        case $what in
        /*) found=; for path in $what; do [ -e "$path" ] && found=1; done ;;
        *) found=$(command -v "$what" || true) ;;
        esac
        [ -n "$found" ] || missing="$missing ${pair%%:*}"
    done
    [ -n "$missing" ] || return 0
    echo "Installing:$missing" >&2
    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root=sudo
        command -v sudo >/dev/null || {
            echo "These Debian packages are missing, and I am not root:$missing" >&2
            exit 1
        }
    fi
    # shellcheck disable=SC2086
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends $missing >/dev/null
}
