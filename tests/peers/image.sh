#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Compares images with those of a second encoder and judge (image.py): random settings, and bytes with errors.
#     image.sh IMAGE_PEER [SEED [COUNT]]
set -euo pipefail
peer=$1 seed=${2:-1} count=${3:-2000}
compared=$("$(dirname "$0")/image.py" random "$seed" "$count" | "$peer")
[ "${compared%% *}" -gt "$count" ] || { echo "$compared only" >&2; exit 1; }
echo "$compared as image.py has them"
