#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Rewrites include/qdmp/prefix.h, which QDMP_PREFIX needs, from the external names of the library, built for speed and
# for size, and of its adapters. With libraries built that way as arguments, compares instead.
# usage: prefix.sh | prefix.sh LIBRARY...
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

build() { # FLAG
    local source
    for source in src/*.c port/*.c; do
        gcc -std=c11 "$1" -Iinclude -c "$source" -o "$scratch/$(basename "$source")$1.o"
    done
}

header() { # OBJECT...
    cat <<'C'
/* SPDX-License-Identifier: MIT */
/* Written by scripts/prefix.sh: the external names of the library, with QDMP_PREFIX before them. */
#ifndef QDMP_PREFIX_H
#define QDMP_PREFIX_H

/* clang-format off */
C
    nm --defined-only --extern-only "$@" | awk 'NF == 3 && $3 !~ /^qdmp_abi_/ {print $3}' | sort -u |
        sed 's/.*/#define & QDMP__PREFIXED(&)/'
    echo
    echo '#endif'
}

if [ $# -gt 0 ]; then
    header "$@" | diff include/qdmp/prefix.h - || { echo "include/qdmp/prefix.h is stale: run scripts/prefix.sh" >&2; exit 1; }
else
    scripts/packages.sh build
    build -O1
    build -Os
    header "$scratch"/*.o >"$scratch/prefix.h"
    cp "$scratch/prefix.h" include/qdmp/prefix.h
fi
