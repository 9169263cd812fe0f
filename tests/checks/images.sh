#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The vectors of version 1 are those that image.py makes. The image that docs/image.md shows is that of the guide's
# vector.
. "$(dirname "$0")/lib.sh"
vectors=$root/tests/vectors/image-v1.txt
"$root/tests/peers/image.py" vectors | diff "$vectors" - || fail "image-v1.txt (<) and image.py (>) differ"
sed -n '/<!-- image: begin/,/<!-- image: end/p' "$root/docs/image.md" | grep -E '^    [0-9a-f ]+ ' >"$scratch/lines" || fail "docs/image.md shows no image"
shown=$(sed -E 's/^    ([0-9a-f]{2}( [0-9a-f]{2})*)( .*)?$/\1/' "$scratch/lines" | tr -d ' \n')
meant=$(awk '$1 == "guide" {print $NF}' "$vectors")
[ "$shown" = "$meant" ] || fail "docs/image.md shows $shown, not $meant"
echo "$(grep -vc '^#' "$vectors") vectors, and the image of docs/image.md"
