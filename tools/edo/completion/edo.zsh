#compdef edo
# SPDX-License-Identifier: MIT
# zsh completion of edo.

_edo() {
    local -a commands codes
    commands=(
        'run:compile a file and run it'
        'expand:print the C that a file is turned into'
        'states:print its state machines'
        'frames:print the sizes of its frames'
        'explain:say what a message means'
        'completion:print the completion for a shell'
        'help:say what a command does'
    )
    if (( CURRENT == 2 )); then
        _describe -t commands command commands
        _values -w option '--help[print what edo does]' '--version[print the version]'
        return
    fi
    case $words[2] in
        run|expand|frames)
            _arguments '*:C file:_files -g "*.[ci]"' '--help[say more]' ;;
        states)
            _arguments '*:C file:_files -g "*.[ci]"' '--help[say more]' \
                '--text[as text]' '--dot[for Graphviz]' '--json[as JSON]' '--html[as a page]' ;;
        explain)
            codes=(${(f)"$(edo explain 2>/dev/null |
                sed -n 's/^\([EW][0-9]\{4\}\)  */\1:/p')"})
            _describe -t codes code codes ;;
        completion)
            _values shell bash zsh fish ;;
        help)
            _describe -t commands command commands ;;
    esac
}

if [[ $funcstack[1] == _edo ]]; then
    _edo "$@"
else
    compdef _edo edo
fi
