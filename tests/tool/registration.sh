#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Tests of qdmp register, update, deregister, name and coap: registration.sh BINARY. The bytes are those of
# vectors/registration.json, which other implementations made; the rest is written by hand from docs/registration.md.
set -u
# Nothing here waits forever. Without --foreground, timeout sends a SIGCONT after the signal that it passes on. That may
# undo the stop by which LeakSanitizer examines a process that ends, and then both wait for each other.
qdmp=(timeout --foreground -k 5 20 "$(realpath "${1:?usage: registration.sh BINARY}")")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
trap 'end_process server; rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$here/checks.sh"
# says NAME STATUS OUTPUT ARGUMENT...: compares the exit status and the output, complaints included
says() {
    local name=$1 status=$2 text=$3
    shift 3
    local out
    out=$("${qdmp[@]}" "$@" 2>&1 </dev/null)
    is "$name" "$status: $text" "$?: $out"
}

# prints NAME OUTPUT ARGUMENT...
prints() {
    local name=$1 text=$2
    shift 2
    says "$name" 0 "$text" "$@"
}

# --- bytes -----------------------------------------------------------------------------------------------------------

secret=95Go0123456789abcdefghijklmnopqr
export QDMP_TEST_SECRET=$secret
printf '%s' "$secret" >secret
identity=(--type 1 --imei 863703030822519 --imsi 460001234567890 --appkey M100000089)
who=("${identity[@]}" --password-env QDMP_TEST_SECRET)
register_hex=4402123434120000b272641128396c776d326d3d312e300d6065703d4c402340775a5455566a384a7a7949544a4742564779794e656578366354304b594f6236625964666374553469486a7457655948513251367859772b43493166523572354023404d31303030303030383940234038363337303330333038323235313940234076322e3003623d55086c743d3836343030ff3c2f3e3b72743d226f6d612e6c776d326d222c3c2f312f303e2c3c2f332f303e2c3c2f3636362f303e
cis_hex=4402123434120000b2726411283d6065703d4c402340775a5455566a384a7a7949544a4742564779794e656578366354304b594f6236625964666374553469486a7457655948513251367859772b43493166523572354023404d31303030303030383940234038363337303330333038323235313940234076322e3003623d55066c743d343230ff3c2f3e3b72743d226f6d612e6c776d326d222c3c2f302f303e2c3c2f3636362f303e
update_hex=4402123535120000b272640841424344313233344d616570693d4c402340775a5455566a384a7a7949544a4742564779794e656578366354304b594f6236625964666374553469486a723651477a31476870645470764e506f7a67556d334023404d31303030303030383940234038363337303330333038323235313940234076322e30
deregister_hex=4404123636120000b27264084142434431323334
name='L@#@wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjtWeYHQ2Q6xYw+CI1fR5r5@#@M100000089@#@863703030822519@#@v2.0'
update_name='L@#@wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjr6QGz1GhpdTpvNPozgUm3@#@M100000089@#@863703030822519@#@v2.0'
short_name='I@#@wZTUVj8JzyITJGBVGyyNeaqGsa0eHwW1zJ31lOW918I=@#@M100000089@#@863703030822519@#@v2.0'
empty_name='L@#@p9ji4ZgAebyoRnlu35cu8ZCZcImyWpqzF5LHm/sBUEWNVxNgnO1BZWlC4ISctWaN@#@M100000089@#@863703030822519@#@v2.0'

