/* SPDX-License-Identifier: MIT */
#include "registration_options.h"
#include "command.h"
#include "command_line.h"
#include "entropy.h"
#include "hex.h"
#include "location.h"
#include "number.h"
#include "profile.h"
#include "qdmp/request.h"

#include <stdlib.h>
#include <string.h>

/* --- which options there are -------------------------------------------------------------------------------------- */

enum {
    R = 1 << TASK_REGISTER,
    U = 1 << TASK_UPDATE,
    D = 1 << TASK_DEREGISTER,
    N = 1 << TASK_NAME,
};

/* O(ID, name, argument or "", tasks, help) */
#define OPTIONS(O)                                                                                                     \
    O(PROFILE, "profile", "sdk|sdk-ct|cis|rda", R | U | N, "the client to imitate; sdk if left out")                   \
    O(TYPE, "type", "NUMBER", R | U | N, "tmlType: 0, 1, 2; 0 if left out")                                            \
    O(IMEI, "imei", "DIGITS", R | U | N, "tmlIMEI")                                                                    \
    O(IMEI2, "imei2", "TEXT", R | U | N, "the module's own IMEI; may be left out")                                     \
    O(IMSI, "imsi", "TEXT", R | U | N, "the IMSI of the SIM; may be left out")                                         \
    O(APPKEY, "appkey", "TEXT", R | U | N, "the appkey")                                                               \
    O(PASSWORD_FILE, "password-file", "FILE", R | U | N, "read the password from FILE, `-` for standard input")        \
    O(PASSWORD_ENV, "password-env", "NAME", R | U | N, "take the password from the environment variable NAME")         \
    O(NAME, "name", "NAME", R | U | N, "use this endpoint name instead of making one")                                 \
    O(UPDATE, "update", "", N, "print the form of the name that an update carries")                                    \
    O(OBJECTS, "objects", "LINKS", R | U | N, "the object list, in link format; the profile's if left out")            \
    O(PERIOD, "period", "SECONDS", R | U | N, "updatePeriod; 86400 if left out")                                       \
    O(LOCATION, "location", "PATH", U | D, "the Location-Path of the registration, such as rd/ABCD1234")               \
    O(MID, "mid", "NUMBER", R | U | D, "Message ID, also as 0xNUMBER; random if left out")                             \
    O(TOKEN, "token", "HEX", R | U | D, "token of 0 to 8 bytes; 4 random ones if left out")                            \
    O(TO, "to", "HOST:PORT", R | U | D, "send the message over UDP, and print each answer")                            \
    O(KEEP, "keep", "", R, "with --to: stay registered until SIGINT or SIGTERM")                                       \
    O(SETTINGS, "settings", "FILE", R, "register as the module whose settings image is in FILE")                       \
    O(VALUE, "value", "NAME=TEXT", R, "with --keep: an extended value of the module, `NULL` if left out")              \
    O(ACK_TIMEOUT, "ack-timeout", "MS", R | U | D, "with --to: ACK_TIMEOUT of RFC 7252, 2000 if left out")             \
    O(JSON, "json", "", R | U | D, "print JSON")                                                                       \
    O(RAW, "raw", "", R | U | D, "print the bytes of the message")                                                     \
    O(HELP, "help", "", R | U | D | N, "print this")

#define OPTION_ID(ID, name, argument, tasks, help)  OPTION_##ID,
#define OPTION_ROW(ID, name, argument, tasks, help) {OPTION_##ID, tasks, name, argument, help},

/* A password on the command line is recognised only to refuse it. */
enum option_id { OPTION_FIRST = LONG_OPTION, OPTIONS(OPTION_ID) OPTION_PASSWORD, OPTION_END };

typedef struct option_row {
    enum option_id id;
    unsigned tasks;
    const char *name;
    const char *argument;
    const char *help;
} option_row;

static const option_row rows[] = {OPTIONS(OPTION_ROW)};
enum { ROWS = sizeof rows / sizeof *rows };

static bool belongs(const option_row *row, registration_task task) {
    return row->tasks >> task & 1;
}

static void list_options(registration_task task, struct option to[ROWS + 2]) {
    static const struct option bare_password = {"password", optional_argument, NULL, OPTION_PASSWORD};
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++) {
        struct option made = {rows[i].name, *rows[i].argument ? required_argument : no_argument, NULL, (int)rows[i].id};
        if (belongs(&rows[i], task))
            to[count++] = made;
    }
    to[count++] = bare_password;
    memset(&to[count], 0, sizeof to[count]);
}

static const char *what_it_does(registration_task task) {
    static const char *const texts[] = {
        "Prints the message that registers at the platform, as hex.",
        "Prints the message that renews a registration, as hex.",
        "Prints the message that ends a registration, as hex.",
        "Prints the endpoint name.",
    };
    return texts[task];
}

