#!/bin/bash -eu
# SPDX-License-Identifier: MIT
# shellcheck source=fuzz/oss-fuzz/build.sh
. "$SRC/qdmp/fuzz/oss-fuzz/build.sh"
