/* SPDX-License-Identifier: MIT */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "qdmp/registration.h"

#include "coap_writer.h"
#include "registration_message.h"
#include "registration_name.h"
#include "rows.h"
#include "text.h"

/* --- profiles --- */

typedef struct qdmp__profile {
    const char *version, *objects;
    uint8_t version_len, objects_len, raise;
} qdmp__profile;

#define QDMP__LENGTH(literal) (sizeof(literal) - 1)
#define QDMP__PROFILE_ROW(ID, name, version, root, objects, raise)                                                     \
    {version, root objects, QDMP__LENGTH(version), QDMP__LENGTH(root objects), raise},

static const qdmp__profile profile_rows[] = {QDMP_PROFILES(QDMP__PROFILE_ROW)};

/* A room of QDMP_REGISTER_MAX, which counts the digits of updatePeriod, is written without measuring. */
#define QDMP__LIFETIME_FITS(ID, name, version, root, objects, raise)                                                   \
    &&QDMP__DIGITS(QDMP_UPDATE_PERIOD_MAX + (raise)) == QDMP__DIGITS(QDMP_UPDATE_PERIOD_MAX)
QDMP__STATIC_ASSERT(1 QDMP_PROFILES(QDMP__LIFETIME_FITS), "no profile's lifetime has a digit more than updatePeriod");
QDMP__STATIC_ASSERT(QDMP__LENGTH("lt=") + QDMP__DIGITS(QDMP_UPDATE_PERIOD_MAX) < 13, "the length of lt= is one nibble");
#undef QDMP__LIFETIME_FITS

uint32_t qdmp_registration_lifetime(const qdmp_registration *registration) {
    bool known = (unsigned)registration->profile < QDMP_PROFILE_COUNT;
    return registration->server.update_period + (known ? profile_rows[registration->profile].raise : 0);
}

/* --- requests --- */

/* A message, and its name if it has a registration. */
typedef struct qdmp__opened {
    const qdmp__registration_message *message;
    qdmp__endpoint_name name;
} qdmp__opened;

#define QDMP__TEXT(literal) literal, QDMP__LENGTH(literal)

/* Writes an option whose value is `text` and the name. */
static void put_name_option(qdmp__writer *writer, uint32_t delta, const char *text, size_t len,
                            const qdmp__endpoint_name *name) {
    qdmp__coap_put_option(writer, delta, len + name->size);
    qdmp__put_bytes(writer, text, len);
    qdmp__put_name(writer, name);
}

static qdmp_status check_register(const qdmp_registration *registration, qdmp_error *err) {
    qdmp_status status = qdmp__judge_number(qdmp__param_of(QDMP_FIELD_UPDATE_PERIOD), QDMP_KIND_NUMBER,
                                            registration->server.update_period);
    if (status != QDMP_OK)
        return qdmp__report(err, status, QDMP_FIELD_UPDATE_PERIOD, 0);
    if ((unsigned)registration->profile >= QDMP_PROFILE_COUNT)
        return qdmp__report(err, QDMP_FORM, QDMP_FIELD_NONE, 0);
    return registration->objects.len ? qdmp__links_check(registration->objects, err) : QDMP_OK;
}

/* Writes `b=U` and `lt=`, two short options. The length of the second is known, and filled in, after its digits. */
static void put_last_options(qdmp__writer *writer, const qdmp_registration *registration) {
    size_t head = writer->size + QDMP__LENGTH("\3b=U");
    qdmp__put_bytes(writer, QDMP__TEXT("\3b=U\0lt="));
    qdmp__put_number(writer, qdmp_registration_lifetime(registration));
    if (writer->ptr)
        writer->ptr[head] = (char)(writer->size - (head + 1));
}

static void put_objects(qdmp__writer *writer, const qdmp_registration *registration, const qdmp__profile *p) {
    qdmp__coap_put_marker(writer);
    qdmp__put(writer, registration->objects);
    if (registration->objects.len)
        return;
    qdmp__put_bytes(writer, QDMP__TEXT(QDMP__OBJECTS_ROOT));
    qdmp__put_bytes(writer, p->objects, p->objects_len);
}

/* Writes the parts after the header. The first two options are the same in every register. */
static void put_register(qdmp__writer *writer, const qdmp_registration *registration, const qdmp__endpoint_name *name) {
    static const unsigned char begin[] = {QDMP_COAP_URI_PATH << 4 | 2, 'r', 'd',
                                          (QDMP_COAP_CONTENT_FORMAT - QDMP_COAP_URI_PATH) << 4 | 1,
                                          QDMP_COAP_LINK_FORMAT};
    const qdmp__profile *p = &profile_rows[registration->profile];
    uint32_t delta = QDMP_COAP_URI_QUERY - QDMP_COAP_CONTENT_FORMAT;
    qdmp__put_bytes(writer, (const char *)begin, sizeof begin);
    if (p->version_len) {
        qdmp__coap_put_option(writer, delta, p->version_len);
        qdmp__put_bytes(writer, p->version, p->version_len);
        delta = 0;
    }
    put_name_option(writer, delta, QDMP__TEXT("ep="), name);
    put_last_options(writer, registration);
    put_objects(writer, registration, p);
}

