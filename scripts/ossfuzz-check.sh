#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows without Docker that OSS-Fuzz could build and run the fuzz targets: scripts/ossfuzz-check.sh [K/N | --self-test].
# Runs fuzz/oss-fuzz/build.sh with OSS-Fuzz's variables and no network, once for each engine, sanitizer and architecture of
# fuzz/oss-fuzz/project.yaml and once for the coverage report. Then takes the sources away, moves what was built, and looks
# at each target. With K/N it does so for every Nth of these configurations from the Kth on, 0 to N-1. With --self-test,
# shows instead that builds which go wrong in known ways are found out. Where no 32-bit program runs, looks at the i386
# targets all the same, replays their seeds by qemu-i386 without a sanitizer, and counts these targets apart.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
scripts/packages.sh oss-fuzz fuzz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# How an i386 target runs here, as scripts/ossfuzz-target.sh names it. QDMP_I386 forces one of the three.
how_i386_runs() {
    if runs_32_bit; then
        echo run
    elif runs_32_bit qemu-i386; then
        echo replay
    else
        echo look
    fi
}

runs_32_bit() { # [EMULATOR]
    clang-19 -m32 -x c - -o "$work/probe" <<<'int main(void) { return 0; }'
    "$@" "$work/probe" 2>/dev/null
}

# The variables that OSS-Fuzz sets: infra/base-images/{base-clang,base-builder} of google/oss-fuzz.

sanitizer_flags() { # SANITIZER
    local fatal=array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return
    fatal+=,returns-nonnull-attribute,shift,signed-integer-overflow,unreachable,vla-bound,vptr
    case $1 in
        address) echo "-fsanitize=address -fsanitize-address-use-after-scope" ;;
        undefined) echo "-fsanitize=$fatal,unsigned-integer-overflow -fno-sanitize-recover=$fatal" ;;
        memory) echo "-fsanitize=memory -fsanitize-memory-track-origins" ;;
        coverage) echo "-fprofile-instr-generate -fcoverage-mapping -pthread -Wl,--no-as-needed -Wl,-ldl -Wl,-lm" \
            "-Wno-unused-command-line-argument" ;;
    esac
}

variables() { # FOLDER ENGINE SANITIZER ARCHITECTURE
    local flags="-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
    flags+=" $(sanitizer_flags "$3")"
    [ "$2" != libfuzzer ] || [ "$3" = coverage ] || flags+=" -fsanitize=fuzzer-no-link"
    [ "$4" != i386 ] || flags="-m32 $flags"
    printf '%s\n' "SRC=$1/src" "WORK=$1/work" "OUT=$1/out" "FUZZING_ENGINE=$2" "SANITIZER=$3" "ARCHITECTURE=$4" \
        FUZZING_LANGUAGE=c "CFLAGS=$flags" "CXXFLAGS=$flags" "HOME=$1/work" "PATH=$1/bin:$PATH"
    case $2 in
        libfuzzer) printf '%s\n' CC=clang-19 CXX=clang++-19 LIB_FUZZING_ENGINE=-fsanitize=fuzzer ;;
        # Not an engine of OSS-Fuzz: this is the replay driver, which qemu-i386 can run.
        replay) printf '%s\n' CC=clang-19 CXX=clang++-19 \
            "LIB_FUZZING_ENGINE=-Iinclude -x c fuzz/drivers/replay.c -x none" ;;
        afl) printf '%s\n' CC=afl-clang-fast CXX=afl-clang-fast++ LIB_FUZZING_ENGINE=/usr/lib/afl/libAFLDriver.a AFL_QUIET=1 ;;
    esac
}

without_network() { # COMMAND...
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    # shellcheck disable=SC2016
    "${as_root[@]}" unshare --net --setgid "$(id -g)" --setuid "$(id -u)" \
        sh -c '[ "$(wc -l </proc/net/route)" -le 1 ] || { echo "there is a network" >&2; exit 1; }; exec "$@"' sh "$@"
}

