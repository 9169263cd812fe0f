#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every definition and every rule of grammar/ matters: a planted bug (fuzz/README.md) breaks it, and an input of the
# corpora finds that bug. scripts/planted.sh builds the bugs. This check only compares their heads with the grammars.
. "$(dirname "$0")/lib.sh"
cd "$root"

# Rules that no input can break, each with the reason.
declare -A weightless=(
    ['lex_end/""']="re2c wants a rule for every byte, but lex_end is called where a line end or a semicolon stands"
)

# The name of each definition and rule, one per line: NAME of a definition; LEXER/RULE of a rule, where RULE is what
# stands before its action, with single spaces; LEXER#2/RULE in the second block of a lexer.
names_in_grammars() {
    awk '
        FNR == 1 { lexer = ""; inside = 0 }
        /^(static inline|QDMP__INLINE) / { match($0, /lex_[a-z_]+/); lexer = substr($0, RSTART, RLENGTH); block = 0 }
        /^ *\/\*!re2c$/ { inside = 1; block++; next }
        /^ *\*\/$/ { inside = 0 }
        !inside || /^ *$/ || /^ *re2c:/ { next }
        { line = $0; gsub(/ +/, " ", line); sub(/^ /, "", line) }
        line ~ /^[a-z_]+ = .*;/ { sub(/ = .*/, "", line); print line; next }
        match(line, / \{ .* \}$/) { print lexer (block > 1 ? "#" block : "") "/" substr(line, 1, RSTART - 1); next }
        { print FILENAME ": neither definition nor rule: " $0 > "/dev/stderr"; exit 1 }
    ' grammar/*.re
}

names_in_grammars | sort >"$scratch/grammars" || fail "the grammars are not understood"
[ -s "$scratch/grammars" ] || fail "no definitions found"
twice=$(uniq -d "$scratch/grammars")
[ -z "$twice" ] || fail "two definitions or rules have one name: $twice"
{ sed -n 's/^definition: *//p' fuzz/planted/*.patch; printf '%s\n' "${!weightless[@]}"; } | sort -u >"$scratch/planted"

missing=$(comm -23 "$scratch/grammars" "$scratch/planted")
[ -z "$missing" ] || fail "no planted bug breaks: $missing"
unknown=$(comm -13 "$scratch/grammars" "$scratch/planted")
[ -z "$unknown" ] || fail "planted bugs name what no grammar has: $unknown"
for name in "${!weightless[@]}"; do
    ! grep -qxF "definition: $name" fuzz/planted/*.patch || fail "some planted bug breaks $name"
done

mapfile -t patches < <(grep -l '^definition:' fuzz/planted/*.patch)
for patch in "${patches[@]}"; do
    grep -q '^+++ b/grammar/' "$patch" || fail "$patch names a definition, but changes no grammar"
    grep -qx 'found: replay' "$patch" || fail "$patch is not found by replay"
    witness=$(sed -n 's/^witness: *//p' "$patch")
    [[ $witness == corpus/* && -f $witness ]] || fail "$patch has no witness in the corpora"
done
echo "$(wc -l <"$scratch/grammars") definitions and rules, ${#patches[@]} planted bugs; weightless: ${#weightless[@]}"