prints 'register' "$register_hex" register --profile sdk "${who[@]}" --period 86400 --mid 0x1234 --token 34120000
prints 'register, defaults' "$register_hex" register "${who[@]}" --mid 4660 --token '34 12 00 00'
prints 'register, cis' "$cis_hex" register --profile cis "${who[@]}" --period 0x1a4 --mid 0X1234 --token 34120000
prints 'update' "$update_hex" update "${who[@]}" --location rd/ABCD1234 --mid 0x1235 --token 35120000
prints 'update, a slash first' "$update_hex" update "${who[@]}" --location /rd/ABCD1234 --mid 0x1235 --token 35120000
prints 'update, escapes' "$update_hex" update "${who[@]}" --location r%64/%41BCD1234 --mid 0x1235 --token 35120000
prints 'deregister' "$deregister_hex" deregister --location rd/ABCD1234 --mid 0x1236 --token 36120000
prints 'deregister, the longest token' 480400010102030405060708b161 deregister --location a --mid 1 --token 0102030405060708
prints 'deregister, no token' 40041236b272640141 deregister --location rd/A --mid 0x1236 --token ''
prints 'deregister, a slash in a segment' 40040000b3612f62 deregister --location a%2fb --mid 0 --token ''
prints 'deregister, an empty segment first' 40041236b0027264 deregister --location //rd --mid 0x1236 --token ''
prints 'deregister, an empty segment alone' 40041236b0 deregister --location / --mid 0x1236 --token ''
prints 'deregister, an empty segment last' 40041236b2726400 deregister --location rd/ --mid 0x1236 --token ''
prints 'deregister, an empty segment between' 40041236b27264000178 deregister --location rd//x --mid 0x1236 --token ''
prints 'update, two empty segments' 40020001b000456570693d78 update --name x --location // --mid 1 --token ''
prints 'register, own name and objects' 44020001ffffffffb272641128396c776d326d3d312e300465703d7803623d55066c743d333030ff3c2f313e \
    register --name x --objects '</1>' --period 300 --mid 1 --token ffffffff
prints 'update, own name' 40020001b161456570693d78 update --name x --location a --mid 1 --token ''
prints 'name' "$name" name "${who[@]}"
prints 'name of updates' "$update_name" name "${who[@]}" --update
prints 'name without an IMSI' "$short_name" name --type 0 --imei 863703030822519 --appkey M100000089 --password-file secret
prints 'own name' x name --name x
is 'raw' "$register_hex" \
    "$("${qdmp[@]}" register "${who[@]}" --mid 0x1234 --token 34120000 --raw | od -An -v -tx1 | tr -d ' \n')"
prints 'json' '{"code":"0.04","type":"CON","mid":4662,"token":"36120000","options":[{"number":11,"name":"Uri-Path","value":"rd"},{"number":11,"name":"Uri-Path","value":"ABCD1234"}],"payload":""}' \
    deregister --location rd/ABCD1234 --mid 0x1236 --token 36120000 --json
is 'json of a register' '["0.02","CON",4660,"34120000",["rd",40,"lwm2m=1.0","b=U","lt=86446"],"</>;rt=\"oma.lwm2m\";ct=11543,</1/0>,</3/0>,</4/0>,</5/0>,</666/0>"]' \
    "$("${qdmp[@]}" register --profile rda "${who[@]}" --mid 0x1234 --token 34120000 --json |
        jq -c '[.code, .type, .mid, .token, [.options[].value | select(tostring | startswith("ep=") | not)], .payload]')"
is 'payload of sdk-ct' '</>;rt="oma.lwm2m";ct=11543,</1/0>,</3/0>,</666/0>' \
    "$("${qdmp[@]}" register --profile sdk-ct "${who[@]}" --json | jq -r .payload)"
is 'random Message ID and token' 8 "$(for _ in 1 2 3 4; do
    "${qdmp[@]}" deregister --location a --json | jq -c '.mid, .token'
done | sort -u | wc -l)"

# --- the password ----------------------------------------------------------------------------------------------------

# named NAME EXPECTED: the name with the password of standard input
named() {
    is "password: $1" "$2" "$("${qdmp[@]}" name "${identity[@]}" --password-file - 2>&1)"
}
prints 'password: file' "$name" name "${identity[@]}" --password-file secret
named 'standard input' "$name" <secret
named 'LF' "$name" < <(printf '%s\n' "$secret")
named 'CR LF' "$name" < <(printf '%s\r\n' "$secret")
named 'in pieces' "$name" < <(printf '%s' "${secret:0:7}"; sleep 0.2; printf '%s\n' "${secret:7}")
named 'empty' "$empty_name" </dev/null
named 'a line end alone' "$empty_name" < <(echo)
is 'password: one line end only' different "$([ "$(printf '%s\n\n' "$secret" | "${qdmp[@]}" name "${identity[@]}" --password-file -)" = "$name" ] || echo different)"
is 'password: empty variable' "$empty_name" "$(QDMP_TEST_SECRET='' "${qdmp[@]}" name "${who[@]}" 2>&1)"
is 'password: longest' 0 "$(head -c 4096 /dev/zero | tr '\0' a | "${qdmp[@]}" name "${identity[@]}" --password-file - >out 2>&1; echo $?)"
head -c 4097 /dev/zero | tr '\0' a >long
says 'password: too long' 2 'qdmp: the password is longer than 4096 bytes' name "${identity[@]}" --password-file long
says 'password: no file' 2 'qdmp: none: No such file or directory' name "${identity[@]}" --password-file none
says 'password: a directory' 2 'qdmp: .: Is a directory' name "${identity[@]}" --password-file .
says 'password: no variable' 2 'qdmp: no environment variable QDMP_TEST_NONE' name "${identity[@]}" --password-env QDMP_TEST_NONE
no_password='a password is not taken from the command line: --password-file, --password-env'
says 'password: as an argument' 2 "qdmp: register: $no_password" register "${identity[@]}" --password "$secret"
says 'password: with an equals sign' 2 "qdmp: register: $no_password" register "${identity[@]}" --password="$secret"
says 'password: of a command without' 2 "qdmp: deregister: $no_password" deregister --password="$secret"
for wrong in --pass="$secret" --passwort="$secret" "-p$secret" --json="$secret"; do
    is "password: not repeated: ${wrong%%=*}" 0 "$("${qdmp[@]}" register "${identity[@]}" "$wrong" 2>&1 | grep -c "$secret")"