# Leaves the result of the build in FOLDER/moved, and nothing of its sources. `only`: a regular expression of targets.
build() { # FOLDER BUILD_SH ENGINE SANITIZER ARCHITECTURE
    local folder=$1 script=$2 tool settings
    shift 2
    mkdir -p "$folder"/{src/qdmp,work,out,bin}
    for tool in re2c cmake; do
        printf '#!/bin/sh\necho "no %s here" >&2\nexit 1\n' "$tool" >"$folder/bin/$tool"
    done
    chmod +x "$folder"/bin/*
    git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -Pt "$folder/src/qdmp"
    find "$folder/src/qdmp/fuzz" -maxdepth 1 -name '*.c' -regextype egrep ! -regex ".*/($only)\.c" -delete
    cp "$script" "$folder/src/build.sh"
    mapfile -t settings < <(variables "$folder" "$@")
    (cd "$folder/src/qdmp" && without_network env -i "${settings[@]}" bash -eux "$folder/src/build.sh") \
        </dev/null >"$folder/log" 2>&1 || return
    mv "$folder/out" "$folder/moved"
    rm -rf "${folder:?}"/{src,work,bin}
}

targets() { # SANITIZER ARCHITECTURE: those that must be there
    local target
    for target in $(basename -s .c fuzz/*.c | grep -xE "$only"); do
        [[ $target = *_oracle && ($1 = memory || $2 = i386) ]] || echo "$target"
    done
}

# Builds, examines each target, and prints a line for each.
check() { # BUILD_SH ENGINE SANITIZER ARCHITECTURE
    local script=$1 folder how=run
    shift
    [ "$3" != i386 ] || how=$i386
    folder=$(mktemp -d "$work/XXXXXX")
    if ! build "$folder" "$script" "$@"; then
        tail -n 5 "$folder/log" >&2
        echo "$*: FAILED: does not build"
    elif [ "$how" = replay ] && ! build "$folder/replay" "$script" replay none "$3"; then
        tail -n 5 "$folder/replay/log" >&2
        echo "$*: FAILED: its replay does not build"
    else
        targets "$2" "$3" | xargs -P "$(nproc)" -I{} \
            scripts/ossfuzz-target.sh "$folder/moved" "$folder/replay/moved" "$folder/scratch/{}" "$@" {} "$how" || true
    fi
    rm -rf "$folder"
}

listed() { # KEY of project.yaml
    sed -n "/^$1:/,/^[a-z]/s/^ *- *//p" fuzz/oss-fuzz/project.yaml | grep . || { echo "project.yaml: no $1" >&2; return 1; }
}

# Settings that a Dockerfile cannot take from project.yaml.
bases_agree() {
    local base file
    base=gcr.io/oss-fuzz-base/base-builder:$(sed -n 's/^base_os_version: *//p' fuzz/oss-fuzz/project.yaml)
    for file in fuzz/oss-fuzz/Dockerfile .clusterfuzzlite/Dockerfile; do
        grep -qx "FROM $base" "$file" || echo "$file: FAILED: does not start from $base"
    done
}

# Lists what there is to check, a line each: BUILD_SH ENGINE SANITIZER ARCHITECTURE.
configurations() {
    local sanitizers engines architectures
    sanitizers=$(listed sanitizers)
    engines=$(listed fuzzing_engines)
    architectures=$(listed architectures)
    # shellcheck disable=SC2086
    printf 'fuzz/oss-fuzz/build.sh libfuzzer %s x86_64\n' $sanitizers
    # OSS-Fuzz combines these two with nothing else.
    [[ $architectures != *i386* ]] || echo fuzz/oss-fuzz/build.sh libfuzzer address i386
    [[ $engines != *afl* ]] || echo fuzz/oss-fuzz/build.sh afl address x86_64
    # The daily report belongs to ClusterFuzzLite, which has a script of its own.
    echo .clusterfuzzlite/build.sh libfuzzer coverage x86_64
}

counted() { # PATTERN
    grep -c "$1" "$work/table" || true
}

# Checks the configurations on standard input. Succeeds if each target that a configuration must have exists, and is ok
# unless it cannot run here.
check_all() {
    local configuration expected=0 ok not_run not_replayed failed
    : >"$work/table"
    while read -r -a configuration; do
        expected=$((expected + $(targets "${configuration[@]:2}" | wc -l)))
        check "${configuration[@]}" | tee -a "$work/table"
    done
    bases_agree | tee -a "$work/table"
    ok=$(counted 'ok$')
    not_run=$(counted 'built, not run')
    not_replayed=$(counted 'not replayed')
    failed=$(counted FAILED)
    echo "$ok of $expected targets ok, $not_run built, not run$(aside "$not_replayed"), $failed failed, in $SECONDS s"
    [ "$failed" -eq 0 ] && [ $((ok + not_run)) -eq "$expected" ] && [ "$expected" -gt 0 ]
}

aside() { # NUMBER of targets without a replay
    [ "$1" -eq 0 ] || echo " ($1 of these not replayed either)"
}

# A build by an altered script must fail for the named reason.
finds_out() { # REASON SED_SCRIPT
    local script=$work/altered.sh
    sed -e "$2" fuzz/oss-fuzz/build.sh >"$script"
    ! cmp -s "$script" fuzz/oss-fuzz/build.sh || { echo "nothing altered by: $2" >&2; return 1; }
    check "$script" libfuzzer address "$architecture" 2>/dev/null >"$work/table"
    printf '%s\n    %s\n' "$2" "$(grep -m 1 -oF "FAILED: $1" "$work/table" || echo "NOT FOUND OUT: $1")"
    grep -qF "FAILED: $1" "$work/table"
}

# A target that cannot run is neither ok nor failed.
counts_apart() { # COUNTS
    check_all <<<"fuzz/oss-fuzz/build.sh libfuzzer address i386" | tee "$work/closing"
    grep -q "^0 of 1 targets ok, $1, 0 failed" "$work/closing" || { echo "not counted: $1" >&2; return 1; }
}

# shellcheck disable=SC2016
self_test() {
    only='request|request_oracle' architecture=x86_64
    check_all <<<"fuzz/oss-fuzz/build.sh libfuzzer address x86_64"
    finds_out "the library is without the address sanitizer" 's/\$CC \$CFLAGS/$CC/'
    finds_out "the library is without the address sanitizer" 's/^archive qdmp/CFLAGS= &/'
    finds_out "the library has another sanitizer too" 's/^archive qdmp/CFLAGS="$CFLAGS -fsanitize=undefined" &/'
    finds_out "the seeds reach" 's/\$CC \$CFLAGS/& -fno-sanitize=fuzzer,fuzzer-no-link/'
    finds_out "no request_seed_corpus.zip" '/^    seeds "/d'
    finds_out "no request.dict" '/\.dict"$/d'
    finds_out "no request.options" '/\.options"$/d'
    finds_out "not built" '$a rm "$OUT/request"'
    finds_out "needs libpcre2-8.so.0" 's/-Wl,-Bstatic//'
    finds_out "does not build" '$a re2c --version'
    finds_out "does not build" '$a : <>/dev/udp/192.0.2.1/9' # sends nothing, but needs a route
    self_test_of_i386
}

replaced_by() { # PROGRAM instead of the replay
    # shellcheck disable=SC2016
    printf '$a [ "$SANITIZER" != none ] || $CC -m32 -x c - -o "$OUT/request" <<<"%s"' "$1"
}

# Forces the two ways of a machine that cannot run 32-bit programs.
# shellcheck disable=SC2016
self_test_of_i386() {
    architecture=i386
    i386=look
    counts_apart "1 built, not run (1 of these not replayed either)"
    finds_out "the library is without the address sanitizer" 's/^archive qdmp/CFLAGS=-m32 &/'
    finds_out "not built for i386" '2i CFLAGS=${CFLAGS#-m32} CXXFLAGS=${CXXFLAGS#-m32}'
    finds_out "no request_seed_corpus.zip" '/^    seeds "/d'
    runs_32_bit qemu-i386 || { echo "not tried: replays, for qemu-i386 runs nothing here"; return; }
    i386=replay
    counts_apart "1 built, not run"
    finds_out "its replay does not build" '$a [ "$SANITIZER" != none ]'
    finds_out "qemu-i386 ended with 134" "$(replaced_by 'void abort(void); int main(void) { abort(); }')"
    finds_out "replays not all" "$(replaced_by 'int main(void) { return 0; }')"
}

only='.*'
i386=${QDMP_I386:-$(how_i386_runs)}
if [ "${1:-}" = --self-test ]; then
    self_test
    echo "each of them is found out, in $SECONDS s"
    exit 0
fi
configurations >"$work/configurations"
if [[ ${1:-} =~ ^([0-9]+)/([1-9][0-9]*)$ ]]; then
    parts=${BASH_REMATCH[2]} part=$((BASH_REMATCH[1] % BASH_REMATCH[2]))
    echo "part $part of $parts: $(wc -l <"$work/configurations") configurations in all"
    sed -i -n "$((part + 1))~${parts}p" "$work/configurations"
fi
check_all <"$work/configurations"
