/* SPDX-License-Identifier: MIT */
/*
 * A module on POSIX: command lines come on standard input, answers go to standard output, settings are in a file. It is
 * for tests of a host's driver without a modem, and a starting point for a module on Linux.
 *
 *     socat pty,rawer,link=/tmp/modem exec:'./posix_module settings'
 *
 * Build it with -std=c11, -Iinclude, port/storage_file.c and all of src/.
 * usage: posix_module FILE
 */
#define _POSIX_C_SOURCE 200809L
#include <qdmp/port/storage_file.h>
#include <qdmp/qdmp.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Lines with such credentials are shorter than the longest lines without credentials. */
enum { APPKEY_MAX = 64, PASSWORD_MAX = 64 };
static char images[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
static qdmp_module_config config = {
    .rooms = {{images[0], sizeof images[0]}, {images[1], sizeof images[1]}, {images[2], sizeof images[2]}},
    .appkey_max = APPKEY_MAX,
    .password_max = PASSWORD_MAX};
static qdmp_module module;

/* Whether the module is open. If what is stored cannot be used, it is open with defaults. */
static int start(void) {
    qdmp_status status = qdmp_module_open(&module, &config, NULL);
    if (status != QDMP_OK)
        fprintf(stderr, "settings: %s\n", qdmp_status_text(status));
    return status != QDMP_NO_SPACE && status != QDMP_RANGE;
}

static void send(const qdmp_response *line) {
    char text[QDMP_RESPONSE_LINE_MAX];
    qdmp_room room = {text, sizeof text};
    size_t size;
    if (qdmp_response_encode(line, QDMP_RESPONSE_CANONICAL, room, &size, NULL) == QDMP_OK)
        (void)fwrite(text, 1, size, stdout);
}

static void send_result(qdmp_response_kind kind) {
    qdmp_response result = {.kind = kind};
    send(&result);
    (void)fflush(stdout);
}

static int is(qdmp_span command, const char *text) {
    return command.len == strlen(text) && memcmp(command.ptr, text, command.len) == 0;
}

static void execute(qdmp_span bytes) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_status status;
    qdmp_command_line_open(&line, bytes);
    while ((status = qdmp_command_line_next(&line, &module, QDMP_DMSTATE_INITIAL_STATE, &info, NULL)) != QDMP_END) {
        if (status == QDMP_OK) {
            send(&info);
        } else if (status == QDMP_NOT_OURS && is(line.foreign, "AT")) {
            qdmp_command_line_resume(&line, line.foreign.len);
        } else if (status == QDMP_NOT_OURS && is(line.foreign, "AT+QRST=1")) {
            (void)start();
            break;
        } else {
            send_result(QDMP_RESULT_ERROR);
            return;
        }
    }
    send_result(QDMP_RESULT_OK);
}

static void take(qdmp_stream *stream, qdmp_span chunk) {
    qdmp_span line;
    size_t used;
    qdmp_stream_event event;
    while ((event = qdmp_stream_next(stream, chunk, &used, &line)) != QDMP_STREAM_EMPTY) {
        if (event == QDMP_STREAM_OVERLONG)
            send_result(QDMP_RESULT_ERROR);
        else if (line.len > 0)
            execute(line);
        chunk.ptr += used;
        chunk.len -= used;
    }
}

int main(int argc, char **argv) {
    char split[QDMP_REQUEST_LINE_MAX], bytes[256];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){split, sizeof split});
    qdmp_storage_file file;
    ssize_t count;
    if (argc != 2) {
        fputs("usage: posix_module FILE\n", stderr);
        return 2;
    }
    if (qdmp_storage_file_open(&file, argv[1], &config.storage) != QDMP_OK) {
        perror(argv[1]);
        return 2;
    }
    if (!start())
        return 2;
    while ((count = read(STDIN_FILENO, bytes, sizeof bytes)) > 0)
        take(&stream, (qdmp_span){bytes, (size_t)count});
    qdmp_storage_file_close(&file);
    return count == 0 && !ferror(stdout) ? 0 : 1;
}
