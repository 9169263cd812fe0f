#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Tests of the completion files: completion.sh BINARY. Each shell runs its file. Functions that print their arguments
# replace zsh's own functions.
set -u
qdmp=$(realpath "${1:?usage: completion.sh BINARY}")
here=$(cd "$(dirname "$0")" && pwd)
files=$here/../../tools/completion
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$here/checks.sh"
. "$files/qdmp.bash"
commands='decode encode spec register update deregister name coap sim help'
touch 'a file' afile

# completes EXPECTED WORD...: what bash offers for the last of the words after the name of the command
completes() {
    local expected=$1
    shift
    COMP_WORDS=("$qdmp" "$@") COMP_CWORD=$#
    _qdmp
    is "bash: $*" "$expected" "$(printf '%s\n' "${COMPREPLY[@]}" | paste -sd ' ')"
}
completes "$commands" ''
completes 'decode deregister' de
completes "$commands" help ''
completes 'register' help reg
completes '--line --as --log --mask --quiet --text --tolerant --help' decode --
completes '--tolerant' decode --tol
completes '--mask' decode --ma
completes '-m' decode -m
completes 'request response' decode --as ''
completes 'response' decode --as resp
completes 'response' decode --as = resp
completes 'request response' decode --as =
completes 'sdk sdk-ct cis rda' register --profile ''
completes 'a file afile' decode a
completes 'a file afile' register --password-file a
completes '' register --imei ''
completes '' register a
completes '' coap ''
completes 'sdk sdk-ct cis rda' sim --profile ''
completes 'a file afile' sim --state a
completes '--location' deregister --l
completes '' recode ''
# Every option of the help is offered, and every offered profile is valid.
for command in decode encode spec register update deregister name coap sim; do
    COMP_WORDS=("$qdmp" "$command" --) COMP_CWORD=2
    _qdmp
    is "bash: options of $command" "$("$qdmp" "$command" --help | grep -c '^  .* --')" "${#COMPREPLY[@]}"
done
COMP_WORDS=("$qdmp" name --profile '') COMP_CWORD=3
_qdmp
for profile in "${COMPREPLY[@]}"; do
    is "profile $profile" x "$("$qdmp" name --name x --profile "$profile" 2>&1)"
done

# given WORD...: what the file for zsh passes to _describe or _arguments
given() {
    zsh -fc '
        _describe() { print -rl -- "${(@P)2}"; }
        _arguments() { print -rl -- "$@"; }
        words=("${@:2}") CURRENT=$(( $# - 1 ))
        . "$1"' zsh "$files/_qdmp" "$qdmp" "$@" 2>&1
}

# offers EXPECTED WORD...
offers() {
    local expected=$1
    shift
    is "zsh: $*" "$expected" "$(given "$@")"
}
offers "$("$qdmp" help | sed -n 's/^  \([a-z]*\)  */\1:/p')" ''
offers "$("$qdmp" help | sed -n 's/^  \([a-z]*\)  */\1:/p')" help ''
offers '-s
-h[print this]
--help[print this]
*:file:_files' encode ''
offers '-s
--json[print one JSON object]
--raw[standard input has the bytes, not hex]
-h[print this]
--help[print this]' coap ''
is 'zsh: values' '-e[decode LINE; may be given again; files are read only if named]:LINE: 
--line=[decode LINE; may be given again; files are read only if named]:LINE: 
--as=[treat every line as a request, or as a response]:value:(request response)' \
    "$(given decode '' | grep -- '^-e\|^--line\|^--as')"
is 'zsh: a file, and a colon' '--password-file=[read the password from FILE, `-` for standard input]:FILE:_files
--to=[send the message over UDP, and print each answer]:HOST\:PORT: ' "$(given register '' | grep -- '^--password-file\|^--to=')"
offers '' recode ''
# zsh itself: the result of a tab after `qdmp deregister --loc`.
cat >terminal.zsh <<'ZSH'
zmodload zsh/zpty
zpty shell 'TERM=dumb zsh -f -i'
zpty -w shell "PS1=; fpath=($1 \$fpath); path=($2 \$path); autoload -Uz compinit; compinit -u -D; print REA''DY"
zpty -r shell output '*READY*'
zpty -w -n shell $'qdmp deregister --loc\t'
zpty -r shell output '*--location=*'
print -- ${(M)output%--location=}
zpty -d shell
ZSH
is 'zsh: in a terminal' '--location=' "$(timeout -k 5 30 zsh -f terminal.zsh "$files" "${qdmp%/*}" 2>&1)"

conclude
