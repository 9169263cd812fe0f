/* SPDX-License-Identifier: MIT */
#include "coap_names.h"

#include <stdbool.h>

typedef struct number_name {
    uint16_t number;
    const char *name;
} number_name;

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const option_name options[] = {
    {1, VALUE_OPAQUE, "If-Match"},      {3, VALUE_TEXT, "Uri-Host"},   {4, VALUE_OPAQUE, "ETag"},
    {5, VALUE_OPAQUE, "If-None-Match"}, {6, VALUE_NUMBER, "Observe"},  {7, VALUE_NUMBER, "Uri-Port"},
    {8, VALUE_TEXT, "Location-Path"},   {11, VALUE_TEXT, "Uri-Path"},  {12, VALUE_FORMAT, "Content-Format"},
    {14, VALUE_NUMBER, "Max-Age"},      {15, VALUE_TEXT, "Uri-Query"}, {17, VALUE_FORMAT, "Accept"},
    {20, VALUE_TEXT, "Location-Query"}, {23, VALUE_BLOCK, "Block2"},   {27, VALUE_BLOCK, "Block1"},
    {28, VALUE_NUMBER, "Size2"},        {35, VALUE_TEXT, "Proxy-Uri"}, {39, VALUE_TEXT, "Proxy-Scheme"},
    {60, VALUE_NUMBER, "Size1"},        {252, VALUE_OPAQUE, "Echo"},   {292, VALUE_OPAQUE, "Request-Tag"},
};

static const number_name codes[] = {
    {QDMP_COAP_EMPTY, "Empty"},
    {QDMP_COAP_GET, "GET"},
    {QDMP_COAP_POST, "POST"},
    {QDMP_COAP_PUT, "PUT"},
    {QDMP_COAP_DELETE, "DELETE"},
    {QDMP_COAP_CREATED, "Created"},
    {QDMP_COAP_DELETED, "Deleted"},
    {QDMP_COAP_VALID, "Valid"},
    {QDMP_COAP_CHANGED, "Changed"},
    {QDMP_COAP_CONTENT, "Content"},
    {QDMP_COAP_CODE(2, 31), "Continue"},
    {QDMP_COAP_BAD_REQUEST, "Bad Request"},
    {QDMP_COAP_UNAUTHORIZED, "Unauthorized"},
    {QDMP_COAP_BAD_OPTION, "Bad Option"},
    {QDMP_COAP_FORBIDDEN, "Forbidden"},
    {QDMP_COAP_NOT_FOUND, "Not Found"},
    {QDMP_COAP_METHOD_NOT_ALLOWED, "Method Not Allowed"},
    {QDMP_COAP_CODE(4, 6), "Not Acceptable"},
    {QDMP_COAP_CODE(4, 8), "Request Entity Incomplete"},
    {QDMP_COAP_CODE(4, 12), "Precondition Failed"},
    {QDMP_COAP_CODE(4, 13), "Request Entity Too Large"},
    {QDMP_COAP_CODE(4, 15), "Unsupported Content-Format"},
    {QDMP_COAP_INTERNAL_SERVER_ERROR, "Internal Server Error"},
    {QDMP_COAP_NOT_IMPLEMENTED, "Not Implemented"},
    {QDMP_COAP_CODE(5, 2), "Bad Gateway"},
    {QDMP_COAP_SERVICE_UNAVAILABLE, "Service Unavailable"},
    {QDMP_COAP_CODE(5, 4), "Gateway Timeout"},
    {QDMP_COAP_CODE(5, 5), "Proxying Not Supported"},
};

static const number_name formats[] = {
    {0, "text/plain;charset=utf-8"},
    {QDMP_COAP_LINK_FORMAT, "application/link-format"},
    {41, "application/xml"},
    {42, "application/octet-stream"},
    {50, "application/json"},
    {60, "application/cbor"},
    {11542, "application/vnd.oma.lwm2m+tlv"},
    {11543, "application/vnd.oma.lwm2m+json"},
};

static const char *find(const number_name *rows, size_t count, uint64_t number) {
    for (size_t i = 0; i < count; i++) {
        if (rows[i].number == number)
            return rows[i].name;
    }
    return "";
}

const option_name *coap_option_name(uint16_t number) {
    for (size_t i = 0; i < COUNT(options); i++) {
        if (options[i].number == number)
            return &options[i];
    }
    return NULL;
}

/* Bytes of the longest number in an option. */
enum { NUMBER_BYTES = 4 };

value_kind coap_value_kind(const qdmp_coap_option *option) {
    const option_name *known = coap_option_name(option->number);
    value_kind kind = known ? known->kind : VALUE_OPAQUE;
    bool number = kind == VALUE_NUMBER || kind == VALUE_BLOCK || kind == VALUE_FORMAT;
    return number && option->value.len > NUMBER_BYTES ? VALUE_OPAQUE : kind;
}

uint32_t coap_value_number(qdmp_span value) {
    uint32_t number = 0;
    for (size_t i = 0; i < value.len; i++)
        number = number << 8 | (unsigned char)value.ptr[i];
    return number;
}

const char *coap_code_name(uint8_t code) {
    return find(codes, COUNT(codes), code);
}

const char *coap_type_name(qdmp_coap_type type) {
    static const char *const names[] = {"CON", "NON", "ACK", "RST"};
    return names[type];
}

const char *coap_format_name(uint64_t number) {
    return find(formats, COUNT(formats), number);
}
