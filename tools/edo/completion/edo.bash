# SPDX-License-Identifier: MIT
# bash completion of edo and edocc.

# Codes and options of diagnostics, as edo knows them.
_edo_codes()
{
    edo explain 2>/dev/null | sed -n 's/^\([EW][0-9]\{4\}\) .*/\1/p; s/^ *\(-Wedo-[a-z-]*\) .*/\1/p'
}

_edo_warnings()
{
    _edo_codes | sed -n 's/^-W//p'
    echo edo-all
}

_edo_files()
{
    local IFS=$'\n'
    COMPREPLY=($(compgen -d -- "$1") $(compgen -f -X '!*.[ci]' -- "$1"))
    compopt -o filenames 2>/dev/null
}

# For bash, the `=` of an option is a word, and what stands behind it another. False: no `=` is there.
_edo_values()
{
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} values=
    if [[ $option == '=' ]] && ((COMP_CWORD > 1)); then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $current == '=' ]]; then
        current=
    else
        return 1
    fi
    case $option in
    --states) values="text dot json html" ;;
    -std) values="c11 c17 gnu11 gnu17" ;;
    -fsanitize) values="address undefined thread leak" ;;
    -Werror) values=$(_edo_warnings) ;;
    -Wno-error) values=$(_edo_warnings) ;;
    esac
    COMPREPLY=($(compgen -W "$values" -- "$current"))
}

_edo_options()
{
    local words="$2 -D -I -O0 -Og -O2 -g -Wall -Wextra -Werror -Werror= -std= -include -isystem
        -fsanitize= -fedo-preempt -fedo-valgrind -fedo-all-in-frame -fedo-no-overlay"
    if [[ $1 == -Wno-* ]]; then
        words=$(_edo_warnings | sed 's/^/-Wno-/')
    else
        words+=" -Wno- $(_edo_warnings | sed 's/^/-W/')"
    fi
    COMPREPLY=($(compgen -W "$words" -- "$1"))
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=-] ]] && compopt -o nospace 2>/dev/null
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
        _edo_values && return
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
    if _edo_values; then
        return
    elif [[ $before == --explain ]]; then
        COMPREPLY=($(compgen -W "$(_edo_codes)" -- "$current"))
    elif [[ $current == -* ]]; then
        _edo_options "$current" "--expand --states --states= --frames --explain --launch
            --help -MJ -c -o -S -E"
    else
        compopt -o default 2>/dev/null
    fi
}

complete -F _edo edo
complete -F _edocc edocc
