#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what the tests need, builds, runs every test. With arguments, passes them on to ctest.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build test
mkdir -p build
cmake --preset test >/dev/null
cmake --build --preset test -j "$(nproc)" >build/test.log 2>&1 || { cat build/test.log >&2; exit 1; }
ctest --preset test -j "$(nproc)" "$@"
