#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Tests of the qdmp command under attack: attack.sh BINARY. An attacker chooses inputs, names and descriptors.
set -u
# --foreground as in registration.sh.
limit=(timeout --foreground -k 5 60)
qdmp=$(realpath "${1:?usage: attack.sh BINARY}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$here/checks.sh"
ok='{"kind":"final","result":"OK"}'

# --- descriptors -----------------------------------------------------------------------------------------------------

# sends NAME REDIRECTION: one datagram and no text comes to the server when a standard stream is closed
sends() {
    serve 4.04 silence silence
    eval "${limit[*]} $qdmp update --name x --location a --to 127.0.0.1:$port --ack-timeout 100 $2" >out 2>err
    heard "descriptors: closed $1" 'CON 0.02 a?epi'
}
sends 'standard input' '0<&-'
sends 'standard output' '1>&-'
sends 'standard error' '2>&-'
sends 'standard output and error' '1>&- 2>&-'
sends 'all' '0<&- 1>&- 2>&-'
is 'descriptors: no standard output' '2 qdmp: standard output: Bad file descriptor' \
    "$("$qdmp" decode -e OK 2>err >&-; echo $? "$(cat err)")"
is 'descriptors: no standard input' '2 qdmp: standard input: Bad file descriptor' \
    "$("$qdmp" decode 2>err <&-; echo $? "$(cat err)")"
is 'descriptors: no standard error' 2 "$("$qdmp" decode none 2>&-; echo $?)"

# --- core dumps ------------------------------------------------------------------------------------------------------

# A process that waits for the rest of its password.
mkfifo pipe
cp "$qdmp" qdmp
chmod 755 . qdmp
unprivileged=()
[ "$(id -u)" = 0 ] && unprivileged=(setpriv --reuid 65534 --regid 65534 --clear-groups)
(ulimit -c unlimited 2>/dev/null; exec "${unprivileged[@]}" ./qdmp name --imei 863703030822519 --appkey k --password-file -) <pipe >out 2>err &
client=$!
exec 9>pipe
printf 'secret' >&9
until_runs() {
    local i
    for ((i = 0; i < 100; i++)); do
        grep -q '^Max core file size *0 *0 ' "/proc/$1/limits" && return
        sleep 0.05
    done
}
until_runs "$client"
is 'core: limit' 'Max core file size 0 0 bytes' "$(grep '^Max core' "/proc/$client/limits" | tr -s ' ' | sed 's/ $//')"
# The files of a process that is not dumpable belong to root.
is 'core: not dumpable' 0 "$(stat -c %u "/proc/$client/environ")"
kill -ABRT "$client"
exec 9>&-
wait "$client" 2>/dev/null
is 'core: no file' '' "$(find . -name 'core*')"

# --- output to a terminal --------------------------------------------------------------------------------------------

# complains NAME EXPECTED COMMAND...: compares the standard error of the command
complains() {
    local name=$1 expected=$2
    shift 2
    is "message: $name" "$expected" "$("$@" 2>&1 >/dev/null </dev/null)"
}
red=$'\e[31m'
complains 'a file name' 'qdmp: \x1b[31mno\x0afile: No such file or directory' "$qdmp" decode "${red}no
file"
complains 'a file name of encode' 'qdmp: \x1b[31m: No such file or directory' "$qdmp" encode "$red"
complains 'a password file' 'qdmp: \x1b[31m: No such file or directory' "$qdmp" name --imei 863703030822519 --appkey k --password-file "$red"
complains 'a command' 'qdmp: no command `\x1b[31m`; `qdmp --help` lists them' "$qdmp" "$red"
complains 'a word' 'qdmp: decode: --as takes `request` or `response`, not `\x1b[31m`' "$qdmp" decode --as "$red"
complains 'an option' 'qdmp: encode: --\x1b[31m: no such option, or not clear which one, or its value is missing; `qdmp encode --help` lists them' \
    "$qdmp" encode "--$red"
complains 'a short option' 'qdmp: spec: -\x1b: no such option, or not clear which one, or its value is missing; `qdmp spec --help` lists them' \
    "$qdmp" spec $'-\e'
complains 'a host' 1 eval "'$qdmp' deregister --location a --to '${red}x:1' 2>&1 | grep -cF 'qdmp: \x1b[31mx: ' >&2"
printf '%s\n' '{"kind":"final","\u001b[31m":1,"result":"OK"}' '{"kind":"final","result":"\u001b"}' '{"kind":"final","\u009b31m":1,"result":"OK"}' \
    '{"kind":"final","\u202e":1,"result":"OK"}' $'{\e[31m' >escapes
is 'message: members' 'qdmp: object 1: \x1b[31m: unknown member
qdmp: object 2: result: none of OK, ERROR, CME ERROR
qdmp: object 3: \xc2\x9b31m: unknown member
qdmp: object 4: \xe2\x80\xae: unknown member' "$("$qdmp" encode escapes 2>&1 >/dev/null | head -n 4)"
is 'message: nothing raw' 0 "$("$qdmp" encode escapes 2>&1 | grep -c $'\e\|\xc2\x9b\|\xe2\x80\xae')"
mv escapes "$red"
is 'message: which file' 'qdmp: \x1b[31m: object 1: \x1b[31m: unknown member' "$("$qdmp" encode "$red" - 2>&1 >/dev/null </dev/null | head -n 1)"
is 'message: a long one is cut' 1 "$("$qdmp" "$(printf '%09000d' 0)" 2>&1 | grep -c '…$')"

# --- objects without end ---------------------------------------------------------------------------------------------

# An object that is parsed once takes a second. Parsing it anew at each read took more than a minute.
python3 -c '
print("""{"kind":"request","command":"QDMPCFG","form":"set","type":6,"defaulted":[""")
for i in range(230000): print("\"%060d\"," % i)
print("""\"\"]}""")' >large.json
is 'encode: an object of many lines from a pipe' 'AT+QDMPCFG=6' "$(cat large.json | timeout 20 "$qdmp" encode)"
rm large.json

is 'encode: an object of many empty lines' 'OK' "$({ printf '{"kind":'; head -c 15000000 /dev/zero | tr '\0' '\n'; printf '"final","result":"OK"}'; } | timeout 20 "$qdmp" encode)"
# Each line begins an object within the one before.
for text in '{"a":' '[' '{'; do
    is "encode: never closed: $text" '1 object 100000' "$(yes "$text" | head -n 100000 | timeout 60 "$qdmp" encode 2>err; echo "${PIPESTATUS[2]} $(tail -n 1 err | grep -o 'object [0-9]*')")"
done

# The objects are the same, however the bytes arrive in pieces.
python3 - "$qdmp" >pieces <<'PYTHON'
import json, subprocess, sys
text = '{"kind":"other","text":"\\u005c\\"{[移]}"}[]{"kind":"final",\n"result"\n:"OK"}x\n{"a":{"b":["}\\\\"]}}\n{"kind":"final"\n{"kind":"final","result":"ERROR"} '
def run(pieces):
    with subprocess.Popen([sys.argv[1], "encode"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as client:
        for piece in pieces:
            client.stdin.write(piece)
            client.stdin.flush()
        return client.communicate()
raw = text.encode()
whole = run([raw])
print(whole[0].decode() + whole[1].decode(), end="")
print(all(run([raw[i:i + size] for i in range(0, len(raw), size)]) == whole for size in (1, 2, 3, 7, 64)))
PYTHON
is 'encode: pieces' '\"{[移]}
OK
ERROR
qdmp: object 2: not an object
qdmp: object 4: '"'[' or '{' expected near 'x'"'
qdmp: object 5: kind: missing
qdmp: object 6: '"'}' expected near '{'"'
True' "$(cat pieces)"

# nested COUNT: this number of arrays in each other
nested() {
    python3 -c "print('[' * $1 + ']' * $1)"
}
is 'encode: nested as deep as may be' 'qdmp: object 1: not an object' "$(nested 32 | "$qdmp" encode 2>&1)"
is 'encode: nested too deep' 'qdmp: object 1: nested deeper than 32 levels' "$(nested 33 | "$qdmp" encode 2>&1)"
is 'encode: brackets in a string' '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[' \
    "$(echo '{"kind":"other","text":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}' | "$qdmp" encode 2>&1)"
is 'encode: too many values' 'qdmp: object 1: more than 1048576 values
OK' "$({ python3 -c 'print("[" + "[]," * 3000000 + "[]]")'; echo "$ok"; } | "$qdmp" encode 2>&1)"
is 'encode: the longest object' 'OK' "$({ printf '%s' "${ok%\}}"; head -c 16777185 /dev/zero | tr '\0' ' '; printf '}'; } | "$qdmp" encode 2>&1)"
is 'encode: a longer one' 'qdmp: object 1: longer than 16777216 bytes
OK' "$({ printf '%s' "${ok%\}}"; head -c 17000000 /dev/zero | tr '\0' ' '; printf '}\n%s\n' "$ok"; } | "$qdmp" encode 2>&1)"
# A sanitizer needs more room than that for itself.
if (ulimit -v 50000 && exec "$qdmp" --version) >/dev/null 2>&1; then
    { printf '{"kind":"other","text":"'; head -c 16000000 /dev/zero | tr '\0' x; printf '"}\n%s\n' "$ok"; } >large.json
    is 'encode: no memory' '2 qdmp: out of memory' "$( (ulimit -v 50000 && exec "$qdmp" encode large.json) >out 2>err; echo "$? $(head -c 100 err)")"
fi

# --- lines without end -----------------------------------------------------------------------------------------------

# A line of a log is scanned once, whatever it contains. This takes a second; it would take a minute if each byte
# started the search for a token anew.
python3 - >lines <<'PYTHON'
import sys
for before in b"", b"<- ", b"RX: '":
    for filling in (b"[", b"<", b"(1", b"a:", b"I ", b"ERROR ", b"12 ", b"<a", b"modem (1 ", b"\\n", b"<CR>", b"\x1b[0m", b"\x1b[0", b"'", b'"', b'"a', b"RX: ",
                    b"<- ", b"AT ", b"-", b"a-", b"- ", b"<a> ", b"[a] ", b"x - ", b" ", b"OK<CR>", b"RX: OK<CR>", b"+QDMPCFG?;",
                    b"\x1b[m+QDMPCFG?;", b"\x1b[m+QDMPCFG?<CR>", b"OK\\r ", b"ERROR' '", b"1,1", b"\xe2\x90\x8d", b"Q\0D\0M\0", b"\xc3"):
        sys.stdout.buffer.write(before + filling * (200000 // len(filling)) + b"x+QDMPCFG: 6,6\n")
PYTHON
for options in --log '--log --mask' '--log -t' --mask; do
    # shellcheck disable=SC2086
    is "lines without end: decode $options" 111 "$(timeout 60 "$qdmp" decode $options lines 2>/dev/null | if [ "$options" = '--log -t' ]; then
        sed -n 's/^\([0-9]*\):.*/\1/p'; else jq .line; fi | sort -nu | wc -l)"
done

conclude
