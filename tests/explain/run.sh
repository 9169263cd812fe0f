#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the line viewer and tests it in a browser: run.sh NATIVE. NATIVE is the program of native.c.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
native=$(realpath "$1")
"$root/scripts/packages.sh" browser
for python in python3 /usr/bin/python3; do
    "$python" -c 'import selenium' 2>/dev/null && break
done
"$root/scripts/explain.sh" "$root/build/explain.html"
exec timeout 300 "$python" "$root/tests/explain/browser.py" "$root/build/explain.html" "$native" "$root/tests/vectors" \
    "$root/build/explain"
