#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Tests of the qdmp command: run.sh BINARY. Every expectation is written by hand from docs/protocol.md and the guide.
set -u
qdmp=$(realpath "${1:?usage: run.sh BINARY}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$here/checks.sh"
grep -v '^#\|^$' "$here/../vectors/guide.txt" >guide.txt
# exits NAME STATUS COMMAND...: compares only the exit status
exits() {
    local name=$1 expected=$2
    shift 2
    "$@" >"$work/out" 2>"$work/err" </dev/null
    is "$name" "$expected" $?
}

# json NAME LINE EXPECTED: the objects that decode prints for one line, line number and similar members included
json() {
    is "$1" "$3" "$("$qdmp" decode -e "$2" 2>/dev/null)"
}

# caret NAME LINE CARET: what --text prints below a line that is shown unchanged
caret() {
    is "caret: $1" "$2
$3" "$("$qdmp" decode --text -e "$2" 2>&1)"
}

# encodes NAME OBJECTS EXPECTED
encodes() {
    is "encode: $1" "$3" "$(printf '%s' "$2" | "$qdmp" encode 2>&1)"
}

# --- objects, byte for byte ------------------------------------------------------------------------------------------

json 'set server' 'AT+QDMPCFG=1,117.161.2.7,5683,420' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"set","type":1,"fields":{"serverIp":"117.161.2.7","serverPort":5683,"updatePeriod":420},"defaulted":[]}'
json 'info' '+QDMPCFG: 0,1' \
    '{"line":1,"offset":0,"ok":true,"kind":"info","command":"QDMPCFG","type":0,"fields":{"dmMode":1}}'
json 'OK' 'OK' '{"line":1,"offset":0,"ok":true,"kind":"final","result":"OK"}'
json 'ERROR' 'ERROR' '{"line":1,"offset":0,"ok":true,"kind":"final","result":"ERROR"}'
json 'CME ERROR' '+CME ERROR:  phone failure' \
    '{"line":1,"offset":0,"ok":true,"kind":"final","result":"CME ERROR","detail":"phone failure"}'
json 'other' '+CEREG: 1' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"+CEREG: 1"}'
json 'other, slash' 'AT/"\' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"AT/\"\\"}'
json 'range' 'AT+QDMPCFG=1,117.161.2.7,5683,299' \
    '{"line":1,"offset":0,"ok":false,"kind":"request","error":"range","field":"updatePeriod","error_offset":30,"message":"updatePeriod: 299 is out of range 300-4294966"}'
json 'no field' 'AT+QDMPCFG' \
    '{"line":1,"offset":0,"ok":false,"kind":"request","error":"form","error_offset":10,"message":"QDMPCFG has no execute form"}'
json 'defaults' 'AT+QDMPCFG=1' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"set","type":1,"fields":{"serverIp":"117.161.2.41","serverPort":5683,"updatePeriod":86400},"defaulted":["serverIp","serverPort","updatePeriod"]}'
json 'a default between' 'AT+QDMPCFG=1,1.2.3.4,,300' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"set","type":1,"fields":{"serverIp":"1.2.3.4","serverPort":5683,"updatePeriod":300},"defaulted":["serverPort"]}'
json 'test' 'at+qdmpcfg=?' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"test"}'
json 'extended test' '+QDMPCFGEX=?' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFGEX","form":"test"}'
json 'read' 'AT+QDMPCFG?' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"read"}'
json 'query the state' 'AT+QDMPCFG=6' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"set","type":6,"fields":{},"defaulted":[]}'
json 'state' '+QDMPCFG: 6,11' \
    '{"line":1,"offset":0,"ok":true,"kind":"info","command":"QDMPCFG","type":6,"fields":{"dmstate":11}}'
json 'save' 'AT+QDMPCFGEX=3,0,"v1","移远"' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFGEX","form":"set","type":3,"act":0,"fields":{"swVer":"v1","swName":"移远"},"defaulted":[]}'
json 'extended read' 'AT+QDMPCFGEX=5,1' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFGEX","form":"set","type":5,"act":1,"fields":{},"defaulted":[]}'
json 'extended erase' 'AT+QDMPCFGEX=4,2' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFGEX","form":"set","type":4,"act":2,"fields":{},"defaulted":[]}'
json 'extended info' '+QDMPCFGEX: 5,31.8,117.2,OTDOA' \
    '{"line":1,"offset":0,"ok":true,"kind":"info","command":"QDMPCFGEX","type":5,"fields":{"location":"31.8,117.2,OTDOA"}}'
json 'test answer' '+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]' \
    '{"line":1,"offset":0,"ok":true,"kind":"info","command":"QDMPCFG","form":"test"}'
json 'extended test answer' '+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]' \
    '{"line":1,"offset":0,"ok":true,"kind":"info","command":"QDMPCFGEX","form":"test"}'
json 'shown part of a password' '+QDMPCFG: 2,M1, 95Go****,1,863703030822519' \
    '{"line":1,"offset":0,"ok":true,"kind":"info","command":"QDMPCFG","type":2,"fields":{"appkey":"M1","password":"95Go","tmlType":1,"tmlIMEI":"863703030822519"}}'
json 'failed info' '+QDMPCFG: 6,10' \
    '{"line":1,"offset":0,"ok":false,"kind":"info","error":"range","field":"dmstate","error_offset":12,"message":"dmstate: 10 is none of 0, 4, 5, 6, 7, 8, 9, 11, 12, 13"}'
json 'failed final' '+CME ERROR:' \
    '{"line":1,"offset":0,"ok":false,"kind":"final","error":"missing","field":"detail","error_offset":11,"message":"detail is missing"}'
json 'nothing' '' ''
json 'spaces' '   ' ''

json 'concatenated' 'AT+QDMPCFGEX=1,1;+QDMPCFG? ;  ' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFGEX","form":"set","type":1,"act":1,"fields":{},"defaulted":[]}
{"line":1,"offset":17,"ok":true,"kind":"request","command":"QDMPCFG","form":"read"}'
json 'concatenated with a stranger' 'AT+QDMPCFG?;+CSQ;+QDMPCFG?' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"read"}
{"line":1,"offset":12,"ok":true,"kind":"other","text":"+CSQ;+QDMPCFG?"}'
json 'concatenated with an error' 'AT+QDMPCFG?;+QDMPCFG=0,2;+QDMPCFG?' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"read"}
{"line":1,"offset":12,"ok":false,"kind":"request","error":"range","field":"dmMode","error_offset":23,"message":"dmMode: 2 is none of 0, 1"}'
json 'an empty command' 'AT+QDMPCFG?;;+QDMPCFG?' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"read"}
{"line":1,"offset":12,"ok":true,"kind":"other","text":";+QDMPCFG?"}'

# --- carets: every code that a line can have -------------------------------------------------------------------------

caret 'form, execute' 'AT+QDMPCFG' \
    '          ^ QDMPCFG has no execute form'
caret 'form, read' 'AT+QDMPCFGEX?' \
    '            ^ QDMPCFGEX has no read form'
caret 'syntax' 'AT+QDMPCFG=1,117.161.2.x' \
    '                       ^ serverIp: unexpected '"'x'"
