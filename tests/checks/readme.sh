#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The README's table of limits is the one that the tool prints. With --write, puts it there. The README's code of a
# session is that of session.h, of a module that of module.h. All of its code compiles.
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

# The indented lines of both; those of the README begin with the registration, which a session is given.
sed -n '/^ \* @file/,/^ \*\//s/^ \* \(    .*\)/\1/p' "$root/include/qdmp/session.h" >"$scratch/header"
sed -n '/^## Registering/,/^## Answering/s/^\(    .*\)/\1/p' "$root/README.md" >"$scratch/readme"
grep -q 'for (;;)' "$scratch/header" || fail "session.h shows no loop"
diff <(sed '1,/qdmp_registration registration = /d' "$scratch/readme") "$scratch/header" ||
    fail "README.md (<) and session.h (>) show other code of a session"
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
    sed 's/^    \.\.\.$//' "$scratch/readme"
    echo 'return 0; }'
} >"$scratch/readme.c"
"$cc" -std=c99 "${warnings[@]}" -I"$root/include" -fsyntax-only "$scratch/readme.c" || fail "the README's code does not compile"

# compiles SECTION: the functions that a section shows, behind the declarations on standard input
compiles() {
    {
        cat
        sed -n "/^## $1\$/,/^## /s/^    //p" "$root/README.md"
    } >"$scratch/section.c"
    grep -q '^}' "$scratch/section.c" || fail "the README shows no code in '$1'"
    "$cc" -std=c99 "${warnings[@]}" -I"$root/include" -fsyntax-only "$scratch/section.c" ||
        fail "the README's code in '$1' does not compile"
}
compiles "The host's side" <<'C'
#include <qdmp/qdmp.h>
void celebrate(void);
void show_address(const uint8_t octets[4]);
void pass_on(qdmp_span line);
void complain(const char *text, const char *field, size_t offset);
C
# What a dispatcher gives: that code, and the example of module.h, in which it stands, with the comments of a comment.
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
compiles "The module's side" < <(cat "$scratch/dispatcher.h"; echo 'extern qdmp_module module;')
compiles 'Behind a dispatcher' <<'C'
#include <qdmp/qdmp.h>
#include <stdbool.h>
#include <string.h>
int apply(const qdmp_request *request);
void use(const qdmp_response *response);
C
compiles "Answering the platform's reads" <<'C'
#include <qdmp/qdmp.h>
void udp_send(qdmp_span datagram);
int answer(const qdmp_coap_message *request);
C
echo "the README shows the table, and the code of session.h and module.h"
