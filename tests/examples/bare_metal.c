/* SPDX-License-Identifier: MIT */
/*
 * examples/bare_metal.c on a board that the test simulates: it calls the interrupt handler with each byte, and its
 * flash memory is an array that outlives a reset.
 */
#include "../../examples/bare_metal.h"
#include "expect.h"

#include <string.h>

/* --- the flash memory --- */

static unsigned char cells[2][FLASH_SLOT_SIZE];
static unsigned granules_left = 10000; /* that are programmed before the power fails */

int flash_read(void *context, unsigned slot, uint32_t offset, void *out, size_t size) {
    (void)context;
    memcpy(out, cells[slot] + offset, size);
    return 0;
}

int flash_erase(void *context, unsigned slot) {
    (void)context;
    memset(cells[slot], 0xFF, FLASH_SLOT_SIZE);
    return 0;
}

int flash_program(void *context, unsigned slot, uint32_t offset, const void *bytes, size_t size) {
    (void)context;
    for (size_t i = 0; i < size; i += FLASH_GRANULE) {
        if (granules_left == 0)
            return -1;
        granules_left--;
        memcpy(cells[slot] + offset + i, (const unsigned char *)bytes + i, FLASH_GRANULE);
    }
    return 0;
}

/* --- the UART --- */

static const char *meanwhile = ""; /* bytes that come while an answer is sent */

static void receive(const char *bytes) {
    for (; *bytes != '\0'; bytes++)
        uart_received((unsigned char)*bytes);
}

void uart_send(const char *bytes, size_t size) {
    say(bytes, size);
    receive(meanwhile);
    meanwhile = "";
}

int other_command(qdmp_span command) {
    return command.len == 2 && memcmp(command.ptr, "AT", 2) == 0;
}

static void answers(const char *bytes, const char *wanted) {
    receive(bytes);
    module_step();
    expect(bytes, wanted);
}

/* Fills the ring buffer until this much room is left. */
static void leave(size_t room) {
    for (size_t i = room; i < 127; i++)
        receive(" ");
}

/* --- what is tried --- */

static void try_lines(void) {
    answers("AT\r\n", "\r\nOK\r\n");
    answers("AT+CSQ\r\n", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=1,117.161.2.7,5683,420\r\n", "\r\nOK\r\n");
    answers("\r\nAT+QDMP", "");
    answers("CFG=4,1", "");
    answers("\r", "\r\n+QDMPCFG: 1,117.161.2.7,5683,420\r\n\r\nOK\r\n");
    answers("\nat+qdmpcfg=1,10.0.0.1;+qdmpcfg=4,1\r", "\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG=1,10.0.0.2,0\r", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=6\rAT+QDMPCFG=4,1\r",
            "\r\n+QDMPCFG: 6,0\r\n\r\nOK\r\n\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
    for (int i = 0; i < 30; i++)
        answers("0123456789", i == 27 ? "\r\nERROR\r\n" : ""); /* the line is longer than any */
    answers("\rAT+QDMPCFG=4,1\r", "\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
}

static void try_overruns(void) {
    /* The ring buffer is full after `420`. The next bytes are lost: 42000 s would be legal as well. */
    leave(strlen("AT+QDMPCFG=1,10.0.0.3,5683,420"));
    answers("AT+QDMPCFG=1,10.0.0.3,5683,42000\r", "");
    answers("\r", "\r\nERROR\r\n");

    /* The same while the line before it is answered. Bytes after the gap are not joined to bytes before it. */
    leave(strlen("AT+QDMPCFG=6\rAT+QDMPCFG=1,10.0.0.3,5683,420"));
    meanwhile = "00\r";
    answers("AT+QDMPCFG=6\rAT+QDMPCFG=1,10.0.0.3,5683,4200", "\r\n+QDMPCFG: 6,0\r\n\r\nOK\r\n");
    answers("\r", "\r\nERROR\r\n");
    answers("AT+QDMPCFG=4,1\r", "\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
}

static void try_power_cycles(void) {
    answers("AT+QDMPCFG?\r", "\r\n+QDMPCFG: 0,0\r\n\r\n+QDMPCFG: 1,117.161.2.41,5683,86400\r\n\r\nOK\r\n");
    require(module_start() == QDMP_OK, "the second start");
    answers("AT+QDMPCFG?\r", "\r\n+QDMPCFG: 0,0\r\n\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n\r\nOK\r\n");
    answers("AT+QDMPCFG=0,1;+QDMPCFG=2,\"M100000089\",\"95Go12345\",0,863703030822519\r", "\r\nOK\r\n");

    /* The power fails while the record is programmed. The settings before it are in force. */
    granules_left = 3;
    answers("AT+QDMPCFG=1,10.0.0.4\r", "\r\nERROR\r\n");
    granules_left = 10000;
    require(module_start() == QDMP_OK, "the third start");
    answers("AT+QDMPCFG?\r", "\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,10.0.0.1,5683,86400\r\n"
                             "\r\n+QDMPCFG: 2,M100000089,95Go****,0,863703030822519\r\n\r\nOK\r\n");

    /* Erased credentials are nowhere in the memory any more. */
    answers("AT+QDMPCFG=5,2\r", "\r\nOK\r\n");
    for (size_t i = 0; i + 9 <= sizeof cells; i++)
        require(memcmp((const unsigned char *)cells + i, "95Go12345", 9) != 0, "the password is still there");

    memset(cells, 'x', sizeof cells);
    require(module_start() == QDMP_DAMAGED, "damaged settings are told");
    answers("AT+QDMPCFG=0,1\r", "\r\nOK\r\n");
    require(module_start() == QDMP_OK, "damaged settings are overwritten");
    answers("AT+QDMPCFG?\r", "\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,117.161.2.41,5683,86400\r\n\r\nOK\r\n");
}

int main(void) {
    memset(cells, 0xFF, sizeof cells);
    require(module_start() == QDMP_OK, "the first start");
    try_lines();
    try_overruns();
    try_power_cycles();
    return 0;
}
