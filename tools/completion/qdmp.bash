# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completion of qdmp for bash. Commands, options and their arguments are those that the command's own help lists.

_qdmp_words() {
    local IFS=$'\n'
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_qdmp_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

# What the help names behind an option that takes a value, as FILE or request|response.
_qdmp_argument() {
    sed -n "s/^ .* $2 \([^ ][^ ]*\) .*/\1/p" <<<"$1"
}

_qdmp_options() {
    sed -n 's/^  \(-.\), \(--[^ ]*\) .*/\1\n\2/p;s/^      \(--[^ ]*\) .*/\1/p' <<<"$1"
}

_qdmp() {
    local tool=${COMP_WORDS[0]} command=${COMP_WORDS[1]} word=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]} help='' argument=''
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ] || { [ "$COMP_CWORD" -eq 2 ] && [ "$command" = help ]; }; then
        _qdmp_words "$("$tool" help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p')" "$word"
        return
    fi
    # `--option=value` comes in three words.
    [ "$word" = = ] && word=
    [ "$before" = = ] && before=${COMP_WORDS[COMP_CWORD - 2]}
    help=$("$tool" help "$command" 2>/dev/null) || return
    case $before in --*) argument=$(_qdmp_argument "$help" "$before") ;; esac
    case $argument,$word in
        FILE,*) _qdmp_files "$word" ;;
        *'|'*,*) _qdmp_words "${argument//|/$'\n'}" "$word" ;;
        ,-*) _qdmp_words "$(_qdmp_options "$help")" "$word" ;;
        ,*) case $command in decode | encode) _qdmp_files "$word" ;; esac ;;
    esac
}

complete -F _qdmp qdmp
