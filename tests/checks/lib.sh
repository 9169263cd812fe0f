# SPDX-License-Identifier: MIT
# Shared by the checks: where the tree is, a scratch folder, and how a check speaks. Sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cc=${CC:-cc}
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wcast-qual -Werror)

# The sources of the AT layers: the CoAP side and what is stored have these names, and adapters a folder of their own.
at_sources() {
    find "$1/src" -maxdepth 1 -name '*.c' | grep -vE '/(base64|coap|crc32|crypto|image|module|object|registration|session|settings)[^/]*$' | sort
}

fail() { echo "FAIL: $*" >&2; exit 1; }
