#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Prints the size of the library on microcontrollers: text, data and bss of each layer and of some uses, and their
# deepest stack. Each is linked from its functions, with what they need of the rest. Not counted: memcpy and similar
# functions, the compiler's runtime (division), the user's crypto. Fails if a limit of bench/mcu/limits.csv is exceeded,
# or if a 64-bit division is called. With --check, also fails if a row differs from the baseline; with --update,
# rewrites the baseline.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
scripts/packages.sh size
mode=${1:-}
case $mode in '' | --check | --update) ;; *) echo "usage: size.sh [--check | --update]" >&2; exit 2 ;; esac
out=build/size
status=0
limits=$(sed '/^#/d' bench/mcu/limits.csv | tail -n +2)

# The functions of each row: patterns over the public functions.
declare -A roots=(
    [spec]='qdmp_spec_*'
    [request_decode]='qdmp_request_decode'
    [request_encode]='qdmp_request_encode'
    [response_decode]='qdmp_response_decode'
    [response_encode]='qdmp_response_encode'
    [answers]='qdmp_response_answers'
    [values]='qdmp_is_null qdmp_mac_* qdmp_location_* qdmp_app_info_*'
    [stream]='qdmp_stream_*'
    [names]='qdmp_status_* qdmp_field_name'
    [tokens]='qdmp_tokens_*'
    [alone]='qdmp_version qdmp_crc32'
    [coap]='qdmp_coap_* qdmp_links_*'
    [registration]='qdmp_registration_* qdmp_endpoint_name qdmp_register_* qdmp_update_* qdmp_deregister_* qdmp_reply_*'
    [session]='qdmp_session_[!n]*'
    [object]='qdmp_object_* qdmp_session_next_id' # which no other function calls from outside
    [settings]='qdmp_settings_* qdmp_image_*'
    [module]='qdmp_module_* qdmp_command_line_* qdmp_cme_*'
    [crc32]='qdmp_crc32'
    [storage_flash]='qdmp_storage_flash_*'
    [use_request]='qdmp_request_*'
    [use_response]='qdmp_response_*'
)
# use_at is what a modem that registers on its own contains. use_registration is what registering adds to it. use_object
# and use_settings are what object 666 and saving settings add to both. use_module is what executing commands adds,
# saving included.
roots[use_at]="${roots[use_request]} ${roots[use_response]} ${roots[values]} ${roots[stream]} ${roots[names]}"
roots[use_registration]="${roots[coap]} ${roots[registration]} ${roots[session]}"
roots[use_object]=${roots[object]}
roots[use_settings]=${roots[settings]}
roots[use_module]="${roots[settings]} ${roots[module]}"
at_rows=(spec request_decode request_encode response_decode response_encode answers values stream names tokens use_request
         use_response use_at)
other_rows=(coap registration session object settings module crc32 storage_flash)

# Calls by pointer, which the compiler's call graph does not show. A function followed by a colon calls the user's
# pointers. `=` says that a public function hands out a pointer to another function.
pointers=(qdmp__name_encrypt: qdmp__derive_key:)
settings_pointers=(qdmp_module_open: qdmp_object_etag: qdmp__object_put_values:)
adapter_pointers=(qdmp_storage_flash_open: qdmp_storage_flash_open=load qdmp_storage_flash_open=store)
for put in qdmp__registration_encode:put_request qdmp_endpoint_name:put_opened \
           qdmp_coap_encode:put_message qdmp_links_encode:put_items; do
    pointers+=("${put%:*}:qdmp__compose_fits:${put#*:}" "${put%:*}:qdmp__compose_into:${put#*:}")
done

# What remains of the whole library with each switch (abi.h): all public functions, even those that are not called.
declare -A switches=([whole]='' [whole_at]=-DQDMP_AT_ONLY [whole_host]=-DQDMP_HOST_ONLY [whole_module]=-DQDMP_MODULE_ONLY
    [whole_strict]=-DQDMP_STRICT [whole_lines]=-DQDMP_WHOLE_LINES)

# Lists sources by name: the names tell which save settings, and which belong to the CoAP side.
all_sources() { find src -maxdepth 1 -name '*.c' -printf '%f\n' | sed 's/\.c$//'; }
registering_sources() { all_sources | grep -vE '^(image|module|object|settings)'; }
at_sources() { registering_sources | grep -vE '^(base64|coap|crc32|crypto|registration|session)'; }
adapters() { echo storage_flash; }

