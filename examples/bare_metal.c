/* SPDX-License-Identifier: MIT */
/*
 * A module without an operating system: the UART's interrupt handler puts bytes into a ring buffer; the main loop takes
 * them out, makes lines of them, executes the commands, and answers. For firmware that has no AT parser yet.
 *
 * Build it with all of src/, a board that has what bare_metal.h asks for, and a main that calls module_start, and then
 * module_step for ever.
 */
#include "bare_metal.h"
#include "module.h"

/* --- the ring buffer --- */

/* The interrupt handler alone writes `written`, the main loop alone `taken`; each is read at once on any processor. */
enum { RING_SIZE = 128 };
static volatile unsigned char ring[RING_SIZE], written, taken;
static volatile unsigned char lost; /* a byte had no room; until the main loop knows, none behind it is taken in */

void uart_received(unsigned char byte) {
    unsigned char next = (unsigned char)((written + 1) % RING_SIZE);
    if (lost || next == taken) {
        lost = 1;
        return;
    }
    ring[written] = byte;
    written = next;
}

/* --- answers --- */

/* Of credentials, as long ones as a request has room for. */
static char text[QDMP_CREDENTIALS_RESPONSE_MAX(QDMP_REQUEST_LINE_MAX)];

static void send(const qdmp_response *line) {
    qdmp_room room = {text, sizeof text};
    size_t size;
    if (qdmp_response_encode(line, QDMP_RESPONSE_CANONICAL, room, &size, NULL) == QDMP_OK)
        uart_send(text, size);
}

static void send_result(qdmp_response_kind kind) {
    qdmp_response result = {.kind = kind};
    send(&result);
}

static void execute(qdmp_span in) {
    qdmp_request request;
    qdmp_response line;
    size_t used;
    for (; in.len > 0; in.ptr += used, in.len -= used) {
        if (qdmp_request_decode(in, QDMP_WHOLE_LINE, &request, &used, NULL) != QDMP_OK || !module_execute(&request)) {
            send_result(QDMP_RESULT_ERROR);
            return;
        }
        while (module_line(&line))
            send(&line);
    }
    send_result(QDMP_RESULT_OK);
}

/* --- lines --- */

static char split[QDMP_REQUEST_LINE_MAX];
static qdmp_stream stream;
static unsigned char broken; /* bytes of this line were lost: what is left of it may be another command */

static void take(char byte) {
    qdmp_span chunk = {&byte, 1}, line;
    size_t used;
    qdmp_stream_event event = qdmp_stream_next(&stream, chunk, &used, &line);
    if (event == QDMP_STREAM_EMPTY)
        return;
    if (broken || event == QDMP_STREAM_OVERLONG)
        send_result(QDMP_RESULT_ERROR);
    else if (line.len > 0)
        execute(line);
    broken = 0;
}

void module_start(void) {
    stream = qdmp_stream_open((qdmp_room){split, sizeof split});
}

void module_step(void) {
    unsigned char gap = lost; /* it is behind what the ring buffer holds now */
    while (taken != written) {
        char byte = (char)ring[taken];
        taken = (unsigned char)((taken + 1) % RING_SIZE);
        take(byte);
    }
    if (gap) {
        broken = 1;
        lost = 0;
    }
}