bool qdmp__segment_fits(qdmp_span segment) {
    if (segment.len - 1 > 1)
        return segment.len <= QDMP_LOCATION_SEGMENT_MAX;
    return segment.ptr[0] != '.' || segment.ptr[segment.len - 1] != '.';
}

static qdmp_status check_path(const qdmp_location_path *path, qdmp_error *err) {
    bool counted = path->count - 1 < QDMP_LOCATION_SEGMENTS_MAX;
    size_t i = 0;
    while (counted && i < path->count && qdmp__segment_fits(path->segments[i]))
        i++;
    return counted && i == path->count ? QDMP_OK : qdmp__report(err, QDMP_LOCATION_PATH, QDMP_FIELD_NONE, i);
}

void qdmp__put_uri_path(qdmp__writer *writer, size_t index, qdmp_span segment) {
    qdmp__coap_put_option(writer, index ? 0 : QDMP_COAP_URI_PATH, segment.len);
    qdmp__put(writer, segment);
}

static void put_path(qdmp__writer *writer, const qdmp__registration_message *message) {
    const qdmp_location_path *path = message->path;
    qdmp__put(writer, message->uri_path);
    for (size_t i = 0; path && i < path->count; i++)
        qdmp__put_uri_path(writer, i, path->segments[i]);
}

static void put_request(qdmp__writer *writer, const void *what) {
    const qdmp__opened *r = (const qdmp__opened *)what;
    const qdmp__registration_message *message = r->message;
    const qdmp_exchange *exchange = message->exchange;
    uint32_t code = message->registration ? QDMP_COAP_POST : QDMP_COAP_DELETE;
    qdmp__coap_put_head(writer, QDMP__COAP_HEAD(QDMP_COAP_CON, code, exchange->id), exchange->token);
    put_path(writer, message);
    if (message->registration && message->form == QDMP_NAME_REGISTER)
        put_register(writer, message->registration, &r->name);
    else if (message->registration)
        put_name_option(writer, QDMP_COAP_URI_QUERY - QDMP_COAP_URI_PATH, QDMP__TEXT("epi="), &r->name);
}

static qdmp_status check_request(qdmp__opened *r, qdmp_error *err) {
    const qdmp__registration_message *m = r->message;
    qdmp_status status = m->registration ? qdmp__name_open(&r->name, m->registration, m->form, err) : QDMP_OK;
    if (status == QDMP_OK && m->path)
        status = check_path(m->path, err);
    if (status == QDMP_OK && m->exchange->token.len > QDMP_COAP_TOKEN_MAX)
        status = qdmp__report(err, QDMP_TOKEN, QDMP_FIELD_NONE, 0);
    return status;
}

qdmp_status qdmp__registration_encode(const qdmp__registration_message *message, qdmp_room out, size_t *size,
                                      qdmp_error *err) {
    qdmp__opened r;
    r.message = message;
    qdmp_status status = check_request(&r, err);
    if (status == QDMP_OK && out.cap < message->most)
        status = qdmp__compose_fits(put_request, &r, out, size, err);
    if (status == QDMP_OK && message->registration) /* before the first byte, because it may fail */
        status = qdmp__name_encrypt(&r.name, err);
    return status == QDMP_OK ? qdmp__compose_into(put_request, &r, out.ptr, size) : status;
}

qdmp_status qdmp_register_encode(const qdmp_registration *registration, const qdmp_exchange *exchange, qdmp_room out,
                                 size_t *size, qdmp_error *err) {
    size_t own = registration->objects.len, most = QDMP_REGISTER_MAX(own ? own : QDMP_OBJECTS_MAX);
    qdmp__registration_message message = {registration, exchange, NULL, {NULL, 0}, QDMP_NAME_REGISTER, most};
    qdmp_status status = check_register(registration, err);
    return status == QDMP_OK ? qdmp__registration_encode(&message, out, size, err) : status;
}

qdmp_status qdmp_update_encode(const qdmp_registration *registration, const qdmp_location_path *path,
                               const qdmp_exchange *exchange, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__registration_message message = {registration, exchange, path, {NULL, 0}, QDMP_NAME_UPDATE, QDMP__UNBOUNDED};
    return qdmp__registration_encode(&message, out, size, err);
}

qdmp_status qdmp_deregister_encode(const qdmp_location_path *path, const qdmp_exchange *exchange, qdmp_room out,
                                   size_t *size, qdmp_error *err) {
    qdmp__registration_message message = {NULL, exchange, path, {NULL, 0}, QDMP_NAME_UPDATE, QDMP__UNBOUNDED};
    return qdmp__registration_encode(&message, out, size, err);
}

/* --- answers --- */

/* Takes one option of an answer. */
static bool read_option(const qdmp_coap_option *option, qdmp_reply *out) {
    if (option->number & 1 && !out->critical)
        out->critical = option->number;
    if (option->number != QDMP_COAP_LOCATION_PATH || out->message.code != QDMP_COAP_CREATED)
        return true;
    if (out->location.count == QDMP_LOCATION_SEGMENTS_MAX || !qdmp__segment_fits(option->value))
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

#endif
