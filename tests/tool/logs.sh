#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Tests of the qdmp command on logs of various programs: logs.sh BINARY. Every expectation is written by hand.
set -u
qdmp=$(realpath "${1:?usage: logs.sh BINARY}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$here/checks.sh"
ok='{"kind":"final","result":"OK"}'

# decodes NAME BYTES EXPECTED [OPTION...]: what standard input decodes to; BYTES as printf takes them
decodes() {
    local name=$1 bytes=$2 expected=$3
    shift 3
    # shellcheck disable=SC2059
    is "$name" "$expected" "$(printf "$bytes" | "$qdmp" decode "$@" 2>&1)"
}

# final LINE [OFFSET]: the object of an OK
final() {
    printf '{"line":%d,"offset":%d,"ok":true,"kind":"final","result":"OK"}\n' "$1" "${2:-0}"
}

# --- what is not plain text ------------------------------------------------------------------------------------------

# refuses NAME FILE KIND COMMAND: by name and from a pipe, with no byte of it on any output
refuses() {
    local text="$3 cannot be read directly; run"
    is "refused: $1" "2  qdmp: $2: $text \`$4 <$2\`" "$("$qdmp" decode "$2" >out 2>err; echo "$? $(cat out) $(cat err)")"
    is "refused: $1, from a pipe" "2  qdmp: standard input: $text \`$4\`" \
        "$(cat "$2" | "$qdmp" decode >out 2>err; echo "${PIPESTATUS[1]} $(cat out) $(cat err)")"
    is "refused: $1, in pieces" "2  qdmp: standard input: $text \`$4\`" \
        "$({ head -c 1 "$2"; sleep 0.1; tail -c +2 "$2"; } | "$qdmp" decode >out 2>err; echo "${PIPESTATUS[1]} $(cat out) $(cat err)")"
    is "refused: $1, to encode" "2  qdmp: $2: $text \`$4 <$2\`" "$("$qdmp" encode "$2" >out 2>err; echo "$? $(cat out) $(cat err)")"
    is "refused: $1, as a password" "2 qdmp: $2: $text \`$4 <$2\`" \
        "$("$qdmp" name --imei 863703030822519 --appkey k --password-file "$2" >out 2>err; echo "$? $(cat out err)")"
}
line='AT+QDMPCFG=2,"k","95Gosecret",1,863703030822519\r\nOK\r\n'
# shellcheck disable=SC2059
printf "$line" >plain
for form in UTF-16 UTF-16LE UTF-16BE UTF-32; do
    # The formats without a byte order begin with a mark.
    iconv -f UTF-8 -t "$form" plain >"log.$form"
    refuses "$form" "log.$form" "${form%[LB]E} text" "iconv -f $form -t UTF-8"
done
printf '\r\n\r\n' | cat - plain | iconv -f UTF-8 -t UTF-16LE >log.empty
refuses 'UTF-16 with empty lines first' log.empty 'UTF-16 text' 'iconv -f UTF-16LE -t UTF-8'
printf '2026年11月28日 %s' "$(cat plain)" | iconv -f UTF-8 -t UTF-16BE >log.wide
refuses 'UTF-16 with wide characters' log.wide 'UTF-16 text' 'iconv -f UTF-16BE -t UTF-8'
for form in UTF-16LE UTF-16BE; do
    { printf '>\r\n'; cat plain; } | iconv -f UTF-8 -t "$form" >log.one
    refuses "$form with a line of one character first" log.one 'UTF-16 text' "iconv -f $form -t UTF-8"
done
gzip -c plain >log.gz
refuses 'gzip' log.gz 'gzip data' 'gzip -dc'
printf '\x28\xb5\x2f\xfd\x24\x03\x19\x00\x00OK\n' >log.zst
refuses 'zstd' log.zst 'zstd data' 'zstd -dc'
printf '\xfd7zXZ\0\0\4' >log.xz
refuses 'xz' log.xz 'xz data' 'xz -dc'
cp log.gz "a log's"
is 'refused: the command for a name with a space' "qdmp: a log's: gzip data cannot be read directly; run \`gzip -dc <\"a log's\"\`" "$("$qdmp" decode "a log's" 2>&1)"
is 'refused: the others are read' "2 $(final 1 | sed 's/{/{"file":"-",/')" "$(echo OK | "$qdmp" decode log.gz - 2>/dev/null >out; echo "${PIPESTATUS[1]} $(cat out)")"
is 'the command helps' "$("$qdmp" decode plain)" "$(iconv -f UTF-16 -t UTF-8 <log.UTF-16 | "$qdmp" decode)"

# Text is none of these formats.
decodes 'NUL before an OK' '\0\0\0\r\nOK\n' "$(printf '{"line":1,"offset":0,"ok":true,"kind":"other","text":"\\u0000\\u0000\\u0000"}\n'; final 2)"
decodes 'one NUL' 'a\0b\nOK\n' "$(printf '{"line":1,"offset":0,"ok":true,"kind":"other","text":"a\\u0000b"}\n'; final 2)"
decodes 'half a mark' '\xef\xbbOK\n' '{"line":1,"offset":0,"ok":true,"kind":"other","text":{"hex":"efbb4f4b"}}'
decodes 'the first byte of gzip' '\x1f' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"\u001F"}'
decodes 'a mark of UTF-16 cut' '\xff' '{"line":1,"offset":0,"ok":true,"kind":"other","text":{"hex":"ff"}}'

