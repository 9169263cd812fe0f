/* SPDX-License-Identifier: MIT */
/*
 * examples/cat.c with a small imitation of cAT. What it passes to the handlers, and how it treats what they return, was
 * taken from cAT's source and is written anew here.
 */
#include "expect.h"
#include "module.h"

#include <cat.h>
#include <string.h>

extern const struct cat_command qdmp_commands[];

struct cat_object {
    const struct cat_command *unsolicited; /* one waits */
    bool is_full;
};
struct cat_object parser;

cat_status cat_trigger_unsolicited_read(struct cat_object *self, const struct cat_command *cmd) {
    if (self->is_full)
        return CAT_STATUS_ERROR_BUFFER_FULL;
    self->unsolicited = cmd;
    return CAT_STATUS_OK;
}

static void send_line(const char *text) {
    say("\r\n", 2);
    say(text, strlen(text));
    say("\r\n", 2);
}

typedef cat_return_state reader(const struct cat_command *cmd, uint8_t *data, size_t *data_size,
                                const size_t max_data_size);

/* Calls a handler until it has ended the command. The handler finds the name and a sign in its buffer. */
static cat_return_state call(reader *handler, const struct cat_command *cmd) {
    uint8_t buffer[256];
    cat_return_state result;
    unsigned calls = 0;
    do {
        size_t size = strlen(cmd->name) + 1;
        memcpy(buffer, cmd->name, size - 1);
        buffer[size - 1] = '=';
        buffer[size] = '\0';
        result = handler(cmd, buffer, &size, sizeof buffer);
        if (result == CAT_RETURN_STATE_DATA_OK || result == CAT_RETURN_STATE_DATA_NEXT) {
            require(buffer[size] == '\0', "data without a NUL");
            send_line((const char *)buffer);
        }
        require(++calls < 10, "the command does not end");
    } while (result == CAT_RETURN_STATE_DATA_NEXT || result == CAT_RETURN_STATE_NEXT);
    return result;
}

static cat_return_state write_and_hold(const struct cat_command *cmd, const char *data) {
    cat_return_state result = cmd->write(cmd, (const uint8_t *)data, strlen(data), 0);
    if (result != CAT_RETURN_STATE_HOLD)
        return result;
    require(parser.unsolicited == cmd, "held, and nobody would end it");
    parser.unsolicited = NULL;
    result = call(cmd->read, cmd);
    require(result == CAT_RETURN_STATE_HOLD_EXIT_OK || result == CAT_RETURN_STATE_HOLD_EXIT_ERROR, "held for ever");
    return result;
}

/* A line without its end. */
static void hear(const char *line) {
    cat_return_state result = CAT_RETURN_STATE_ERROR;
    size_t name_size = strcspn(line, "=?") - strlen("AT");
    const char *rest = line + strlen("AT") + name_size;
    for (int i = 0; i < 2; i++) {
        const struct cat_command *cmd = &qdmp_commands[i];
        if (strlen(cmd->name) != name_size || memcmp(cmd->name, line + strlen("AT"), name_size) != 0)
            continue;
        if (strcmp(rest, "?") == 0)
            result = call(cmd->read, cmd);
        else if (strcmp(rest, "=?") == 0)
            result = call(cmd->test, cmd);
        else if (*rest == '=')
            result = write_and_hold(cmd, rest + 1);
        else if (cmd->run != NULL)
            result = cmd->run(cmd);
    }
    require(parser.unsolicited == NULL, "an unsolicited result is left");
    send_line(result == CAT_RETURN_STATE_DATA_OK || result == CAT_RETURN_STATE_OK ||
                      result == CAT_RETURN_STATE_HOLD_EXIT_OK
                  ? "OK"
                  : "ERROR");
}

static void answers(const char *line, const char *wanted) {
    hear(line);
    expect(line, wanted);
}

int main(void) {
    module_restart();
    answers("AT+QDMPCFG=0,1", "\r\nOK\r\n");
    answers("AT+QDMPCFG=1,117.161.2.7,5683,420", "\r\nOK\r\n");
    answers("AT+QDMPCFG=4,1", "\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG=6", "\r\n+QDMPCFG: 6,6\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG?", "\r\n+QDMPCFG: 0,0\r\n\r\n+QDMPCFG: 1,117.161.2.41,5683,86400\r\n\r\nOK\r\n");
    module_restart();
    answers("AT+QDMPCFG?", "\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG=?",
            "\r\n+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]\r\n\r\nOK\r\n");
    answers("AT+QDMPCFGEX=5,0,\"31.2,121.4,GPS\"", "\r\nOK\r\n");
    answers("AT+QDMPCFGEX=5,1", "\r\n+QDMPCFGEX: 5,31.2,121.4,GPS\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG=1,117.161.2.7,5683,299", "\r\nERROR\r\n");
    answers("AT+QDMPCFGEX?", "\r\nERROR\r\n");
    answers("AT+QDMPCFG", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=4,2", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=1,10.0.0.1,5683,420;+QDMPCFG=4,1", "\r\nERROR\r\n");
    parser.is_full = true;
    answers("AT+QDMPCFG=1,10.0.0.2,5683,420", "\r\nERROR\r\n");
    parser.is_full = false;
    answers("AT+QDMPCFG=4,1", "\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n\r\nOK\r\n"); /* the failure changed nothing */
    return 0;
}
