#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the line viewer: scripts/explain.sh [OUT]. OUT is build/explain.html by default. The viewer is a page that
# shows the tokens, values and errors of a line. It contains the library as WebAssembly. It is one file, works from
# disk, and fetches nothing. The script fails if the page is too large.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
scripts/packages.sh explain
out=${1:-build/explain.html}
folder=build/explain
wasm_most=32768  # bytes
page_most=153600 # bytes
mkdir -p "$folder" "$(dirname "$out")"

# All sources are one unit, so that a function that several sources use is compiled once.
printf '#include "%s"\n' src/*.c >"$folder/library.c"
clang-19 --target=wasm32 -std=c11 -Oz -flto -DNDEBUG -DQDMP_WHOLE_LINES -mbulk-memory -ffreestanding \
    -Wall -Wextra -Wconversion -Wshadow -Wcast-qual -Werror -I. -Iinclude -Isrc -Itools/explain/libc \
    -nostdlib -Wl,--no-entry,--gc-sections,--strip-all,-z,stack-size=65536 -o "$folder/explain.wasm" \
    "$folder/library.c" tools/explain/*.c tools/explain/libc/libc.c tools/fields.c tools/coap_names.c

version=$(sed -nE 's/^#define QDMP_VERSION_(MAJOR|MINOR|PATCH) +([0-9]+)$/\2/p' include/qdmp/abi.h | paste -s -d .)
tools/explain/assemble.py . "$folder/explain.wasm" "$version" >"$folder/explain.html"

fits() { # FILE MOST
    local size
    size=$(stat -c %s "$1")
    echo "$(basename "$1"): $size of $2 bytes"
    [ "$size" -le "$2" ] || { echo "explain: $1 is too large" >&2; exit 1; }
}
fits "$folder/explain.wasm" "$wasm_most"
fits "$folder/explain.html" "$page_most"
mv "$folder/explain.html" "$out"
