# SPDX-License-Identifier: MIT
# Shared by the checks: the root of the tree, a scratch folder, and the failure message. Sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cc=${CC:-cc}
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wcast-qual -Werror)

# The sources of the AT layers. The CoAP side and the storage side have the names that are left out, and adapters have a
# folder of their own.
at_sources() {
    find "$1/src" -maxdepth 1 -name '*.c' | grep -vE '/(base64|coap|crc32|crypto|image|module|object|registration|session|settings)[^/]*$' | sort
}

fail() { echo "FAIL: $*" >&2; exit 1; }
