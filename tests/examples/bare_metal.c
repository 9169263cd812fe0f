/* SPDX-License-Identifier: MIT */
/*
 * examples/bare_metal.c on a UART that the test plays: it calls the interrupt handler with each byte.
 */
#include "../../examples/bare_metal.h"
#include "expect.h"

#include <string.h>

static const char *meanwhile = ""; /* what comes while an answer is sent */

static void receive(const char *bytes) {
    for (; *bytes != '\0'; bytes++)
        uart_received((unsigned char)*bytes);
}

void uart_send(const char *bytes, size_t size) {
    say(bytes, size);
    receive(meanwhile);
    meanwhile = "";
}

static void answers(const char *bytes, const char *wanted) {
    receive(bytes);
    module_step();
    expect(bytes, wanted);
}

/* Fills the ring buffer so far that so much room is left. */
static void leave(size_t room) {
    for (size_t i = room; i < 127; i++)
        receive(" ");
}

int main(void) {
    module_start();
    answers("AT+QDMPCFG=1,117.161.2.7,5683,420\r\n", "\r\nOK\r\n");
    answers("\r\nAT+QDMP", "");
    answers("CFG=4,1", "");
    answers("\r", "\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n\r\nOK\r\n");
    answers("\nat+qdmpcfg=1,10.0.0.1;+qdmpcfg?\r",
            "\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG=1,10.0.0.2,0\r", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=4,1\rAT+QDMPCFG=4,1\r",
            "\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
    for (int i = 0; i < 30; i++)
        answers("0123456789", i == 27 ? "\r\nERROR\r\n" : ""); /* the line is longer than any */
    answers("\rAT+QDMPCFG=4,1\r", "\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");

    /* The ring buffer is full behind `420`. What follows is lost: 42000 s would be legal as well. */
    leave(strlen("AT+QDMPCFG=1,10.0.0.3,5683,420"));
    answers("AT+QDMPCFG=1,10.0.0.3,5683,42000\r", "");
    answers("\r", "\r\nERROR\r\n");

    /* The same while the line before it is answered: what comes behind the gap is not put to what is in front of it. */
    leave(strlen("AT+QDMPCFG=4,1\rAT+QDMPCFG=1,10.0.0.3,5683,420"));
    meanwhile = "00\r";
    answers("AT+QDMPCFG=4,1\rAT+QDMPCFG=1,10.0.0.3,5683,4200", "\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
    answers("\r", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=4,1\r", "\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
    return 0;
}
