/* SPDX-License-Identifier: MIT */
#include "qdmp/registration.h"

#include "coap_writer.h"
#include "registration_name.h"
#include "registration_path.h"
#include "rows.h"
#include "text.h"

/* --- profiles --- */

#define PROFILE_TEXTS(ID, name, version, root, objects, raise) version "\0" root objects "\0"
#define PROFILE_RAISE(ID, name, version, root, objects, raise) raise,

/* Places of a profile's texts in its two. */
enum { VERSION, OBJECTS, TEXTS };

static const char *profile_text(qdmp_profile profile, unsigned which) {
    return qdmp__item(QDMP_PROFILES(PROFILE_TEXTS), (unsigned)profile * TEXTS + which);
}

uint32_t qdmp_registration_lifetime(const qdmp_registration *registration) {
    static const uint8_t raises[] = {QDMP_PROFILES(PROFILE_RAISE)};
    bool known = (unsigned)registration->profile < QDMP_PROFILE_COUNT;
    return registration->server.update_period + (known ? raises[registration->profile] : 0);
}

/* --- requests --- */

static qdmp_status put_head(qdmp__writer *writer, const qdmp__message *r, uint32_t code, qdmp_error *err) {
    const qdmp_exchange *exchange = r->exchange;
    return qdmp__coap_put_head(writer, QDMP__COAP_HEAD(QDMP_COAP_CON, code, exchange->id), exchange->token, err);
}

/* Writes an option whose value is `text` and `more` bytes, but not these. */
static void put_text_option(qdmp__writer *writer, uint32_t delta, const char *text, size_t more) {
    qdmp__writer measure = {NULL, more};
    qdmp__put_text(&measure, text);
    qdmp__coap_put_option(writer, delta, measure.size);
    qdmp__put_text(writer, text);
}

static void put_objects(qdmp__writer *writer, const qdmp_registration *registration) {
    qdmp__coap_put_marker(writer);
    qdmp__put(writer, registration->objects);
    if (registration->objects.len)
        return;
    qdmp__put_text(writer, QDMP__OBJECTS_ROOT);
    qdmp__put_text(writer, profile_text(registration->profile, OBJECTS));
}

static qdmp_status check_register(const qdmp_registration *registration, qdmp_error *err) {
    qdmp_status status =
        qdmp__judge_number(qdmp__param_of(QDMP_FIELD_UPDATE_PERIOD), registration->server.update_period);
    if (status != QDMP_OK)
        return qdmp__report(err, status, QDMP_FIELD_UPDATE_PERIOD, 0);
    if ((unsigned)registration->profile >= QDMP_PROFILE_COUNT)
        return qdmp__report(err, QDMP_FORM, QDMP_FIELD_NONE, 0);
    return qdmp__links_check(registration->objects, err);
}

static void put_register_options(qdmp__writer *writer, const qdmp_registration *registration, const qdmp__name *name) {
    const char *version = profile_text(registration->profile, VERSION);
    uint32_t delta = QDMP_COAP_URI_QUERY - QDMP_COAP_CONTENT_FORMAT;
    uint32_t lifetime = qdmp_registration_lifetime(registration);
    qdmp__writer digits = {NULL, 0};
    put_text_option(writer, QDMP_COAP_URI_PATH, "rd", 0);
    qdmp__coap_put_option(writer, QDMP_COAP_CONTENT_FORMAT - QDMP_COAP_URI_PATH, 1);
    qdmp__put_char(writer, QDMP_COAP_LINK_FORMAT);
    if (*version) {
        put_text_option(writer, delta, version, 0);
        delta = 0;
    }
    put_text_option(writer, delta, "ep=", name->size);
    qdmp__put_name(writer, name);
    put_text_option(writer, 0, "b=U", 0);
    qdmp__put_number(&digits, lifetime);
    put_text_option(writer, 0, "lt=", digits.size);
    qdmp__put_number(writer, lifetime);
}

static qdmp_status put_register(qdmp__writer *writer, const void *what, qdmp_error *err) {
    const qdmp__message *r = what;
    qdmp__name name;
    qdmp_status status = qdmp__name_open(&name, r->registration, QDMP_NAME_REGISTER, err);
    if (status == QDMP_OK && writer->ptr) /* before the first byte, for it may fail */
        status = qdmp__name_encrypt(&name, err);
    if (status == QDMP_OK)
        status = put_head(writer, r, QDMP_COAP_POST, err);
    if (status != QDMP_OK)
        return status;
    put_register_options(writer, r->registration, &name);
    put_objects(writer, r->registration);
    return QDMP_OK;
}

static bool segment_fits(qdmp_span segment) {
    return segment.len - 1 < QDMP_LOCATION_SEGMENT_MAX;
}

