#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a stranger's build does with the library: add_subdirectory, find_package, pkg-config, plain compiler.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
cp "$root/tests/checks/cplusplus.cpp" main.cpp

mkdir sub && cat >sub/CMakeLists.txt <<CMAKE
cmake_minimum_required(VERSION 3.16)
project(stranger C CXX)
add_subdirectory($root qdmp)
add_executable(stranger ../main.cpp)
target_link_libraries(stranger qdmp::qdmp)
CMAKE
# Neither jansson nor Criterion may be asked for: hide them.
cmake -S sub -B sub/b -DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON >/dev/null
cmake --build sub/b >/dev/null
sub/b/stranger || fail "add_subdirectory: exit $?"
[ ! -e sub/b/qdmp/qdmp ] && [ ! -d sub/b/qdmp/tests ] || fail "add_subdirectory pulls in the tool or the tests"

cmake -S "$root" -B own -DCMAKE_INSTALL_PREFIX="$scratch/prefix" -DQDMP_BUILD_TOOL=OFF -DQDMP_CRYPTO_PSA=OFF >/dev/null
cmake --build own >/dev/null
cmake --install own >/dev/null
mkdir found && cat >found/CMakeLists.txt <<CMAKE
cmake_minimum_required(VERSION 3.16)
project(stranger CXX)
find_package(qdmp 0.2 REQUIRED)
add_executable(stranger ../main.cpp)
target_link_libraries(stranger qdmp::qdmp)
CMAKE
cmake -S found -B found/b -DCMAKE_PREFIX_PATH="$scratch/prefix" >/dev/null
cmake --build found/b >/dev/null
found/b/stranger || fail "find_package: exit $?"

export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find prefix -name qdmp.pc)")
# shellcheck disable=SC2046
c++ main.cpp $(pkg-config --cflags --libs qdmp) -o by_pkg_config
./by_pkg_config || fail "pkg-config: exit $?"

# No build system, no include path but the public one and the sources' own.
mkdir plain && cp -r "$root/src" "$root/include" plain
(cd plain && "$cc" -std=c11 -Iinclude -c src/*.c && c++ -Iinclude ../main.cpp ./*.o -o plain && ./plain) || fail "plain compiler"
echo "4 ways to use the library"
