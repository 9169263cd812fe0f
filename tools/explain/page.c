/* SPDX-License-Identifier: MIT */
/*
 * The WebAssembly functions that the page calls. The page gets room for the input from input_begin, writes the input,
 * and calls one function. That function returns the address of the answer, which is JSON. answer_size returns its size.
 */
#include "explain.h"

#include "../fields.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

extern char __heap_base;

enum { PAGE = 1 << 16 }; /* bytes of a page of memory */

static json answer;
static qdmp_span input;
static qdmp_room room;
static qdmp_request request;

/* Grows the memory to contain all bytes before `end`. Returns false if there is not enough memory. */
static bool reach(size_t end) {
    size_t pages = (end + PAGE - 1) / PAGE, now = __builtin_wasm_memory_size(0);
    return pages <= now || __builtin_wasm_memory_grow(0, pages - now) != SIZE_MAX;
}

/* The heap contains the input, then the room for canonical forms, then the answer. */
char *EXPORT(input_begin)(size_t size) {
    input.ptr = &__heap_base;
    input.len = size;
    room.ptr = &__heap_base + size;
    room.cap = size + QDMP_REQUEST_LINE_MAX;
    answer.to = room.ptr + room.cap;
    answer.size = 0;
    return reach((size_t)answer.to) ? &__heap_base : NULL;
}

typedef void teller(json *out, int option);

/* Calls `teller` twice: first to measure the answer, then to write it. */
static const char *tell(teller *teller, int option) {
    json measured = {answer.to, 0, 0, false};
    teller(&measured, option);
    json written = {answer.to, measured.len, 0, false};
    answer.len = 0;
    if (!reach((size_t)answer.to + measured.len))
        return NULL;
    teller(&written, option);
    answer.len = written.len;
    return answer.to;
}

size_t EXPORT(answer_size)(void) {
    return answer.len;
}

static void tell_log(json *out, int role) {
    explain_log(out, input, (line_role)role, room);
}

static void tell_line(json *out, int role) {
    explain_line(out, input, (line_role)role, room);
}

static void tell_datagram(json *out, int option) {
    (void)option;
    explain_datagram(out, input);
}

static void tell_table(json *out, int option) {
    (void)option;
    explain_table(out);
}

static void tell_request(json *out, int option) {
    (void)option;
    explain_request(out, &request, room);
}

/* Of both, `role` is a line_role: 0 automatic, 1 request, 2 response. */
const char *EXPORT(log)(int role) {
    return tell(tell_log, role);
}

const char *EXPORT(line)(int role) {
    return tell(tell_line, role);
}

const char *EXPORT(datagram)(void) {
    return tell(tell_datagram, 0);
}

const char *EXPORT(table)(void) {
    input_begin(0);
    return tell(tell_table, 0);
}

/* --- a request from the form: begin it, set its values, encode it. Its texts are in the input. --- */

void EXPORT(request_begin)(int kind) {
    qdmp_request fresh = {.kind = (qdmp_request_kind)kind};
    request = fresh;
}

void EXPORT(request_type)(uint32_t type) {
    request.ex_type = type;
}

void EXPORT(request_number)(int field, uint32_t number) {
    *(uint32_t *)field_to_set(&request.server, (qdmp_field)field) = number;
}

void EXPORT(request_octet)(int field, unsigned index, unsigned octet) {
    ((uint8_t *)field_to_set(&request.server, (qdmp_field)field))[index & 3] = (uint8_t)octet;
}

void EXPORT(request_text)(int field, size_t offset, size_t size) {
    qdmp_span text = {input.ptr + offset, size};
    *(qdmp_span *)field_to_set(&request.server, (qdmp_field)field) = text;
}

const char *EXPORT(request_end)(void) {
    return tell(tell_request, 0);
}
