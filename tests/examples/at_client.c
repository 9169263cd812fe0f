/* SPDX-License-Identifier: MIT */
/*
 * examples/at_client.c with a small imitation of RT-Thread's at_client. How it keeps lines, and which line ends an
 * answer, was taken from RT-Thread's source and is written anew here.
 */
#include "../../examples/at_client.h"
#include "expect.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *reply; /* what the module will say; a silent one: "" */

int at_obj_exec_cmd(at_client_t client, at_response_t resp, const char *cmd_expr, ...) {
    va_list args;
    va_start(args, cmd_expr);
    int size = vsnprintf(client->send_buf, client->send_bufsz - 2, cmd_expr, args);
    va_end(args);
    require(size > 0 && (size_t)size < client->send_bufsz - 2, "at_client writes behind its buffer");
    say(client->send_buf, (size_t)size);
    resp->buf_len = resp->line_counts = 0;
    for (const char *line = reply, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        size_t length = (size_t)(end + 1 - line);
        if (resp->buf_len + length < resp->buf_size) { /* CR stays, LF becomes a NUL */
            memcpy(resp->buf + resp->buf_len, line, length);
            resp->buf[resp->buf_len + length - 1] = '\0';
            resp->buf_len += length;
            resp->line_counts++;
        }
        if (strncmp(line, "OK", 2) == 0)
            return RT_EOK;
        if (strncmp(line, "ERROR", 5) == 0 || strncmp(line, "+CME ERROR", 10) == 0)
            return -RT_ERROR;
    }
    return -RT_ETIMEOUT;
}

const char *at_resp_get_line(at_response_t resp, rt_size_t resp_line) {
    const char *line = resp->buf;
    for (rt_size_t i = 1; i < resp_line; i++)
        line += strlen(line) + 1;
    return line;
}

static void take(const qdmp_response *response) {
    char text[128];
    qdmp_room room = {text, sizeof text};
    size_t size;
    require(qdmp_response_encode(response, QDMP_RESPONSE_TEXT_ALONE, room, &size, NULL) == QDMP_OK, "a line");
    say(" ", 1);
    say(text, size);
}

static char sent[QDMP_REQUEST_LINE_MAX + 2], kept[512];
static struct at_client client = {sent, sizeof sent};
static struct at_response resp = {.buf = kept, .buf_size = sizeof kept};

/* The text that is sent, and the part of the answer that is passed on. */
static void asks(qdmp_request request, const char *module_says, int wanted_result, const char *wanted) {
    reply = module_says;
    int result = ask(&client, &resp, &request, take);
    expect(module_says, wanted);
    require(result == wanted_result, module_says);
}

int main(void) {
    qdmp_request server = {.kind = QDMP_SET_SERVER, .server = {{117, 161, 2, 7}, 5683, 420}};
    qdmp_request state = {.kind = QDMP_QUERY_STATE}, read = {.kind = QDMP_READ};
    qdmp_request location = {.kind = QDMP_EX_SAVE_LOCATION, .location = QDMP_LITERAL("100%s")};
    asks(server, "\r\nOK\r\n", RT_EOK, "AT+QDMPCFG=1,117.161.2.7,5683,420 OK");
    asks(server, "\r\nERROR\r\n", -RT_ERROR, "AT+QDMPCFG=1,117.161.2.7,5683,420 ERROR");
    asks(server, "\r\n+CME ERROR: 50\r\n", -RT_ERROR, "AT+QDMPCFG=1,117.161.2.7,5683,420 +CME ERROR: 50");
    asks(server, "", -RT_ETIMEOUT, "AT+QDMPCFG=1,117.161.2.7,5683,420");
    asks(server, "\r\nOKAY\r\n", -RT_ERROR, "AT+QDMPCFG=1,117.161.2.7,5683,420");
    asks(location, "\r\nOK  \r\n", RT_EOK, "AT+QDMPCFGEX=5,0,\"100%s\" OK");
    asks(state, "AT+QDMPCFG=6\r\r\n\r\n+QDMPCFG:6,6\r\n\r\n+CEREG: 1\r\n\r\nOK\r\n", RT_EOK,
         "AT+QDMPCFG=6 +QDMPCFG: 6,6 OK");
    asks(state, "\r\n+QDMPCFG: 7,1\r\n\r\nOK\r\n", -RT_ERROR, "AT+QDMPCFG=6 OK");
    asks(read, "\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,117.161.2.41,5683,86400\r\n\r\nOK\r\n", RT_EOK,
         "AT+QDMPCFG? +QDMPCFG: 0,1 +QDMPCFG: 1,117.161.2.41,5683,86400 OK");
    resp.buf_size = 20; /* OK has room, and the line before it has none */
    asks(state, "\r\n+QDMPCFG: 6,6     \r\n\r\nOK\r\n", -RT_EFULL, "AT+QDMPCFG=6 OK");
    resp.buf_size = sizeof kept;
    client.send_bufsz = strlen("AT+QDMPCFG=6") + 2;
    asks(state, "\r\nOK\r\n", -RT_EFULL, "");
    server.server.port = 0;
    asks(server, "\r\nOK\r\n", -RT_EINVAL, "");
    return 0;
}