# A byte order mark.
mark='\xef\xbb\xbf'
decodes 'mark' "${mark}OK\n" "$(final 1)"
decodes 'mark and nothing' "$mark" ''
decodes 'a second mark is text' "$mark${mark}OK\n" '{"line":1,"offset":0,"ok":true,"kind":"other","text":"﻿OK"}' --as response
is 'mark in pieces' "$(final 1)" "$({ printf '\xef'; sleep 0.1; printf '\xbb'; sleep 0.1; printf '\xbfO'; sleep 0.1; printf 'K\n'; } | "$qdmp" decode)"
is 'mark: offsets' '{"line":1,"offset":0,"ok":false,"kind":"request","error":"range","field":"dmMode","error_offset":13,"message":"dmMode: 2 is none of 0, 1"}' \
    "$(printf '%bAT+QDMPCFG= 2' "$mark" | sed 's/= 2/=0,2/' | "$qdmp" decode)"
is 'mark: each file' "$(final 1)$(final 1)" "$(printf '%bOK' "$mark" >one; "$qdmp" decode one one | sed 's/"file":"one",//' | paste -sd '')"
is 'mark: encode' 'OK
OK' "$(printf '%b%s\n%s\n' "$mark" "$ok" "$ok" | "$qdmp" encode 2>&1)"
is 'mark: encode many lines' 'OK' "$(printf '%b%s\n' "$mark" "$ok" | sed 's/,/,\n/' | "$qdmp" encode 2>&1)"
named() {
    "$qdmp" name --imei 863703030822519 --appkey k --password-file - 2>&1
}
is 'mark: password' "$(printf '95Go' | named)" "$(printf '%b95Go\r\n' "$mark" | named)"
is 'mark: the longest password' "$(head -c 4096 /dev/zero | tr '\0' a | named)" "$({ printf '%b' "$mark"; head -c 4096 /dev/zero | tr '\0' a; printf '\r\n'; } | named)"
is 'mark: hex' '2.04 Changed, ACK, message id 0x1235' "$(printf '%b60441235' "$mark" | "$qdmp" coap)"
is 'raw bytes are taken as they are' '2 byte 0: the version is not 1' "$(printf '\x1f\x8b\0\0' | "$qdmp" coap --raw 2>&1 | sed -n 's/.*^/2/p')"

# --- lines that were skipped ------------------------------------------------------------------------------------------

