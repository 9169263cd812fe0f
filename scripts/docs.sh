#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the API reference and the guide: one static folder, build/docs, which asks nothing of a network. A warning of
# doxygen is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh docs
input=build/docs-input
rm -rf build/docs $input
mkdir -p build/docs $input/examples
docs/reference/snippets.py $input/examples tests/reference/*.c
doxygen docs/reference/Doxyfile
echo "build/docs/index.html"