done
# In a group of short options the error names the wrong option, and not the options before it.
for wrong in -xh -hx -x; do
    is "password: not repeated: before $wrong" 0 "$("${qdmp[@]}" register "${identity[@]}" --appkey "$secret" "$wrong" 2>&1 | grep -c "$secret")"
done
is 'password: nowhere in the output' 0 "$(for command in register update name; do
    for style in '' --json --raw --update; do
        # shellcheck disable=SC2086
        "${qdmp[@]}" $command "${who[@]}" --location rd/X $style 2>&1
        "${qdmp[@]}" $command "${who[@]}" $style 2>&1
    done
done | grep -ac "${secret:0:8}")"

# --- usage -----------------------------------------------------------------------------------------------------------

# misuse NAME COMPLAINT ARGUMENT...: exit status 2
misuse() {
    local name=$1 text=$2
    shift 2
    says "usage: $name" 2 "qdmp: $text" "$@"
}
unknown='no such option, or not clear which one, or its value is missing'
misuse 'unknown option' "register: --loud: $unknown; \`qdmp register --help\` lists them" register --loud
misuse 'no value' "register: --imei: $unknown; \`qdmp register --help\` lists them" register --imei
misuse 'not clear' "register: --p: $unknown; \`qdmp register --help\` lists them" register --p x
misuse 'of another command' "deregister: --imei: $unknown; \`qdmp deregister --help\` lists them" deregister --imei 1
misuse 'grouped' "register: -x: $unknown; \`qdmp register --help\` lists them" register --appkey KEY -xh
misuse 'grouped, of coap' "coap: -x: $unknown; \`qdmp coap --help\` lists them" coap --json -xh
misuse 'a value too many' "register: --json: $unknown; \`qdmp register --help\` lists them" register --json=x
misuse 'an argument' 'register: takes nothing but options' register "${who[@]}" x
misuse 'no IMEI' 'register: --imei is missing' register
misuse 'no appkey' 'update: --appkey is missing' update --imei 863703030822519 --location a
misuse 'no password' 'name: --password-file or --password-env is missing' name "${identity[@]}"
misuse 'two passwords' 'name: --password-file and --password-env exclude each other' name "${who[@]}" --password-file secret
misuse 'two names' 'name: --name takes the place of what names are made of' name --name x "${identity[@]}"
misuse 'empty name' 'name: --name is empty' name --name ''
misuse 'no location' 'update: --location is missing' update "${who[@]}"
misuse 'no location to leave' 'deregister: --location is missing' deregister
misuse 'profile' 'register: --profile takes sdk, sdk-ct, cis or rda' register --profile SDK
for wrong in '' x 1x 0x -1 +1 ' 1' 0x0x12c 0x+1 '0x 1' 0xg 1e3 4294967296 0x100000000 99999999999999999999; do
    misuse "type $wrong" 'register: --type takes a number' register "--type=$wrong"
    misuse "period $wrong" 'register: --period takes a number of seconds' register "--period=$wrong"
    misuse "mid $wrong" 'register: --mid takes a number from 0 to 65535' register "--mid=$wrong"
done
misuse 'mid' 'register: --mid takes a number from 0 to 65535' register --mid 0x10000
for wrong in 0 600001 x; do
    misuse "ack-timeout $wrong" 'register: --ack-timeout takes milliseconds from 1 to 600000' register --ack-timeout "$wrong"
