#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests examples/settings_file.cpp: settings that commands save in a file are there the next time. A wrong command
# changes nothing.
# usage: settings_file.sh PROGRAM
. "$(dirname "$0")/../checks/lib.sh"
program=${1:?usage: settings_file.sh PROGRAM}
shows() { # WANTED COMMAND...
    got=$("$program" "$scratch/modem" "${@:2}" 2>&1 || true)
    [ "$got" = "$1" ] || fail "${*:2}: $got"
}
defaults='access mode 0
server 117.161.2.41:5683, every 86400 s'
saved='access mode 1
server 117.161.2.7:5683, every 420 s
appkey M100000089
mac 5C-C9-99-F6-81-23'
shows "$defaults"
shows "$saved" 'AT+QDMPCFG=1,117.161.2.7,5683,420' 'AT+QDMPCFGEX=1,0,"5C-C9-99-F6-81-23"' \
    'AT+QDMPCFG=0,1;+QDMPCFG=2,"M100000089","95Go****",0,863703030822519'
shows "$saved"
shows 'byte 30: out of range updatePeriod' 'AT+QDMPCFG=1,117.161.2.7,5683,299'
shows 'byte 0: no such form ' 'AT+QDMPCFG?'
shows "$saved"
shows "$defaults
mac 5C-C9-99-F6-81-23" 'AT+QDMPCFG=5,4'
shows "$defaults" 'AT+QDMPCFGEX=1,2'
printf 'QDMP' >"$scratch/modem"
shows 'byte 0: image damaged '
! "$program" "$scratch/no/modem" 2>"$scratch/log" || fail "a folder that is not there: no error"
grep -q '^storage: ' "$scratch/log" || fail "a folder that is not there: $(cat "$scratch/log")"
