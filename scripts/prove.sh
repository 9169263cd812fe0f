#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the proofs of tests/proofs/proofs.list with the bounded model checker CBMC: prove.sh [--ci] [NAME...]. Without a
# NAME it runs all proofs. With --ci it runs the proofs that have a bound for CI, with that bound. For each proof it
# prints property, bound, seconds and verdict. It runs each proof twice. First every property must hold. Then every
# witness must be refuted; this shows that the states of the proof are reached. Exit status 1 if a proof is refuted;
# with --ci also if a proof does not finish. With --planted it plants the bugs of tests/proofs/planted.list in a copy,
# and the proofs must refute them.
#
# CBMC is in Debian 13. On an older Debian the script downloads the packages of Debian 13 to build/prove/debian and runs
# them there. apt checks their signatures, and the system is not changed. If this is not possible, the script runs no
# proof, says so, and counts the proofs separately. This is a failure only if CI is set. QDMP_PROVE_SECONDS limits a run
# of the prover (1800). QDMP_PROVE_MEMORY limits its memory, in KiB (6000000). Seconds are processor time, so that other
# programs on the machine do not change a verdict.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/build/prove
list=tests/proofs/proofs.list
seconds=${QDMP_PROVE_SECONDS:-1800}
memory=${QDMP_PROVE_MEMORY:-6000000}
# In addition to the default checks of CBMC: bounds, pointers, signed overflow, shifts, division by zero.
checks=(--pointer-overflow-check --unwinding-assertions)

usage() { echo "usage: prove.sh [--ci | --planted] [NAME...]" >&2; exit 2; }

# --- the prover ---

# The packages of Debian 13 that CBMC needs. The C compiler is that of the system.
debian_packages=(cbmc libc6 libgcc-s1 minisat libstdc++6)
tools=(cbmc goto-cc goto-instrument)

# Runs apt with its own lists, cache and settings, for the Debian release that contains CBMC.
private_apt() { # FOLDER COMMAND...
    local folder=$1
    shift
    APT_CONFIG=$folder/apt.conf apt-get -qq "$@"
}

take_packages() { # FOLDER
    local keys=/usr/share/keyrings/debian-archive-keyring.gpg package
    [ -r $keys ] || { echo "no $keys" >&2; return 1; }
    mkdir -p "$1"/{lists,archives}/partial "$1"/{etc/apt.conf.d,etc/preferences.d,packages,root}
    : >"$1/status"
    cat >"$1/apt.conf" <<END
Dir::State "$1";
Dir::State::status "$1/status";
Dir::Cache "$1";
Dir::Etc "$1/etc";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "-";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Sandbox::User "root";
END
    echo "deb [signed-by=$keys] http://deb.debian.org/debian trixie main" >"$1/sources.list"
    private_apt "$1" update || return 1
    (cd "$1/packages" && private_apt "$1" download "${debian_packages[@]}") || return 1
    for package in "$1"/packages/*.deb; do dpkg -x "$package" "$1/root" || return 1; done
}

# Starts a program of the folder with the loader and the libraries of the folder.
write_starter() { # FOLDER TOOL LOADER
    mkdir -p "$1/bin"
    local libraries=${3%/*}:$1/root/usr/lib
    printf '#!/bin/sh\nexec %q --library-path %q %q "$@"\n' "$3" "$libraries" "$1/root/usr/bin/$2" >"$1/bin/$2"
    chmod +x "$1/bin/$2"
}

take_from_debian() { # FOLDER
    local loader tool
    for tool in apt-get dpkg; do command -v $tool >/dev/null || { echo "no $tool" >&2; return 1; }; done
    rm -rf "$1"
    take_packages "$1" || return 1
    loader=$(find "$1"/root/usr/lib/*-linux-gnu*/ -name 'ld-linux*.so*' | head -n 1)
    [ -n "$loader" ] || { echo "no loader among the packages" >&2; return 1; }
    for tool in "${tools[@]}"; do write_starter "$1" "$tool" "$loader"; done
}

has_tools() { # FOLDER, or the system's path
    local tool
    for tool in "${tools[@]}"; do PATH=${1:-$PATH} command -v "$tool" >/dev/null || return 1; done
}

# Whether the packages of the system contain CBMC.
is_debian_13() {
    grep -qx ID=debian /etc/os-release 2>/dev/null || return 1
    [ "$(sed -nE 's/^VERSION_ID="([0-9]+)"$/\1/p' /etc/os-release)" -ge 13 ] 2>/dev/null
}