done
for wrong in 1 xx 0x12 010203040506070809 "$(printf '%066d' 0)"; do
    misuse "token $wrong" 'register: --token takes up to 8 bytes as hex' register --token "$wrong"
done
for wrong in a% a%4 a%4x a%%41 1/2/3/4/5/6/7/8/9; do
    misuse "location $wrong" 'update: --location takes up to 8 segments with slashes between them, and %XX for bytes' update --location "$wrong"
done
for wrong in '' x :1 x: x:0 x:65536 x:000080 x:0x50 x:1a x:+1 '[::1]' '[::1]5683' '[]:1' ::1:5683 '[::1:5683'; do
    misuse "to $wrong" 'register: --to takes HOST:PORT or [HOST]:PORT, the port from 1 to 65535' register --to "$wrong"
done
misuse 'keep' 'register: --keep needs --to' register "${who[@]}" --keep
misuse 'ack-timeout' 'register: --ack-timeout needs --to' register "${who[@]}" --ack-timeout 1
misuse 'raw' 'register: --raw and --to exclude each other' register "${who[@]}" --raw --to 127.0.0.1:1
misuse 'mid of what is sent' 'register: --mid and --token are for messages that are printed; --to makes its own' register "${who[@]}" --mid 1 --to 127.0.0.1:1
for command in register update deregister name coap; do
    is "help of $command" "0 usage: qdmp $command" "$("${qdmp[@]}" "$command" --help >out; echo $? "$(head -n 1 out | cut -d ' ' -f 1-3)")"
done
if [ -w /dev/full ]; then
    is 'full disk' '2 qdmp: standard output: No space left on device' "$("${qdmp[@]}" deregister --location a 2>err >/dev/full; echo $? "$(cat err)")"
fi

# --- values ----------------------------------------------------------------------------------------------------------

# bad NAME COMPLAINT ARGUMENT...: exit status 1
bad() {
    local name=$1 text=$2
    shift 2
    says "value: $name" 1 "qdmp: $text" "$@"
}
bad 'period' 'register: --period: 299 is out of range 300-4294966' register "${who[@]}" --period 299
bad 'long period' 'register: --period: 4294967 is out of range 300-4294966' register "${who[@]}" --period 4294967
bad 'type' 'register: --type: 3 is none of 0, 1, 2' register "${who[@]}" --type 3
bad 'short IMEI' 'name: --imei: 14 bytes; at least 15' name "${who[@]}" --imei 86370303082251
bad 'long IMEI' 'name: --imei: 18 bytes; at most 17' name "${who[@]}" --imei 863703030822519012
bad 'IMEI' 'name: --imei: not only digits' name "${who[@]}" --imei 86370303082251x
bad 'empty appkey' 'name: --appkey: 0 bytes; at least 1' name "${who[@]}" --appkey ''
bad 'appkey' 'name: --appkey: the name would be ambiguous' name "${who[@]}" --appkey 'a@#@b'
bad 'end of an appkey' 'name: --appkey: the name would be ambiguous' name "${who[@]}" --appkey 'a@#'
bad 'module IMEI' "name: --imei2: hyphen in the module's IMEI" name "${who[@]}" --imei2 1-2
bad 'IMSI' 'name: --imsi: hyphen in the IMSI' name "${who[@]}" --imsi 1-2
bad 'long appkey' 'name: endpoint name too long' name "${who[@]}" --appkey "$(printf '%0200d' 0)"
bad 'long name' 'name: --name: endpoint name too long' name --name "$(printf '%0252d' 0)"
bad 'objects' 'register: --objects: not a link format, byte 4' register "${who[@]}" --objects '</1>x'
for dots in . .. %2E %2e%2E .%2e; do
    bad "segment $dots" 'deregister: --location: unfit Location-Path, segment 2' deregister --location "rd/$dots"
    bad "segment $dots" 'update: --location: unfit Location-Path, segment 1' update --name x --location "$dots/rd"
done
bad 'no segment' 'deregister: --location: unfit Location-Path, segment 1' deregister --location ''
bad 'long segment' 'deregister: --location: unfit Location-Path, segment 1' deregister --location "$(printf '%0256d' 0)"

# --- coap ------------------------------------------------------------------------------------------------------------

prints 'coap: created' '2.01 Created, ACK, message id 0x1234, token 34120000
  Location-Path: rd
  Location-Path: ABCD1234' coap 6441123434120000827264084142434431323334