static int help(const registration_options *about) {
    output out = output_open();
    output_format(&out, "usage: qdmp %s OPTION...\n\n%s\n\n", about->command, what_it_does(about->task));
    for (size_t i = 0; i < ROWS; i++) {
        char left[40];
        snprintf(left, sizeof left, "--%s %s", rows[i].name, rows[i].argument);
        if (belongs(&rows[i], about->task))
            output_format(&out, "  %s %-28s %s\n", rows[i].id == OPTION_HELP ? "-h," : "   ", left, rows[i].help);
    }
    output_text(&out, "\nExit status: 0 success; 1 a value is not possible, or the server refused or did not answer;\n"
                      "2 wrong usage, or something cannot be read, written or sent.\n");
    return output_close(&out);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static qdmp_span span_of(const char *text) {
    qdmp_span span = {text, strlen(text)};
    return span;
}

static bool refuse(const registration_options *to, const char *text) {
    complain("%s: %s", to->command, text);
    return false;
}

static bool read_profile(registration_options *to, const char *text) {
    return profile_read(text, &to->registration.profile) || refuse(to, "--profile takes " PROFILES_TAKEN);
}

static bool read_mid(registration_options *to, const char *text) {
    uint32_t number;
    if (!number_read_any(text, UINT16_MAX, &number))
        return refuse(to, "--mid takes a number from 0 to 65535");
    to->exchange.id = (uint16_t)number;
    to->mid_given = true;
    return true;
}

static bool read_token(registration_options *to, const char *text) {
    qdmp_span hex = span_of(text);
    qdmp_room room = {to->token, sizeof to->token};
    size_t wrong;
    if (!hex_read(hex, room, &to->exchange.token.len, &wrong))
        return refuse(to, "--token takes up to 8 bytes as hex");
    to->exchange.token.ptr = to->token;
    to->token_given = true;
    return true;
}

static bool read_location(registration_options *to, const char *text) {
    free(to->location);
    to->location = need(malloc(strlen(text) + 1));
    if (!location_read(text, to->location, &to->path))
        return refuse(to, "--location takes up to 8 segments with slashes between them, and %XX for bytes");
    return true;
}

static bool read_to(registration_options *to, const char *text) {
    to->to = text;
    if (!address_read(&to->server, text))
        return refuse(to, "--to takes HOST:PORT or [HOST]:PORT, the port from 1 to 65535");
    return true;
}

static bool read_value(registration_options *to, const char *text) {
    to->values_given = true;
    return module_settings_value(&to->settings, text) ||
           refuse(to, "--value takes NAME=TEXT, the name one of those that `qdmp spec` has of QDMPCFGEX");
}

static bool read_counts(registration_options *to, int id, const char *text) {
    if (id == OPTION_TYPE)
        return number_read_any(text, UINT32_MAX, &to->registration.credentials.tml_type) ||
               refuse(to, "--type takes a number");
    to->period_given |= id == OPTION_PERIOD;
    if (id == OPTION_PERIOD)
        return number_read_any(text, UINT32_MAX, &to->registration.server.update_period) ||
               refuse(to, "--period takes a number of seconds");
    return (number_read_any(text, QDMP_SESSION_ACK_TIMEOUT_MAX, &to->ack_timeout) && to->ack_timeout) ||
           refuse(to, "--ack-timeout takes milliseconds from 1 to 600000");
}

static bool read_option(registration_options *to, int id, const char *text) {
    qdmp_registration *registration = &to->registration;
    to->type_given |= id == OPTION_TYPE;
    to->identity_given |=
        id == OPTION_TYPE || id == OPTION_IMEI || id == OPTION_IMEI2 || id == OPTION_IMSI || id == OPTION_APPKEY;
    switch (id) {
    case OPTION_PROFILE: return read_profile(to, text);
    case OPTION_IMEI: registration->credentials.tml_imei = span_of(text); return true;
    case OPTION_IMEI2: registration->module_imei = span_of(text); return true;
    case OPTION_IMSI: registration->imsi = span_of(text); return true;
    case OPTION_APPKEY: registration->credentials.appkey = span_of(text); return true;
    case OPTION_PASSWORD_FILE: to->password_file = text; return true;
    case OPTION_PASSWORD_ENV: to->password_variable = text; return true;
    case OPTION_NAME: registration->name = span_of(text); return true;
    case OPTION_OBJECTS: registration->objects = span_of(text); return true;
    case OPTION_UPDATE: to->form = QDMP_NAME_UPDATE; return true;
    case OPTION_LOCATION: return read_location(to, text);
    case OPTION_MID: return read_mid(to, text);
    case OPTION_TOKEN: return read_token(to, text);
    case OPTION_TO: return read_to(to, text);
    case OPTION_KEEP: to->keep = true; return true;
    case OPTION_SETTINGS: to->settings_file = text; return true;
    case OPTION_VALUE: return read_value(to, text);
    case OPTION_JSON: to->style = STYLE_JSON; return true;
    case OPTION_RAW: to->style = STYLE_RAW; return true;
    case OPTION_PASSWORD:
        return refuse(to, "a password is not taken from the command line: --password-file, --password-env");
    default: return read_counts(to, id, text);
    }
}

/* Returns the exit status, or -1 to continue. */
static int read_all(registration_options *to, int argc, char **argv) {
    struct option options[ROWS + 2];
    list_options(to->task, options);
    for (int id; (id = command_line_next(to->command, argc, argv, "h", options)) != -1;) {
        if (id == 'h' || id == OPTION_HELP)
            return help(to);
        if (id == '?' || !read_option(to, id, optarg))
            return STATUS_TROUBLE;
    }
    if (optind == argc)
        return -1;
    refuse(to, "takes nothing but options");
    return STATUS_TROUBLE;
}

/* --- what goes together ------------------------------------------------------------------------------------------- */

static bool check_name(const registration_options *to) {
    const qdmp_registration *registration = &to->registration;
    bool has_password = to->password_file || to->password_variable;
    if (registration->name.ptr && !registration->name.len)
        return refuse(to, "--name is empty");
    if (registration->name.len)
        return (!to->identity_given && !has_password) || refuse(to, "--name takes the place of what names are made of");
    if (!registration->credentials.tml_imei.ptr)
        return refuse(to, "--imei is missing");
    if (!registration->credentials.appkey.ptr)
        return refuse(to, "--appkey is missing");
    if (!has_password)
        return refuse(to, "--password-file or --password-env is missing");
    return !to->password_file || !to->password_variable ||
           refuse(to, "--password-file and --password-env exclude each other");
}

/* An image has the period and all parts of a name except --imei2 and --imsi. */
static bool check_settings(const registration_options *to) {
    const qdmp_credentials *credentials = &to->registration.credentials;
    bool given = credentials->tml_imei.ptr || credentials->appkey.ptr || to->type_given || to->period_given;
    if (to->registration.name.ptr)
        return refuse(to, "--settings and --name exclude each other");
    return (!given && !to->password_file && !to->password_variable) ||
           refuse(to, "--settings takes the place of --type, --imei, --appkey, --period and the password");
}

static bool check_sending(const registration_options *to) {
    if (to->values_given && !to->keep)
        return refuse(to, "--value needs --keep");
    if (!to->to && (to->keep || to->ack_timeout))
        return refuse(to, to->keep ? "--keep needs --to" : "--ack-timeout needs --to");
    if (to->to && to->style == STYLE_RAW)
        return refuse(to, "--raw and --to exclude each other");
    if (to->to && to->task == TASK_REGISTER && (to->mid_given || to->token_given))
        return refuse(to, "--mid and --token are for messages that are printed; --to makes its own");
    return true;
}

static bool check(const registration_options *to) {
    bool needs_path = to->task == TASK_UPDATE || to->task == TASK_DEREGISTER;
    if (needs_path && !to->location)
        return refuse(to, "--location is missing");
    if (to->task != TASK_DEREGISTER && !(to->settings_file ? check_settings(to) : check_name(to)))
        return false;
    return check_sending(to);
}

static bool read_password(registration_options *to) {
    if (to->password_file && !password_from_file(&to->secret, to->password_file))
        return false;
    if (to->password_variable && !password_from_variable(&to->secret, to->password_variable))
        return false;
    to->registration.credentials.password = (qdmp_span){to->secret.bytes, to->secret.size};
    return true;
}

static bool fill_exchange(registration_options *to) {
    uint32_t id, token;
    if (!entropy(&id) || !entropy(&token))
        return false;
    if (!to->mid_given)
        to->exchange.id = (uint16_t)id;
    if (!to->token_given) {
        memcpy(to->token, &token, sizeof token);
        to->exchange.token = (qdmp_span){to->token, sizeof token};
    }
    return true;
}

/* The settings in force of a module that got the values of the options. */
static void take_options(registration_options *to) {
    qdmp_settings *settings = &to->settings.in_force;
    qdmp_settings_defaults(settings);
    settings->set = QDMP_WAS_SET(QDMP_SET_ACCESS_MODE);
    settings->dm_mode = QDMP_DM_MODE_ALLOWED;
    if (to->registration.name.len)
        return;
    settings->set |= QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
    settings->credentials = to->registration.credentials;
}

static int read_settings(registration_options *to) {
    if (!to->settings_file) {
        take_options(to);
        return STATUS_GOOD;
    }
    int status = module_settings_read(&to->settings, to->settings_file);
    to->registration.credentials = to->settings.in_force.credentials;
    to->registration.server = to->settings.in_force.server;
    return status;
}

static void open_options(registration_options *to, registration_task task) {
    static const char *const commands[] = {"register", "update", "deregister", "name"};
    memset(to, 0, sizeof *to);
    to->task = task;
    to->command = commands[task];
    to->registration.server.update_period = QDMP_UPDATE_PERIOD_DEFAULT;
}

int registration_options_read(registration_options *to, registration_task task, int argc, char **argv) {
    open_options(to, task);
    int status = read_all(to, argc, argv);
    if (status >= 0)
        return status;
    if (!check(to) || !read_password(to) || !fill_exchange(to))
        return STATUS_TROUBLE;
    if (!to->ack_timeout)
        to->ack_timeout = 2000;
    status = read_settings(to);
    return status == STATUS_GOOD ? -1 : status;
}

void registration_options_close(registration_options *held) {
    password_wipe(&held->secret);
    module_settings_close(&held->settings);
    free(held->location);
}
