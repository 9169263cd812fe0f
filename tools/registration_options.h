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
    const char *command; /* the name of the command for `task` */
    qdmp_registration registration;
    bool type_given;
    bool period_given;
    bool identity_given; /* one of --type, --imei, --imei2, --imsi, --appkey */
    qdmp_crypto crypto;
    password secret;
    const char *password_file;
    const char *password_variable;
    qdmp_location_path path;
    char *location; /* its segments point into it; NULL: none given */
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
    module_settings settings; /* with `keep`: the settings that answer reads of object 666 */
} registration_options;

/*
 * Reads the command line, and the password from the given source. Returns the exit status, or -1 to continue.
 * registration_options_close must follow in either case.
 */
int registration_options_read(registration_options *to, registration_task task, int argc, char **argv);

/* Overwrites the passwords. */
void registration_options_close(registration_options *held);

#endif
