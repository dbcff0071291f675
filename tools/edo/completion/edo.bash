# SPDX-License-Identifier: MIT
# bash completion of edo and edocc.

# Codes and options of diagnostics, as edo knows them.
_edo_codes()
{
    edo explain 2>/dev/null | sed -n 's/^\([EW][0-9]\{4\}\) .*/\1/p; s/^ *\(-Wedo-[a-z-]*\) .*/\1/p'
}

_edo_files()
{
    local IFS=$'\n'
    COMPREPLY=($(compgen -d -S / -- "$1") $(compgen -f -X '!*.[ci]' -- "$1"))
    compopt -o nospace -o filenames 2>/dev/null
}

_edo_options()
{
    COMPREPLY=($(compgen -W "$2 -D -I -O0 -O2 -Wall -Wextra -std= -include -isystem
        -fsanitize= -Wno-edo-all $(_edo_codes | grep '^-W')" -- "$1"))
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
}

_edo()
{
    local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} i
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W "run expand states frames explain completion help
            --help --version" -- "$current"))
        return
    fi
    case $command in
    run | expand | frames | states)
        local own=--help
        [[ $command == states ]] && own="--help --text --dot --json --html"
        # What stands behind the file of `edo run` is the program's.
        if [[ $command == run ]]; then
            for ((i = 2; i < COMP_CWORD; i++)); do
                if [[ ${COMP_WORDS[i]} == *.[ci] ]]; then
                    compopt -o default 2>/dev/null
                    return
                fi
            done
        fi
        if [[ $current == -* ]]; then
            _edo_options "$current" "$own"
        else
            _edo_files "$current"
        fi
        ;;
    explain)
        COMPREPLY=($(compgen -W "--help $(_edo_codes)" -- "$current"))
        ;;
    completion)
        ((COMP_CWORD == 2)) && COMPREPLY=($(compgen -W "bash zsh fish --help" -- "$current"))
        ;;
    help)
        ((COMP_CWORD == 2)) && COMPREPLY=($(compgen -W "run expand states frames explain completion
            help" -- "$current"))
        ;;
    esac
}

_edocc()
{
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    if [[ $before == --explain ]]; then
        COMPREPLY=($(compgen -W "$(_edo_codes)" -- "$current"))
    elif [[ $current == -* ]]; then
        _edo_options "$current" "--expand --states --frames --explain --launch -MJ
            -fedo-all-in-frame -fedo-no-overlay -c -o -S -E -g"
    else
        compopt -o default 2>/dev/null
    fi
}

complete -F _edo edo
complete -F _edocc edocc
