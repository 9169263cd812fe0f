#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs a Windows program in Debian's wine, with a temporary drive C: wine.sh PROGRAM, without the .exe that the compiler
# appends to its name.
set -euo pipefail
export PATH=$PATH:/usr/lib/wine WINEDEBUG=-all WINEPREFIX
WINEPREFIX=$(mktemp -d)
trap 'wineserver -k || true; rm -rf "$WINEPREFIX"' EXIT
wine64 "$1.exe"
