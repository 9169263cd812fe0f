/* SPDX-License-Identifier: MIT */
/* qdmp register, update, deregister and name: makes the message, and prints or sends it. */
#include "coap_print.h"
#include "command.h"
#include "hex.h"
#include "message.h"
#include "qdmp/port/crypto_psa.h"
#include "registration_options.h"
#include "transmit.h"

#include <psa/crypto.h>
#include <stdlib.h>
#include <string.h>

/* --- what is wrong ------------------------------------------------------------------------------------------------ */

/* The option that an error is about; NULL if there is none. */
static const char *option_of(const registration_options *how, const qdmp_error *err) {
    switch (err->field) {
    case QDMP_FIELD_UPDATE_PERIOD: return "--period";
    case QDMP_FIELD_TML_TYPE: return "--type";
    case QDMP_FIELD_TML_IMEI: return "--imei";
    case QDMP_FIELD_APPKEY: return "--appkey";
    default: break;
    }
    switch (err->status) {
    case QDMP_MODULE_IMEI: return "--imei2";
    case QDMP_IMSI: return "--imsi";
    case QDMP_LINK: return "--objects";
    case QDMP_TOKEN: return "--token";
    case QDMP_LOCATION_PATH: return "--location";
    case QDMP_ENDPOINT: return how->registration.name.len ? "--name" : NULL;
    default: return NULL;
    }
}

static uint64_t number_of(const registration_options *how, qdmp_field field) {
    const qdmp_credentials *credentials = &how->registration.credentials;
    switch (field) {
    case QDMP_FIELD_UPDATE_PERIOD: return how->registration.server.update_period;
    case QDMP_FIELD_TML_TYPE: return credentials->tml_type;
    case QDMP_FIELD_TML_IMEI: return credentials->tml_imei.len;
    case QDMP_FIELD_APPKEY: return credentials->appkey.len;
    default: return module_settings_length(&how->settings, field);
    }
}

static int complain_of(const registration_options *how, const qdmp_error *err) {
    const char *option = option_of(how, err), *between = option ? ": " : "";
    option = option ? option : "";
    if (err->status == QDMP_LINK)
        complain("%s: %s%s%s, byte %zu", how->command, option, between, qdmp_status_text(err->status), err->offset);
    else if (err->status == QDMP_LOCATION_PATH)
        complain("%s: %s%s%s, segment %zu", how->command, option, between, qdmp_status_text(err->status),
                 err->offset + 1);
    else if (err->status == QDMP_NOT_REPRESENTABLE)
        complain("%s: %s%sthe name would be ambiguous", how->command, option, between);
    else if (err->field == QDMP_FIELD_NONE)
        complain("%s: %s%s%s", how->command, option, between, qdmp_status_text(err->status));
    else
        complain("%s: %s%s%s", how->command, option, between,
                 message_of_value(err->status, err->field, number_of(how, err->field)).text);
    return STATUS_FAULTY;
}

/* --- the message -------------------------------------------------------------------------------------------------- */

/* Checks for values that a module would not have accepted. */
static qdmp_status check_imei(qdmp_span imei, qdmp_error *err) {
    qdmp_error found = {QDMP_OK, QDMP_FIELD_TML_IMEI, 0};
    for (size_t i = 0; i < imei.len; i++) {
        if (imei.ptr[i] < '0' || imei.ptr[i] > '9')
            found.status = QDMP_SYNTAX;
    }
    if (found.status == QDMP_OK && (imei.len < QDMP_TML_IMEI_MIN || imei.len > QDMP_TML_IMEI_MAX))
        found.status = QDMP_LENGTH;
    *err = found;
    return found.status;
}

static qdmp_status encode_into(const registration_options *how, qdmp_room room, size_t *size, qdmp_error *err) {
    const qdmp_registration *registration = &how->registration;
    switch (how->task) {
    case TASK_REGISTER: return qdmp_register_encode(registration, &how->exchange, room, size, err);
    case TASK_UPDATE: return qdmp_update_encode(registration, &how->path, &how->exchange, room, size, err);
    case TASK_DEREGISTER: return qdmp_deregister_encode(&how->path, &how->exchange, room, size, err);
    default: return qdmp_endpoint_name(registration, how->form, room, size, err);
    }
}

