#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The lexers are the automata of the tokens' shapes, both as graphs and as compiled here (docs/proofs.md). Bugs planted
# in the grammars are refuted as docs/proofs.md says; scripts/lexers.sh --planted tries all of them.
. "$(dirname "$0")/lib.sh"
cd "$root"
planted=(bare-comma detail-bare end-two-lf eol-vt name-at-capitals name-plus noise-21 octet-swapped start-ok-any-case
         sign-test-inner-space)

# A program that tests nothing.
mkdir "$scratch/bin"
cat >"$scratch/bin/gcc" <<'END'
#!/bin/sh
for program; do :; done
printf '#!/bin/sh\necho "0 tests, 0 lexers wrong"\n' >"$program"
chmod +x "$program"
END
chmod +x "$scratch/bin/gcc"
! PATH=$scratch/bin:$PATH scripts/lexers.sh native >"$scratch/nothing" || fail "no test passes for all tests"
grep -q '^native: FAILED' "$scratch/nothing" || fail "does not say that nothing was tested: $(cat "$scratch/nothing")"

# In CI, packages that cannot be installed are a failure. Elsewhere it is a failure only if nothing can be run.
mkdir "$scratch/tree"
cp -r grammar include scripts src tests tools "$scratch/tree"
sed -i 's/s390x-linux-gnu-gcc/no-such-gcc/' "$scratch/tree/scripts/lexers.sh"
printf '#!/bin/sh\nexit 1\n' >"$scratch/tree/scripts/packages.sh"
! CI=true "$scratch/tree/scripts/lexers.sh" native s390x >"$scratch/absent" 2>&1 || fail "no packages: passes in CI"
grep -q '^lexers: not all packages could be installed' "$scratch/absent" || fail "no packages: $(cat "$scratch/absent")"
! CI='' "$scratch/tree/scripts/lexers.sh" s390x >"$scratch/absent" 2>&1 || fail "no target: passes"
grep -q '^lexers: 0 targets passed, 0 failed, 1 not run' "$scratch/absent" || fail "no target: $(cat "$scratch/absent")"

tests/lexers/lexers.py graphs >"$scratch/graphs" || fail "$(cat "$scratch/graphs")"
scripts/lexers.sh native >"$scratch/native" || fail "$(cat "$scratch/native")"
tests/lexers/planted.py "${planted[@]/#/grammar-}" >"$scratch/planted" || fail "$(cat "$scratch/planted")"
cat "$scratch/planted"
tail -qn 1 "$scratch"/{graphs,native,planted}