caret 'syntax, sign' 'AT+QDMPCFG=1,1.2.3.4,-1' \
    '                     ^ serverPort: unexpected '"'-'"
caret 'syntax, the end' 'AT+QDMPCFG=1,1.2.3' \
    '                  ^ serverIp: the line ends too early'
caret 'unterminated' 'AT+QDMPCFG=2,"abc' \
    '                 ^ appkey: the string has no closing quote'
caret 'bad_char' '+QDMPCFGEX: 3,a"b,c' \
    '               ^ swVer: '"'\"'"' may not stand in a string'
caret 'quoting, missing' 'AT+QDMPCFG=2,abc,"x",1,863703030822519' \
    '             ^ appkey: must be quoted'
caret 'quoting, too much' 'AT+QDMPCFG=0,"1"' \
    '             ^ dmMode: must not be quoted'
caret 'missing' 'AT+QDMPCFG=0' \
    '            ^ dmMode is missing'
caret 'missing, between' 'AT+QDMPCFG=2,"a",,1,863703030822519' \
    '                 ^ password is missing'
caret 'too_many' 'AT+QDMPCFG=0,1,' \
    '               ^ one parameter too many'
caret 'ambiguous' '+QDMPCFGEX: 3,a,b,c' \
    '                  ^ one value too many, or a comma in a bare string'
caret 'length, quoted' 'AT+QDMPCFGEX=1,0,"01234567890123456789"' \
    '                                     ^ mac: 20 bytes; at most 19'
caret 'length, bare among others' '+QDMPCFGEX: 4,123456789,a,b,c' \
    '                     ^ volte: 9 bytes; at most 7'
caret 'length, bare to the end' '+QDMPCFGEX: 1,0123456789,0123456789' \
    '                                 ^ mac: 21 bytes; at most 19'
caret 'length, too short' 'AT+QDMPCFG=2,"","x",1,863703030822519' \
    '              ^ appkey: 0 bytes; at least 1'
caret 'length, IMEI too short' 'AT+QDMPCFG=2,"a","x",1,86370303082251' \
    '                                     ^ tmlIMEI: 14 bytes; at least 15'
caret 'length, IMEI too long' 'AT+QDMPCFG=2,"a","x",1,863703030822519123' \
    '                                        ^ tmlIMEI: 18 bytes; at most 17'
caret 'range' 'AT+QDMPCFG=1,117.161.2.7,5683,299' \
    '                              ^ updatePeriod: 299 is out of range 300-4294966'
caret 'range, octet' 'AT+QDMPCFG=1,117.256.2.7' \
    '                 ^ serverIp: 256 is out of range 0-255'
caret 'range, choice' 'AT+QDMPCFG=5,9' \
    '             ^ eraseOpt: 9 is none of 0, 1, 2, 4'
caret 'range, type of a request' 'AT+QDMPCFG=7' \
    '           ^ type: 7 is none of 0, 1, 2, 4, 5, 6'
caret 'range, type of an information line' '+QDMPCFG: 4,0' \
    '          ^ type: 4 is none of 0, 1, 2, 6'
caret 'range, extended type' 'AT+QDMPCFGEX=6,0' \
    '             ^ type: 6 is none of 0, 1, 2, 3, 4, 5'
caret 'range, act' 'AT+QDMPCFGEX=1,3' \
    '               ^ act: 3 is none of 0, 1, 2'
caret 'range, beyond any number' 'AT+QDMPCFG=1,1.2.3.4,99999999999999999999999' \
    '                     ^ serverPort: 99999999999999999999… is out of range 1-65535'
caret 'reserved' 'AT+QDMPCFG=4,3' \
    '             ^ queryOpt: 3 is reserved'
caret 'reserved type' '+QDMPCFG: 3,1' \
    '          ^ type: 3 is reserved'
is 'caret: in a later command' 'request QDMPCFGEX type 1 save: mac "x;y"
AT+QDMPCFGEX=1,0,"x;y";+QDMPCFG=0,7
                                  ^ dmMode: 7 is none of 0, 1' \
    "$("$qdmp" decode --text -e 'AT+QDMPCFGEX=1,0,"x;y";+QDMPCFG=0,7')"

# A character that is not printable takes the columns of its replacement.
is 'caret: control byte' 'AT+QDMPCFG=2,"a\x07b","x",1,863703030822519
               ^ appkey: byte 0x07 may not stand in a string' \
    "$("$qdmp" decode -t -e $'AT+QDMPCFG=2,"a\x07b","x",1,863703030822519')"