# hints NAME EXPECTED STATUS ARGUMENT...: standard error and exit status of decode
hints() {
    local name=$1 expected=$2 status=$3
    shift 3
    "$qdmp" decode "$@" >out 2>err </dev/null
    is "hint: $name" "$status $expected" "$? $(cat err)"
}
printf '[11:35:01] OK\n[11:35:02] +QDMPCFG: 6,6\n\nOK\nRX: at+qdmpcfg=0,1\rx\n+CEREG: 1\n' >prefixed
ways='--log finds it behind timestamps and other prefixes'
hints 'lines with a prefix' "qdmp: decode: 2 lines of kind other contain +QDMPCFG, the first is line 2: $ways" 0 prefixed
hints 'one line' "qdmp: decode: 1 line of kind other contains +QDMPCFG, the first is line 1: $ways" 0 -e 'x AT+QDMPCFG?' -e OK
hints 'several files' "qdmp: decode: 2 lines of kind other contain +QDMPCFG, the first is line 2 of prefixed: $ways" 0 one prefixed
hints 'an error too' "qdmp: decode: 1 line of kind other contains +QDMPCFG, the first is line 2: $ways" 1 -e 'AT+QDMPCFG=7' -e '<- +QDMPCFG: 6,7'
hints 'quiet' "qdmp: decode: 2 lines of kind other contain +QDMPCFG, the first is line 2: $ways" 0 -q prefixed
hints 'behind a stranger' "qdmp: decode: 1 line of kind other contains +QDMPCFG, the first is line 1: $ways" 0 -e 'AT+CSQ;+QDMPCFG?'
hints 'a longer name' "qdmp: decode: 1 line of kind other contains +QDMPCFG, the first is line 1: $ways" 0 -e 'AT+QDMPCFGE=0'
hints 'another direction' 'qdmp: decode: 1 line of kind other contains +QDMPCFG, the first is line 1: leave out --as' 0 --as response -e 'AT+QDMPCFG?'
for text in +QDMPCF QDMPCFG AT+CSQ '+ QDMPCFG' +QDMPCXG; do
    hints "none for $text" '' 0 -e "$text"
done
hints 'none for what is ours' '' 1 -e 'AT+QDMPCFG=7' -e '+QDMPCFG: 6,6' -e 'AT+QDMPCFG?;+CSQ'
is 'hint: behind the rest' 'qdmp' "$("$qdmp" decode prefixed 2>&1 | tail -n 1 | cut -d : -f 1)"
is 'hint: none into a closed pipe' '' "$("$qdmp" decode prefixed prefixed 2>&1 >/dev/full | grep -v 'No space')"

for noise in '\x11' '  ' '> '; do
    # shellcheck disable=SC2059
    hints "noise $noise" 'qdmp: decode: 1 line of kind other contains +QDMPCFG, the first is line 1: --tolerant takes it' 0 -e "$(printf "$noise+QDMPCFG: 6,1")"
    hints "none for what is tolerated, $noise" '' 0 --tolerant -e "$(printf "$noise+QDMPCFG: 6,1")"
done
hints 'with --log' 'qdmp: decode: 1 line of kind other contains +QDMPCFG, the first is line 1: --log does not know what stands before it' 0 --log -e 'is +QDMPCFG: 6,6' -e '<- OK'

# --- lines of logs ---------------------------------------------------------------------------------------------------