/* The message, in memory of its own; NULL if there is an error, which has been reported. */
static char *encode(const registration_options *how, size_t *size) {
    qdmp_room room = {NULL, 0};
    qdmp_error err;
    bool named = how->registration.name.len || how->task == TASK_DEREGISTER;
    qdmp_status status = named ? QDMP_OK : check_imei(how->registration.credentials.tml_imei, &err);
    if (status == QDMP_OK)
        status = encode_into(how, room, size, &err);
    if (status == QDMP_NO_SPACE) {
        room.cap = *size;
        room.ptr = need(malloc(room.cap));
        status = encode_into(how, room, size, &err);
    }
    if (status == QDMP_OK)
        return room.ptr;
    complain_of(how, &err);
    free(room.ptr);
    return NULL;
}

static void print_json(output *out, qdmp_span datagram) {
    qdmp_coap_message parts;
    if (qdmp_coap_decode(datagram, &parts, NULL) != QDMP_OK)
        return;
    json_t *object = coap_json(&parts);
    output_json(out, object);
    json_decref(object);
}

static void print(output *out, const registration_options *how, qdmp_span made) {
    if (how->task == TASK_NAME || how->style == STYLE_RAW)
        output_span(out, made);
    else if (how->style == STYLE_HEX)
        hex_put(out, made);
    else
        print_json(out, made);
    if (how->task == TASK_NAME || how->style == STYLE_HEX)
        output_char(out, '\n');
}

static int send_or_print(output *out, const registration_options *how, qdmp_span made) {
    report to = {out, how->style == STYLE_JSON};
    if (how->to && how->task == TASK_REGISTER)
        return stay_registered(how, &to);
    if (how->to)
        return exchange_once(how, made, &to);
    print(out, how, made);
    return STATUS_GOOD;
}

static int make(const registration_options *how) {
    qdmp_span made = {NULL, 0};
    char *bytes = encode(how, &made.len);
    if (!bytes)
        return STATUS_FAULTY;
    made.ptr = bytes;
    output out = output_open();
    int status = send_or_print(&out, how, made);
    free(bytes);
    return output_close(&out) == STATUS_GOOD ? status : STATUS_TROUBLE;
}

/* --- the commands ------------------------------------------------------------------------------------------------- */

static int open_crypto(registration_options *how) {
    bool named = how->registration.name.len || how->task == TASK_DEREGISTER;
    if (named && !how->keep)
        return STATUS_GOOD;
    if (psa_crypto_init() != PSA_SUCCESS) {
        complain("%s: %s", how->command, qdmp_status_text(QDMP_CRYPTO));
        return STATUS_TROUBLE;
    }
    how->crypto = qdmp_crypto_psa();
    how->registration.crypto = &how->crypto;
    return STATUS_GOOD;
}

/* A run that stays registered answers reads, so it needs settings. */
static int seal_settings(registration_options *how) {
    qdmp_error err;
    if (!how->keep || module_settings_seal(&how->settings, &err) == QDMP_OK)
        return STATUS_GOOD;
    complain("%s: no module could save %s: %s", how->command, qdmp_field_name(err.field),
             message_of_value(err.status, err.field, number_of(how, err.field)).text);
    return STATUS_FAULTY;
}

static int run(registration_task task, int argc, char **argv) {
    static registration_options how;
    int status = registration_options_read(&how, task, argc, argv);
    if (status < 0) {
        status = open_crypto(&how);
        if (status == STATUS_GOOD)
            status = seal_settings(&how);
        if (status == STATUS_GOOD)
            status = make(&how);
    }
    registration_options_close(&how);
    return status;
}

int register_main(int argc, char **argv) {
    return run(TASK_REGISTER, argc, argv);
}

int update_main(int argc, char **argv) {
    return run(TASK_UPDATE, argc, argv);
}

int deregister_main(int argc, char **argv) {
    return run(TASK_DEREGISTER, argc, argv);
}

int name_main(int argc, char **argv) {
    return run(TASK_NAME, argc, argv);
}
