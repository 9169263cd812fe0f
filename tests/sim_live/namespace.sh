# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced first: runs the script again in a network namespace of its own, with loopback alone, where the machine allows one.
if [ -z "${QDMP_NAMESPACE-}" ]; then
    export QDMP_NAMESPACE=own
    if unshare -rn ip link set lo up 2>/dev/null; then
        exec unshare -rn bash -c 'ip link set lo up; exec "$@"' bash "$0" "$@"
    fi
    echo 'no network namespace of its own: on the loopback of the machine'
fi