prints 'coap: changed' '2.04 Changed, ACK, message id 0x1235, token 35120000' coap 6444123535120000
prints 'coap: bad request' '4.00 Bad Request, ACK, message id 0x1234, token 34120000' coap 6480123434120000
prints 'coap: empty' '0.00 Empty, RST, message id 0xffff' coap 7000ffff
prints 'coap: register' "0.02 POST, CON, message id 0x1234, token 34120000
  Uri-Path: rd
  Content-Format: 40 (application/link-format)
  Uri-Query: lwm2m=1.0
  Uri-Query: ep=$name
  Uri-Query: b=U
  Uri-Query: lt=86400
  payload, 41 bytes: </>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>" coap "$register_hex"
prints 'coap: space' '2.04 Changed, ACK, message id 0x1235' coap ' 60 44
12 35 '
values=50df00004201ff2021ff620100911ae106ac41ff0041
prints 'coap: kinds of values' '6.31, NON, message id 0x0000
  ETag: 0x01ff
  Observe: 0
  Location-Path: 0xff
  Max-Age: 256
  Block2: number 1, more, size 64
  option 2000: 0x41
  payload, 2 bytes: 0x0041' coap "$values"
prints 'coap: JSON' '{"code":"6.31","type":"NON","mid":0,"token":"","options":[{"number":4,"name":"ETag","value":{"hex":"01ff"}},{"number":6,"name":"Observe","value":0},{"number":8,"name":"Location-Path","value":{"hex":"ff"}},{"number":14,"name":"Max-Age","value":256},{"number":23,"name":"Block2","value":26},{"number":2000,"value":{"hex":"41"}}],"payload":"\u0000A"}' \
    coap --json "$values"
changed='2.04 Changed, ACK, message id 0x1235'
is 'coap: standard input' "$changed" "$(echo 60 44 12 35 | "${qdmp[@]}" coap)"
is 'coap: dash' "$changed" "$(echo 60441235 | "${qdmp[@]}" coap -)"
is 'coap: bytes' "$changed" "$(printf '\x60\x44\x12\x35' | "${qdmp[@]}" coap --raw)"
is 'coap: what register prints' '0.02 POST, CON, message id 0x0001' "$("${qdmp[@]}" register --name x --mid 1 --token '' --raw | "${qdmp[@]}" coap --raw | head -n 1)"

# broken HEX COLUMN MESSAGE: what `coap` prints below HEX
broken() {
    says "coap: broken $1" 1 "$1
$(printf '%*s' "$2" '')^ byte $(($2 / 2)): $3" coap "$1"
}
broken 60441235b272 12 'the message ends too early'
broken 6444123412 10 'the message ends too early'
broken 6044 4 'the message ends too early'
broken a0441235 0 'the version is not 1'
broken 69441235 0 'the token is longer than 8 bytes'
broken 60441235ff 8 'no payload behind its marker'
broken 60441235b172f0 12 'no such option'
broken 4000123400 8 'an Empty message ends with its header'
says 'coap: nothing' 1 '
^ byte 0: the message ends too early' coap ''
says 'coap: broken, JSON' 1 '{"error":"coap","error_offset":6,"message":"no such option"}' coap --json 60441235b172f0
says 'coap: no digit' 1 'qdmp: coap: character 4 is no hex digit' coap '60 x4'
says 'coap: odd' 1 'qdmp: coap: an odd number of hex digits' coap 604
is 'coap: too much' '1 qdmp: coap: the input is longer than 1048575 bytes' "$(head -c 1048576 /dev/zero | "${qdmp[@]}" coap 2>err; echo $? "$(cat err)")"
misuse 'coap: two' 'coap: more than one HEX' coap 60 44
misuse 'coap: bytes as an argument' 'coap: --raw takes no HEX' coap --raw 60

# --- on the wire -----------------------------------------------------------------------------------------------------

begun='dmstate 0 initial state
dmstate 4 connect success'
first='CON 0.02 rd?lwm2m&ep&b&lt'