is 'caret: behind a control byte' 'AT+QDMPCFG=0\x1b[31m,1
            ^ type: unexpected byte 0x1b' \
    "$("$qdmp" decode -t -e $'AT+QDMPCFG=0\e[31m,1')"
is 'caret: behind wide characters' 'AT+QDMPCFG=2,"移远","x",3
                        ^ tmlType: 3 is none of 0, 1, 2' \
    "$("$qdmp" decode -t -e 'AT+QDMPCFG=2,"移远","x",3')"
is 'caret: behind a combining character' $'AT+QDMPCFG=2,"e\xcc\x81","x",3
                     ^ tmlType: 3 is none of 0, 1, 2' \
    "$("$qdmp" decode -t -e $'AT+QDMPCFG=2,"e\xcc\x81","x",3')"
is 'caret: behind GBK' 'AT+QDMPCFG=2,"\xd2\xc6","x",3
                            ^ tmlType: 3 is none of 0, 1, 2' \
    "$("$qdmp" decode -t -e $'AT+QDMPCFG=2,"\xd2\xc6","x",3')"
is 'caret: within a character' 'AT+QDMPCFGEX=4,0,"123456移"
                        ^ volte: 9 bytes; at most 7' \
    "$("$qdmp" decode -t -e 'AT+QDMPCFGEX=4,0,"123456移"')"
is 'caret: any locale' 'AT+QDMPCFG=2,"移远","x",3
                        ^ tmlType: 3 is none of 0, 1, 2' \
    "$(LC_ALL=C "$qdmp" decode -t -e 'AT+QDMPCFG=2,"移远","x",3')"
is 'text that turns its direction' 'other a\xe2\x80\xaeb' "$("$qdmp" decode -t -e $'a\u202eb')"

# times TEXT COUNT
times() {
    local i
    for ((i = 0; i < $2; i++)); do printf '%s' "$1"; done
}
is 'caret: long behind' "AT+QDMPCFGEX=1,0,\"$(times x 81)…
                                     ^ mac: 300 bytes; at most 19" \
    "$("$qdmp" decode -t -e "AT+QDMPCFGEX=1,0,\"$(times x 300)\"")"
is 'caret: long before' "…$(times x 54)\",\"\",3
                                                             ^ tmlType: 3 is none of 0, 1, 2" \
    "$("$qdmp" decode -t -e "AT+QDMPCFG=2,\"$(times x 300)\",\"\",3" | sed 's/^…x*x\(x\{54\}"\)/…\1/')"
is 'caret: long on both sides' "…$(times x 54)\",\"\",3,$(times 1 36)…
                                                             ^ tmlType: 3 is none of 0, 1, 2" \
    "$("$qdmp" decode -t -e "AT+QDMPCFG=2,\"$(times x 300)\",\"\",3,$(times 1 300)" | sed 's/^…x*x\(x\{54\}"\)/…\1/')"

# --- other output for people -----------------------------------------------------------------------------------------

is 'text' 'request QDMPCFG type 1: serverIp 117.161.2.41 (default), serverPort 5683 (default), updatePeriod 86400 s (default)
info QDMPCFG type 0: dmMode 1 (access allowed)
final OK
final CME ERROR: 3
other +CEREG: 1' \
    "$("$qdmp" decode -t -e AT+QDMPCFG=1 -e '+QDMPCFG: 0,1' -e OK -e '+CME ERROR: 3' -e '+CEREG: 1')"
printf 'OK\n\nAT+QDMPCFG=0,7\n' >log
is 'text with places' '1: final OK
3:14: range
AT+QDMPCFG=0,7
             ^ dmMode: 7 is none of 0, 1' "$("$qdmp" decode -t log)"
is 'text with files' 'log:1: final OK
log:3:14: range
AT+QDMPCFG=0,7
             ^ dmMode: 7 is none of 0, 1
-:1: final ERROR' "$(echo ERROR | "$qdmp" decode -t log -)"
is 'quiet' '3 messages: 1 requests, 0 info, 1 final, 0 other, 1 errors' \
    "$("$qdmp" decode -q -e 'AT+QDMPCFG?;+QDMPCFG=9' -e OK)"

# --- tolerant: what modules are known to answer (R28) ------------------------------------------------------------------

# tolerates NAME BYTES OBJECT LINE: the end of the object for a line of BYTES, as printf takes them, and what encode
# writes for it. A strict decode gives another object.
tolerates() {
    local object='{"line":1,"offset":0,"ok":true,"kind":'$3
    # shellcheck disable=SC2059
    printf "$2" >deviating
    is "tolerant: $1" "$object" "$("$qdmp" decode --tolerant deviating 2>&1)"
    is "tolerant, encoded: $1" "$4" "$("$qdmp" decode --tolerant deviating | "$qdmp" encode 2>&1)"
    is "tolerant, not strict: $1" no "$("$qdmp" decode deviating 2>/dev/null | grep -qF "${object%,\"deviations*}}" || echo no)"
    is "tolerant, as a response: $1" "$object" "$("$qdmp" decode --tolerant --as response --mask deviating 2>&1)"
}
server='"info","command":"QDMPCFG","type":1,"fields":{"serverIp":"117.161.2.7","serverPort":5683,"updatePeriod":420}'
server_line='+QDMPCFG: 1,117.161.2.7,5683,420'
credentials='"info","command":"QDMPCFG","type":2,"fields":{"appkey":"M1","password":"95Go","tmlType":1,"tmlIMEI":"863703030822519"}'
test_line='+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]'
for noise in '\0\0' '\x11' '> ' '>' ' ' '\t' '\xff\x7f' '\x1b > \x01'; do
    tolerates "noise $noise" "${noise}OK" '"final","result":"OK","deviations":["noise"]}' OK
done
tolerates 'noise before a line' '  +QDMPCFG: 0,1' '"info","command":"QDMPCFG","type":0,"fields":{"dmMode":1},"deviations":["noise"]}' \
    '+QDMPCFG: 0,1'
tolerates 'noise before a detail' '> +CME ERROR: 3 ' '"final","result":"CME ERROR","detail":"3 ","deviations":["noise"]}' '+CME ERROR: 3 '
tolerates 'blanks behind OK' 'OK ' '"final","result":"OK","deviations":["blanks"]}' OK
tolerates 'blanks behind ERROR' 'ERROR  ' '"final","result":"ERROR","deviations":["blanks"]}' ERROR
tolerates 'noise and blanks' '\0ERROR  ' '"final","result":"ERROR","deviations":["noise","blanks"]}' ERROR
tolerates 'blanks behind a quote' '+QDMPCFGEX: 1,"00-1A-2B-3C-4D-5E" ' \
    '"info","command":"QDMPCFGEX","type":1,"fields":{"mac":"00-1A-2B-3C-4D-5E"},"deviations":["blanks"]}' '+QDMPCFGEX: 1,00-1A-2B-3C-4D-5E'
tolerates 'beyond, a state' '+QDMPCFG: 6,1' '"info","command":"QDMPCFG","type":6,"fields":{"dmstate":1},"deviations":["beyond:dmstate"]}' \
    'qdmp: object 1: fields.dmstate: 1 is none of 0, 4, 5, 6, 7, 8, 9, 11, 12, 13'
tolerates 'beyond, a text' "+QDMPCFGEX: 3,$(times v 48),n" \
    "\"info\",\"command\":\"QDMPCFGEX\",\"type\":3,\"fields\":{\"swVer\":\"$(times v 48)\",\"swName\":\"n\"},\"deviations\":[\"beyond:swVer\"]}" \
    'qdmp: object 1: fields.swVer: 48 bytes; at most 47'
tolerates 'unset, and beyond' '+QDMPCFG: 1,,,0' \
    '"info","command":"QDMPCFG","type":1,"fields":{"serverIp":"0.0.0.0","serverPort":0,"updatePeriod":0},"deviations":["unset:serverIp","unset:serverPort","beyond:updatePeriod"]}' \
    'qdmp: object 1: fields.serverIp: missing: it is among `deviations` as unset'
tolerates 'unset credentials' '+QDMPCFG: 2,,    ***,0,' \
    '"info","command":"QDMPCFG","type":2,"fields":{"appkey":"","password":"","tmlType":0,"tmlIMEI":""},"deviations":["unset:appkey","unset:tmlIMEI"]}' \
    'qdmp: object 1: fields.appkey: missing: it is among `deviations` as unset'
tolerates 'the order of the line' '\0+QDMPCFG: 1,,5683,299' \
    '"info","command":"QDMPCFG","type":1,"fields":{"serverIp":"0.0.0.0","serverPort":5683,"updatePeriod":299},"deviations":["noise","unset:serverIp","beyond:updatePeriod"]}' \
    'qdmp: object 1: fields.serverIp: missing: it is among `deviations` as unset'
tolerates 'quoted, an address' '+QDMPCFG: 1,"117.161.2.7",5683,420' "$server,\"deviations\":[\"quoted\"]}" "$server_line"
tolerates 'quoted, an IMEI' '+QDMPCFG: 2,M1,95Go****,1,"863703030822519"' "$credentials,\"deviations\":[\"quoted\"]}" \
    '+QDMPCFG: 2,M1,95Go****,1,863703030822519'
tolerates 'surplus' '+QDMPCFG: 1,117.161.2.7,5683,420,0' "$server,\"deviations\":[\"surplus\"]}" "$server_line"
tolerates 'test without a space' '+QDMPCFG:<type>[,…' '"info","command":"QDMPCFG","form":"test","deviations":["test"]}' "$test_line"
tolerates 'test, a range' '+QDMPCFG: (0-6)' '"info","command":"QDMPCFG","form":"test","deviations":["test"]}' "$test_line"

# tolerant NAME LINE EXPECTED: what a tolerant decode prints for one line
tolerant() {
    is "tolerant: $1" "$3" "$("$qdmp" decode --tolerant -e "$2" 2>/dev/null)"
}
tolerant 'a plain OK' OK '{"line":1,"offset":0,"ok":true,"kind":"final","result":"OK","deviations":[]}'
tolerant 'a plain line' "$server_line" "{\"line\":1,\"offset\":0,\"ok\":true,\"kind\":$server,\"deviations\":[]}"
tolerant 'a test line' "$test_line" '{"line":1,"offset":0,"ok":true,"kind":"info","command":"QDMPCFG","form":"test","deviations":[]}'
tolerant 'an error' '+QDMPCFG: 6,-1' \
    '{"line":1,"offset":0,"ok":false,"kind":"info","error":"syntax","field":"dmstate","error_offset":12,"message":"dmstate: unexpected '"'-'"'"}'
tolerant 'an error behind noise' '> +CME ERROR:' \
    '{"line":1,"offset":0,"ok":false,"kind":"final","error":"missing","field":"detail","error_offset":13,"message":"detail is missing"}'
tolerant 'ambiguous' '+QDMPCFGEX: 3,a,"b",c' \
    '{"line":1,"offset":0,"ok":false,"kind":"info","error":"ambiguous","error_offset":20,"message":"one value too many, or a comma in a bare string"}'
tolerant 'a cut line' '+QDMPCFG: 1,117.161.2.7' \
    '{"line":1,"offset":0,"ok":false,"kind":"info","error":"missing","field":"serverPort","error_offset":23,"message":"serverPort is missing"}'
tolerant 'a state without a value' '+QDMPCFG: 6,' \
    '{"line":1,"offset":0,"ok":false,"kind":"info","error":"missing","field":"dmstate","error_offset":12,"message":"dmstate is missing"}'
tolerant 'two prompts' '>> OK' '{"line":1,"offset":0,"ok":true,"kind":"other","text":">> OK"}'
tolerant 'noise alone' '> ' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"> "}'
tolerant 'noise before a stranger' '> RDY' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"> RDY"}'
# Requests, and their echo, give the same as in a strict decode.
for line in ' AT+QDMPCFG=6' '+QDMPCFG?' 'AT+QDMPCFG=1,,,0' 'AT+QDMPCFG=0,"1"' 'AT+QDMPCFGEX=1,1;+QDMPCFG?' '> AT+QDMPCFG?' $'\x01AT+QDMPCFG?'; do
    tolerant "request $line" "$line" "$("$qdmp" decode -e "$line" 2>/dev/null)"
