/* SPDX-License-Identifier: MIT */
#include "json_text.h"
#include "complain.h"
#include "hex.h"

#include <stdlib.h>
#include <string.h>

static void *allocate(size_t size) {
    return need(malloc(size));
}

/* If memory runs out, jansson returns the same as for a wrong input, with an empty or a wrong reason. */
void json_init(void) {
    json_set_alloc_funcs(allocate, free);
}

void json_put(json_t *object, const char *key, json_t *value) {
    if (json_object_set_new_nocheck(object, key, need(value)))
        die_of_memory();
}

void json_put_integer(json_t *object, const char *key, json_int_t number) {
    json_t *held = json_object_get(object, key);
    if (held)
        json_integer_set(held, number);
    else
        json_put(object, key, json_integer(number));
}

static json_t *hex_object(qdmp_span bytes) {
    json_t *object = need(json_object());
    json_put(object, "hex", hex_json(bytes));
    return object;
}

/*
 * jansson refuses bytes that are not UTF-8, and this is the check. An empty span may have no pointer, which jansson
 * refuses too.
 */
void json_put_bytes(json_t *object, const char *key, qdmp_span bytes) {
    const char *text = bytes.len ? bytes.ptr : "";
    json_t *held = json_object_get(object, key);
    if (json_is_string(held) && !json_string_setn(held, text, bytes.len))
        return;
    json_t *string = json_stringn(text, bytes.len);
    json_put(object, key, string ? string : hex_object(bytes));
}

/* The bytes that `hex` represents, as a jansson string that is not UTF-8; NULL if it is not hex. */
static json_t *unhex(const json_t *hex) {
    const char *text = json_string_value(hex);
    size_t size = json_string_length(hex) / 2;
    if (json_string_length(hex) % 2)
        return NULL;
    char *bytes = need(malloc(size + 1));
    for (size_t i = 0; i < size; i++) {
        int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            free(bytes);
            return NULL;
        }
        bytes[i] = (char)(high << 4 | low);
    }
    json_t *string = need(json_stringn_nocheck(bytes, size));
    free(bytes);
    return string;
}

bool json_get_bytes(json_t *object, const char *key, qdmp_span *bytes) {
    json_t *value = json_object_get(object, key);
    if (json_is_object(value)) {
        json_t *hex = json_object_get(value, "hex");
        if (json_object_size(value) != 1 || !json_is_string(hex) || !(value = unhex(hex)))
            return false;
        json_put(object, key, value);
    }
    if (!json_is_string(value))
        return false;
    bytes->ptr = json_string_value(value);
    bytes->len = json_string_length(value);
    return true;
}
