# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the tests of the tool share: counting what is as expected and what is not.
export LC_ALL=C.UTF-8
passed=0 failed=0

# is NAME EXPECTED ACTUAL
is() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3"
    fi
}

# Prints the tally; its status is that of the run.
conclude() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}
