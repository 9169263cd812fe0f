/* SPDX-License-Identifier: MIT */
#include "sim_options.h"
#include "command.h"
#include "command_line.h"
#include "number.h"
#include "profile.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* O(ID, name, argument or "", help) */
#define OPTIONS(O)                                                                                                     \
    O(LINK, "link", "PATH", "make PATH a symbolic link to the pseudo-terminal")                                        \
    O(LISTEN, "listen", "127.0.0.1:PORT", "serve TCP instead of a pseudo-terminal; port 0: any free port")             \
    O(STATE, "state", "FILE", "keep settings in FILE; if left out, they are lost at the end")                          \
    O(SERVER, "server", "HOST:PORT", "register at this IPv4 address or localhost instead of the server in force")      \
    O(NETWORK, "network", "", "allow servers outside the loopback range")                                              \
    O(PROFILE, "profile", "sdk|sdk-ct|cis|rda", "the client to imitate; sdk if left out")                              \
    O(IMEI, "imei", "DIGITS", "the IMEI that AT+CGSN answers")                                                         \
    O(IMEI2, "imei2", "TEXT", "the module's own IMEI in the endpoint name; none if left out")                          \
    O(IMSI, "imsi", "DIGITS", "the IMSI of the SIM; if left out, the endpoint name has none")                          \
    O(CLOCK_RATE, "clock-rate", "N", "run the session's time N times faster, 1 to 10000")                              \
    O(TRACE, "trace", "", "print what happens, without passwords")                                                     \
    O(FAULT, "fault", "SPEC", "make a fault of the list below; may be given again")                                    \
    O(SEED, "seed", "N", "the same N makes the same faults; 1 if left out")                                            \
    O(RESTART_URC, "restart-urc", "TEXT", "send this line after each restart, such as RDY")                            \
    O(HELP, "help", "", "print this")