static qdmp_status check_path(const qdmp_location_path *path, qdmp_error *err) {
    bool counted = path->count - 1 < QDMP_LOCATION_SEGMENTS_MAX;
    size_t i = 0;
    while (counted && i < path->count && segment_fits(path->segments[i]))
        i++;
    return counted && i == path->count ? QDMP_OK : qdmp__report(err, QDMP_LOCATION_PATH, QDMP_FIELD_NONE, i);
}

void qdmp__put_uri_path(qdmp__writer *writer, size_t index, qdmp_span segment) {
    qdmp__coap_put_option(writer, index ? 0 : QDMP_COAP_URI_PATH, segment.len);
    qdmp__put(writer, segment);
}

static qdmp_status put_path(qdmp__writer *writer, const qdmp__message *r, uint32_t code, qdmp_error *err) {
    qdmp_status status = r->path ? check_path(r->path, err) : QDMP_OK;
    if (status == QDMP_OK)
        status = put_head(writer, r, code, err);
    if (status != QDMP_OK)
        return status;
    qdmp__put(writer, r->uri_path);
    for (size_t i = 0; r->path && i < r->path->count; i++)
        qdmp__put_uri_path(writer, i, r->path->segments[i]);
    return QDMP_OK;
}

static qdmp_status put_update(qdmp__writer *writer, const void *what, qdmp_error *err) {
    const qdmp__message *r = what;
    qdmp__name name;
    qdmp_status status = qdmp__name_open(&name, r->registration, QDMP_NAME_UPDATE, err);
    if (status == QDMP_OK && writer->ptr)
        status = qdmp__name_encrypt(&name, err);
    if (status == QDMP_OK)
        status = put_path(writer, r, QDMP_COAP_POST, err);
    if (status != QDMP_OK)
        return status;
    put_text_option(writer, QDMP_COAP_URI_QUERY - QDMP_COAP_URI_PATH, "epi=", name.size);
    qdmp__put_name(writer, &name);
    return QDMP_OK;
}

static qdmp_status put_deregister(qdmp__writer *writer, const void *what, qdmp_error *err) {
    return put_path(writer, what, QDMP_COAP_DELETE, err);
}

qdmp_status qdmp_register_encode(const qdmp_registration *registration, const qdmp_exchange *exchange, qdmp_room out,
                                 size_t *size, qdmp_error *err) {
    qdmp__message r = {registration, exchange, NULL, {NULL, 0}};
    qdmp_status status = check_register(registration, err);
    return status == QDMP_OK ? qdmp__compose_into(put_register, &r, out, size, err) : status;
}

qdmp_status qdmp__path_request(const qdmp__message *message, qdmp_room out, size_t *size, qdmp_error *err) {
    return qdmp__compose_into(message->registration ? put_update : put_deregister, message, out, size, err);
}

qdmp_status qdmp_update_encode(const qdmp_registration *registration, const qdmp_location_path *path,
                               const qdmp_exchange *exchange, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__message r = {registration, exchange, path, {NULL, 0}};
    return qdmp__path_request(&r, out, size, err);
}

qdmp_status qdmp_deregister_encode(const qdmp_location_path *path, const qdmp_exchange *exchange, qdmp_room out,
                                   size_t *size, qdmp_error *err) {
    qdmp__message r = {NULL, exchange, path, {NULL, 0}};
    return qdmp__path_request(&r, out, size, err);
}

/* --- answers --- */

/* Takes one option of an answer. */
static bool read_option(const qdmp_coap_option *option, qdmp_reply *out) {
    if (option->number & 1 && !out->critical)
        out->critical = option->number;
    if (option->number != QDMP_COAP_LOCATION_PATH)
        return true;
    if (out->location.count == QDMP_LOCATION_SEGMENTS_MAX || !segment_fits(option->value))
        return false;
    out->location.segments[out->location.count++] = option->value;
    return true;
}

qdmp_status qdmp_reply_decode(qdmp_span datagram, qdmp_reply *out, qdmp_error *err) {
    qdmp_reply answer;
    qdmp_coap_option option;
    qdmp_status status = qdmp_coap_decode(datagram, &answer.message, err);
    if (status != QDMP_OK)
        return status;
    answer.location.count = 0;
    answer.critical = 0;
    qdmp_coap_options walk = answer.message.options;
    while (qdmp_coap_option_next(&walk, &option) == QDMP_OK) {
        if (!read_option(&option, &answer))
            return qdmp__report(err, QDMP_LOCATION_PATH, QDMP_FIELD_NONE, (size_t)(option.value.ptr - datagram.ptr));
    }
    *out = answer;
    return QDMP_OK;
}
