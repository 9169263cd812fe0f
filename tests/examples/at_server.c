/* SPDX-License-Identifier: MIT */
/*
 * examples/at_server.c with a small imitation of RT-Thread's at_server. What it passes to the handlers, and how it
 * answers what they return, was taken from RT-Thread's source and is written anew here.
 */
#include "expect.h"
#include "module.h"

#include <at.h>
#include <string.h>

static const struct at_cmd *commands[4];
static unsigned command_count;

void stand_in_export(const struct at_cmd *cmd) {
    commands[command_count++] = cmd;
}

at_server_t at_get_server(void);

at_server_t at_get_server(void) {
    return NULL;
}

rt_size_t at_server_send(at_server_t server, const char *buf, rt_size_t size) {
    (void)server;
    say(buf, size);
    return size;
}

static size_t count_of(const char *text, char wanted) {
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += *text == wanted;
    return count;
}

/* Commas in quotes count. */
static int is_as_many_as(const char *args, const char *expression) {
    size_t count = count_of(args, ',') + 1, most = count_of(expression, '<'), optional = count_of(expression, '[');
    return most - optional <= count && count <= most;
}

/* A line with its end, for a server whose end mark is CR LF. */
static void hear(const char *line) {
    at_result_t result = AT_RESULT_FAILE;
    size_t name_size = strcspn(line, "=?0123456789\r");
    const char *rest = line + name_size;
    for (unsigned i = 0; i < command_count; i++) {
        const struct at_cmd *cmd = commands[i];
        if (strlen(cmd->name) != name_size || memcmp(cmd->name, line, name_size) != 0)
            continue;
        if (strcmp(rest, "=?\r\n") == 0)
            result = cmd->test == NULL ? AT_RESULT_FAILE : cmd->test();
        else if (strcmp(rest, "?\r\n") == 0)
            result = cmd->query == NULL ? AT_RESULT_FAILE : cmd->query();
        else if (*rest == '=')
            result = is_as_many_as(rest, cmd->args_expr) ? cmd->setup(rest) : AT_RESULT_FAILE;
        else
            result = cmd->exec == NULL ? AT_RESULT_FAILE : cmd->exec();
    }
    if (result == AT_RESULT_OK)
        say("\r\nOK\r\n", 6);
    else if (result == AT_RESULT_FAILE)
        say("\r\nERROR\r\n", 9);
}

static void answers(const char *line, const char *wanted) {
    hear(line);
    expect(line, wanted);
}

int main(void) {
    require(command_count == 2, "both commands");
    module_restart();
    answers("AT+QDMPCFG=0,1\r\n", "\r\nOK\r\n");
    answers("AT+QDMPCFG=1,117.161.2.7,5683,420\r\n", "\r\nOK\r\n");
    answers("AT+QDMPCFG=4,1\r\n", "\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG=6\r\n", "\r\n+QDMPCFG: 6,6\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG?\r\n", "\r\n+QDMPCFG: 0,0\r\n\r\n+QDMPCFG: 1,117.161.2.41,5683,86400\r\n\r\nOK\r\n");
    module_restart();
    answers("AT+QDMPCFG?\r\n", "\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG=?\r\n",
            "\r\n+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]\r\n\r\nOK\r\n");
    answers("AT+QDMPCFGEX=5,0,\"31.2,121.4,GPS\"\r\n", "\r\nOK\r\n");
    answers("AT+QDMPCFGEX=5,1\r\n", "\r\n+QDMPCFGEX: 5,31.2,121.4,GPS\r\n\r\nOK\r\n");
    answers("AT+QDMPCFGEX=5,0,\",,,,,,,,,,,,\"\r\n", "\r\nOK\r\n");
    answers("AT+QDMPCFG=1,117.161.2.7,5683,299\r\n", "\r\nERROR\r\n");
    answers("AT+QDMPCFGEX?\r\n", "\r\nERROR\r\n");
    answers("AT+QDMPCFG\r\n", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=4,2\r\n", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=1,10.0.0.1,5683,420;+QDMPCFG=4,1\r\n", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=4,1\r\n", "\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n\r\nOK\r\n"); /* the error did nothing */
    return 0;
}
