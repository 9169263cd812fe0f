#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests the packages in which others use the library: a Zephyr module, an ESP-IDF component, a PlatformIO library. Their
# build systems are not installed. Stand-ins imitate those of their CMake functions that our files call.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
export CFLAGS=-DQDMP__FAST=0 CXXFLAGS=-DQDMP__FAST=0
cp "$root/tests/checks/cplusplus.cpp" main.cpp
absent=()
# Debian's Python modules belong to Debian's Python.
with_module() { # MODULE: a Python that has it
    local python
    for python in python3 /usr/bin/python3; do
        "$python" -c "import $1" 2>/dev/null && { echo "$python"; return; }
    done
    return 1
}
version=$(sed -nE 's/^#define QDMP_VERSION_(MAJOR|MINOR|PATCH) //p' "$root/include/qdmp/abi.h" | paste -s -d .)

# project NAME CMAKE_LINES: builds and runs a program
project() {
    mkdir "$1"
    printf '%s\n' 'cmake_minimum_required(VERSION 3.16)' "project($1 C CXX)" "$2" >"$1/CMakeLists.txt"
    cmake -S "$1" -B "$1/b" >log 2>&1 && cmake --build "$1/b" -j2 >>log 2>&1 || { cat log >&2; fail "$1"; }
    "$1/b/program" || fail "$1: the program is wrong"
}

# --- ESP-IDF ---

# ESP-IDF reads the file as a script, for the requirements; then as a part of its own project.
cat >requirements.cmake <<CMAKE
macro(idf_component_register)
  message(STATUS "registered: \${ARGN}")
  return()
endmacro()
set(ESP_PLATFORM 1)
include($root/CMakeLists.txt)
CMAKE
cmake -P requirements.cmake >log 2>&1 || { cat log >&2; fail "ESP-IDF: as a script"; }
grep -q '^-- registered: SRC_DIRS;src;INCLUDE_DIRS;include$' log || fail "ESP-IDF: $(cat log)"
project esp_idf "
function(idf_component_register)
  cmake_parse_arguments(a \"\" \"\" \"SRC_DIRS;INCLUDE_DIRS\" \${ARGN})
  file(GLOB sources \${CMAKE_CURRENT_SOURCE_DIR}/\${a_SRC_DIRS}/*.c)
  add_library(component \${sources})
  target_include_directories(component PUBLIC \${a_INCLUDE_DIRS})
endfunction()
set(ESP_PLATFORM 1)
add_subdirectory($root qdmp)
if(TARGET qdmp OR TARGET qdmp_warnings)
  message(FATAL_ERROR \"the component has a project of its own\")
endif()
add_executable(program ../main.cpp)
target_link_libraries(program component)"

# --- Zephyr ---

zephyr='
macro(zephyr_library_named name)
  add_library(${name})
  set(library ${name})
endmacro()
function(zephyr_library_sources)
  target_sources(${library} PRIVATE ${ARGN})
endfunction()
function(zephyr_library_sources_ifdef feature)
  if(${${feature}})
    target_sources(${library} PRIVATE ${ARGN})
  endif()
endfunction()
function(zephyr_include_directories)
  include_directories(${ARGN})
  target_include_directories(qdmp PUBLIC ${ARGN})
endfunction()
function(zephyr_compile_definitions)
  target_compile_definitions(qdmp PUBLIC ${ARGN})
endfunction()
set(CONFIG_QDMP y)
set(CONFIG_QDMP_AT_ONLY y)
set(CONFIG_QDMP_HOST_ONLY y)'
cat >at_only.cpp <<'C'
#if !defined(QDMP_AT_ONLY) || !defined(QDMP_HOST_ONLY)
#error "the switches do not reach the application"
#endif
#include "main.cpp"
C
project zephyr "$zephyr
add_subdirectory($root/zephyr qdmp)
add_executable(program ../at_only.cpp)
target_link_libraries(program qdmp)"
if python=$(with_module kconfiglib); then
    "$python" - "$root/zephyr/Kconfig" <<'PY' || fail "Kconfig"
import sys
import kconfiglib
tree = kconfiglib.Kconfig(sys.argv[1], warn_to_stderr=True)
assert not tree.warnings, tree.warnings
tree.syms["QDMP"].set_value(2)
assert tree.syms["QDMP_BOTH_SIDES"].str_value == "y"
tree.syms["QDMP_MODULE_ONLY"].set_value(2)
assert tree.syms["QDMP_BOTH_SIDES"].str_value == "n" and tree.syms["QDMP_AT_ONLY"].str_value == "n"
tree.syms["QDMP_CRYPTO_PSA"].set_value(2)
tree.syms["QDMP_AT_ONLY"].set_value(2)
assert tree.syms["QDMP_CRYPTO_PSA"].str_value == "n"
PY
else
    absent+=(kconfiglib)
fi
for switch in $(sed -nE 's/^foreach\(switch (.*)\)/\1/p; s/^  foreach\(switch (.*)\)/\1/p' "$root/CMakeLists.txt" "$root/zephyr/CMakeLists.txt"); do
    grep -q "^config $switch$" "$root/zephyr/Kconfig" || fail "Kconfig does not have $switch"
done

# --- manifests ---

python3 - "$root" "$version" <<'PY' || fail "library.json"
import json, pathlib, re, sys
root, version = pathlib.Path(sys.argv[1]), sys.argv[2]
library = json.loads((root / "library.json").read_text())
# What PlatformIO's schema requires of these files: https://docs.platformio.org/en/latest/manifests/library-json/
known = {"name", "version", "description", "keywords", "license", "headers", "frameworks", "platforms", "build"}
assert set(library) <= known, set(library) - known
assert re.fullmatch(r"[A-Za-z0-9_. -]{1,100}", library["name"]) and library["version"] == version, "version"
assert set(library["build"]) == {"srcDir", "includeDir"}
assert list((root / library["build"]["srcDir"]).glob("*.c"))
assert (root / library["build"]["includeDir"] / library["headers"]).is_file()
PY
if python=$(with_module yaml); then
    "$python" - "$root" "$version" <<'PY' || fail "idf_component.yml, module.yml"
import pathlib, sys, yaml
root, version = pathlib.Path(sys.argv[1]), sys.argv[2]
component = yaml.safe_load((root / "idf_component.yml").read_text())
assert component["version"] == version and set(component) <= {"version", "description", "license", "dependencies"}, component
module = yaml.safe_load((root / "zephyr/module.yml").read_text())
assert (root / module["build"]["cmake"] / "CMakeLists.txt").is_file() and (root / module["build"]["kconfig"]).is_file()
PY
else
    absent+=(yaml)
fi
echo "3 forms, played; not run: the build systems of Zephyr, ESP-IDF and PlatformIO${absent[*]:+; Python modules: ${absent[*]}}"
