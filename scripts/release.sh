#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Makes the tarball of a release, build/release/qdmp-VERSION.tar.gz, from what is committed: the archive that
# .gitattributes describes, and the one file in amalgamation/. Then unpacks it to an empty folder, and builds from it with
# CMake, with a plain compiler, and from the one file. The same commit gives the same bytes.
# usage: release.sh [REVISION]
set -euo pipefail
cd "$(dirname "$0")/.."
revision=${1:-HEAD}
scripts/packages.sh build
number() { git show "$revision:include/qdmp/abi.h" | sed -nE "s/^#define QDMP_VERSION_$1 //p"; }
version=$(number MAJOR).$(number MINOR).$(number PATCH)
name=qdmp-$version
out=$PWD/build/release
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# --- make ---

make() { # TREE TARBALL
    mkdir "$1"
    git archive --prefix="$name/" "$revision" | tar -x -C "$1"
    git show "$revision:scripts/amalgamate.py" >"$scratch/amalgamate.py"
    mkdir "$1/$name/amalgamation"
    python3 "$scratch/amalgamate.py" "$1/$name" "$1/$name/amalgamation"
    tar -C "$1" --sort=name --mtime="@$(git log -1 --format=%ct "$revision")" --owner=0 --group=0 --numeric-owner \
        --mode=u+rw,go=rX -cf - "$name" | gzip -9n >"$2"
}

git diff --quiet HEAD || echo "release: what is not committed is not in it" >&2
mkdir -p "$out"
tarball=$out/$name.tar.gz
make "$scratch/tree" "$tarball"
(umask 077; make "$scratch/again" "$scratch/again.tar.gz")
cmp "$tarball" "$scratch/again.tar.gz" || { echo "release: the same commit gave other bytes" >&2; exit 1; }

# --- check ---

mkdir "$scratch/empty"
cd "$scratch/empty"
tar -xf "$tarball"
cd "$name"
for file in LICENSE README.md CHANGELOG.md SECURITY.md docs/vendoring.md docs/protocol.md CMakeLists.txt include/qdmp/spec.def \
    src/generated/request.h port/crypto_psa.c zephyr/module.yml library.json idf_component.yml examples/README.md \
    amalgamation/qdmp.c; do
    [ -s "$file" ] || { echo "release: $file is not in it" >&2; exit 1; }
done
for folder in tests fuzz corpus bench .ci scripts; do
    [ ! -e "$folder" ] || { echo "release: $folder is in it" >&2; exit 1; }
done
grep -q "^## \[$version\]" CHANGELOG.md || echo "release: CHANGELOG.md has no section $version yet" >&2

cat >main.c <<'C'
#include <qdmp.h>
int main(void) {
    qdmp_request request;
    qdmp_span line = QDMP_LITERAL("AT+QDMPCFG=1,117.161.2.7,5683,420");
    return qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, NULL, NULL) != QDMP_OK ||
           request.server.update_period != 420 || qdmp_version() != QDMP_VERSION;
}
C
cc -std=c99 -Iamalgamation -c main.c -o main.o
cc -std=c11 -O1 -Iamalgamation main.o amalgamation/qdmp.c -o one
./one || { echo "release: the one file is wrong" >&2; exit 1; }
mkdir plain
(cd plain && cc -std=c11 -Os -I../include -c ../src/*.c)
cc main.o plain/*.o -o of_sources
./of_sources || { echo "release: the sources are wrong" >&2; exit 1; }
cmake -S . -B build -DCMAKE_INSTALL_PREFIX="$PWD/prefix" >log 2>&1 && cmake --build build -j "$(nproc)" >>log 2>&1 &&
    cmake --install build >>log 2>&1 || { cat log >&2; echo "release: CMake" >&2; exit 1; }
[ "$(prefix/bin/qdmp --version)" = "qdmp $version" ] || { echo "release: the tool has another version" >&2; exit 1; }
echo "$tarball: $(stat -c %s "$tarball") bytes, $(tar -tf "$tarball" | grep -vc '/$') files, sha256 $(sha256sum "$tarball" | cut -d ' ' -f 1)"