#define OPTION_ID(ID, name, argument, help) OPTION_##ID,
#define OPTION_ROW(ID, name, argument, help)                                                                           \
    {name, sizeof(argument) > 1 ? required_argument : no_argument, NULL, OPTION_##ID},
#define OPTION_HELP_ROW(ID, name, argument, help) {OPTION_##ID, "--" name " " argument, help},

enum option_id { OPTION_FIRST = LONG_OPTION, OPTIONS(OPTION_ID) };

static const struct option options[] = {OPTIONS(OPTION_ROW){NULL, 0, NULL, 0}};

static const struct help_row {
    enum option_id id;
    const char *left;
    const char *text;
} help_rows[] = {OPTIONS(OPTION_HELP_ROW)};

enum { CLOCK_RATE_MAX = 10000, IMEI_DIGITS = 15, IMSI_DIGITS_MIN = 6, IMSI_DIGITS_MAX = 15, URC_MAX = 64 };

static int help(void) {
    output out = output_open();
    output_text(&out, "usage: qdmp sim [OPTION...]\n\n"
                      "Simulates a module: answers AT commands, registers over UDP, and keeps settings in a file.\n\n");
    for (size_t i = 0; i < sizeof help_rows / sizeof *help_rows; i++)
        output_format(&out, "  %s %-28s %s\n", help_rows[i].id == OPTION_HELP ? "-h," : "   ", help_rows[i].left,
                      help_rows[i].text);
    output_text(&out, "\nFaults, NAME or NAME=VALUE:\n");
    faults_list(&out);
    output_text(
        &out,
        "\nThe first line of output is `ready` and the name of the device. SIGINT and SIGTERM end the simulator.\n\n"
        "Exit status: 0 success; 1 it ended before the server had answered;\n"
        "2 wrong usage, or something cannot be opened, read or written.\n");
    return output_close(&out);
}

static bool refuse(const char *text) {
    complain("sim: %s", text);
    return false;
}

static bool has_digits(const char *text, size_t least, size_t most) {
    size_t length = strlen(text);
    return length >= least && length <= most && strspn(text, "0123456789") == length;
}

/*
 * No name is looked up, because the query would leave the machine before the user allowed it. A module has no IPv6
 * server.
 */
static bool read_server(sim_options *to, const char *text) {
    struct in_addr ip;
    bool readable = address_read(&to->server, text);
    if (readable && !strcmp(to->server.host, "localhost"))
        strcpy(to->server.host, "127.0.0.1");
    to->server_given = readable && inet_pton(AF_INET, to->server.host, &ip) == 1;
    return to->server_given || refuse("--server takes IPV4:PORT or localhost:PORT, the port from 1 to 65535");
}

static bool read_listen(sim_options *to, const char *text) {
    static const char host[] = "127.0.0.1:";
    uint32_t port;
    bool good = !strncmp(text, host, strlen(host)) && number_read(text + strlen(host), UINT16_MAX, &port);
    to->listen = text + strlen(host);
    return good || refuse("--listen takes 127.0.0.1:PORT, the port from 0 to 65535");
}

static bool read_number(sim_options *to, int id, const char *text) {
    if (id == OPTION_SEED)
        return number_read(text, UINT32_MAX, &to->seed) || refuse("--seed takes a number from 0 to 4294967295");
    return (number_read(text, CLOCK_RATE_MAX, &to->clock_rate) && to->clock_rate) ||
           refuse("--clock-rate takes a number from 1 to 10000");
}

static bool read_identity(sim_options *to, int id, const char *text) {
    if (id == OPTION_IMEI)
        return has_digits(to->imei = text, IMEI_DIGITS, IMEI_DIGITS) || refuse("--imei takes 15 digits");
    to->imsi_given = true;
    return has_digits(to->imsi = text, IMSI_DIGITS_MIN, IMSI_DIGITS_MAX) || refuse("--imsi takes 6 to 15 digits");
}

static bool read_urc(sim_options *to, const char *text) {
    to->restart_urc = text;
    for (const char *next = text; *next; next++) {
        if (*next < ' ' || *next > '~')
            return refuse("--restart-urc takes printable ASCII");
    }
    return strlen(text) <= URC_MAX || refuse("--restart-urc takes 64 characters at most");
}

static bool read_fault(sim_options *to, const char *text) {
    if (faults_read(&to->faults, text))
        return true;
    complain("sim: --fault %s: no such fault, or its value is not possible; `qdmp sim --help` lists them", text);
    return false;
}

static bool read_option(sim_options *to, int id, const char *text) {
    switch (id) {
    case OPTION_LINK: to->link = text; return true;
    case OPTION_LISTEN: return read_listen(to, text);
    case OPTION_STATE: to->state = text; return true;
    case OPTION_SERVER: return read_server(to, text);
    case OPTION_NETWORK: to->network = true; return true;
    case OPTION_PROFILE: return profile_read(text, &to->profile) || refuse("--profile takes " PROFILES_TAKEN);
    case OPTION_IMEI2: to->imei2 = text; return true;
    case OPTION_TRACE: to->trace = true; return true;
    case OPTION_FAULT: return read_fault(to, text);
    case OPTION_RESTART_URC: return read_urc(to, text);
    case OPTION_IMEI:
    case OPTION_IMSI: return read_identity(to, id, text);
    default: return read_number(to, id, text);
    }
}

static bool check(const sim_options *to, bool more) {
    if (more)
        return refuse("takes nothing but options");
    return !to->link || !to->listen || refuse("--link and --listen exclude each other");
}

int sim_options_read(sim_options *to, int argc, char **argv) {
    /* A valid IMEI, and an IMSI of the test network 001 01. Both belong to nobody. */
    *to = (sim_options){.imei = "490154203237518", .imei2 = "", .imsi = "001010123456789", .clock_rate = 1, .seed = 1};
    for (int id; (id = command_line_next("sim", argc, argv, "h", options)) != -1;) {
        if (id == 'h' || id == OPTION_HELP)
            return help();
        if (id == '?' || !read_option(to, id, optarg))
            return STATUS_TROUBLE;
    }
    return check(to, optind != argc) ? -1 : STATUS_TROUBLE;
}
