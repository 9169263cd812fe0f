#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the guide and the API reference in one static folder, build/docs. The pages load nothing from a network. A
# warning of doxygen is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build docs
out=build/docs input=build/docs-input
rm -rf $out $input
mkdir -p $out $input/{examples,guide,pictures}
cmake --preset release >/dev/null
cmake --build --preset release -j "$(nproc)" --target qdmp_tool >$input/build.log 2>&1 || { cat $input/build.log >&2; exit 1; }

# The inputs of the pages: tables from spec.def, outputs of the tool, examples, pictures.
"${CC:-cc}" -std=c11 -Iinclude docs/guide/tables.c build/release/libqdmp.a -o $input/tables
docs/reference/snippets.py $input/examples tests/reference/*.c
docs/guide/pages.py $input/guide $input/tables build/release/qdmp $input/examples/status.c
dot -Tsvg docs/guide/layers.dot >$input/pictures/layers.svg
docs/guide/sequence.py docs/guide/registering.txt >$input/pictures/registering.svg

doxygen docs/reference/Doxyfile
sed -i 's/^<html \(.*\)lang="[^"]*"/<html \1lang="zh-CN"/' $out/*_zh.html # for fonts and screen readers
scripts/explain.sh $out/explain.html

# Each function with an example must be in the reference.
functions=$(grep -hoE '^ \* @snippet [a-z]+\.c qdmp_\w+$' include/qdmp/*.h include/qdmp/port/*.h | cut -d ' ' -f 5 | sort -u)
for function in $functions; do
    grep -qE "class=\"memname\">.*\b$function\b" $out/group__*.html || {
        echo "docs: $function is not in the reference" >&2
        exit 1
    }
done

# The pages may link to other sites, but may not load anything from them.
if grep -rnE '(src|data)="https?:|<link[^>]*href="https?:|@import|url\("?https?:' $out --include='*.html' --include='*.css'; then
    echo "docs: something is loaded from the network" >&2
    exit 1
fi
echo "$out/index.html"