# registers NAME STATUS OUTPUT STEP...
registers() {
    local name=$1 status=$2 text=$3
    shift 3
    serve "$@"
    says "register: $name" "$status" "$begun
$text" register "${who[@]}" --to "127.0.0.1:$port"
}
registers 'success' 0 'answer 2.01 Created, Location-Path rd/ABCD1234
dmstate 6 register success' 2.01/rd/ABCD1234
heard 'register' "$first"
if [ -e /proc/net/if_inet6 ] && grep -q '^0*1 ' /proc/net/if_inet6; then
    loopback=::1 serve 2.01/rd/ABCD1234
    says 'register: IPv6' 0 "$begun
answer 2.01 Created, Location-Path rd/ABCD1234
dmstate 6 register success" register "${who[@]}" --to "[::1]:$port"
    heard 'IPv6' "$first"
fi
registers 'escapes' 0 'answer 2.01 Created, Location-Path a%20%25b
dmstate 6 register success' '2.01/a %b'
for path in //rd / // rd/ rd//x ..a/...; do
    registers "path $path" 0 "answer 2.01 Created, Location-Path $path
dmstate 6 register success" "2.01/${path#/}"
done
for path in .. a/. ./a; do
    registers "path $path" 1 "answer 2.01 Created, Location-Path $path
dmstate 7 register failed" "2.01/$path"
done
registers 'bad request' 1 'answer 4.00 Bad Request
dmstate 7 register failed' 4.00
registers 'forbidden' 1 'answer 4.03 Forbidden
dmstate 7 register failed' 4.03
registers 'a diagnosis' 1 'answer 4.00 Bad Request: unknown appkey
dmstate 7 register failed' '4.00=unknown appkey'
registers 'a diagnosis of the server' 1 'answer 5.03 Service Unavailable: 忙
dmstate 7 register failed' '5.03=忙'
registers 'a diagnosis that commands the terminal' 1 'answer 4.03 Forbidden: \x1b[31mno\x0a
dmstate 7 register failed' $'4.03=\e[31mno\\n'
registers 'a payload that is no diagnosis' 1 'answer 4.00 Bad Request
dmstate 7 register failed' format:4.00=x
registers 'no payload of a success' 0 'answer 2.01 Created, Location-Path rd/X
dmstate 6 register success' 2.01/rd/X=x
registers 'what is ignored' 0 'ignored 2.01 Created: critical option 9
answer 2.01 Created, Location-Path rd/X
dmstate 6 register success' critical:2.01/rd/X
registers 'another Message ID' 0 'ignored 2.01 Created: another Message ID
answer 2.01 Created, Location-Path rd/X
dmstate 6 register success' id:2.01/rd/X
registers 'codes of reserved classes' 0 'ignored 6.04: reserved code
ignored 7.31: reserved code
answer 2.01 Created, Location-Path rd/X
dmstate 6 register success' reserved:2.01/rd/X
registers 'garbage' 0 'ignored 4 bytes: not a CoAP message
answer 2.01 Created, Location-Path rd/X
dmstate 6 register success' garbage:2.01/rd/X
registers 'no location' 1 'answer 2.01 Created
dmstate 7 register failed' 2.01
registers 'another success' 1 'answer 2.04 Changed, Location-Path rd/X
dmstate 7 register failed' 2.04/rd/X
registers 'reset' 1 'answer Reset
dmstate 7 register failed' reset
registers 'token of another' 0 'ignored 2.01 Created: another token
answer 2.01 Created, Location-Path rd/X
dmstate 6 register success' twice:2.01/rd/X
registers 'later' 0 'answer 2.01 Created, Location-Path rd/X
dmstate 6 register success' later:2.01/rd/X silence
heard 'register: later' "$first
ACK 0.00"

says 'register: ACK_TIMEOUT' 1 'qdmp: register: ACK_TIMEOUT too long for the lifetime' \
    register "${who[@]}" --period 300 --ack-timeout 200000 --to 127.0.0.1:1
serve silence silence silence silence silence
says 'register: silence' 1 "$begun
dmstate 8 register timeout
qdmp: register: no answer" register "${who[@]}" --to "127.0.0.1:$port" --ack-timeout 10
heard 'register: silence' "$first
$first
$first
$first
$first"
serve silence 2.01/rd/X
says 'register: sent again' 0 "$begun
answer 2.01 Created, Location-Path rd/X
dmstate 6 register success" register "${who[@]}" --to "localhost:$port" --ack-timeout 20
heard 'register: sent again' "$first
$first"
says 'register: nobody there' 1 "$begun
dmstate 8 register timeout
qdmp: register: no answer" register "${who[@]}" --to "127.0.0.1:$port" --ack-timeout 10
serve 2.01/rd/X
is 'register: JSON' '{"dmstate":0,"text":"initial state"} {"dmstate":4,"text":"connect success"} ["2.01","ACK",["rd","X"]] {"dmstate":6,"text":"register success"}' \
    "$("${qdmp[@]}" register --name x --to "127.0.0.1:$port" --json |
        jq -c 'if .answer then [.answer.code, .answer.type, [.answer.options[].value]] else . end' | paste -sd ' ')"

serve garbage:2.01/rd/X critical:2.01/rd/X
is 'register: JSON of what is ignored' '[{"hex":"80000000"},"not a CoAP message"]' \
    "$("${qdmp[@]}" register --name x --to "127.0.0.1:$port" --json | jq -c 'select(.ignored) | [.ignored, .why]')"
is 'register: JSON of a message that is ignored' '["2.01","critical option 9"]' \
    "$("${qdmp[@]}" register --name x --to "127.0.0.1:$port" --json | jq -c 'select(.ignored) | [.ignored.code, .why]')"

# exchanges COMMAND NAME STATUS OUTPUT STEP...: with $ack_timeout milliseconds, which are few only if the server is
# silent
ack_timeout=2000
exchanges() {
    local command=$1 name=$2 status=$3 text=$4
    shift 4
    local options=(--location rd/ABCD1234 --ack-timeout "$ack_timeout")
    [ "$command" = update ] && options+=("${who[@]}")
    serve "$@"
    says "$command: $name" "$status" "$text" "$command" "${options[@]}" --to "127.0.0.1:$port"
}
exchanges update 'success' 0 'answer 2.04 Changed
dmstate 11 update success' 2.04
heard 'update' 'CON 0.02 rd/ABCD1234?epi'
for path in / //rd rd/ .. a/b/c/d/e/f/g/h/i; do # a Location-Path in a 2.04 is ignored
    exchanges update "an answer with the path $path" 0 "answer 2.04 Changed, Location-Path $path
dmstate 11 update success" "2.04/${path#/}"
done
exchanges update 'not found' 1 'answer 4.04 Not Found
dmstate 12 update failed
qdmp: update: refused' 4.04
exchanges update 'another success' 1 'answer 2.01 Created
dmstate 12 update failed
qdmp: update: refused' 2.01
exchanges update 'reset' 1 'answer Reset
dmstate 12 update failed
qdmp: update: refused' reset
ack_timeout=10 exchanges update 'silence' 1 'dmstate 13 update timeout
qdmp: update: no answer' silence silence silence silence silence
heard 'update: silence' "$(for _ in 1 2 3 4 5; do echo 'CON 0.02 rd/ABCD1234?epi'; done)"
exchanges update 'token of another' 0 'ignored 2.04 Changed: another token
answer 2.04 Changed
dmstate 11 update success' twice:2.04
exchanges update 'a diagnosis' 1 'answer 4.04 Not Found: lifetime over
dmstate 12 update failed
qdmp: update: refused' '4.04=lifetime over'
exchanges update 'critical option' 0 'ignored 2.04 Changed: critical option 9
answer 2.04 Changed
dmstate 11 update success' critical:2.04
exchanges update 'another Message ID' 0 'ignored 2.04 Changed: another Message ID
answer 2.04 Changed
dmstate 11 update success' id:2.04
exchanges update 'codes of reserved classes' 0 'ignored 6.04: reserved code
ignored 7.31: reserved code
answer 2.04 Changed
dmstate 11 update success' reserved:2.04
exchanges update 'garbage' 0 'ignored 4 bytes: not a CoAP message
answer 2.04 Changed
dmstate 11 update success' garbage:2.04
ack_timeout=20 exchanges update 'sent again' 0 'answer 2.04 Changed
dmstate 11 update success' silence 2.04
exchanges deregister 'success' 0 'answer 2.02 Deleted
dmstate 0 initial state' 2.02
heard 'deregister' 'CON 0.04 rd/ABCD1234'
exchanges deregister 'later' 0 'answer 2.02 Deleted
dmstate 0 initial state' later:2.02 silence
heard 'deregister: later' 'CON 0.04 rd/ABCD1234
ACK 0.00'
exchanges deregister 'refused' 1 'answer 4.03 Forbidden
dmstate 0 initial state
qdmp: deregister: refused' 4.03
exchanges deregister 'codes of reserved classes' 0 'ignored 6.04: reserved code
ignored 7.31: reserved code
answer 2.02 Deleted
dmstate 0 initial state' reserved:2.02
ack_timeout=10 exchanges deregister 'silence' 1 'dmstate 0 initial state
qdmp: deregister: no answer' silence silence silence silence silence
says 'a host that is none' 2 'dmstate 0 initial state
qdmp: a b: Name or service not known
dmstate 5 connect failed' register "${who[@]}" --to 'a b:1'

# stays NAME STATUS SIGNAL WAIT OUTPUT STEP...: registers with --keep and sends the signal when the line WAIT is printed
stays() {
    local name=$1 status=$2 signal=$3 wait=$4 text=$5 client from said='' line=''
    shift 5
    serve "$@"
    exec {from}< <(exec "${qdmp[@]}" register "${who[@]}" --to "127.0.0.1:$port" --keep --ack-timeout "$ack_timeout" 2>&1)
    client=$!
    while [[ $line != *"$wait"* ]] && read -r -t 20 line; do
        said+=$line$'\n'
    done <&"$from"
    is "keep: $name: no password in sight" '1 0' "$(tr '\0' ' ' <"/proc/$client/cmdline" >cmdline
        echo "$(grep -c -e --keep cmdline) $(grep -c "$secret" cmdline)")"
    kill "-$signal" "$client"
    said+=$(cat <&"$from")
    exec {from}<&-
    wait "$client"
    is "keep: $name" "$status: $begun
$text" "$?: $said"
}
for signal in INT TERM; do
    stays "SIG$signal" 0 "$signal" 'dmstate 6' 'answer 2.01 Created, Location-Path rd/X
dmstate 6 register success
answer 2.02 Deleted
dmstate 0 initial state' 2.01/rd/X 2.02
    heard "keep: SIG$signal" "$first
CON 0.04 rd/X"
done
stays 'a request' 0 INT 'reply' 'answer 2.01 Created, Location-Path rd/X
dmstate 6 register success
request 0.01 GET, Uri-Path 666/0
reply 2.05 Content
answer 2.02 Deleted
dmstate 0 initial state' ask:2.01/rd/X silence 2.02
heard 'keep: a request' "$first
ACK 2.05
CON 0.04 rd/X"
stays 'refused' 1 INT 'dmstate 6' 'answer 2.01 Created, Location-Path rd/X
dmstate 6 register success
answer 4.04 Not Found
dmstate 0 initial state
qdmp: register: the de-register was refused' 2.01/rd/X 4.04
ack_timeout=100 stays 'no answer to the de-register' 1 INT 'dmstate 6' 'answer 2.01 Created, Location-Path rd/X
dmstate 6 register success
qdmp: register: no answer to the de-register' 2.01/rd/X silence silence silence
stays 'signal before the answer to the register' 0 INT 'dmstate 4' 'answer 2.01 Created, Location-Path rd/X
dmstate 6 register success
answer 2.02 Deleted
dmstate 0 initial state' slow:2.01/rd/X 2.02
heard 'keep: signal before the answer to the register' "$first
CON 0.04 rd/X"
stays 'signal before a refusal' 1 INT 'dmstate 4' 'answer 4.00 Bad Request
dmstate 0 initial state
qdmp: register: ended before it was registered' slow:4.00
for signal in INT TERM; do
    stays "never registered, SIG$signal" 1 "$signal" 'dmstate 7' 'answer 4.00 Bad Request
dmstate 7 register failed
dmstate 0 initial state
qdmp: register: ended before it was registered' 4.00
done

# An independent server. It accepts no update and no de-register.
if command -v coap-rd-notls >/dev/null; then
    port=$(free_port)
    coap-rd-notls -A 127.0.0.1 -p "$port" >rd.log 2>&1 &
    server=$!
    until_bound "$port"
    "${qdmp[@]}" register "${who[@]}" --to "127.0.0.1:$port" >out 2>&1
    is 'coap-rd' "0 $begun
answer 2.01 Created, Location-Path rd/*
dmstate 6 register success" "$? $(sed 's,rd/[0-9A-Za-z-]*,rd/*,' out)"
    "${qdmp[@]}" update "${who[@]}" --location "$(sed -n 's/.*Location-Path //p' out)" --to "127.0.0.1:$port" >out 2>&1
    is 'coap-rd: update' '1 dmstate 12 update failed' "$? $(grep dmstate out)"
    end_process server
fi

conclude