find_prover() {
    ! is_debian_13 || scripts/packages.sh prove || return 1
    ! has_tools || return 0
    has_tools "$out/debian/bin" || take_from_debian "$out/debian" || return 1
    PATH=$out/debian/bin:$PATH
    "${tools[0]}" --version >/dev/null
}

# --- one proof ---

# Sets source, bound, property and loops of a proof.
describe() { # NAME
    local name full small unwinding
    IFS='|' read -r name source full small unwinding property < <(grep -E "^$1 *\|" "$list" | sed 's/ *| */|/g') || true
    [ -n "${property:-}" ] || { echo "prove: no proof $1 in $list" >&2; return 1; }
    bound=$full
    [ -z "$ci" ] || [ "$small" = - ] || bound=$small
    unwinding=${unwinding//LONGEST/$bound}
    loops=(--unwind $((${unwinding%%;*})))
    [[ $unwinding != *\;* ]] || loops+=(--unwindset "${unwinding#*; }")
}

# Compiles a harness, with all of the sources that it includes.
compile() { # TREE NAME OUTPUT FLAG...
    goto-cc -I"$1/src" -I"$1/include" -I"$1/tests/proofs" -DQDMP_NO_GUARD -DQDMP__FAST=0 -DLONGEST="$bound" "${@:4}" \
        "$1/tests/proofs/$source.c" --function "proof_$2" -o "$3.goto" >"$3.log" 2>&1 && replace "$1" "$2" "$3"
}

# If a harness has a contract `in_place_of_FUNCTION`, it replaces FUNCTION, except in the proof of FUNCTION.
replace() { # TREE NAME OUTPUT
    local name calls=()
    for name in $(sed -nE 's/^.*\bin_place_of_(\w+)\(.*/\1/p' "$1/tests/proofs/$source.c"); do
        [ "$name" = "$2" ] || calls+=(--replace-calls "$name:in_place_of_$name")
    done
    [ ${#calls[@]} -eq 0 ] || goto-instrument "${calls[@]}" "$3.goto" "$3.goto" >>"$3.log" 2>&1
}

check() { # OUTPUT FLAG...
    local status=0
    { (
        ulimit -v "$memory" -t "$seconds"
        exec cbmc "$1.goto" --drop-unused-functions --slice-formula "${loops[@]}" "${@:2}"
    ) >>"$1.log" 2>&1; } 2>/dev/null || status=$? # the shell would say who was killed
    return $status
}

# Prints the first property that does not hold.
failures() { grep -m 3 -E '^\[.*: FAILURE$' "$1" || true; }

# A loop that does not end within its bound is no counterexample.
refutation() { # LOG
    if grep -E '^\[.*: FAILURE$' "$1" | grep -qv ' unwinding assertion '; then echo REFUTED; else echo "NOT DONE: the bound is too small"; fi
}

# Prints the verdict, and for a refuted proof the property that does not hold.
judge() { # OUTPUT
    local status=0 witnesses refuted
    check "$1" "${checks[@]}" || status=$?
    case $status in
        0) ;;
        10) refutation "$1.log" && failures "$1.log" && return ;;
        137 | 152) echo "NOT DONE in $seconds s" && return ;; # killed for its processor time
        *) echo "NOT DONE, exit status $status" && tail -n 3 "$1.log" && return ;;
    esac
    status=0
    check "$1.witness" --no-standard-checks --no-unwinding-assertions || status=$?
    witnesses=$(grep -cE '^\[.* reached: .*: (SUCCESS|FAILURE)$' "$1.witness.log" || true)
    refuted=$(grep -cE '^\[.* reached: .*: FAILURE$' "$1.witness.log" || true)
    if [ $status = 137 ] || [ $status = 152 ]; then
        echo "NOT DONE in $seconds s"
    elif [ $status != 0 ] && [ $status != 10 ]; then
        echo "NOT DONE: witnesses, exit status $status"
    elif [ "$witnesses" = 0 ] || [ "$witnesses" != "$refuted" ]; then
        echo REFUTED: not reached
        grep -E '^\[.* reached: .*: SUCCESS$' "$1.witness.log" || true
    else
        echo proved
    fi
}

# Prints the processor time of a proof in seconds.
processor_seconds() { # OUTPUT
    awk -F '[ms]' 'NR == 2 {print int($1 * 60 + $2 + 0.5)}' "$1.times"
}

