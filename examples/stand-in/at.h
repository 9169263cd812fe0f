/* SPDX-License-Identifier: MIT */
/*
 * A stand-in for the header of RT-Thread's AT component (https://github.com/RT-Thread/rt-thread), written for this
 * repository: the declarations that ../at_client.c, ../at_server.c and their tests use, and no more. It has no code of
 * RT-Thread. Build with RT-Thread's own headers, not with these.
 */
#ifndef STAND_IN_AT_H
#define STAND_IN_AT_H

#include <rtthread.h>

/* --- the client --- */

struct at_response {
    char *buf;
    rt_size_t buf_size;
    rt_size_t buf_len;
    rt_size_t line_num;
    rt_size_t line_counts;
    rt_int32_t timeout;
};
typedef struct at_response *at_response_t;

struct at_client {
    char *send_buf;
    rt_size_t send_bufsz;
};
typedef struct at_client *at_client_t;

int at_obj_exec_cmd(at_client_t client, at_response_t resp, const char *cmd_expr, ...);
const char *at_resp_get_line(at_response_t resp, rt_size_t resp_line);

/* --- the server --- */

#ifndef AT_SERVER_RECV_BUFF_LEN
#define AT_SERVER_RECV_BUFF_LEN 512 /* 256, where nobody defines it */
#endif
#define AT_CMD_NAME_LEN 16

typedef enum at_result { AT_RESULT_OK = 0, AT_RESULT_FAILE = -1, AT_RESULT_NULL = -2 } at_result_t;

struct at_cmd {
    char name[AT_CMD_NAME_LEN];
    char *args_expr;
    at_result_t (*test)(void);
    at_result_t (*query)(void);
    at_result_t (*setup)(const char *args);
    at_result_t (*exec)(void);
};

struct at_server;
typedef struct at_server *at_server_t;

rt_size_t at_server_send(at_server_t server, const char *buf, rt_size_t size);

/* RT-Thread collects commands in a section of the linker script; here, where the test finds them. */
void stand_in_export(const struct at_cmd *cmd);
#define AT_CMD_EXPORT(name, args_expr, test, query, setup, exec)                                                       \
    static const struct at_cmd at_cmd_##test##query##setup##exec = {name, args_expr, test, query, setup, exec};        \
    __attribute__((constructor)) static void at_export_##test##query##setup##exec(void) {                              \
        stand_in_export(&at_cmd_##test##query##setup##exec);                                                           \
    }

#endif