# Each log beside the objects that are in it.
for log in "$here"/logs/*.log; do
    is "log: $(basename "$log")" '' "$("$qdmp" decode --log "$log" 2>/dev/null | diff "${log%.log}.json" -)"
    is "log: $(basename "$log"), in pieces" '' \
        "$(python3 -c 'import sys
for byte in open(sys.argv[1], "rb").read():
    sys.stdout.buffer.write(bytes([byte]))
    sys.stdout.flush()' "$log" | "$qdmp" decode -l 2>/dev/null | diff "${log%.log}.json" -)"
done
# A line that decodes without --log decodes in the same way with it, except for a mark of a line end in a bare value.
for vectors in guide request-accept request-reject response-accept response-reject; do
    grep -v '^#\|^$' "$here/../vectors/$vectors.txt" >vectors
    is "log: vectors of $vectors" '' "$("$qdmp" decode vectors 2>/dev/null | grep -v '"kind":"other"' |
        diff - <("$qdmp" decode --log vectors 2>/dev/null) | grep '^<')"
done
is 'log: text' '\x1b[0;32mI (12) modem: RX: AT+QDMPCFG=\x1b[1m0,\x1b[0m7<CR><LF>
                                                       ^ dmMode: 7 is none of 0, 1' \
    "$("$qdmp" decode --log -t -e $'\e[0;32mI (12) modem: RX: AT+QDMPCFG=\e[1m0,\e[0m7<CR><LF>')"
is 'log: text with a place' '1:41: range
[11:35:02] <- AT+QDMPCFG=0,1;+QDMPCFG=0,7
                                        ^ dmMode: 7 is none of 0, 1' \
    "$(echo '[11:35:02] <- AT+QDMPCFG=0,1;+QDMPCFG=0,7' | "$qdmp" decode --log -t | tail -n +2)"
is 'log: behind a CR' '{"line":1,"offset":12,"ok":true,"kind":"final","result":"OK"}
{"line":1,"offset":17,"ok":false,"kind":"info","error":"range","field":"dmstate","error_offset":29,"message":"dmstate: 7777 is none of 0, 4, 5, 6, 7, 8, 9, 11, 12, 13"}' \
    "$(printf '[11:35:02]\r<OK\r\r<+QDMPCFG: 6,7777\n' | "$qdmp" decode --log | tail -n +2)"
is 'log: a stranger among several' '{"line":1,"offset":4,"ok":true,"kind":"other","text":"+C\u001B[0mSQ: 1"}
{"line":1,"offset":19,"ok":true,"kind":"info","command":"QDMPCFG","type":6,"fields":{"dmstate":6}}' \
    "$("$qdmp" decode --log -e $'<- \x27+C\e[0mSQ: 1<CR>+QDMPCFG: 6,6\x27')"
is 'log: as request' '{"line":1,"offset":3,"ok":true,"kind":"other","text":"OK"}
{"line":2,"offset":3,"ok":true,"kind":"request","command":"QDMPCFG","form":"read"}' "$("$qdmp" decode --log --as request -e '<- OK' -e '-> AT+QDMPCFG?')"
is 'log: mask' '{"line":1,"offset":0,"ok":true,"kind":"other","text":"[11:35:02] -> AT+QD\u001B[1mMPCFG*=*,*,******"}
{"line":2,"offset":14,"ok":false,"kind":"request","error":"quoting","field":"appkey","error_offset":27,"message":"appkey: must be quoted"}' \
    "$("$qdmp" decode --log --mask -e $'[11:35:02] -> AT+QD\e[1mMPCFGE=2,k,secret' -e '[11:35:02] -> AT+QDMPCFG=2,k,"secret"' 2>/dev/null)"
is 'log: mask, as text' '\x1b[1m-> AT+QDMPCFG=*,*,"******"
                       ^ appkey: must be quoted' "$("$qdmp" decode --log --mask -t -e $'\e[1m-> AT+QDMPCFG=2,k,"secret"')"
is 'log: quiet' '3 messages: 1 requests, 0 info, 1 final, 1 other, 0 errors' "$("$qdmp" decode --log -q -e '-> AT+QDMPCFG?' -e '<- OK' -e '[1] OK')"
is 'log: both ways' 'AT+QDMPCFG?
+QDMPCFG: 0,1
OK
[11:35:03] bye' "$(printf '%s\n' '[11:35:02] -> at+qdmpcfg?' '<- +QDMPCFG:0,1' '<- OK' '[11:35:03] bye' | "$qdmp" decode --log | "$qdmp" encode)"

# tolerated NAME LINE EXPECTED: kind, offset and deviations of what --log and --tolerant find in a line
tolerated() {
    # shellcheck disable=SC2059
    is "log, tolerant: $1" "$3" "$(printf "$2" | "$qdmp" decode --log --tolerant | jq -c '[.kind, .offset, .deviations]' | paste -sd ' ')"
}
tolerated 'a state' '[11:35:02] <- +QDMPCFG: 6,1' '["info",14,["beyond:dmstate"]]'
tolerated 'noise before a line' '[11:35:02] \x11+QDMPCFG: 6,1' '["info",11,["noise","beyond:dmstate"]]'
tolerated 'noise before a result code' 'RX: \x11\0OK <CR><LF>' '["final",4,["noise"]]'
tolerated 'noise in quotes' "<- '\\x11OK'" '["final",4,["noise"]]'
tolerated 'noise of a high byte' 'RX: \xffERROR' '["final",4,["noise"]]'
tolerated 'noise before a detail' '\x1b[32mRX: \x01+CME ERROR: 3' '["final",9,["noise"]]'
tolerated 'noise before an error' 'RX: \x01+QDMPCFG: 6,-1' '["info",4,null]'
tolerated 'spaces alone' ' OK' '["final",0,["noise"]]'
tolerated 'a line of noise and OK' '\0\0OK' '["final",0,["noise"]]'
tolerated 'two lines' "RX: '+QDMPCFG: 0, \"1\"<CR><LF>OK'" '["info",5,["quoted"]] ["final",29,[]]'
tolerated 'a level alone' '[11:35:02] ERROR  ' '["other",0,null]'
tolerated 'a level alone, and noise' '[11:35:02] \x11ERROR' '["other",0,null]'
tolerated 'prose' 'INFO everything OK' '["other",0,null]'
tolerated 'a request' '\x2d> AT+QDMPCFG=0,2' '["request",3,null]'
# A line that decodes without --tolerant decodes in the same way with it.
for log in "$here"/logs/*.log; do
    is "log, tolerant: $(basename "$log")" "$(jq -c 'select(.ok and .kind != "other")' "${log%.log}.json")" \
        "$("$qdmp" decode --log --tolerant "$log" 2>/dev/null |
            jq -c 'select(.ok and .kind != "other" and (.deviations // [] | length == 0)) | del(.deviations)')"
done

# --- the number of a line --------------------------------------------------------------------------------------------

# places: line and offset of what standard input decodes to
places() {
    "$qdmp" decode "$@" | jq -r '"\(.line):\(.offset)"' | paste -sd ' '
}
printf 'OK\nAT+QDMPCFG?\r\r\n\n+QDMPCFG: 0,1\r\nAT\rAT+QDMPCFG=0,1;+QDMPCFG=0,7\rOK\n\rOK\r\nOK' >mixed
is 'number: as grep counts' '1:0 2:0 4:0 5:0 5:3 5:18 5:31 6:1 7:0' "$(places mixed)"
is 'number: the lines that grep finds' "$(grep -an 'OK\|QDMPCFG' mixed | cut -d : -f 1 | sort -nu | paste -sd ' ')" \
    "$("$qdmp" decode mixed | jq .line | sort -nu | paste -sd ' ')"
is 'number: an error behind a CR' '29' "$("$qdmp" decode mixed | jq 'select(.ok | not).error_offset')"
is 'number: an error as text' 'mixed:5:30: range
AT+QDMPCFG=0,1;+QDMPCFG=0,7
                          ^ dmMode: 7 is none of 0, 1' "$("$qdmp" decode -t mixed one | grep -A 2 range)"
is 'number: CR alone' '1:0 2:0 4:0' "$(printf 'OK\rOK\r\rOK' | places)"
is 'number: CR alone, and then LF beyond 64 KiB' '1:0 30000:0 30001:0 30002:0' "$({ yes OK | head -n 30000 | tr '\n' '\r'; printf 'OK\r\nOK\n'; } | places | sed 's/ 2:0.* 30000/ 30000/')"
is 'number: LF at the end of 64 KiB' '1:0 2:0' "$({ printf 'OK\r'; head -c 65532 /dev/zero | tr '\0' ' '; printf '\nOK\n'; } | places)"
is 'number: LF behind 64 KiB' '1:0 3:0' "$({ printf 'OK\r'; head -c 65533 /dev/zero | tr '\0' ' '; printf '\nOK\n'; } | places)"
is 'number: in pieces' "$(places mixed)" "$(python3 -c '
import sys
for byte in open("mixed", "rb").read():
    sys.stdout.buffer.write(bytes([byte]))
    sys.stdout.flush()' | places)"
is 'number: each file anew' '1:0 2:0 1:0 2:0' "$(printf 'OK\nOK' >two; places two two)"
is 'number: texts of the command line' '1:0 2:0 3:0 4:0 5:0' "$(places -e $'OK\rOK' -e $'x\ny' -e OK)"
is 'number: a CR in a text of the command line with LF' '1:0 1:3 2:0 3:0' "$(places -e $'OK\rOK\nOK' -e OK)"
is 'number: an overlong line' '{"line":2,"offset":3,"ok":false,"kind":"other","error":"no_space","message":"the line is longer than 1048576 bytes"}
'"$(final 2 1048584)
$(final 3)" "$({ printf '\nOK\r'; head -c 1048580 /dev/zero; printf '\rOK\r\nOK\n'; } | "$qdmp" decode | tail -n +2)"

# A line is answered when it is sent, whatever ends it.
for end in '\n' '\r' '\r\n'; do
    # shellcheck disable=SC2059
    is "answered at once: $end" "$(final 1)" "$({ printf "OK$end"; sleep 2; } | "$qdmp" decode | { IFS= read -r -t 1 first; printf '%s' "$first"; })"
done

conclude
