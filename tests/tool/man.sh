#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Tests of the man pages: man.sh BINARY. There is a page for each command. The help of a command, its man page and the
# completion of both shells have the same options, each of them once, and the same faults of the simulator.
set -u
qdmp=$(realpath "${1:?usage: man.sh BINARY}")
here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../../tools
. "$here/checks.sh"
. "$tools/completion/qdmp.bash"

# options_of_help TEXT
options_of_help() { sed -nE 's/^  (-.,|   ) (--[a-z0-9-]+).*/\1\n\2/p' <<<"$1" | sed 's/,$//;/^ *$/d' | sort; }

# The options at the heads of the list in the page: `.It Fl e Ar line , Fl -line Ar line`.
options_of_page() { sed -n '/^\.It Fl/p' "$1" | grep -oE 'Fl -?[a-z0-9-]+' | sed 's/^Fl /-/' | sort; }

options_of_bash() {
    COMP_WORDS=("$qdmp" "$1" -) COMP_CWORD=2
    _qdmp
    printf '%s\n' "${COMPREPLY[@]}" | sort
}

options_of_zsh() {
    zsh -fc '_describe() { :; }; _arguments() { print -rl -- "$@"; }; words=("$2" "$3" "") CURRENT=3; . "$1"' \
        zsh "$tools/completion/_qdmp" "$qdmp" "$1" 2>&1 | sed -nE 's/^(--?[a-z0-9-]+)=?\[.*/\1/p;s/^(-[a-z])\[.*/\1/p' | sort -u
}

commands=$("$qdmp" help | sed -n 's/^  \([a-z]*\)  .*/\1/p')
is 'commands' 10 "$(wc -l <<<"$commands")"
is 'pages' "$(printf '%s\n' "$commands" | sed '/^help$/d;s/^/qdmp-/;s/$/.1/' | { cat; echo qdmp.1; } | sort)" \
    "$(cd "$tools/man" && printf '%s\n' *.1 | sort)"
is 'the overview has each command' "$(sort <<<"$commands")" "$(sed -nE 's/^\.It Cm ([a-z]+)$/\1/p' "$tools/man/qdmp.1" | sort)"
for command in $commands; do
    [ "$command" != help ] || continue
    page=$tools/man/qdmp-$command.1
    options=$(options_of_help "$("$qdmp" "$command" --help)")
    is "$command: an option is listed once" "$(uniq <<<"$options")" "$options"
    is "$command: man page" "$options" "$(options_of_page "$page")"
    is "$command: bash" "$options" "$(options_of_bash "$command")"
    is "$command: zsh" "$options" "$(options_of_zsh "$command")"
done
is 'faults' "$("$qdmp" sim --help | sed -nE 's/^  ([a-z][a-z-]*)(=[A-Z]+)? .*/\1/p' | sort)" \
    "$(sed -n '/width "silent-server"/,/^\.El/p' "$tools/man/qdmp-sim.1" | sed -n '/^\.It Li/p' |
        grep -oE 'Li [a-z-]+' | sed 's/^Li //' | sort)"
for page in "$tools"/man/*.1; do
    is "$(basename "$page"): mandoc" '' "$(mandoc -Tlint -Wwarning "$page" 2>&1)"
    ! command -v man >/dev/null || is "$(basename "$page"): man" '' "$(man -l --warnings "$page" 2>&1 >/dev/null)"
done

conclude
