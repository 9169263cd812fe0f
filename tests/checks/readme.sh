#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The README's table of limits is the one that the tool prints; with --write, puts it there. The code of a session in
# docs/registration.md is that of session.h. The README's code of a module is that of module.h. All code of these pages,
# of docs/usage.md and of docs/object.md compiles.
# usage: readme.sh QDMP [--write]
. "$(dirname "$0")/lib.sh"
qdmp=${1:?usage: readme.sh QDMP [--write]}
{
    sed '/<!-- spec: begin/q' "$root/README.md"
    "$qdmp" spec --markdown
    sed -n '/<!-- spec: end/,$p' "$root/README.md"
} >"$scratch/README.md"
[ "${2:-}" = --write ] && cp "$scratch/README.md" "$root/README.md"
diff "$root/README.md" "$scratch/README.md" || fail "README.md does not show the limits of spec.def"
[ "$(grep -c '^| QDMPCFG' "$root/README.md")" = 24 ] || fail "the table has not 24 rows"

# The indented lines of both. Those of the page begin with the registration, which the session gets.
sed -n '/^ \* @file/,/^ \*\//s/^ \* \(    .*\)/\1/p' "$root/include/qdmp/session.h" >"$scratch/header"
sed -n '/^## 7. With the library/,$s/^\(    .*\)/\1/p' "$root/docs/registration.md" >"$scratch/page"
grep -q 'for (;;)' "$scratch/header" || fail "session.h shows no loop"
diff <(sed '1,/qdmp_registration registration = /d' "$scratch/page") "$scratch/header" ||
    fail "docs/registration.md (<) and session.h (>) show different code of a session"
{
    cat <<'C'
#include <qdmp/object.h>
#include <qdmp/qdmp.h>
#include <stdbool.h>
#include <string.h>
uint64_t clock_ms(void);
uint32_t random32(void);
int complain(const qdmp_error *err);
void udp_send(qdmp_span datagram);
qdmp_span udp_wait(uint32_t ms);
void report(uint32_t dmstate);
int answer(const qdmp_coap_message *request);
extern qdmp_object object;
extern unsigned char etag[sizeof object.etag];
extern bool forbidden;
int stay(qdmp_credentials credentials, qdmp_server server, qdmp_crypto crypto, uint64_t slept_ms);
int stay(qdmp_credentials credentials, qdmp_server server, qdmp_crypto crypto, uint64_t slept_ms) {
C
    sed 's/^    \.\.\.$//' "$scratch/page"
    echo 'return 0; }'
} >"$scratch/page.c"
"$cc" -std=c99 "${warnings[@]}" -I"$root/include" -fsyntax-only "$scratch/page.c" ||
    fail "the code of docs/registration.md does not compile"

# compiles PAGE SECTION: the functions that a section shows, after the declarations on standard input
compiles() {
    {
        cat
        sed -n "/^## $2\$/,/^## /s/^    //p" "$root/$1"
    } >"$scratch/section.c"
    grep -q '^}' "$scratch/section.c" || fail "$1 shows no code in '$2'"
    "$cc" -std=c99 "${warnings[@]}" -I"$root/include" -fsyntax-only "$scratch/section.c" ||
        fail "the code of $1 in '$2' does not compile"
}
compiles README.md "The host's side" <<'C'
#include <qdmp/qdmp.h>
void celebrate(void);
void show_address(const uint8_t octets[4]);
void pass_on(qdmp_span line);
void complain(const char *text, const char *field, size_t offset);
C
# A dispatcher declares this for the code of the README, and for the example of module.h, which contains that code. A
# comment inside the example becomes a comment of C99.
cat >"$scratch/dispatcher.h" <<'C'
#include <qdmp/qdmp.h>
enum { APPKEY_MAX = 32, PASSWORD_MAX = 32 };
void restart(qdmp_storage storage);
void execute(qdmp_span bytes);
uint32_t dmstate(void);
int dispatch(qdmp_span command);
void send_line(const qdmp_response *info);
void send_result(qdmp_status status);
void complain(const qdmp_error *err);
C
{
    cat "$scratch/dispatcher.h"
    sed -n '/^ \* @file/,/^ \*\//s/^ \*     //p' "$root/include/qdmp/module.h" | sed 's|// \(.*\)$|/* \1 */|'
} >"$scratch/module.c"
"$cc" -std=c99 "${warnings[@]}" -I"$root/include" -fsyntax-only "$scratch/module.c" || fail "the code of module.h does not compile"
sed -n "/^## The module's side\$/,/^## /s/^    //p" "$root/README.md" | grep -vxFf "$scratch/module.c" &&
    fail "README.md shows code of a module that is not in module.h"
compiles README.md "The module's side" < <(cat "$scratch/dispatcher.h"; echo 'extern qdmp_module module;')
compiles docs/usage.md 'Behind a dispatcher' <<'C'
#include <qdmp/qdmp.h>
#include <stdbool.h>
#include <string.h>
int apply(const qdmp_request *request);
void use(const qdmp_response *response);
C
compiles docs/object.md "5. With the library" <<'C'
#include <qdmp/qdmp.h>
void udp_send(qdmp_span datagram);
int answer(const qdmp_coap_message *request);
C
echo "the README shows the table; the pages show the code of session.h and module.h, and all of it compiles"
