#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Each limit and default stands once: in spec.def, on rows of parameters or in a macro that a row names, and nowhere
# else.
. "$(dirname "$0")/lib.sh"
cd "$root"
look() { # NUMBER ROWS
    local elsewhere rows
    elsewhere=$(grep -rnE "(^|[^0-9A-Za-z_.])${1//./\\.}([^0-9A-Za-z_.]|$)" src include grammar --include='*' | grep -v '^include/qdmp/spec.def:' || true)
    [ -z "$elsewhere" ] || fail "$1 stands again: $elsewhere"
    rows=$(grep -cE "^ +P\(.*[ (]${1//./\\.}[,)]|^#define QDMP_[A-Z_]+ $1\$" include/qdmp/spec.def || true)
    [ "$rows" = "$2" ] || fail "$1 stands on $rows rows of spec.def, not $2"
}
look 4294966 1
look 86400 1
look 5683 1
look 117.161.2.41 1
look 47 4
look 65535 1
echo "each limit stands once"
