#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what the tests need, builds, and runs every test except the slow ones that are gates of .ci/run (label
# `gate`). With arguments, passes them on to ctest instead.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build test
mkdir -p build
cmake --preset test >/dev/null
cmake --build --preset test -j "$(nproc)" >build/test.log 2>&1 || { cat build/test.log >&2; exit 1; }
[ $# -gt 0 ] || set -- -LE gate
ctest --preset test -j "$(nproc)" "$@"
