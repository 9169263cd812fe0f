#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs a program for an ATmega2560 in simavr: simavr.sh ELF. From an ELF file simavr loads only the sections that it
# knows, and .rows is not one of them. From a hex file it loads everything, but treats a part after a gap as a boot
# loader. A program that sleeps with interrupts off has ended.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
avr-objcopy -O binary -j .text -j .data -j .rows "$1" "$folder/flash"
avr-objcopy -I binary -O ihex "$folder/flash" "$folder/flash.hex"
simavr -m atmega2560 -f 16000000 "$folder/flash.hex"
