#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the simulated module for days on a virtual clock: soak.sh BINARY SEED HOURS. The state file is in memory if the
# machine has such a folder, because a disk would take most of the time.
set -euo pipefail
soak=$(realpath "${1:?usage: soak.sh BINARY SEED HOURS}")
memory=/dev/shm
[ -w $memory ] || memory=${TMPDIR:-/tmp}
work=$(mktemp -d "$memory/soak.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$soak" "$2" "$3" "$work/state"
