#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Days of the simulated module on a virtual clock: soak.sh BINARY SEED HOURS. The state file is in memory where the machine
# has such a folder, for a disk would take most of the time.
set -euo pipefail
soak=$(realpath "${1:?usage: soak.sh BINARY SEED HOURS}")
memory=/dev/shm
[ -w $memory ] || memory=${TMPDIR:-/tmp}
work=$(mktemp -d "$memory/soak.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$soak" "$2" "$3" "$work/state"
