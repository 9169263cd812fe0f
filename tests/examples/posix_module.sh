#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests examples/posix_module.c: answers as bytes. What is saved comes into force with a restart, of the module and of
# the process.
# usage: posix_module.sh PROGRAM
. "$(dirname "$0")/../checks/lib.sh"
program=${1:?usage: posix_module.sh PROGRAM}
cd "$scratch"
# answers REQUESTS WANTED: both as printf takes them
answers() {
    # shellcheck disable=SC2059
    printf "$1" | "$program" modem >got 2>log || fail "$1: exit $?"
    # shellcheck disable=SC2059
    printf "$2" >wanted
    cmp -s wanted got || fail "$1: $(cat -v got)"
}
ok='\r\nOK\r\n' error='\r\nERROR\r\n'
initial='\r\n+QDMPCFG: 0,0\r\n\r\n+QDMPCFG: 1,117.161.2.41,5683,86400\r\n'
saved='\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n'
answers 'AT\r' "$ok"
answers 'AT+QDMPCFG=0,1\rAT+QDMPCFG=1,117.161.2.7,5683,420;+QDMPCFG?\r\n' "$ok$initial$ok"
answers 'AT+QDMPCFG?\r' "$saved$ok"
answers 'AT+QDMPCFG=5,4;+QDMPCFG?\rAT+QRST=1\rAT+QDMPCFG?\r' "$saved$ok$ok$initial$ok"
answers 'AT+QDMPCFG=6;+CSQ;+QDMPCFG=6\rAT+QDMPCFG=1,1.2.3\r' "\r\n+QDMPCFG: 6,0\r\n$error$error"
answers "AT$(printf '%0300d' 0)"'\rAT+QDMPCFG=6\r' "$error\r\n+QDMPCFG: 6,0\r\n$ok"
[ ! -s log ] || fail "says: $(cat log)"
printf 'QDMP' >modem
answers 'AT+QDMPCFG?\rAT+QDMPCFG=0,1\rAT+QRST=1\r' "$initial$ok$ok$ok"
[ "$(cat log)" = 'settings: image damaged' ] || fail "a damaged image: $(cat log)"
answers 'AT+QDMPCFG=4,0\r' "\r\n+QDMPCFG: 0,1\r\n$ok"
! "$program" no/modem </dev/null 2>log || fail "a folder that is not there: no error"
grep -q '^no/modem: ' log || fail "a folder that is not there: $(cat log)"