compile() { # FOLDER FROM SOURCES FLAGS...
    mkdir -p "$1"
    "$3" | xargs -P 2 -I{} "${cc[@]}" "${@:4}" -std=c11 -ffunction-sections -fdata-sections -fstack-usage \
        -fcallgraph-info=su -Iinclude -Isrc -c "$2/{}.c" -o "$1/{}.o"
}

functions() { # FOLDER PATTERNS: the public functions that match
    local name pattern patterns
    read -r -a patterns <<<"$2"
    "$nm" --defined-only --extern-only "$1"/*.o | awk '$2 == "T" && $3 ~ /^qdmp_[a-z]/ {print $3}' | while read -r name; do
        for pattern in "${patterns[@]}"; do
            # shellcheck disable=SC2053
            [[ $name != $pattern ]] || echo "$name"
        done
    done
}

linked() { # FOLDER FUNCTION...: text, data and bss of what they need
    local folder=$1 list
    shift
    list=$(printf -- ',-u,%s' "$@")
    "${cc[@]}" -nostdlib -T bench/mcu/size.ld "-Wl,--gc-sections,--unresolved-symbols=ignore-all,-e,$1$list" "$folder"/*.o -o "$folder/linked"
    "$size" "$folder/linked" | awk 'NR == 2 {print $1, $2, $3}'
}

judge() { # ROW CPU OPT COLUMN VALUE
    local row cpu opt column limit
    while IFS=, read -r row cpu opt column limit; do
        # shellcheck disable=SC2053
        [[ $1 == $row && $2 == $cpu && $3 == $opt && $4 == "$column" ]] || continue
        if [ "$5" -gt "$limit" ]; then
            echo "$1 $2 $3: $4 $5 is above its limit, $limit" >&2
            status=1
        fi
    done <<<"$limits"
}

report() { # ROW TEXT DATA BSS FOLDER FUNCTION...
    local row=$1 text=$2 data=$3 bss=$4 folder=$5 stack chain
    shift 5
    chain=$(printf '%s\n' "$@" | awk 'NR == FNR {asked[$1]; next} $1 in asked {$1 = ""; print}' - "$folder/stack" |
        sort -n -s -k1,1 | tail -n 1)
    read -r stack chain <<<"$chain"
    printf '%-13s %s %-16s text %5d  data %d  bss %d  stack %3d bytes: %s\n' "$cpu" "$opt" "$row" "$text" "$data" "$bss" "$stack" "$chain"
    echo "$row,$cpu,$opt,$text,$data,$bss,$stack" >>"$out/rows"
    judge "$row" "$cpu" "$opt" text "$text"
    judge "$row" "$cpu" "$opt" data "$data"
    judge "$row" "$cpu" "$opt" bss "$bss"
    judge "$row" "$cpu" "$opt" stack "$stack"
}

# Results go through variables, because a failure inside the words of another command is not noticed.
rows() { # FOLDER ROW...
    local folder=$1 row names sizes
    shift
    for row in "$@"; do
        names=$(functions "$folder" "${roots[$row]}")
        # shellcheck disable=SC2086
        sizes=$(linked "$folder" $names)
        # shellcheck disable=SC2086
        report "$row" $sizes "$folder" $names
    done
}

# What a row adds to others: the size of their link with it, less the size without it in a folder whose statuses have no
# more names than they need.
added() { # ROW FOLDER LESSER_FOLDER OTHERS
    local without with names more
    names=$(functions "$3" "$4")
    more=$(functions "$2" "${roots[$1]}")
    # shellcheck disable=SC2086,SC2207
    without=($(linked "$3" $names))
    # shellcheck disable=SC2086,SC2207
    with=($(linked "$2" $names $more))
    # shellcheck disable=SC2086
    report "$1" $((with[0] - without[0])) $((with[1] - without[1])) $((with[2] - without[2])) "$2" $more
}

# Functions that the library does not contain. A 64-bit division must not be among them, because 32-bit processors have
# it as a slow function of the runtime (__aeabi_ of ARM, the others of RISC-V).
left_out() { # FOLDER
    local missing divisions
    missing=$(comm -23 <("$nm" --undefined-only "$1"/*.o | awk 'NF == 2 {print $2}' | sort -u) \
        <("$nm" --defined-only "$1"/*.o | awk 'NF == 3 {print $3}' | sort -u) | paste -s -d ' ')
    echo "  left out: $missing"
    divisions=$(tr ' ' '\n' <<<"$missing" | grep -xE '__aeabi_u?ldivmod|__u?(div|mod|divmod)di[34]' || true)
    [ -z "$divisions" ] && return
    echo "$cpu $opt: a 64-bit division is called: $divisions" >&2
    status=1
}

# The AT layers in an image that decodes only whole lines, tolerantly or not: NAME FLAGS...
at_without() {
    local row
    compile "$folder/$1" src at_sources -DQDMP_AT_ONLY "${@:2}"
    scripts/deepest_stack.py "$folder/$1"/*.ci >"$folder/$1/stack"
    for row in request_decode response_decode use_at; do
        roots[${row}_$1]=${roots[$row]}
        rows "$folder/$1" "${row}_$1"
    done
}

# What remains with each switch.
whole() { # FOLDER
    local row folder calls
    for row in whole whole_at whole_host whole_module whole_strict whole_lines; do
        folder=$1/$row
        calls=("${pointers[@]}" "${settings_pointers[@]}")
        [ "$row" != whole_host ] || calls=("${pointers[@]}")
        [ "$row" != whole_at ] || calls=() # all of them are left out
        # shellcheck disable=SC2086
        compile "$folder" src all_sources ${switches[$row]}
        scripts/deepest_stack.py "${calls[@]}" "$folder"/*.ci >"$folder/stack"
        roots[$row]='*'
        rows "$folder" "$row"
    done
}

# Every public function belongs to one layer; otherwise it would not be measured.
expect_all_named() { # FOLDER
    local rows="${roots[spec]} ${roots[tokens]} ${roots[use_at]} ${roots[use_registration]} ${roots[object]} ${roots[use_module]} ${roots[storage_flash]} ${roots[alone]}"
    diff <(functions "$1" '*' | sort) <(functions "$1" "$rows" | sort) >&2 ||
        { echo "a public function is in no row, or in two" >&2; exit 1; }
}

measure() { # PREFIX CPU COMPILER_FLAGS...
    local cpu=$2 cc nm=$1-nm size=$1-size opt folder
    for opt in -Os -O2; do
        cc=("$1-gcc" "${@:3}" "$opt")
        folder=$out/$cpu$opt
        compile "$folder/at" src at_sources -DQDMP_AT_ONLY
        compile "$folder/registering" src registering_sources -DQDMP__NO_STORAGE
        compile "$folder/all" src all_sources
        compile "$folder/all" port adapters
        expect_all_named "$folder/all"
        scripts/deepest_stack.py "$folder"/at/*.ci >"$folder/at/stack"
        scripts/deepest_stack.py "${pointers[@]}" "$folder"/registering/*.ci >"$folder/registering/stack"
        scripts/deepest_stack.py "${pointers[@]}" "${settings_pointers[@]}" "${adapter_pointers[@]}" "$folder"/all/*.ci >"$folder/all/stack"
        rows "$folder/at" "${at_rows[@]}"
        at_without lines -DQDMP_WHOLE_LINES
        at_without strict -DQDMP_WHOLE_LINES -DQDMP_STRICT
        rows "$folder/all" "${other_rows[@]}"
        added use_registration "$folder/registering" "$folder/registering" "${roots[use_at]}"
        added use_object "$folder/all" "$folder/registering" "${roots[use_at]} ${roots[use_registration]}"
        added use_settings "$folder/all" "$folder/registering" "${roots[use_at]} ${roots[use_registration]}"
        added use_module "$folder/all" "$folder/registering" "${roots[use_at]} ${roots[use_registration]}"
        left_out "$folder/all"
        [ "$cpu $opt" != "cortex-m0plus -Os" ] || whole "$folder"
    done
}

rm -rf "${out:?}"
mkdir -p "$out"
compilers="$(arm-none-eabi-gcc --version | head -n 1), $(riscv64-unknown-elf-gcc --version | head -n 1)"
printf '# SPDX-License-Identifier: MIT\n# %s\nlayer,cpu,opt,text,data,bss,stack\n' "$compilers" >"$out/rows"
echo "$compilers"
for cpu in cortex-m0plus cortex-m3 cortex-m4; do
    measure arm-none-eabi "$cpu" -mcpu="$cpu" -mthumb
done
measure riscv64-unknown-elf rv32imc -march=rv32imc -mabi=ilp32 -isystem /usr/lib/picolibc/riscv64-unknown-elf/include

[ "$mode" = "" ] || bench/baseline.py "$mode" bench/mcu/baseline.csv <"$out/rows" || status=1
exit "$status"
