#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Lines and branches of src/ that the tests reach, generated lexers apart; lists what they do not. HTML with --html.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build test coverage
cmake --preset coverage >/dev/null
cmake --build --preset coverage -j "$(nproc)" --target qdmp_tests >/dev/null
find build/coverage -name '*.gcda' -delete
build/coverage/tests/qdmp_tests >/dev/null 2>&1 || echo "coverage: some tests fail" >&2
options=(--root . --filter 'src/' --exclude 'src/generated/' --exclude-throw-branches build/coverage)
gcovr "${options[@]}" --txt
gcovr "${options[@]}" --branches --txt
if [ "${1:-}" = --html ]; then
    gcovr "${options[@]}" --html-details build/coverage/index.html
    echo "build/coverage/index.html"
fi
