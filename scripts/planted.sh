#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Plants each bug of fuzz/planted/ in a copy of the library and fuzzes that copy: scripts/planted.sh [--check [K/N]]
# [NAME...]. Prints the target and the property that find each bug, whether the corpus finds it (replay) or the engine
# must search (search), and the seconds that this took. Exit status 1 if a bug is not found, or is found in another way
# than its head says. With --check no engine searches: each patch must apply and build, and the witness in its head must
# break the property that the head names, only in the patched library. With K/N this is done for every Nth patch from
# the Kth on, 0 to N-1, and for the patches that the last commit or the working tree touches, or whose file it touches;
# the others must apply.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/fuzz_engines.sh
check=
part=0 parts=1
[ "${1:-}" != --check ] || { check=1; shift; }
if [ -n "$check" ] && [[ ${1:-} =~ ^([0-9]+)/([1-9][0-9]*)$ ]]; then
    parts=${BASH_REMATCH[2]} part=$((BASH_REMATCH[1] % BASH_REMATCH[2]))
    shift
fi
names=("$@")
[ ${#names[@]} -gt 0 ] || for patch in fuzz/planted/*.patch; do names+=("$(basename "$patch" .patch)"); done

touched=$(git diff --name-only HEAD~1 2>/dev/null || true)

is_touched() { # PATCH
    { echo "$1"; sed -n 's|^+++ b/||p' "$1"; } | grep -qxF "$touched"
}

stale=()
chosen=()
for ((i = 0; i < ${#names[@]}; i++)); do
    patch=fuzz/planted/${names[i]}.patch
    patch --dry-run -s -p1 -F0 -r - <"$patch" >/dev/null || stale+=("${names[i]}")
    if [ $((i % parts)) -eq "$part" ] || { [ -n "$touched" ] && is_touched "$patch"; }; then chosen+=("${names[i]}"); fi
done
[ ${#stale[@]} -eq 0 ] || { echo "planted: do not apply: ${stale[*]}" >&2; exit 1; }
[ $parts -eq 1 ] || echo "planted: ${#names[@]} apply; part $part of $parts, and what the last commit touches, is proved"
names=("${chosen[@]}")

mapfile -t targets < <(printf '%s\n' "${all_targets[@]}" | grep -v '_oracle$')
jobs=2
seconds=60 # limit of a search
# Nothing searches in a check, so code for the engine is left out, and memory is checked by calls: these compile fast.
flags=()
optimized="-O2 -g -DNDEBUG"
outlined="-fsanitize=address -mllvm -asan-instrumentation-with-call-threshold=0"
[ -z "$check" ] || { flags=("-DCMAKE_C_FLAGS=$outlined"); optimized="-O1 -DNDEBUG"; }
# The library as built for size compiles in a fraction of the time. It has no accelerators. A bug of an accelerator says
# so in its head: `build: fast`.
declare -A defines=([small]=-DQDMP__FAST=0 [fast]=-DQDMP__FAST=1)
out=$PWD/build/planted
row='%-34s %-13s %-15s %-8s %-10s %s\n'

scripts/packages.sh build fuzz test # re2c is in the group of the tests
rm -rf "$out"
mkdir -p "$out"
export ASAN_OPTIONS=symbolize=0 # the stack of a planted bug is not examined
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

# Makes a copy of what is built, of which make recompiles what a patch touches. TREE/sound is its build without a patch.
make_tree() { # TREE BUILD
    mkdir "$1"
    cp -r CMakeLists.txt CMakePresets.json cmake include src port grammar fuzz "$1"
    mkdir "$1/scripts" "$1/tools"
    cp scripts/regenerate.sh "$1/scripts"
    cp -r tools/log_token.re tools/sim "$1/tools" # regenerate.sh makes all lexers; the module belongs to a target
    (cd "$1" && cmake --preset fuzz -DQDMP_FUZZ_ORACLES=OFF -DQDMP_CRYPTO_PSA=OFF -DQDMP_INSTALL=OFF \
        "${flags[@]}" "-DCMAKE_C_FLAGS_RELWITHDEBINFO=$optimized ${defines[$2]}") >"$1.log" 2>&1 &&
        build "$1" fuzz_dictionary "${targets[@]/#/fuzz_}" >>"$1.log" 2>&1 || { tail -n 20 "$1.log" >&2; return 1; }
    cp -a "$1/build/fuzz" "$1/sound"
}

# A lexer that does not change is not written, so that make recompiles only what a patch touches.
regenerate() { # TREE
    local header
    "$1/scripts/regenerate.sh" "$1/regenerated" || return 1
    for header in "$1"/regenerated/*.h; do
        cmp -s "$header" "$1/src/generated/${header##*/}" || cp "$header" "$1/src/generated"
    done
}

# Applies the patch. If it touches a grammar, makes the lexers again.
plant() { # TREE PATCH
    patch -s -p1 -F0 --no-backup-if-mismatch -r - -d "$1" <"$2" || return 1
    ! grep -q '^+++ b/grammar/' "$2" || regenerate "$1"
}

# Restores what the patch touched from the sound library: sources, objects and their times, so that make sees no change.
restore_tree() { # TREE PATCH
    sed -n 's|^+++ b/||p' "$2" | while IFS= read -r file; do cp -p "$file" "$1/$file"; done
    cp -p src/generated/*.h "$1/src/generated"
    rm -rf "$1/build/fuzz"
    cp -a "$1/sound" "$1/build/fuzz"
}

build() { # TREE TARGET...
    nice cmake --build "$1/build/fuzz" --target "${@:2}"
}

head_of() { # PATCH KEY
    sed -n "s/^$2: *//p" "$1"
}

# Prints the first property that broke; a memory error is the sanitizer's.
property_in() { # LOG
    local property
    property=$(sed -n 's/^property \(P[0-9]*\):.*/\1/p' "$1" | head -1)
    if [ -z "$property" ] && grep -qE 'ERROR: AddressSanitizer|runtime error' "$1"; then property=sanitizer; fi
    echo "${property:-none}"
}

# Tests whether the witness breaks the property, only in the patched library.
tells_apart() { # TARGET PROPERTY WITNESS FOLDER TREE
    "$5/sound/fuzz/fuzz_$1" "$3" >"$4/sound.log" 2>&1 || return 1
    ! "$5/build/fuzz/fuzz/fuzz_$1" "$3" >"$4/witness.log" 2>&1 && [ "$(property_in "$4/witness.log")" = "$2" ]
}

# Prints how the bug is found, by which property and after how many seconds.
find_out() { # TARGET FOLDER TREE
    local began=$EPOCHREALTIME how=survived log=$2/replay.log binary=$3/build/fuzz/fuzz/fuzz_$1
    if ! nice "$binary" "corpus/$1"/* >"$log" 2>&1; then
        how=replay
    else
        log=$2/search.log
        mkdir "$2/new"
        "$3/sound/fuzz/fuzz_dictionary" "$1" >"$2/dictionary"
        nice "$binary" -seed=1 -max_total_time="$seconds" -max_len="$longest" -dict="$2/dictionary" \
            -artifact_prefix="$2/" "$2/new" "corpus/$1" </dev/null >"$log" 2>&1 || how=search
    fi
    echo "$how $(property_in "$log") $(awk "BEGIN {printf \"%.1f\", $EPOCHREALTIME - $began}")"
}

examine() { # NAME TREE
    local patch=fuzz/planted/$1.patch folder=$out/$1 target property found witness verdict
    target=$(head_of "$patch" target)
    property=$(head_of "$patch" property)
    found=$(head_of "$patch" found)
    witness=$(head_of "$patch" witness)
    mkdir "$folder"
    if [ ! -f "$witness" ]; then
        verdict="FAILED no witness"
    elif ! plant "$2" "$patch" >"$folder/patch.log" 2>&1; then
        verdict="FAILED does not apply, or re2c refuses it"
    elif ! build "$2" "fuzz_$target" >"$folder/build.log" 2>&1; then
        verdict="FAILED does not build"
    elif ! tells_apart "$target" "$property" "$witness" "$folder" "$2"; then
        verdict="FAILED witness does not break $property, or not in the patched library alone"
    elif [ -n "$check" ]; then
        verdict="$found $property ok"
    else
        verdict=$(find_out "$target" "$folder" "$2")
        [[ $verdict == "$found "[Ps]* ]] || verdict="FAILED $verdict s, not $found" # a search may meet another property
    fi
    restore_tree "$2" "$patch"
    read -r found property verdict <<<"$verdict"
    # shellcheck disable=SC2059 # every row has the same format
    printf "$row" "$1" "$(head_of "$patch" layer)" "$target" "$found" "$property" "$verdict"
}

work() { # JOB
    local i build tree
    for ((i = $1; i < ${#names[@]}; i += jobs)); do
        build=$(head_of "fuzz/planted/${names[i]}.patch" build)
        tree=$out/tree.$1.${build:=small}
        [ -d "$tree" ] || make_tree "$tree" "$build" || return 1
        examine "${names[i]}" "$tree" | tee -a "$out/table"
    done
}

# shellcheck disable=SC2059
printf "$row" planted layer target found property "$([ -n "$check" ] || echo seconds)"
workers=()
for ((job = 0; job < jobs; job++)); do
    work "$job" &
    workers+=($!)
done
for worker in "${workers[@]}"; do wait "$worker"; done

count() { awk -v found="$1" '$4 == found {n++} END {print n + 0}' "$out/table"; }
echo "${#names[@]} planted: $(count replay) found by replay, $(count search) by search, $(count FAILED) failed"
[ $(($(count replay) + $(count search))) -eq ${#names[@]} ]
