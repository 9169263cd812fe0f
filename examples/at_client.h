/* SPDX-License-Identifier: MIT */
#ifndef EXAMPLES_AT_CLIENT_H
#define EXAMPLES_AT_CLIENT_H

#include <at.h>
#include <qdmp/qdmp.h>

/** Gets a line of the answer, which lives as long as the at_response_t is not used again. */
typedef void take_line(const qdmp_response *response);

/**
 * Sends the request, waits for its answer, and hands over its lines, the final result code too. RT_EOK; -RT_ERROR: the
 * module says so, or a line breaks a rule; -RT_EINVAL: the request does; -RT_EFULL: a buffer is too small; else what
 * at_obj_exec_cmd says.
 */
int ask(at_client_t client, at_response_t resp, const qdmp_request *request, take_line *take);

#endif
