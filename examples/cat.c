/* SPDX-License-Identifier: MIT */
/*
 * A module with the AT parser cAT (https://github.com/marcinbor85/cAT): two commands for its groups. cAT removes the name
 * and the sign; R29 decodes the rest. A write handler cannot send lines, but a set such as AT+QDMPCFG=4 is answered with
 * lines. So each set is held: the read handler, called as for an unsolicited result, passes on the lines and ends the set.
 *
 * Build it with cAT and all of src/. The buffer of cAT, or half of it without an unsolicited buffer, holds
 * QDMP_REQUEST_LINE_MAX bytes. A mutex of cat_init must be recursive. stand-in/cat.h declares the used part of cAT.
 */
#include "module.h"

#include <cat.h>

extern struct cat_object parser; /* the program's */
static qdmp_module_lines lines;  /* of a command; while it is `answering`, some are left */
static bool answering, held, legal;

static void begin(const struct cat_command *cmd, qdmp_request_rest rest, qdmp_span in) {
    qdmp_command command = cmd->name[sizeof QDMP_CFG_NAME - 1] == '\0' ? QDMP_COMMAND_CFG : QDMP_COMMAND_EX;
    qdmp_request request;
    size_t used; /* less than all: a second command, which cAT does not know */
    answering = true;
    held = rest == QDMP_REQUEST_OF_SET;
    legal = qdmp_request_decode_rest(in, QDMP_WHOLE_LINE, command, rest, &request, &used, NULL) == QDMP_OK &&
            used == in.len && qdmp_module_execute(&module, &request, module_dmstate(), &lines, NULL) == QDMP_OK;
}

static cat_return_state answer(const struct cat_command *cmd, qdmp_request_rest rest, uint8_t *data, size_t *size,
                               size_t capacity) {
    qdmp_response line;
    qdmp_room room = {(char *)data, capacity - 1};
    if (!answering)
        begin(cmd, rest, (qdmp_span){"", 0});
    bool more = legal && qdmp_module_lines_next(&module, &lines, &line) == QDMP_OK;
    if (more && qdmp_response_encode(&line, QDMP_RESPONSE_TEXT_ALONE, room, size, NULL) == QDMP_OK) {
        data[*size] = '\0';
        return CAT_RETURN_STATE_DATA_NEXT;
    }
    answering = false;
    if (!legal || more)
        return held ? CAT_RETURN_STATE_HOLD_EXIT_ERROR : CAT_RETURN_STATE_ERROR;
    return held ? CAT_RETURN_STATE_HOLD_EXIT_OK : CAT_RETURN_STATE_OK;
}

static cat_return_state on_read(const struct cat_command *cmd, uint8_t *data, size_t *size, size_t capacity) {
    return answer(cmd, QDMP_REQUEST_OF_READ, data, size, capacity);
}
static cat_return_state on_test(const struct cat_command *cmd, uint8_t *data, size_t *size, size_t capacity) {
    return answer(cmd, QDMP_REQUEST_OF_TEST, data, size, capacity);
}
static cat_return_state on_write(const struct cat_command *cmd, const uint8_t *data, size_t size, size_t args_num) {
    if (args_num != 0 || cat_trigger_unsolicited_read(&parser, cmd) != CAT_STATUS_OK)
        return CAT_RETURN_STATE_ERROR; /* a command is not executed if its answer could not be sent */
    begin(cmd, QDMP_REQUEST_OF_SET, (qdmp_span){(const char *)data, size});
    return CAT_RETURN_STATE_HOLD;
}

const struct cat_command qdmp_commands[] = {
    {.name = QDMP_CFG_NAME, .write = on_write, .read = on_read, .test = on_test},
    {.name = QDMP_EX_NAME, .write = on_write, .read = on_read, .test = on_test}};