done
is 'tolerant: a request is meant' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"> OK"}' "$("$qdmp" decode --tolerant --as request -e '> OK')"
is 'tolerant: marks of one line are not those of the next' '["noise"]
[]
["blanks"]' "$("$qdmp" decode --tolerant -e '> OK' -e OK -e 'OK ' | jq -c .deviations)"
is 'tolerant: guide' "$("$qdmp" decode guide.txt)" "$("$qdmp" decode --tolerant guide.txt | sed 's/,"deviations":\[\]//')"
is 'tolerant: guide, both ways' "$(sed 's/, 95Go/,95Go/' guide.txt)" "$("$qdmp" decode --tolerant guide.txt | "$qdmp" encode)"
printf '> OK\r\nAT+QDMPCFG=6\r\n+QDMPCFG: 6,1\r\nOK\r\n' >deviating
is 'tolerant: quiet' '4 messages: 1 requests, 1 info, 2 final, 0 other, 0 errors, 2 with deviations' "$("$qdmp" decode --tolerant -q deviating)"
is 'tolerant: text' '1: final OK; deviations: noise
2: request QDMPCFG type 6
3: info QDMPCFG type 6: dmstate 1; deviations: beyond:dmstate
4: final OK' "$("$qdmp" decode --tolerant -t deviating)"
is 'tolerant: text, several' 'info QDMPCFG type 1: serverIp 0.0.0.0, serverPort 1, updatePeriod 0 s; deviations: noise, unset:serverIp, beyond:updatePeriod' \
    "$("$qdmp" decode --tolerant -t -e '> +QDMPCFG: 1,,1,0')"
is 'tolerant: several files' '{"file":"deviating","line":1,"offset":0,"ok":true,"kind":"final","result":"OK","deviations":["noise"]}
{"file":"-","line":1,"offset":0,"ok":true,"kind":"final","result":"OK","deviations":["blanks"]}' \
    "$(echo 'OK ' | "$qdmp" decode --tolerant deviating - | sed '2,4d')"
is 'tolerant: surplus is not shown' 'no' "$("$qdmp" decode --tolerant -e "$server_line,secret" | grep -q secret || echo no)"
exits 'tolerant: deviations are no errors' 0 "$qdmp" decode --tolerant -e '> OK' -e '+QDMPCFG: 6,1'

# --- lines, files, directions ----------------------------------------------------------------------------------------

final() {
    printf '{"line":%d,"offset":0,"ok":true,"kind":"final","result":"OK"}\n' "$@"
}
is 'line ends' "$(final 1 2 4 5)" "$(printf 'OK\r\nOK\r\r\nx \n' | sed 's/x / /' | cat - <(printf 'OK\nOK') | "$qdmp" decode)"
is 'lines of -e' "$(final 1 3)" "$("$qdmp" decode -e OK -e '' -e OK)"
is 'a line end in -e' "$(final 1)" "$("$qdmp" decode -e $'OK\r\n')"
printf 'OK\nOK' >one
printf '\r\nOK\r\n' >two
is 'several files' '{"file":"one","line":1,"offset":0,"ok":true,"kind":"final","result":"OK"}
{"file":"one","line":2,"offset":0,"ok":true,"kind":"final","result":"OK"}
{"file":"-","line":1,"offset":0,"ok":true,"kind":"final","result":"ERROR"}
{"file":"two","line":2,"offset":0,"ok":true,"kind":"final","result":"OK"}' \
    "$(echo ERROR | "$qdmp" decode one - two)"
is 'one file' "$(final 1 2)" "$("$qdmp" decode one)"
is 'a file that is not there' '{"file":"one","line":1,"offset":0,"ok":true,"kind":"final","result":"OK"}
{"file":"one","line":2,"offset":0,"ok":true,"kind":"final","result":"OK"}
{"file":"two","line":2,"offset":0,"ok":true,"kind":"final","result":"OK"}
2' "$("$qdmp" decode one none two 2>err; echo $?)"
is 'what is said about it' 'qdmp: none: No such file or directory' "$(cat err)"
is 'a directory' 'qdmp: .: Is a directory' "$("$qdmp" decode . 2>&1)"
is 'as request' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"OK"}' "$("$qdmp" decode --as request -e OK)"
is 'as response' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"AT+QDMPCFG?"}' \
    "$("$qdmp" decode --as response -e AT+QDMPCFG? 2>/dev/null)"
