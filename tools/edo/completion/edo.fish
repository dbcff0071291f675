# SPDX-License-Identifier: MIT
# fish completion of edo.

function __edo_codes
    edo explain 2>/dev/null | string match -r '^[EW][0-9]{4} .*' | string replace -r '  +' \t
end

function __edo_files
    __fish_complete_suffix .c
    __fish_complete_suffix .i
end

set -l commands run expand states frames explain completion help

complete -c edo -f
complete -c edo -n "not __fish_seen_subcommand_from $commands" -l help -d 'print what edo does'
complete -c edo -n "not __fish_seen_subcommand_from $commands" -l version -d 'print the version'
complete -c edo -n "not __fish_seen_subcommand_from $commands" -a run \
    -d 'compile a file and run it'
complete -c edo -n "not __fish_seen_subcommand_from $commands" -a expand \
    -d 'print the C that a file is turned into'
complete -c edo -n "not __fish_seen_subcommand_from $commands" -a states \
    -d 'print its state machines'
complete -c edo -n "not __fish_seen_subcommand_from $commands" -a frames \
    -d 'print the sizes of its frames'
complete -c edo -n "not __fish_seen_subcommand_from $commands" -a explain \
    -d 'say what a message means'
complete -c edo -n "not __fish_seen_subcommand_from $commands" -a completion \
    -d 'print the completion for a shell'
complete -c edo -n "not __fish_seen_subcommand_from $commands" -a help \
    -d 'say what a command does'
complete -c edo -n '__fish_seen_subcommand_from run expand states frames' -a '(__edo_files)'
complete -c edo -n "__fish_seen_subcommand_from $commands" -l help -d 'say more'
complete -c edo -n '__fish_seen_subcommand_from states' -l text -d 'as text'
complete -c edo -n '__fish_seen_subcommand_from states' -l dot -d 'for Graphviz'
complete -c edo -n '__fish_seen_subcommand_from states' -l json -d 'as JSON'
complete -c edo -n '__fish_seen_subcommand_from states' -l html -d 'as a page'
complete -c edo -n '__fish_seen_subcommand_from explain' -a '(__edo_codes)'
complete -c edo -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
complete -c edo -n '__fish_seen_subcommand_from help' -a "$commands"
