/* SPDX-License-Identifier: MIT */
/*
 * A module without an operating system. The UART's interrupt handler puts bytes into a ring buffer. The main loop takes
 * them out, makes lines of them, executes the commands, and answers. Settings are in two slots of flash memory. It is
 * for firmware without an AT parser.
 *
 * Build it with all of src/, port/storage_flash.c, and a board that provides the functions of bare_metal.h. main calls
 * module_start, and then module_step forever.
 */
#include "bare_metal.h"

#include <qdmp/port/storage_flash.h>

/* --- the ring buffer --- */

/*
 * Only the interrupt handler writes `written`, and only the main loop `taken`. Each can be read at once on any
 * processor.
 */
enum { RING_SIZE = 128 };
static volatile unsigned char ring[RING_SIZE], written, taken;
static volatile unsigned char lost; /* a byte had no room; until the main loop knows, later bytes are dropped too */

void uart_received(unsigned char byte) {
    unsigned char next = (unsigned char)((written + 1) % RING_SIZE);
    if (lost || next == taken) {
        lost = 1;
        return;
    }
    ring[written] = byte;
    written = next;
}

/* --- command lines --- */

static qdmp_module module;

static void send(const qdmp_response *line) {
    char text[QDMP_RESPONSE_LINE_MAX];
    qdmp_room room = {text, sizeof text};
    size_t size;
    if (qdmp_response_encode(line, QDMP_RESPONSE_CANONICAL, room, &size, NULL) == QDMP_OK)
        uart_send(text, size);
}

static void send_result(qdmp_response_kind kind) {
    qdmp_response result = {.kind = kind};
    send(&result);
}

static void execute(qdmp_span bytes) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_status status;
    qdmp_command_line_open(&line, bytes);
    while ((status = qdmp_command_line_next(&line, &module, QDMP_DMSTATE_INITIAL_STATE, &info, NULL)) != QDMP_END) {
        if (status == QDMP_OK) {
            send(&info);
        } else if (status == QDMP_NOT_OURS && other_command(line.foreign)) {
            qdmp_command_line_resume(&line, line.foreign.len);
        } else {
            send_result(QDMP_RESULT_ERROR);
            return;
        }
    }
    send_result(QDMP_RESULT_OK);
}

/* --- the main loop --- */

static char split[QDMP_REQUEST_LINE_MAX];
static qdmp_stream stream;
static unsigned char broken; /* bytes of this line were lost: the rest of it may be another command */

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

void module_step(void) {
    unsigned char gap = lost; /* it is after what the ring buffer holds now */
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

/* --- settings --- */

/* Lines with such credentials are shorter than the longest lines without credentials. */
enum { APPKEY_MAX = 32, PASSWORD_MAX = 32 };
static char images[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];

static int has_credentials(qdmp_span image) {
    qdmp_settings settings;
    return qdmp_image_decode(image, &settings, NULL, NULL) != QDMP_OK ||
           (settings.set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS)) != 0;
}

static qdmp_storage_flash flash = {flash_read,      flash_erase,   flash_program,  NULL,
                                   FLASH_SLOT_SIZE, FLASH_GRANULE, has_credentials};

qdmp_status module_start(void) {
    qdmp_module_config config = {.appkey_max = APPKEY_MAX, .password_max = PASSWORD_MAX};
    qdmp_status status = qdmp_storage_flash_open(&flash, sizeof images[0], &config.storage);
    for (int i = 0; i < QDMP_MODULE_IMAGES; i++)
        config.rooms[i] = (qdmp_room){images[i], sizeof images[i]};
    stream = qdmp_stream_open((qdmp_room){split, sizeof split});
    return status == QDMP_OK ? qdmp_module_open(&module, &config, NULL) : status;
}