json 'a name and a colon' 'RDY:' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"RDY:"}'
# R11 allows no space before a response: such a line is not ours, and it is not a request either.
json 'a response behind spaces' '  +QDMPCFG: 0,1' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"  +QDMPCFG: 0,1"}'
json 'a response of the other command behind a space' ' +qdmpcfgex: 1,x' '{"line":1,"offset":0,"ok":true,"kind":"other","text":" +qdmpcfgex: 1,x"}'
json 'a request behind spaces' '  +QDMPCFG?' '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"read"}'

{ head -c 1048576 /dev/zero | tr '\0' x; echo; head -c 1048577 /dev/zero | tr '\0' x; echo; echo OK; } >long
is 'the longest line' '1 1048576' "$("$qdmp" decode long | jq -r 'select(.kind == "other" and .ok) | "\(.line) \(.text | length)"')"
is 'a longer one' '{"line":2,"offset":0,"ok":false,"kind":"other","error":"no_space","message":"the line is longer than 1048576 bytes"}
{"line":3,"offset":0,"ok":true,"kind":"final","result":"OK"}' "$("$qdmp" decode long | tail -n 2)"
is 'a longer one, as text' '2: no_space: the line is longer than 1048576 bytes' "$("$qdmp" decode -t long | sed -n 2p)"
is 'a longer one without an end' '{"line":1,"offset":0,"ok":false,"kind":"other","error":"no_space","message":"the line is longer than 1048576 bytes"}' \
    "$(head -c 3000000 /dev/zero | "$qdmp" decode)"

# --- bytes -----------------------------------------------------------------------------------------------------------

printf 'a\0b\n' >nul
is 'NUL' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"a\u0000b"}' "$("$qdmp" decode nul)"
"$qdmp" decode nul | "$qdmp" encode >nul2
is 'NUL, both ways' "$(xxd -p nul 2>/dev/null || od -An -tx1 nul)" "$(xxd -p nul2 2>/dev/null || od -An -tx1 nul2)"
json 'GBK' $'AT+QDMPCFGEX=1,0,"\xd2\xc6"' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFGEX","form":"set","type":1,"act":0,"fields":{"mac":{"hex":"d2c6"}},"defaulted":[]}'
json 'half a character' $'x\xe7\xa7' '{"line":1,"offset":0,"ok":true,"kind":"other","text":{"hex":"78e7a7"}}'
json 'a surrogate' $'\xed\xa0\x80' '{"line":1,"offset":0,"ok":true,"kind":"other","text":{"hex":"eda080"}}'
is 'string, hex, string' '"a"
{"hex":"ff"}
"b"' "$("$qdmp" decode -e a -e $'\xff' -e b | jq -c .text)"
is 'hex, both ways' $'AT+QDMPCFGEX=1,0,"\xd2\xc6"' \
    "$("$qdmp" decode -e $'AT+QDMPCFGEX=1,0,"\xd2\xc6"' | "$qdmp" encode)"

# --- masks -----------------------------------------------------------------------------------------------------------

masked() {
    is "mask: $1" "$3" "$("$qdmp" decode --mask -e "$2" 2>/dev/null)"
}
credentials='{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"set","type":2,"fields":{"appkey":"k","password":%s,"tmlType":1,"tmlIMEI":"863703030822519"},"defaulted":[]}'
for pair in '95Gosecret "95Go****"' '95G "95G****"' '移远secret {"hex":"e7a7bbe82a2a2a2a"}' ' "****"'; do
    # shellcheck disable=SC2059
    masked "password ${pair% *}" "AT+QDMPCFG=2,\"k\",\"${pair% *}\",1,863703030822519" "$(printf "$credentials" "${pair##* }")"
done
masked 'nothing else' 'AT+QDMPCFGEX=3,0,"1","2"' \
    '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFGEX","form":"set","type":3,"act":0,"fields":{"swVer":"1","swName":"2"},"defaulted":[]}'
masked 'a response' '+QDMPCFG: 2,k,95Go****,1,863703030822519' \
    '{"line":1,"offset":0,"ok":true,"kind":"info","command":"QDMPCFG","type":2,"fields":{"appkey":"k","password":"95Go","tmlType":1,"tmlIMEI":"863703030822519"}}'
masked 'other' 'xat+qdmpcfg=2,"k","s;e c"' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"xat+qdmpcfg=*,\"*\",\"*****\""}'
masked 'other, long name' '"AT+QDMPCFGEX=2,"sé?"' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"\"***************\"***?\""}'
masked 'other, behind a name at fault' 'AT+QDMCFG="secret";+QDMPCFG=0' \
    '{"line":1,"offset":0,"ok":true,"kind":"other","text":"AT+QDMCFG=\"******\";+*******=*"}'
masked 'a control byte in the name' $'AT+QDMP\x01CFG=2,k,secret' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"AT+QDMP\u0001CFG=*,*,******"}'
masked 'a space in the name' 'AT+QD MPCFG=2,k,secret' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"AT+QD MPCFG=*,*,******"}'
masked 'a high byte in the name' $'x QDM\xffPCFGEX 3,k' '{"line":1,"offset":0,"ok":true,"kind":"other","text":{"hex":"782051444dff504346474558202a2c2a"}}'
masked 'quoted, without a name' '+COPS: 0,0,"CHINA MOBILE",7' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"+COPS: 0,0,\"************\",7"}'
masked 'quoted, a damaged name' 'AT+QDMCFG=2,"k","secret",1' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"AT+QDMCFG=2,\"*\",\"******\",1"}'
masked 'quoted, not closed' 'AT+QDMCFG=2,"k","secret,1' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"AT+QDMCFG=2,\"*\"*\"********"}'
masked 'a quote without a partner' '5" AT+QDMCFG=2,"k","secret",1' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"5\"*************\"*\"*\"******\"**"}'
masked 'many separators' 'x+QDMPCFG=2,;;;;;;;;' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"x+QDMPCFG=*,;;;*;;;;"}'
masked 'a CR in the password' $'AT+QDMPCFG=2,"k","sec\rret",1' '{"line":1,"offset":0,"ok":false,"kind":"request","error":"unterminated","field":"password","error_offset":21,"message":"password: the string has no closing quote"}
{"line":2,"offset":0,"ok":true,"kind":"other","text":"***\",*"}'
masked 'a LF in the password' $'AT+QDMCFG=2,"k","sec\nret\nret",1\nOK\nx' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"AT+QDMCFG=2,\"*\"*\"***"}
{"line":2,"offset":0,"ok":true,"kind":"other","text":"***"}
{"line":3,"offset":0,"ok":true,"kind":"other","text":"***\"**"}
{"line":4,"offset":0,"ok":true,"kind":"final","result":"OK"}
{"line":5,"offset":0,"ok":true,"kind":"other","text":"x"}'
masked 'a CR in a bare password' $'AT+QDMPCFG=2,k,sec\rret,1\nx' '{"line":1,"offset":0,"ok":false,"kind":"request","error":"quoting","field":"appkey","error_offset":13,"message":"appkey: must be quoted"}
{"line":1,"offset":19,"ok":true,"kind":"other","text":"***,*"}
{"line":2,"offset":0,"ok":true,"kind":"other","text":"x"}'
masked 'UTF-16 within a text' "$(printf 'x\nAT+QDMPCFG=2,"k","secret",1' | iconv -t UTF-16BE | tr '\0' '\1')" \
    "$(printf '%s' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"\u0001x\u0001"}
{"line":2,"offset":0,"ok":true,"kind":"other","text":"\u0001A\u0001T\u0001+\u0001Q\u0001D\u0001M\u0001P\u0001C\u0001F\u0001G*=***,*\"***\"*,*\"*************\"*,**"}')"
masked 'other of another kind' '+CSQ: 1' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"+CSQ: 1"}'
masked 'other behind a command' 'AT+QDMPCFG?;+secret' '{"line":1,"offset":0,"ok":true,"kind":"request","command":"QDMPCFG","form":"read"}
{"line":1,"offset":12,"ok":true,"kind":"other","text":"+******"}'
masked 'an error' 'AT+QDMPCFG=2,k,"secret",1' \
    '{"line":1,"offset":0,"ok":false,"kind":"request","error":"quoting","field":"appkey","error_offset":13,"message":"appkey: must be quoted"}'
