#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What scripts/prove.sh says where there is no prover, and that it accepts no proof whose witnesses are not refuted. The
# prover is a stand-in: its verdicts are in files.
. "$(dirname "$0")/lib.sh"
mkdir -p "$scratch"/tree/scripts "$scratch"/tree/tests "$scratch"/bin
cp "$root/scripts/prove.sh" "$scratch/tree/scripts"
cp -r "$root/tests/proofs" "$scratch/tree/tests"
printf '#!/bin/sh\nexit 1\n' >"$scratch/tree/scripts/packages.sh"
chmod +x "$scratch/tree/scripts/packages.sh"
cd "$scratch/tree"

# Nothing to prove with, and no apt to take it with.
for tool in bash cat cut sed awk grep paste mkdir dirname; do ln -s "$(command -v $tool)" "$scratch/bin/$tool"; done
PATH=$scratch/bin CI='' scripts/prove.sh lex_end >"$scratch/said" 2>/dev/null || fail "fails without a prover"
grep -q '^prove: 0 proved, 0 refuted, 0 not done, 1 not run$' "$scratch/said" || fail "says: $(cat "$scratch/said")"
! PATH=$scratch/bin CI=true scripts/prove.sh lex_end >/dev/null 2>&1 || fail "passes in CI without a prover"

# The stand-in says what the files hold, of a proof and of its witnesses.
mkdir "$scratch/prover"
printf '#!/bin/sh\ntrue\n' | tee "$scratch/prover/goto-cc" >"$scratch/prover/goto-instrument"
cat >"$scratch/prover/cbmc" <<END
#!/bin/sh
case \$1 in
    --version) echo 6 ;;
    *.witness.goto) cat "$scratch/witnesses"; exit 10 ;;
    *) cat "$scratch/properties"; ! grep -q FAILURE "$scratch/properties" || exit 10; ! grep -q crash "$scratch/properties" || exit 6 ;;
esac
END
chmod +x "$scratch"/prover/*
expect() { # EXIT_STATUS VERDICT [FLAG]
    local status=0
    PATH=$scratch/prover:$PATH CI='' scripts/prove.sh ${3---ci} lex_end >"$scratch/said" 2>&1 || status=$?
    [ $status = "$1" ] || fail "exit status $status: $(cat "$scratch/said")"
    grep -q "^lex_end: .*: $2\$" "$scratch/said" || fail "no '$2': $(cat "$scratch/said")"
}
echo '[a.assertion.1] line 1 holds: SUCCESS' >"$scratch/properties"
echo '[a.assertion.2] line 2 reached: all: FAILURE' >"$scratch/witnesses"
expect 0 proved
echo '[a.assertion.3] line 3 reached: none: SUCCESS' >>"$scratch/witnesses"
expect 1 'REFUTED: not reached'
: >"$scratch/witnesses"
expect 1 'REFUTED: not reached'
echo '[a.assertion.1] line 1 holds: FAILURE' >"$scratch/properties"
expect 1 REFUTED
echo '[a.unwind.0] line 1 unwinding assertion loop 0: FAILURE' >"$scratch/properties"
expect 1 'NOT DONE: the bound is too small' ''
echo crash >"$scratch/properties"
expect 1 'NOT DONE, exit status 6' ''
: >tests/proofs/proofs.list
! PATH=$scratch/prover:$PATH CI='' scripts/prove.sh --ci >"$scratch/said" 2>&1 || fail "passes without a proof"
