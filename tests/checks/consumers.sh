#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Uses the library as a build of others does: add_subdirectory, find_package, pkg-config, plain compiler; as it is,
# shared, with each switch, and with a prefix. The build changes nothing of a superproject, and the installed tree may
# be moved.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
cp "$root/tests/checks/cplusplus.cpp" main.cpp
ways=0
way() { ways=$((ways + 1)); }
export CFLAGS=-DQDMP__FAST=0 # compiles faster, and is not tested here

# configure FOLDER BUILD ARGUMENT...
configure() { cmake -S "$1" -B "$2" "${@:3}" >log 2>&1 || { cat log >&2; fail "cmake $1 ${*:3}"; }; }
build() { cmake --build "$1" -j2 "${@:2}" >log 2>&1 || { cat log >&2; fail "build $1"; }; }
stranger() { # FOLDER CMAKE_LINES: a project of its own
    mkdir "$1"
    printf '%s\n' 'cmake_minimum_required(VERSION 3.16)' 'project(stranger C CXX)' "$2" >"$1/CMakeLists.txt"
}

# --- as a subdirectory of a project that has targets of the same names ---

stranger sub "
add_custom_target(regenerate COMMAND \${CMAKE_COMMAND} -E touch \${CMAKE_BINARY_DIR}/of_the_stranger)
add_custom_target(tests)
add_custom_target(bench)
add_custom_target(tools)
add_subdirectory($root qdmp)
add_executable(stranger ../main.cpp)
target_link_libraries(stranger qdmp::qdmp)
if(NOT CMAKE_BUILD_TYPE STREQUAL \"\" OR DEFINED BUILD_TESTING OR DEFINED CMAKE_INSTALL_BINDIR)
  message(FATAL_ERROR \"variables of the project are set\")
endif()"
# The build may not ask for jansson, Criterion or Mbed TLS, so they are hidden.
configure sub sub/b -DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON
build sub/b
sub/b/stranger || fail "add_subdirectory: exit $?"
build sub/b --target regenerate
[ -e sub/b/of_the_stranger ] || fail "add_subdirectory: another target regenerate"
[ ! -e sub/b/qdmp/qdmp ] && [ ! -d sub/b/qdmp/tests ] && [ ! -d sub/b/qdmp/examples ] ||
    fail "add_subdirectory pulls in the tool, the tests or the examples"
cmake --build sub/b --target help | grep -q 'test$' && fail "add_subdirectory: tests"
foreign=$(sed -nE 's/^([A-Za-z_0-9]+):.*/\1/p' sub/b/CMakeCache.txt | grep -vE '^(_?CMAKE_|QDMP_|qdmp_|stranger_)' || true)
[ -z "$foreign" ] || fail "add_subdirectory: variables in the cache: $foreign"
way

# --- installed: shared, all sources as one, with the PSA adapter; moved before it is used ---

configure "$root" own -DCMAKE_INSTALL_PREFIX="$scratch/first" -DQDMP_BUILD_TOOL=OFF -DBUILD_SHARED_LIBS=ON \
    -DCMAKE_UNITY_BUILD=ON -DQDMP_WERROR=ON
build own
cmake --install own >/dev/null
# Lists what a shared library exports. The name of the guard contains the version.
so=$(find first -name 'libqdmp.so')
nm -D --defined-only "$so" | awk '{print $3}' | sed 's/^qdmp_abi_.*/qdmp_abi/' | LC_ALL=C sort >exported
diff "$root/tests/checks/exported.txt" exported >&2 || fail "the shared library exports other names than exported.txt"
major_minor=$(sed -nE 's/^#define QDMP_VERSION_(MAJOR|MINOR) //p' "$root/include/qdmp/abi.h" | paste -s -d .)
readelf -d "$so" | grep -qF "libqdmp.so.$major_minor]" || fail "the shared library has another SONAME"
mv first moved
if grep -rlE "$scratch|$root|libmbedcrypto\.(so|a)" moved --include='*.cmake' --include='*.pc'; then fail "paths of this machine"; fi
cat >psa.c <<'C'
#include <qdmp/port/crypto_psa.h>
int main(void) { return !qdmp_crypto_psa().sha256; }
C
stranger found 'find_package(qdmp 0.2 REQUIRED COMPONENTS crypto_psa)
add_executable(stranger ../main.cpp)
target_link_libraries(stranger qdmp::qdmp qdmp::storage_flash qdmp::storage_file)
add_executable(psa ../psa.c)
target_link_libraries(psa qdmp::crypto_psa)'
configure found found/b -DCMAKE_PREFIX_PATH="$scratch/moved"
build found/b
found/b/stranger || fail "find_package: exit $?"
found/b/psa || fail "find_package, PSA: exit $?"
way
stranger none 'find_package(qdmp 0.2 REQUIRED COMPONENTS nothing)'
! cmake -S none -B none/b -DCMAKE_PREFIX_PATH="$scratch/moved" >log 2>&1 || fail "find_package finds a component that is not there"

by_pkg_config() { # SOURCE MODULE
    local folder
    folder=$(dirname "$(find "$prefix" -name qdmp.pc)")
    # shellcheck disable=SC2046
    c++ $(PKG_CONFIG_PATH=$folder pkg-config --cflags "$2") -x c++ "$1" -x none \
        $(PKG_CONFIG_PATH=$folder pkg-config --libs "$2") -Wl,-rpath,"$(dirname "$folder")" -o by_pkg_config
    ./by_pkg_config || fail "pkg-config $2: exit $?"
    way
}
prefix=moved
by_pkg_config main.cpp qdmp
by_pkg_config psa.c qdmp-crypto-psa

# --- switches reach who links ---

cat >at_only.cpp <<'C'
#include <qdmp/qdmp.h>
#if !defined(QDMP_AT_ONLY) || defined(QDMP_SESSION_H) || defined(QDMP_STORAGE_H)
#error "the switch has not come, or the umbrella header does not heed it"
#endif
#include "main.cpp"
C
configure "$root" switched -DCMAKE_INSTALL_PREFIX="$scratch/switched_to" -DQDMP_BUILD_TOOL=OFF -DQDMP_CRYPTO_PSA=OFF \
    -DQDMP_AT_ONLY=ON -DQDMP_PREFIX=acme_ -DQDMP_WERROR=ON
build switched
cmake --install switched >/dev/null
nm --defined-only --extern-only "$(find switched_to -name libqdmp.a)" | awk 'NF == 3 {print $3}' >names
! grep -v '^acme_qdmp_' names || fail "QDMP_PREFIX: names without it"
! grep -E '^acme_qdmp_(coap|session)_' names || fail "QDMP_AT_ONLY: names of CoAP"
stranger at 'find_package(qdmp REQUIRED)
add_executable(stranger ../at_only.cpp)
target_link_libraries(stranger qdmp::qdmp)'
configure at at/b -DCMAKE_PREFIX_PATH="$scratch/switched_to"
build at/b
at/b/stranger || fail "find_package, switches: exit $?"
way
prefix=switched_to
by_pkg_config at_only.cpp qdmp

# --- what is missing says how to do without ---

says() { # PATTERN ARGUMENT...
    ! cmake -S "$root" -B missing "${@:2}" >log 2>&1 || fail "cmake ${*:2}: no error"
    tr -s ' \n' ' ' <log | grep -q -- "$1" || { cat log >&2; fail "cmake ${*:2}: does not say $1"; }
    rm -rf missing
}
says 'DQDMP_BUILD_TOOL=OFF builds without' -DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON
says 'DQDMP_CRYPTO_PSA=OFF builds without' -DQDMP_MBEDCRYPTO=
says 'DQDMP_BUILD_TOOL=OFF builds without' -DQDMP_CRYPTO_PSA=OFF
says 'DQDMP_BUILD_TOOL=OFF builds without' -DQDMP_STORAGE_FILE=OFF
says 'DQDMP_CRYPTO_PSA=OFF builds without' -DQDMP_AT_ONLY=ON
says 'DQDMP_EXAMPLES=OFF builds without' -DQDMP_EXAMPLES=ON -DQDMP_BUILD_TOOL=OFF -DQDMP_STRICT=ON

# --- no build system, no include path but the public one ---

cp -r "$root/src" "$root/include" .
plain() { # SOURCE FLAGS...
    rm -f ./*.o
    "$cc" -std=c11 $CFLAGS "${@:2}" -Iinclude -c src/*.c && c++ "${@:2}" -Iinclude "$1" ./*.o -o plain && ./plain ||
        fail "plain compiler ${*:2}"
    way
}
plain main.cpp
plain at_only.cpp -DQDMP_AT_ONLY
directions() { nm --defined-only ./*.o | sed -nE 's/.* T (qdmp_(request|response)_[a-z]+)$/\1/p' | sort | paste -s -d ' '; }
plain main.cpp -DQDMP_HOST_ONLY
[ "$(directions)" = 'qdmp_request_encode qdmp_response_answers qdmp_response_decode' ] || fail "QDMP_HOST_ONLY leaves: $(directions)"
cat >module.cpp <<'C'
#include <qdmp/qdmp.h>
int main() {
    qdmp_request request;
    qdmp_span line = QDMP_LITERAL("AT+QDMPCFG=6");
    return qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, nullptr, nullptr) != QDMP_OK || request.kind != QDMP_QUERY_STATE;
}
C
plain module.cpp -DQDMP_MODULE_ONLY -DQDMP_AT_ONLY
[ "$(directions)" = 'qdmp_request_decode qdmp_response_encode' ] || fail "QDMP_MODULE_ONLY leaves: $(directions)"
plain module.cpp -DQDMP_MODULE_ONLY
[ "$(directions)" = 'qdmp_request_decode qdmp_request_encode qdmp_response_encode' ] || fail "QDMP_MODULE_ONLY leaves: $(directions)"
echo "$ways ways to use the library"