masked 'a number at fault' 'AT+QDMPCFG=2,"k","s",12345' \
    '{"line":1,"offset":0,"ok":false,"kind":"request","error":"range","field":"tmlType","error_offset":21,"message":"tmlType: the number is none of 0, 1, 2"}'
is 'mask: a line that is drawn' 'AT+QDMPCFG=*,"*","******",*
                          ^ tmlType: this byte may not stand here' \
    "$("$qdmp" decode --mask -t -e 'AT+QDMPCFG=2,"k","secret",x')"
is 'mask: text' 'request QDMPCFG type 2: appkey "k", password "secr****", tmlType 1 (Linux), tmlIMEI 863703030822519' \
    "$("$qdmp" decode --mask -t -e 'AT+QDMPCFG=2,"k","secret",1,863703030822519')"

# Only the first four bytes of a password are shown, however the line around it is broken.
leaks=0
whole='AT+QDMPCFG=2,"k","95GoQXZWVJ",1,863703030822519;+QDMPCFG=0,1'
for ((cut = 0; cut < ${#whole}; cut++)); do
    for broken in "${whole:0:cut}" "${whole:0:cut}${whole:cut+1}" "${whole:0:cut}"$'\x01'"${whole:cut+1}" "${whole:0:cut}\"${whole:cut}"; do
        case $broken in *[qQ][dD][mM][pP][cC][fF][gG]*) ;; *) continue ;; esac
        for option in '' -t '--as=response' '-t --as=response'; do
            # shellcheck disable=SC2086
            "$qdmp" decode --mask $option -e "$broken" 2>&1 | sed 's/"appkey":"[^"]*"//' >shown
            grep -q '[QXZWVJ]\{2\}' shown && leaks=$((leaks + 1)) && printf 'LEAK %s\n' "$broken"
        done
    done
done
is 'mask: no leak' 0 "$leaks"

is 'mask: random lines' '4000 lines in 13 forms: 0 leaks' "$(timeout 300 python3 "$here/mask_random.py" "$qdmp" 10)"

# --- encode ----------------------------------------------------------------------------------------------------------

sed 's/, 95Go/,95Go/' guide.txt >canonical
is 'guide' '72 messages: 30 requests, 14 info, 28 final, 0 other, 0 errors' "$("$qdmp" decode -q guide.txt)"
"$qdmp" decode guide.txt | "$qdmp" encode >round
is 'guide, both ways' '' "$(diff canonical round)"
is 'guide, with CR LF' "$("$qdmp" decode guide.txt)" "$(sed 's/$/\r/' guide.txt | "$qdmp" decode)"
"$qdmp" decode -e 'at + qdmpcfg?' -e ' at +qdmpcfg = 01 , , , 0300 ; +QDMPCFGEX=1,2;x' -e '+CME ERROR:   SIM "busy"' |
    "$qdmp" encode >round
is 'canonical' 'at + qdmpcfg?
AT+QDMPCFG=1,117.161.2.41,5683,300
AT+QDMPCFGEX=1,2
x
+CME ERROR: SIM "busy"' "$(cat round)"
"$qdmp" decode guide.txt | jq . >spread
is 'objects over many lines' '' "$("$qdmp" encode spread | diff canonical -)"
is 'objects on one line' '' "$("$qdmp" decode guide.txt | tr -d '\n' | "$qdmp" encode | diff canonical -)"

encodes 'least members' '{"kind":"request","command":"QDMPCFG","form":"set","type":1}' 'AT+QDMPCFG=1,117.161.2.41,5683,86400'
encodes 'some defaults' '{"kind":"request","command":"QDMPCFG","form":"set","type":1,"fields":{"serverPort":1}}' \
    'AT+QDMPCFG=1,117.161.2.41,1,86400'
encodes 'any order' '{"fields":{"dmMode":1},"type":0,"command":"QDMPCFG","kind":"info"}' '+QDMPCFG: 0,1'
encodes 'hex' '{"kind":"other","text":{"hex":"4F4b"}}' 'OK'
encodes 'escapes' '{"kind":"final","result":"CME ERROR","detail":"\u79fb\/"}' '+CME ERROR: 移/'
encodes 'nothing' ' 
' ''
request='"kind":"request","command":"QDMPCFG","form":"set"'
encodes 'ok is false' '{"ok":false,"kind":"request"}' 'qdmp: object 1: ok: false: the line did not decode'
encodes 'ok is no boolean' '{"ok":1,"kind":"request"}' 'qdmp: object 1: ok: neither true nor false'
encodes 'no kind' '{}' 'qdmp: object 1: kind: missing'
encodes 'unknown kind' '{"kind":"x"}' 'qdmp: object 1: kind: none of request, info, final, other'
encodes 'unknown member' "{$request,\"type\":1,\"mode\":1}" 'qdmp: object 1: mode: unknown member'
encodes 'unknown field' "{$request,\"type\":1,\"fields\":{\"dmMode\":1}}" 'qdmp: object 1: fields.dmMode: unknown member'
encodes 'missing field' "{$request,\"type\":0,\"fields\":{}}" 'qdmp: object 1: fields.dmMode: missing'
encodes 'no default in an answer' '{"kind":"info","command":"QDMPCFG","type":1,"fields":{"serverIp":"1.2.3.4","serverPort":1}}' \
    'qdmp: object 1: fields.updatePeriod: missing'
encodes 'fields of a wrong type' "{$request,\"type\":0,\"fields\":[]}" 'qdmp: object 1: fields: not an object'
encodes 'string for a number' "{$request,\"type\":0,\"fields\":{\"dmMode\":\"1\"}}" 'qdmp: object 1: fields.dmMode: not a whole number'
encodes 'fraction' "{$request,\"type\":0,\"fields\":{\"dmMode\":1.0}}" 'qdmp: object 1: fields.dmMode: not a whole number'
encodes 'negative' "{$request,\"type\":0,\"fields\":{\"dmMode\":-1}}" 'qdmp: object 1: fields.dmMode: not a number from 0 to 4294967295'
encodes 'beyond 32 bits' "{$request,\"type\":0,\"fields\":{\"dmMode\":4294967297}}" \
    'qdmp: object 1: fields.dmMode: not a number from 0 to 4294967295'
encodes 'out of range' "{$request,\"type\":1,\"fields\":{\"updatePeriod\":299}}" \
    'qdmp: object 1: fields.updatePeriod: 299 is out of range 300-4294966'
encodes 'no choice' "{$request,\"type\":0,\"fields\":{\"dmMode\":2}}" 'qdmp: object 1: fields.dmMode: 2 is none of 0, 1'
encodes 'reserved' "{$request,\"type\":4,\"fields\":{\"queryOpt\":3}}" 'qdmp: object 1: fields.queryOpt: 3 is reserved'
encodes 'length' '{"kind":"info","command":"QDMPCFGEX","type":1,"fields":{"mac":"01234567890123456789"}}' \
    'qdmp: object 1: fields.mac: 20 bytes; at most 19'
encodes 'unknown type' "{$request,\"type\":3}" 'qdmp: object 1: type: 3 is none of 0, 1, 2, 4, 5, 6'
encodes 'unknown act' '{"kind":"request","command":"QDMPCFGEX","form":"set","type":1,"act":3}' 'qdmp: object 1: act: 3 is none of 0, 1, 2'
encodes 'fields of an erasure' '{"kind":"request","command":"QDMPCFGEX","form":"set","type":1,"act":2,"fields":{"mac":""}}' \
    'qdmp: object 1: fields.mac: unknown member'
encodes 'act of the other command' "{$request,\"type\":0,\"act\":0,\"fields\":{\"dmMode\":1}}" 'qdmp: object 1: act: unknown member'
encodes 'unknown command' '{"kind":"request","command":"QDMP","form":"test"}' 'qdmp: object 1: command: neither QDMPCFG nor QDMPCFGEX'
encodes 'no such form' '{"kind":"request","command":"QDMPCFGEX","form":"read"}' 'qdmp: object 1: form: neither test nor set'
encodes 'no such result' '{"kind":"final","result":"NO CARRIER"}' 'qdmp: object 1: result: none of OK, ERROR, CME ERROR'
encodes 'a detail of OK' '{"kind":"final","result":"OK","detail":"x"}' 'qdmp: object 1: detail: unknown member'
encodes 'no hex' '{"kind":"other","text":{"hex":"4"}}' 'qdmp: object 1: text: neither a string nor {"hex":"..."}'
encodes 'line end in a text' '{"kind":"other","text":"a\nb"}' 'qdmp: object 1: text: holds a line end'
encodes 'line end as hex' '{"kind":"other","text":{"hex":"0d"}}' 'qdmp: object 1: text: holds a line end'
encodes 'quote in a value' '{"kind":"request","command":"QDMPCFGEX","form":"set","type":1,"act":0,"fields":{"mac":"\""}}' \
    'qdmp: object 1: fields.mac: would not read back the same'
encodes 'line end in a value' '{"kind":"final","result":"CME ERROR","detail":"a\r"}' 'qdmp: object 1: detail: would not read back the same'
encodes 'no detail' '{"kind":"final","result":"CME ERROR","detail":""}' 'qdmp: object 1: detail: missing'
encodes 'IMEI' "{$request,\"type\":2,\"fields\":{\"appkey\":\"a\",\"password\":\"\",\"tmlType\":0,\"tmlIMEI\":\"86370303082251x\"}}" \
    'qdmp: object 1: fields.tmlIMEI: not only digits'
encodes 'empty appkey' "{$request,\"type\":2,\"fields\":{\"appkey\":\"\",\"password\":\"\",\"tmlType\":0,\"tmlIMEI\":\"863703030822519\"}}" \
    'qdmp: object 1: fields.appkey: 0 bytes; at least 1'
# deviates NAME DEVIATIONS EXPECTED: an information line with them
deviates() {
    encodes "deviations: $1" "{\"kind\":\"info\",\"command\":\"QDMPCFG\",\"type\":0,\"fields\":{\"dmMode\":1},\"deviations\":$2}" "$3"
}
deviates 'none' '[]' '+QDMPCFG: 0,1'
deviates 'all that have no field' '["noise","blanks","quoted","surplus","test"]' '+QDMPCFG: 0,1'
deviates 'beyond' '["beyond:dmMode"]' '+QDMPCFG: 0,1'
deviates 'unset' '["noise","unset:dmMode"]' 'qdmp: object 1: fields.dmMode: missing: it is among `deviations` as unset'
for other in '["noisy"]' '[""]' '["unset"]' '["unset:"]' '["beyond:mac"]' '["unset:type"]' '["noise:dmMode"]' '["noise\u0000"]' '[1]' '[null]' '[["noise"]]'; do
    deviates "no such: $other" "$other" 'qdmp: object 1: deviations: holds what is no deviation of such a line'
done
for other in '"noise"' '{}' 'null' '1'; do
    deviates "a wrong type: $other" "$other" 'qdmp: object 1: deviations: not an array'
done
encodes 'deviations: of a result' '{"kind":"final","result":"OK","deviations":["noise","blanks"]}' OK
encodes 'deviations: of a detail' '{"kind":"final","result":"CME ERROR","detail":"3","deviations":["noise"]}' '+CME ERROR: 3'
encodes 'deviations: no such of a result' '{"kind":"final","result":"OK","deviations":["unset:dmMode"]}' \
    'qdmp: object 1: deviations: holds what is no deviation of such a line'
encodes 'deviations: of a test line' '{"kind":"info","command":"QDMPCFGEX","form":"test","deviations":["test"]}' \
    '+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]'
encodes 'deviations: of a request' "{$request,\"type\":6,\"deviations\":[]}" 'qdmp: object 1: deviations: unknown member'
encodes 'deviations: of another line' '{"kind":"other","text":"x","deviations":[]}' 'qdmp: object 1: deviations: unknown member'
for address in 1.2.3 1.2.3.4.5 1.2.3.256 01.2.3.4 1.2.3.4,5 ' 1.2.3.4' 1.2.3.4\\u0000 '' 1234.1.1.1; do
    encodes "address $address" "{$request,\"type\":1,\"fields\":{\"serverIp\":\"$address\"}}" \
        'qdmp: object 1: fields.serverIp: not an IPv4 address'
done
encodes 'array' '[]' 'qdmp: object 1: not an object'
printf '%s\n' '{"kind":"final","result":"OK"}' '{"kind":"final","result":"NO"}' '{"kind":"final","result":"ERROR"}' >three
is 'encode: the others all the same' '1 OK ERROR' "$("$qdmp" encode three >out 2>err; echo $? $(cat out))"
is 'encode: which object' 'qdmp: object 2: result: none of OK, ERROR, CME ERROR' "$(cat err)"
is 'encode: which file' 'qdmp: three: object 2: result: none of OK, ERROR, CME ERROR' "$("$qdmp" encode three - 2>&1 >/dev/null </dev/null)"

# broken NAME TEXT OUTPUT COMPLAINTS: the objects that survive a text that is not JSON, and the number of complaints
broken() {
    printf '%s' "$2" | "$qdmp" encode >out 2>err
    is "broken: $1" "1 $3 $4" "$? $(tr '\n' ' ' <out | sed 's/ $//') $(wc -l <err)"
}
ok='{"kind":"final","result":"OK"}' error='{"kind":"final","result":"ERROR"}'
broken 'a line of text' "$ok
no JSON
$error" 'OK ERROR' 1
broken 'text behind an object' "$ok no JSON
$error" 'OK ERROR' 1
broken 'an object without an end' "{\"kind\":\"final\",
$error
$ok" 'ERROR OK' 1
broken 'a string without an end' "{\"kind\":\"fi
$ok" 'OK' 1
broken 'a large object without an end' "{
\"kind\": \"final\"
\"result\": \"OK\"
}
$ok" 'OK' 1
broken 'the end' "$ok {\"kind\":" 'OK' 1
broken 'a member twice' "{\"kind\":\"final\",\"kind\":\"other\"}
$ok" 'OK' 1
broken 'not UTF-8' $'{"kind":"other","text":"\xff"}\n'"$ok" 'OK' 1
broken 'a number beyond any' "{$request,\"type\":99999999999999999999999}
$ok" 'OK' 1

