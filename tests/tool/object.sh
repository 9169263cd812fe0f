#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Tests of the answers of qdmp register --keep: object.sh BINARY. libcoap's client reads the bodies of
# vectors/object666.json, which a separate encoder made, in blocks of every size. tshark dissects an answer. The client
# sends from the port of the server at which the tool registered, because the tool accepts datagrams from no other.
set -u
qdmp=(timeout --foreground -k 5 60 "$(realpath "${1:?usage: object.sh BINARY}")")
here=$(cd "$(dirname "$0")" && pwd)
vectors=$(realpath "$here/../vectors/object666.json")
work=$(mktemp -d)
module=
trap 'end_process module; rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$here/checks.sh"

identity=(--type 1 --imei 863703030822519 --appkey M100000089)
export QDMP_TEST_SECRET=95Go0123456789abcdefghijklmnopqr
who=("${identity[@]}" --password-env QDMP_TEST_SECRET)

# A module that has registered: module OPTION...; its log is in log, its port in $own, the server's in $port.
module() {
    end_process module
    serve 2.01/rd/X
    "${qdmp[@]}" register --to "127.0.0.1:$port" --keep --ack-timeout 20 "$@" >log 2>&1 &
    module=$!
    for _ in $(seq 100); do
        grep -q 'dmstate.* 6\|"dmstate":6' log && break
        sleep 0.05
    done
    own=$(awk -v server="$(printf '0100007F:%04X' "$port")" '$3 == server {split($2, at, ":"); print at[2]; exit}' /proc/net/udp)
    own=$((16#${own:-0}))
    heard "registered: $*" "$(printf 'CON 0.02 rd?lwm2m&ep&b&lt')"
}

# reads PATH OPTION...: stores what libcoap's client gets in got, and the code of a refusal in said
reads() {
    local path=$1
    shift
    timeout -k 5 20 coap-client-notls -B 5 -a 127.0.0.1 -p "$port" -o got "$@" "coap://127.0.0.1:$own/$path" >said 2>&1
}

hex_of() { od -An -v -tx1 "$1" | tr -d ' \n'; }

# expect NAME HEX PATH OPTION...
expect() {
    local name=$1 hex=$2
    shift 2
    rm -f got
    reads "$@"
    is "$name" "$hex" "$(hex_of got 2>/dev/null)$(cat said)"
}

# --- whole bodies ----------------------------------------------------------------------------------------------------

vector() { jq -r ".cases[$1]$2" "$vectors"; }

# The values of vector INDEX, as options.
values_of() {
    mapfile -d '' -t values < <(jq -j ".cases[$1].values | to_entries[] | \"--value\\u0000\(.key)=\(.value)\\u0000\"" "$vectors")
}

for index in 0 1 2; do
    values_of "$index"
    is "values of $index" 26 "${#values[@]}"
    module "${who[@]}" "${values[@]}"
    body=$(vector "$index" .body)
    size=$(printf '%04x' "$(vector "$index" .bytes)")
    for block in 16 32 64 128 256 512 1024; do
        expect "$index: blocks of $block" "$body" 666/0 -b "$block"
        expect "$index: blocks of $block, the object" "1000$size$body" 666 -b "$block"
        expect "$index: blocks of $block, NON" "$body" 666/0 -b "$block" -N
    done
    expect "$index: no block size" "$body" 666/0
    expect "$index: Accept" "$body" 666/0 -A 11542 -b 256
    expect "$index: Uri-Host and Uri-Port" "$body" 666/0 -O 3,example -O 7,0x1633 -b 128
    expect "$index: Observe" "$body" 666/0 -s 1 -b 512
    expect "$index: one resource" "$(vector "$index" .one.rom)" 666/0/6604
    expect "$index: one resource in blocks" "$(vector "$index" .one.applInfo)" 666/0/6602 -b 16
    expect "$index: one resource, NON" "$(vector "$index" .one.applInfo)" 666/0/6602 -N
done

# --- Discover --------------------------------------------------------------------------------------------------------

resources=$(seq -f '</666/0/%g>' -s , 6602 6614)
links() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }
for block in 16 64 1024; do
    expect "Discover in blocks of $block" "$(links "</666>,</666/0>,$resources")" 666 -A 40 -b "$block"
    expect "Discover of the instance, $block" "$(links "</666/0>,$resources")" 666/0 -A 40 -b "$block" -N
done
expect 'Discover of a resource' "$(links '</666/0/6614>')" 666/0/6614 -A 40

# --- refusals --------------------------------------------------------------------------------------------------------

# refused CODE PATH OPTION...: libcoap's client prints the code
refused() {
    local code=$1
    shift
    rm -f got
    reads "$@"
    is "refused: $*" "$code" "$(grep -o '^[45]\.[0-9][0-9]' said)"
}
refused 4.04 666/1
refused 4.04 666/0/6601
refused 4.04 rd
refused 4.05 666/0 -m post -e x
refused 4.05 666/0 -m delete -N
refused 4.06 666/0 -A 60
refused 4.06 666/0 -A 60 -N
refused 4.02 666/0 -O 15,pmin=1
refused 5.05 666/0 -O 35,coap://a
end_process module
is 'what the log says of a refusal' 'reply 4.04 Not Found' "$(grep -A 1 'Uri-Path 666/1' log | tail -n 1)"
is 'the password is not in the log' 0 "$(grep -c "$QDMP_TEST_SECRET" log)"

module --name x
refused 4.03 666/0
refused 4.03 666 -A 40

# --- the answer as tshark dissects it --------------------------------------------------------------------------------

# ask HEX: sends these bytes from the server's port; the answer's bytes
ask() {
    python3 - "$port" "$own" "$1" <<'PYTHON'
import socket
import sys

port, own, request = int(sys.argv[1]), int(sys.argv[2]), bytes.fromhex(sys.argv[3])
with socket.socket(type=socket.SOCK_DGRAM) as server:
    server.settimeout(5)
    server.bind(("127.0.0.1", port))
    server.sendto(request, ("127.0.0.1", own))
    print(server.recv(2048).hex())
PYTHON
}

# dissected NAME REQUEST FIELD...: what tshark finds in the answer
dissected() {
    local name=$1 request=$2 expected=$3 field fields=()
    shift 3
    for field; do fields+=(-e "$field"); done
    ask "$request" | sed 's/../& /g; s/^/000000 /' >dump
    text2pcap -q -u 5683,5683 dump pcap 2>/dev/null
    is "tshark: $name" "$expected" "$(tshark -r pcap -T fields -E aggregator=, -E occurrence=a "${fields[@]}" -e _ws.malformed 2>/dev/null | tr '\t' ' ')"
}

values_of 0
module "${who[@]}" "${values[@]}"
numbers=$(seq -s , 6602 6614)
lengths=172,44,24,24,24,24,24,24,24,24,24,24,64
is 'a real client' 61451234aac22d16ffe819cc184d7837776550722f2f59524c527a4a43504a533443413d3d "$(ask 41011234aab336363601300436363034)"
dissected 'GET /666/0' 41011234aab33636360130 "2 69 $numbers $lengths " \
    coap.type coap.code lwm2mtlv.identifier lwm2mtlv.length
dissected 'GET /666' 40011234b3363636 "0,$numbers 572,$lengths " lwm2mtlv.identifier lwm2mtlv.length
dissected 'GET /666/0/6604' 41011234aab336363601300436363034 'application/vnd.oma.lwm2m+tlv 6604 Mx7wePr//YRLRzJCPJS4CA== ' \
    coap.opt.ctype lwm2mtlv.identifier lwm2mtlv.value.string

# --- settings of an image --------------------------------------------------------------------------------------------

# image NAME: an image of the vectors, in the file NAME
image() {
    awk -v name="$1" '$1 == name {print $NF}' "$here/../vectors/image-v1.txt" |
        python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' >"$1"
}
for name in guide no-part mode-forbidden mode-allowed credentials-shortest; do image "$name"; done
key=$(printf '95Go****' | sha256sum | cut -d ' ' -f 1)
# encrypted TEXT: the content of a resource with this text, as hex
encrypted() {
    links "$(printf '%s' "$1" | openssl enc -aes-256-cbc -K "$key" -iv 00000000000000000000000000000000 | openssl base64 -A)"
}
module --settings guide
expect 'settings: a resource' "e819ce18$(encrypted MT2625)" 666/0/6606
reads 666/0 -b 64
is 'settings: all resources' 572 "$(wc -c <got)"
rom_in_blocks=41011234aab336363601300436363034c106
is 'settings: the ETag' "61451234aa44$(sha256sum guide | head -c 8)822d16b106ffe819cc18$(encrypted 4096KB)" "$(ask "$rom_in_blocks")"
# A part that this version does not know is no setting, but it belongs to the image in force.
python3 -c 'import sys, zlib
image = open("guide", "rb").read()[:-4] + bytes([99, 1, 0, 7])
image = image[:6] + (len(image) + 4).to_bytes(2, "little") + image[8:]
sys.stdout.buffer.write(image + zlib.crc32(image).to_bytes(4, "little"))' >later
module --settings later
is 'settings: the ETag of an image with an unknown part' \
    "61451234aa44$(sha256sum later | head -c 8)822d16b106ffe819cc18$(encrypted 4096KB)" "$(ask "$rom_in_blocks")"
is 'settings: the period is that of the image' 420 \
    "$("${qdmp[@]}" register --settings guide --json | jq -r '.options[].value' | sed -n 's/^lt=//p' 2>/dev/null)"
module --settings guide --value rom=8192KB --value rom=16MB --value location=
expect 'settings: a value in place of its' "e819cc18$(encrypted 16MB)" 666/0/6604
expect 'settings: an empty value' "e819d618$(encrypted '')" 666/0/6614
expect 'settings: the others stay' "e819ce18$(encrypted MT2625)" 666/0/6606
is 'settings: the ETag is that of another image' different \
    "$([[ $(ask "$rom_in_blocks") == *$(sha256sum guide | head -c 8)* ]] || echo different)"
end_process module

# says NAME STATUS OUTPUT OPTION...: of a register with --keep that ends before it sends anything
says() {
    local name=$1 status=$2 text=$3
    shift 3
    is "$name" "$status: qdmp: $text" "$(timeout -k 5 20 "${qdmp[@]}" register --to 127.0.0.1:1 --keep "$@" 2>&1 >/dev/null | head -n 1 >said
        echo "${PIPESTATUS[0]}: $(cat said)")"
}
head -c 40 guide >cut
head -c 40 /dev/zero >blank
{ head -c 30 guide; printf x; tail -c +32 guide; } >changed
says 'settings: no file' 2 'none: No such file or directory' --settings none
says 'settings: a directory' 2 '.: Is a directory' --settings .
says 'settings: cut' 1 'cut: image damaged, byte 6' --settings cut
says 'settings: changed' 1 "changed: image damaged, byte $(($(wc -c <guide) - 4))" --settings changed
says 'settings: blank' 1 'blank: no settings are stored' --settings blank
says 'settings: empty' 1 '/dev/null: no settings are stored' --settings /dev/null
says 'settings: nothing was set' 1 'no-part: no credentials were set' --settings no-part
says 'settings: no credentials' 1 'mode-allowed: no credentials were set' --settings mode-allowed
says 'settings: dmMode never set' 1 'credentials-shortest: dmMode is 0: access forbidden' --settings credentials-shortest
place='register: --settings takes the place of --type, --imei, --appkey, --period and the password'
for option in --type=0 --imei=863703030822519 --appkey=KEY --period=300 --password-file=guide --password-env=HOME; do
    says "settings: with $option" 2 "$place" --settings guide "$option"
done
says 'settings: with a name' 2 'register: --settings and --name exclude each other' --settings guide --name x
which='register: --value takes NAME=TEXT, the name one of those that `qdmp spec` has of QDMPCFGEX'
for value in rom ROM=x =x devInfo=x dmMode=1 romx=1; do
    says "value: $value" 2 "$which" "${who[@]}" --value "$value"
done
says 'value: too long' 1 'register: no module could save volte: 8 bytes; at most 7' "${who[@]}" --value volte=12345678
says 'value: a quote' 1 'register: no module could save mac: would not read back the same' "${who[@]}" --value 'mac="'
says 'value: a comma' 1 'register: no module could save cpu: would not read back the same' "${who[@]}" --value cpu=a,b
is 'value: without --keep' 'qdmp: register: --value needs --keep 2' \
    "$("${qdmp[@]}" register "${who[@]}" --value cpu=a 2>&1 | tr '\n' ' '; echo "${PIPESTATUS[0]}")"
conclude
