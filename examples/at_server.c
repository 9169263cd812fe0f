/* SPDX-License-Identifier: MIT */
/*
 * A module on the at_server of RT-Thread's AT component. at_server removes the name, and passes the text from the sign
 * on to a setup handler, with the line's end; R29 decodes it.
 *
 * at_server counts commas, also those in quotes, and refuses a line with more than the expression allows: 4 for
 * parameters and 12 within values. It does not check whether a line fits its buffer.
 *
 * Build it with AT_USING_SERVER, AT_SERVER_RECV_BUFF_LEN at 512, and all of src/. Here stand-in/at.h declares the part
 * of RT-Thread that is used.
 */
#include "module.h"

#include <at.h>
#include <string.h>

at_server_t at_get_server(void); /* at.h does not declare it */

#define FOUR_MORE "[,<...>][,<...>][,<...>][,<...>]"
static char type_and_values[] = "=<type>" FOUR_MORE FOUR_MORE FOUR_MORE FOUR_MORE;

typedef char longest_request_fits[AT_SERVER_RECV_BUFF_LEN > QDMP_REQUEST_LINE_MAX + sizeof "\n" ? 1 : -1];

static at_result_t execute(qdmp_command command, qdmp_request_rest rest, const char *args) {
    char text[QDMP_RESPONSE_LINE_MAX];
    qdmp_room room = {text, sizeof text};
    qdmp_span in = {args, strlen(args)};
    qdmp_request request;
    qdmp_module_lines lines;
    qdmp_response line;
    size_t size; /* less than all bytes used: a second command, which at_server does not know */
    if (qdmp_request_decode_rest(in, QDMP_WHOLE_LINE, command, rest, &request, &size, NULL) != QDMP_OK ||
        size != in.len || qdmp_module_execute(&module, &request, module_dmstate(), &lines, NULL) != QDMP_OK)
        return AT_RESULT_FAILE;
    while (qdmp_module_lines_next(&module, &lines, &line) == QDMP_OK) {
        if (qdmp_response_encode(&line, QDMP_RESPONSE_CANONICAL, room, &size, NULL) != QDMP_OK)
            return AT_RESULT_FAILE;
        at_server_send(at_get_server(), text, size);
    }
    return AT_RESULT_OK;
}

static at_result_t cfg_test(void) {
    return execute(QDMP_COMMAND_CFG, QDMP_REQUEST_OF_TEST, "");
}
static at_result_t cfg_query(void) {
    return execute(QDMP_COMMAND_CFG, QDMP_REQUEST_OF_READ, "");
}
static at_result_t cfg_setup(const char *args) {
    return execute(QDMP_COMMAND_CFG, QDMP_REQUEST_FROM_SIGN, args);
}
static at_result_t ex_test(void) {
    return execute(QDMP_COMMAND_EX, QDMP_REQUEST_OF_TEST, "");
}
static at_result_t ex_setup(const char *args) {
    return execute(QDMP_COMMAND_EX, QDMP_REQUEST_FROM_SIGN, args);
}
AT_CMD_EXPORT("AT" QDMP_CFG_NAME, type_and_values, cfg_test, cfg_query, cfg_setup, RT_NULL)
AT_CMD_EXPORT("AT" QDMP_EX_NAME, type_and_values, ex_test, RT_NULL, ex_setup, RT_NULL)