# --- spec ------------------------------------------------------------------------------------------------------------

"$qdmp" spec --json >spec.json
is 'spec: parameters' '24' "$(jq '.parameters | length' spec.json)"
is 'spec: a parameter' \
    '{"command":"QDMPCFG","type":1,"position":3,"name":"updatePeriod","kind":"number","least":300,"most":4294966,"unit":"s","default":"86400","form":"bare","least_by":"guide","most_by":"guide"}' \
    "$(jq -c '.parameters[] | select(.name == "updatePeriod")' spec.json)"
is 'spec: no limit' '[1,null]' "$(jq -c '.parameters[] | select(.name == "appkey") | [.least, .most]' spec.json)"
is 'spec: values' '[[0,false],[1,false],[2,false],[3,true],[4,false]]' \
    "$(jq -c '[.values[] | select(.parameter == "eraseOpt") | [.value, .reserved]]' spec.json)"
is 'spec: a line of the table' 'QDMPCFG 1 3 updatePeriod number 300 4294966 s 86400 bare guide' \
    "$("$qdmp" spec | grep updatePeriod | tr -s ' ')"
is 'spec: Markdown' '| QDMPCFG | 5 | eraseOpt | bare | 0, 1, 2, 4 | - | guide |' "$("$qdmp" spec --markdown | grep eraseOpt)"
"$qdmp" spec --dictionary >dictionary
for token in '"NULL"' '"OK"' '"ERROR"' '"+CME ERROR: "' '"117.161.2.41"' '"4294966"' '"299"' '"+QDMPCFGEX"' '"\x22"'; do
    is "spec: token $token" 1 "$(grep -cFx -- "$token" dictionary)"
