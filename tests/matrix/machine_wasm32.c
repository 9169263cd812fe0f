/* SPDX-License-Identifier: MIT */
/* WebAssembly: the functions that wasm32.js provides. */
#include "machine.h"

__attribute__((import_module("machine"), import_name("say"))) void imported_say(const char *text);
__attribute__((import_module("machine"), import_name("leave"))) _Noreturn void imported_leave(int status);

void say(const char *text) {
    imported_say(text);
}

_Noreturn void leave(int status) {
    imported_leave(status);
}
