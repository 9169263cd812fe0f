#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs a command in its own network namespace, which has only loopback, if the machine allows it: alone.sh COMMAND...
# There QDMP_TEST_ALONE is set.
set -eu
if unshare -rn ip link set lo up 2>/dev/null; then
    QDMP_TEST_ALONE=1 exec unshare -rn bash -c 'ip link set lo up; exec "$@"' bash "$@"
fi
unset QDMP_TEST_ALONE
echo 'no network namespace of its own: on the loopback of the machine'
exec "$@"