done
is 'spec: only tokens' 0 "$(grep -cvE '^(#.*|"([^"\\]|\\x[0-9A-F]{2})+")$' dictionary)"

# --- exit status -----------------------------------------------------------------------------------------------------

exits 'all decoded' 0 "$qdmp" decode -e OK -e +CSQ
exits 'an error' 1 "$qdmp" decode -e AT+QDMPCFG=9 -e OK
exits 'an error, quiet' 1 "$qdmp" decode -q -e AT+QDMPCFG=9
exits 'no input' 0 "$qdmp" decode
exits 'no file' 2 "$qdmp" decode none
exits 'an error and no file' 2 "$qdmp" decode log none
exits 'no file to encode' 2 "$qdmp" encode none
exits 'no command' 2 "$qdmp"
exits 'unknown command' 2 "$qdmp" recode
exits 'unknown option' 2 "$qdmp" decode --loud
is 'unknown option: which' 'qdmp: decode: --loud: no such option, or not clear which one, or its value is missing; `qdmp decode --help` lists them' "$("$qdmp" decode --loud 2>&1)"
is 'option without its value: which' 1 "$("$qdmp" decode -qe 2>&1 | grep -c '^qdmp: decode: -e: ')"
exits 'unknown direction' 2 "$qdmp" decode --as both -e OK
exits 'option without its value' 2 "$qdmp" decode -e
exits 'spec takes nothing' 2 "$qdmp" spec all
for command in '' decode encode spec; do
    # shellcheck disable=SC2086
    exits "help of ${command:-all}" 0 "$qdmp" $command --help
    is "help of ${command:-all}: text" 1 "$(head -n 1 out | grep -c '^usage: qdmp')"
done
for command in decode encode spec register update deregister name coap; do
    is "help $command" "$("$qdmp" "$command" --help)" "$("$qdmp" help "$command" 2>&1)"
done
is 'help' "$("$qdmp" --help)" "$("$qdmp" help 2>&1)"
is 'help of help' "$("$qdmp" --help)" "$("$qdmp" help help 2>&1)"
exits 'help of no command' 2 "$qdmp" help recode
is 'help of no command: text' 'qdmp: no command `recode`; `qdmp --help` lists them' "$(cat err)"
exits 'help of two commands' 2 "$qdmp" help decode encode
exits 'version' 0 "$qdmp" --version
is 'version: text' 1 "$(grep -cE '^qdmp [0-9]+\.[0-9]+\.[0-9]+$' out)"

if [ -w /dev/full ]; then
    for arguments in 'decode -e OK' 'decode -q -e OK' 'encode one.json' spec 'spec --json' --help --version 'decode --help'; do
        echo "$ok" >one.json
        # shellcheck disable=SC2086
        "$qdmp" $arguments >/dev/full 2>err
        is "full disk: $arguments" '2 qdmp: standard output: No space left on device' "$? $(cat err)"
    done
fi

# --- large inputs ----------------------------------------------------------------------------------------------------

# multiply FILE: 8192 times FILE: 17 MB of the guide
multiply() {
    local i
    for ((i = 0; i < 13; i++)); do
        cat "$1" "$1" >double
        mv double "$1"
    done
}
sed 's/$/\r/' guide.txt >large
multiply large
multiply canonical
is 'large log' '589824 messages: 245760 requests, 114688 info, 229376 final, 0 other, 0 errors' "$("$qdmp" decode -q large)"
"$qdmp" decode large >large.json
# A sanitizer needs more room than that for itself.
if (ulimit -v 16384 && exec "$qdmp" --version) >/dev/null 2>&1; then
    is 'large log in 16 MiB' 0 "$( (ulimit -v 16384 && exec "$qdmp" decode large) | cmp - large.json >&2; echo "${PIPESTATUS[0]}")"
    is 'large JSON in 16 MiB' 0 "$( (ulimit -v 16384 && exec "$qdmp" encode large.json 2>/dev/null) | cmp - canonical >&2; echo "${PIPESTATUS[0]}")"
fi
"$qdmp" decode large 2>err | head -n 1 >/dev/null
is 'closed pipe' '2 ' "${PIPESTATUS[0]} $(cat err)"
is 'who sends line by line is answered' "$(final 1)" "$( { echo OK; sleep 2; } | "$qdmp" decode | { IFS= read -r -t 1 first; printf '%s' "$first"; })"

conclude
