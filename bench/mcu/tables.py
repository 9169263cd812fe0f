#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the guide's lines as the C table of tables.h, for a machine without files.

usage: tables.py GUIDE"""
import json
import sys
from pathlib import Path

lines = [line for line in Path(sys.argv[1]).read_text(encoding="ascii").splitlines() if line and not line.startswith("#")]
print("/* SPDX-License-Identifier: MIT */\n/* Written by tables.py. */\n#include \"tables.h\"")
print("const table_line table_guide[] = {")
for line in lines:
    # A JSON string of ASCII is one of C.
    print(f"    {{{'REQUEST' if line.startswith('AT') else 'RESPONSE'}, {{{json.dumps(line)}, {len(line)}}}}},")
print("};\nconst size_t table_guide_count = sizeof table_guide / sizeof *table_guide;")
