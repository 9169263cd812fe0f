/* SPDX-License-Identifier: MIT */
#ifndef EXAMPLES_AT_CLIENT_H
#define EXAMPLES_AT_CLIENT_H

#include <at.h>
#include <qdmp/qdmp.h>

/** Gets a line of the answer. The line lives until the at_response_t is used again. */
typedef void take_line(const qdmp_response *response);

/**
 * Sends the request, waits for its answer, and passes on its lines, the final result code too. Returns RT_EOK;
 * -RT_ERROR: the module answered it, or a line breaks a rule; -RT_EINVAL: the request breaks a rule; -RT_EFULL: a
 * buffer is too small; otherwise the result of at_obj_exec_cmd.
 */
int ask(at_client_t client, at_response_t resp, const qdmp_request *request, take_line *take);

#endif
