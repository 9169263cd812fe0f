#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Plants each bug of fuzz/planted/ in a copy of the library and fuzzes that: scripts/planted.sh [--check] [NAME...].
# Prints which target and property found it, whether the corpus held it (replay) or the engine had to (search), and
# after how many seconds. Exit status 1 if one was not found, or otherwise than its head says.
# With --check no engine runs: each patch must apply and build, and the witness in its head must break the property that
# the head names, in the patched library alone.
set -euo pipefail
cd "$(dirname "$0")/.."
check=
[ "${1:-}" != --check ] || { check=1; shift; }
names=("$@")
[ ${#names[@]} -gt 0 ] || for patch in fuzz/planted/*.patch; do names+=("$(basename "$patch" .patch)"); done

targets=(request response request_write response_write stream values coap registration session)
jobs=2
seconds=60  # that a search may take
longest=400 # bytes of an input, as in scripts/fuzz.sh
out=$PWD/build/planted

scripts/packages.sh fuzz
rm -rf "$out"
mkdir -p "$out/sound"
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

# A copy of what is built, of which make recompiles what a patch touches.
make_tree() { # TREE TARGET...
    mkdir -p "$1"
    cp -r CMakeLists.txt CMakePresets.json cmake include src fuzz "$1"
    (cd "$1" && cmake --preset fuzz -DQDMP_FUZZ_ORACLES=OFF -DQDMP_CRYPTO_PSA=OFF -DQDMP_INSTALL=OFF) >"$1.log"
    build "$1" "${@:2}" >>"$1.log" 2>&1
}

build() { # TREE TARGET...
    cmake --build "$1/build/fuzz" --target "${@:2}"
}

head_of() { # PATCH KEY
    sed -n "s/^$2: *//p" "$1"
}

# The witness as a file of its own.
lay_witness() { # PATCH FILE
    local witness
    witness=$(head_of "$1" witness)
    case $witness in
        '') return 1 ;;
        hex\ *) printf '%b' "$(sed 's/^hex//; s/ \?\([0-9a-f][0-9a-f]\)/\\x\1/g' <<<"$witness")" >"$2" ;;
        *) cp "$witness" "$2" ;;
    esac
}

# Whether the log holds the property that the head names; memory errors have none of their own.
names_property() { # LOG PROPERTY
    if [ "$2" = sanitizer ]; then grep -qE '^(==[0-9]+==ERROR: AddressSanitizer|.*runtime error)' "$1"; else grep -q "^property $2:" "$1"; fi
}

property_in() { # LOG
    local property
    property=$(sed -n 's/^property \(P[0-9]*\):.*/\1/p' "$1" | head -1)
    if [ -z "$property" ] && names_property "$1" sanitizer; then property=sanitizer; fi
    echo "${property:-none}"
}

try_witness() { # TARGET PROPERTY FOLDER BINARY
    if "$out/sound/fuzz_$1" "$3/witness" >"$3/sound.log" 2>&1; then
        "$4" "$3/witness" >"$3/witness.log" 2>&1 && return 1
        names_property "$3/witness.log" "$2"
    else
        return 1
    fi
}

# Prints how it was found, by which property and after how many seconds; replay comes before the search.
search() { # TARGET FOLDER BINARY
    local began=$EPOCHREALTIME how=survived
    mkdir "$2/new"
    if ! "$3" -seed=1 -max_total_time="$seconds" -max_len="$longest" -dict="$out/$1.dictionary" \
        -artifact_prefix="$2/" "$2/new" "corpus/$1" </dev/null >"$2/search.log" 2>&1; then
        how=replay
        ! grep -q INITED "$2/search.log" || how=search
    fi
    echo "$how $(property_in "$2/search.log") $(awk "BEGIN {printf \"%.1f\", $EPOCHREALTIME - $began}")"
}

# One line of the table; its first word says whether all is well.
examine() { # NAME TREE
    local patch=fuzz/planted/$1.patch folder=$out/$1 target property found verdict
    target=$(head_of "$patch" target)
    property=$(head_of "$patch" property)
    found=$(head_of "$patch" found)
    mkdir "$folder"
    if ! lay_witness "$patch" "$folder/witness"; then
        verdict="FAILED: no witness"
    elif ! patch -s -p1 -F0 --no-backup-if-mismatch -r - -d "$2" <"$patch" >"$folder/patch.log"; then
        verdict="FAILED: does not apply"
    elif ! build "$2" "fuzz_$target" >"$folder/build.log" 2>&1; then
        verdict="FAILED: does not build"
    elif ! try_witness "$target" "$property" "$folder" "$2/build/fuzz/fuzz/fuzz_$target"; then
        verdict="FAILED: the witness does not tell the libraries apart by $property"
    elif [ -n "$check" ]; then
        verdict="$found $property ok"
    else
        verdict=$(search "$target" "$folder" "$2/build/fuzz/fuzz/fuzz_$target")
        [[ $verdict == "$found $property "* ]] || verdict="FAILED: $verdict, not $found $property"
    fi
    sed -n 's|^+++ b/||p' "$patch" | while IFS= read -r file; do cp "$file" "$2/$file"; done
    # shellcheck disable=SC2086 # the verdict is some words
    printf '%-34s %-13s %-15s %s\n' "$1" "$(head_of "$patch" layer)" "$target" "$(printf '%-7s %-10s %s' $verdict)"
}

work() { # JOB
    local i tree=$out/tree.$1
    make_tree "$tree" "${targets[@]/#/fuzz_}"
    if [ "$1" -eq 0 ]; then
        build "$tree" fuzz_dictionary >>"$tree.log" 2>&1
        cp "$tree"/build/fuzz/fuzz/fuzz_* "$out/sound"
        for target in "${targets[@]}"; do "$out/sound/fuzz_dictionary" "$target" >"$out/$target.dictionary"; done
        touch "$out/ready"
    fi
    until [ -e "$out/ready" ]; do sleep 0.2; done
    for ((i = $1; i < ${#names[@]}; i += jobs)); do
        examine "${names[i]}" "$tree" | tee -a "$out/table"
    done
}

printf '%-34s %-13s %-15s %-7s %-10s %s\n' planted layer target found property "$([ -n "$check" ] || echo seconds)"
workers=()
for ((job = 0; job < jobs; job++)); do
    work "$job" &
    workers+=($!)
done
for worker in "${workers[@]}"; do wait "$worker"; done
done_by() { grep -cE "^([^ ]+ +){3}$1 " "$out/table" || true; }
echo "${#names[@]} planted: $(done_by replay) by replay, $(done_by search) by search, $(done_by FAILED:) failed"
[ "$(done_by FAILED:)" -eq 0 ] && [ "$(wc -l <"$out/table")" -eq ${#names[@]} ]
