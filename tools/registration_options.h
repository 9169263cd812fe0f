/* SPDX-License-Identifier: MIT */
/* The command line of register, update, deregister and name. */
#ifndef REGISTRATION_OPTIONS_H
#define REGISTRATION_OPTIONS_H

#include "module_settings.h"
#include "password.h"
#include "qdmp/session.h"
#include "udp.h"

typedef enum registration_task { TASK_REGISTER, TASK_UPDATE, TASK_DEREGISTER, TASK_NAME } registration_task;

typedef enum message_style { STYLE_HEX, STYLE_RAW, STYLE_JSON } message_style;

typedef struct registration_options {
    registration_task task;
    const char *command; /* what `task` is called */
    qdmp_registration registration;
    bool type_given;
    bool period_given;
    bool identity_given; /* one of --type, --imei, --imei2, --imsi, --appkey */
    qdmp_crypto crypto;
    password secret;
    const char *password_file;
    const char *password_variable;
    qdmp_location_path path;
    char *location; /* what its segments point to; NULL: none given */
    qdmp_exchange exchange;
    bool mid_given;
    bool token_given;
    char token[QDMP_COAP_TOKEN_MAX];
    qdmp_name_form form;
    message_style style;
    const char *to; /* NULL: print */
    address server;
    bool keep;
    uint32_t ack_timeout;
    const char *settings_file;
    bool values_given;
    module_settings settings; /* with `keep`: what reads of object 666 are answered from */
} registration_options;

/*
 * Reads the command line, and the password from where it says. Returns the status to end with, or -1 to go on.
 * Whatever it returns, registration_options_close must follow.
 */
int registration_options_read(registration_options *to, registration_task task, int argc, char **argv);

/* Overwrites the passwords. */
void registration_options_close(registration_options *held);

#endif