prove() { # TREE NAME OUTPUT
    {
        if compile "$1" "$2" "$3" && compile "$1" "$2" "$3.witness" -DWITNESSES; then
            judge "$3"
        else
            echo "NOT DONE: does not compile"
            tail -n 5 "$3".*log
        fi
    } >"$3.verdict"
    times >"$3.times"
    printf '%s: %s; bound %s; %d s: %s\n' "$2" "$property" "$bound" "$(processor_seconds "$3")" \
        "$(head -n 1 "$3.verdict")"
    tail -n +2 "$3.verdict" | sed 's/^/    /'
}

# --- all proofs ---

in_parallel() { # FUNCTION NAME...
    local name
    for name in "${@:2}"; do
        while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
        "$1" "$name" &
    done
    wait
}

prove_named() {
    describe "$1"
    prove . "$1" "$out/$1"
}

# Each bug of planted.list must be refuted by the proof that the list names for it.
plant() { # PATCH
    local tree=$out/planted/$1 proof
    proof=$(awk -v patch="$1" '$1 == patch {print $2}' tests/proofs/planted.list)
    [ -n "$proof" ] || { echo "prove: no $1 in tests/proofs/planted.list" >&2; return 1; }
    describe "$proof"
    mkdir -p "$tree"/{tests,tools,scripts}
    cp -r src include port grammar "$tree"
    cp -r tests/proofs "$tree/tests"
    cp tools/log_token.re "$tree/tools"
    cp scripts/regenerate.sh "$tree/scripts"
    patch -s -d "$tree" -p1 -F0 -r - <"fuzz/planted/$1.patch"
    ! grep -q '^+++ b/grammar/' "fuzz/planted/$1.patch" || "$tree/scripts/regenerate.sh"
    prove "$tree" "$proof" "$out/$1" | sed "1s/^/$1: /"
}

count() { # PATTERN NAME...
    local name n=0
    for name in "${@:2}"; do ! grep -q "$1" "$out/$name.verdict" 2>/dev/null || n=$((n + 1)); done
    echo $n
}

ci='' planted=''
case ${1:-} in
    --ci) ci=1 && shift ;;
    --planted) planted=1 ci=1 && shift ;;
    -*) usage ;;
esac
names=("$@")
if [ ${#names[@]} -gt 0 ]; then
    :
elif [ -n "$planted" ]; then
    scripts/packages.sh test # re2c, for the grammars
    mapfile -t names < <(awk '!/^#/ && NF {print $1}' tests/proofs/planted.list)
elif [ -n "$ci" ]; then
    mapfile -t names < <(awk -F ' *[|] *' '!/^#/ && NF && $4 != "-" {print $1}' "$list")
else
    mapfile -t names < <(awk -F ' *[|] *' '!/^#/ && NF {print $1}' "$list")
fi

[ ${#names[@]} -gt 0 ] || { echo "prove: the list has no proof" >&2; exit 1; }

mkdir -p "$out"
if ! find_prover; then
    echo "prove: not run: no CBMC on this machine, and none could be taken from Debian 13"
    echo "prove: 0 proved, 0 refuted, 0 not done, ${#names[@]} not run"
    [ -z "${CI:-}" ]
    exit
fi
echo "CBMC $(cbmc --version | cut -d ' ' -f 1)"
for name in "${names[@]}"; do rm -rf "$out/$name.verdict" "$out/planted/$name"; done
if [ -n "$planted" ]; then
    in_parallel plant "${names[@]}"
    refuted=$(count '^REFUTED$' "${names[@]}")
    echo "prove: $refuted of ${#names[@]} planted bugs refuted; $SECONDS s"
    [ "$refuted" = ${#names[@]} ]
    exit
fi
in_parallel prove_named "${names[@]}"
proved=$(count ^proved "${names[@]}") refuted=$(count ^REFUTED "${names[@]}")
late=$(count '^NOT DONE in ' "${names[@]}") not_done=$((${#names[@]} - proved - refuted))
echo "prove: $proved proved, $refuted refuted, $not_done not done, 0 not run; $SECONDS s"
# Without --ci a proof may need more time than it has. One that does not compile, or crashes the prover, is a failure.
[ "$proved" -gt 0 ] && [ "$refuted" = 0 ] && { [ $not_done = 0 ] || { [ -z "$ci" ] && [ $not_done = "$late" ]; }; }
