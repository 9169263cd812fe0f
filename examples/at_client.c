/* SPDX-License-Identifier: MIT */
/*
 * A host on the at_client of RT-Thread's AT component. It sends a request to the module, and passes on each information
 * line of the answer. at_client returns whole lines, so no line is decoded behind a name here.
 *
 * Build it with AT_USING_CLIENT and all of src/. Call at_client_init with buffers of QDMP_REQUEST_LINE_MAX + 2 bytes,
 * and at_create_resp with line_num 0 and a buffer of QDMP_RESPONSE_LINE_MAX bytes more than the answer has. Here
 * stand-in/at.h declares the part of RT-Thread that is used.
 */
#include "at_client.h"

#include <stdbool.h>
#include <string.h>

int ask(at_client_t client, at_response_t resp, const qdmp_request *request, take_line *take) {
    char line[QDMP_REQUEST_LINE_MAX];
    qdmp_room room = {line, sizeof line - 1};
    size_t size;
    bool complete = false, legal = true;
    if (qdmp_request_encode(request, QDMP_REQUEST_WITHOUT_END, room, &size, NULL) != QDMP_OK)
        return -RT_EINVAL;
    if (size + sizeof "\r\n" > client->send_bufsz)
        return -RT_EFULL; /* at_client would write after its buffer */
    line[size] = '\0';
    /* Not as the format, because a text may contain a %. ERROR and +CME ERROR are -RT_ERROR, with the lines. */
    int result = at_obj_exec_cmd(client, resp, "%s", line);
    if (result != RT_EOK && result != -RT_ERROR)
        return result;
    for (rt_size_t i = 1; i <= resp->line_counts; i++) {
        const char *text = at_resp_get_line(resp, i);
        qdmp_span in = {text, strlen(text)};
        qdmp_response response;
        qdmp_status status = qdmp_response_decode_tolerant(in, QDMP_WHOLE_LINE, &response, NULL, NULL);
        if (status == QDMP_NOT_OURS)
            continue;
        qdmp_answer answer = status == QDMP_OK ? qdmp_response_answers(request, &response) : QDMP_ANSWER_FOREIGN;
        legal = legal && status == QDMP_OK;
        complete = complete || answer == QDMP_ANSWER_COMPLETE;
        if (answer != QDMP_ANSWER_FOREIGN)
            take(&response);
    }
    /* at_client drops a line that does not fit the buffer, and does not report it. */
    if (resp->buf_size - resp->buf_len < QDMP_RESPONSE_LINE_MAX)
        return -RT_EFULL;
    return legal && complete ? result : -RT_ERROR;
}
