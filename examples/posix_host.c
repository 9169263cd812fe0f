/* SPDX-License-Identifier: MIT */
/*
 * A host on POSIX that drives a module on a tty. It sets the server, then asks for the settings in force and for the
 * state of the registration. It is for a program on Linux or a BSD with a modem at a serial port.
 *
 * qdmp_stream makes lines of the bytes. While a request is outstanding, lines are decoded in a tolerant way, because
 * modules differ from the guide (R28). All other lines, echoes and URCs among them, are printed as foreign.
 *
 * Build it with -std=c11, -Iinclude and all of src/.
 * usage: posix_host DEVICE
 */
#define _POSIX_C_SOURCE 200809L
#include <qdmp/qdmp.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 2000 }; /* ms; R24 allows a module 300 */

struct host {
    int tty;
    char split[QDMP_REQUEST_LINE_MAX]; /* for a module that echoes; no line of ours is longer */
    qdmp_stream stream;
    const qdmp_request *request; /* the outstanding request, or NULL */
    qdmp_response_kind result;   /* of the last answer; 0: none came */
};

/* --- the tty --- */

static int open_tty(const char *path) {
    struct termios settings;
    int tty = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (tty < 0 || tcgetattr(tty, &settings) != 0)
        return -1;
    /* Bytes as they are, in both directions. */
    settings.c_iflag = 0;
    settings.c_oflag = 0;
    settings.c_lflag = 0;
    settings.c_cflag = CS8 | CREAD | CLOCAL;
    settings.c_cc[VMIN] = 0;
    settings.c_cc[VTIME] = 0;
    (void)cfsetispeed(&settings, B115200);
    (void)cfsetospeed(&settings, B115200);
    return tcsetattr(tty, TCSAFLUSH, &settings) == 0 ? tty : -1;
}

static int write_all(int tty, qdmp_span bytes) {
    while (bytes.len > 0) {
        ssize_t count = write(tty, bytes.ptr, bytes.len);
        if (count < 0)
            return 0;
        bytes.ptr += count;
        bytes.len -= (size_t)count;
    }
    return 1;
}

static long long now(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* --- lines --- */

static void print(const qdmp_response *response) {
    const qdmp_server *server = &response->server;
    switch (response->kind) {
    case QDMP_INFO_ACCESS_MODE: printf("access mode %u\n", (unsigned)response->dm_mode); break;
    case QDMP_INFO_SERVER:
        if (qdmp_response_deviates(response, QDMP_DEVIATION_UNSET, QDMP_FIELD_SERVER_IP))
            puts("no server");
        else
            printf("server %u.%u.%u.%u:%u, every %u s\n", server->ip[0], server->ip[1], server->ip[2], server->ip[3],
                   (unsigned)server->port, (unsigned)server->update_period);
        break;
    case QDMP_INFO_CREDENTIALS:
        printf("appkey %.*s\n", (int)response->credentials.appkey.len, response->credentials.appkey.ptr);
        break;
    case QDMP_INFO_STATE: printf("access state %u\n", (unsigned)response->dmstate); break;
    case QDMP_RESULT_CME_ERROR: printf("error %.*s\n", (int)response->detail.len, response->detail.ptr); break;
    case QDMP_RESULT_ERROR: puts("error"); break;
    default: break;
    }
}

static void print_foreign(qdmp_span line) {
    if (line.len == 0)
        return;
    fputs("foreign: ", stdout);
    (void)fwrite(line.ptr, 1, line.len, stdout); /* it may contain a NUL */
    puts("");
}

static void hear(struct host *host, qdmp_span line) {
    qdmp_response response;
    qdmp_error err;
    qdmp_answer answer = QDMP_ANSWER_FOREIGN;
    if (host->request == NULL) {
        print_foreign(line);
        return;
    }
    if (qdmp_response_decode_tolerant(line, QDMP_WHOLE_LINE, &response, NULL, &err) == QDMP_OK)
        answer = qdmp_response_answers(host->request, &response);
    else if (err.status != QDMP_NOT_OURS)
        printf("%s: %s, byte %zu of: ", qdmp_field_name(err.field), qdmp_status_text(err.status), err.offset);
    if (answer == QDMP_ANSWER_FOREIGN)
        print_foreign(line);
    else
        print(&response);
    if (answer == QDMP_ANSWER_COMPLETE) {
        host->request = NULL;
        host->result = response.kind;
    }
}

static void hear_chunk(struct host *host, qdmp_span chunk) {
    qdmp_span line;
    size_t used;
    qdmp_stream_event event;
    while ((event = qdmp_stream_next(&host->stream, chunk, &used, &line)) != QDMP_STREAM_EMPTY) {
        if (event == QDMP_STREAM_LINE)
            hear(host, line);
        else
            puts("foreign: a line that is too long");
        chunk.ptr += used;
        chunk.len -= used;
    }
}

/* --- requests --- */

/* Sends a request and waits for its final result code. Returns whether it is OK. */
static int ask(struct host *host, const qdmp_request *request) {
    char bytes[QDMP_REQUEST_LINE_MAX];
    qdmp_room room = {bytes, sizeof bytes};
    size_t size;
    qdmp_error err;
    if (qdmp_request_encode(request, QDMP_REQUEST_CANONICAL, room, &size, &err) != QDMP_OK) {
        printf("%s: %s\n", qdmp_field_name(err.field), qdmp_status_text(err.status));
        return 0;
    }
    host->request = request;
    host->result = (qdmp_response_kind)0;
    if (!write_all(host->tty, (qdmp_span){bytes, size})) {
        perror("write");
        return 0;
    }
    long long deadline = now() + PATIENCE, left;
    while (host->request != NULL && (left = deadline - now()) > 0) {
        struct pollfd in = {host->tty, POLLIN, 0};
        if (poll(&in, 1, (int)left) <= 0)
            continue;
        ssize_t count = read(host->tty, bytes, sizeof bytes);
        if (count <= 0)
            break; /* the module has gone */
        hear_chunk(host, (qdmp_span){bytes, (size_t)count});
    }
    if (host->request != NULL)
        puts("no answer");
    host->request = NULL;
    return host->result == QDMP_RESULT_OK;
}

int main(int argc, char **argv) {
    struct host host = {.tty = -1};
    qdmp_request server = {.kind = QDMP_SET_SERVER, .server = {{117, 161, 2, 7}, QDMP_SERVER_PORT_DEFAULT, 420}};
    qdmp_request in_force = {.kind = QDMP_READ}, state = {.kind = QDMP_QUERY_STATE};
    if (argc != 2) {
        fputs("usage: posix_host DEVICE\n", stderr);
        return 2;
    }
    host.tty = open_tty(argv[1]);
    if (host.tty < 0) {
        perror(argv[1]);
        return 2;
    }
    host.stream = qdmp_stream_open((qdmp_room){host.split, sizeof host.split});
    int is_good = ask(&host, &server) && ask(&host, &in_force) && ask(&host, &state);
    (void)close(host.tty);
    return is_good ? 0 : 1;
}
