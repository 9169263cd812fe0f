#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/matrix.sh runs every vector, names a wrong vector, and fails for it, and for a file of vectors that it does
# not read. It reports what is not run and, in CI, that its page is stale. Tested in a copy of the tree, with the target
# that compiles fastest.
. "$(dirname "$0")/lib.sh"
mkdir "$scratch/tree"
cd "$scratch/tree"
cp -r "$root"/{docs,include,src,tests,scripts} .
unset CI
printf '#!/bin/sh\n' >scripts/packages.sh
target=tcc
command -v tcc >/dev/null || target=gcc
said=$scratch/said
log_of() { cat "$said"; }
matrix() { timeout 200 scripts/matrix.sh "$@" >"$said" 2>&1; }

# refused WHAT PATTERN [TARGET...]: the matrix fails, and says so.
refused() {
    ! matrix "${@:3}" || fail "$1: passes"
    grep -qE "$2" "$said" || fail "$1: does not say $2: $(log_of)"
}

matrix --update $target || fail "$(log_of)"
registration=$(jq '([.crypto[] | select(.plain | test("-"))] + [.endpoint[] | .ep, .epi | values] + .message + .response) | length' \
    tests/vectors/registration.json)
expected=$(($(cat tests/vectors/*.txt | grep -cvE '^(#|$)') + registration))
grep -q "^| $target .*| $expected / 0 |" "$said" || fail "not all of $expected vectors are run: $(log_of)"

# The page now has the line of this run. Only CI compares it.
cp docs/matrix.md "$scratch/page"
for wrong in '1\1 | \2' '\1 | 1\2'; do
    sed -E "/^\| $target /s:([0-9]+ / 0) \| ([0-9]+ / 0):$wrong:" "$scratch/page" >docs/matrix.md
    ! cmp -s docs/matrix.md "$scratch/page" || fail "the page is not changed"
    CI=true refused "a page with other counts" "matrix.sh --update $target\$" $target
done
matrix $target || fail "the page is a fault outside CI: $(log_of)"
cp "$scratch/page" docs/matrix.md

# Makes one vector of each file wrong, the last of its file, after the planted one.
cp -r tests/vectors "$scratch/vectors"
for file in request-accept response-accept response-tolerant behind-name; do sed -i '$s/=[^= ]*$/=?/' tests/vectors/$file.txt; done
for file in request-reject response-reject response-tolerant-reject behind-name-reject; do
    sed -i -E '$s/ (range|syntax|missing|length|form|truncated|quoting|too_many|reserved|type|not_ours) / other /' tests/vectors/$file.txt
done
sed -i '$s/.$/ x/' tests/vectors/guide.txt
sed -i '$s/.$/e/; t' tests/vectors/image-v1.txt
sed -i 's/"mid": 4662/"mid": 4663/; s/"code": "4.00"/"code": "4.01"/' tests/vectors/registration.json
for file in tests/vectors/*; do
    [ "$file" != tests/vectors/object666.json ] || continue # rows.py says who reads it
    ! cmp -s "$file" "$scratch/vectors/$(basename "$file")" || fail "$file: not changed"
done
refused "wrong vectors" '\b12 failed' $target
[ "$(grep -c ': FAIL ' "$said")" = 12 ] || fail "not each wrong vector is named: $(log_of)"

cp "$scratch"/vectors/* tests/vectors
touch tests/vectors/image-v2.txt
refused "a file that nobody reads" 'image-v2\.txt' $target
mv tests/vectors/image-v2.txt tests/vectors/guide.txt
refused "a file without a row" 'guide\.txt has no row' $target
cp "$scratch/vectors/guide.txt" tests/vectors

sed -i '0,/"ok"/s//"okay"/' tests/names.c
refused "a wrong test" 'FAIL names ' $target
cp "$root/tests/names.c" tests

# blind MARK COUNT EXPRESSION: sed removes a comparison from a runner. The runner then does not notice the rows planted
# for that comparison, COUNT rows, and nothing else.
blind() {
    sed -i "$3" tests/matrix/runner.c
    refused "a runner that does not see a wrong $1" "NOT NOTICED: a wrong $1 in the planted row " $target
    [ "$(grep -cE ": NOT NOTICED: a wrong $1 " "$said") $(grep -c ': NOT NOTICED: ' "$said")" = "$2 $2" ] ||
        fail "a wrong $1 is not planted $2 times: $(log_of)"
    cp "$root/tests/matrix/runner.c" tests/matrix
}
accepted=$(find tests/vectors -name '*.txt' ! -name '*reject*' ! -name guide.txt ! -name 'image*' | wc -l)
rejected=$(find tests/vectors -name '*reject*.txt' | wc -l)
blind verdict 1 's/^static bool guide_is_right(.*/&\n    if (row) return true;/'
blind used $((accepted + rejected)) 's/used == expected_used/(& || true)/'
blind field "$rejected" 's/is(field, "?") ||/true ||/'
blind offset "$rejected" 's/err\.offset == offset/(& || true)/'

sed -i 's/s390x-linux-gnu-gcc/no-such-gcc/; s/qemu-aarch64/no-such-qemu/; s/(simavr)/(no-such-simavr)/' scripts/matrix.sh
CI=true matrix $target s390x aarch64 avr-simavr || fail "what is not here is a fault: $(log_of)"
grep -q '^| s390x | not run: no no-such-gcc' "$said" && grep -qE '^\| aarch64 \| not run: no ' "$said" &&
    grep -qE '^\| avr-simavr \| not run: no ' "$said" && grep -q ' 1 targets passed.* 0 failed, 3 not run' "$said" ||
    fail "does not say what is not run: $(log_of)"
refused "nothing that can be run" 'no target can be run here' s390x aarch64

# A compiler that is installed and broken.
mkdir "$scratch/bin"
printf '#!/bin/sh\necho broken >&2\nexit 1\n' >"$scratch/bin/no-such-gcc"
chmod +x "$scratch/bin/no-such-gcc"
sed -i 's/qemu-s390x/env/' scripts/matrix.sh
PATH=$scratch/bin:$PATH refused "a broken compiler" '^s390x: no-such-gcc links no program' $target s390x

# It may be broken because not all packages could be installed, which is a separate failure in CI.
printf '#!/bin/sh\nexit 1\n' >scripts/packages.sh
PATH=$scratch/bin:$PATH matrix $target s390x || fail "what cannot be installed is a fault: $(log_of)"
grep -q '^matrix: not all packages could be installed' "$said" && grep -q '^| s390x | not run: no-such-gcc links no program' "$said" ||
    fail "does not say what is not installed: $(log_of)"
CI=true refused "packages that cannot be installed" '^matrix: not all packages could be installed' $target
echo "$expected vectors on $target; wrong ones are named"
