/* SPDX-License-Identifier: MIT */
#include "v250.h"
#include "scan.h"

#include <string.h>

/* --- settings --- */

typedef struct basic {
    char name[3];
    v250_command command;
    uint8_t most;
    uint8_t factory;
} basic;

static const basic basics[V250_COMMAND_COUNT] = {
    {"E", V250_ECHO, 1, 1},     {"Q", V250_QUIET, 1, 0},
    {"V", V250_VERBOSE, 1, 1},  {"X", V250_RESULT_SELECTION, 4, 4},
    {"&C", V250_CARRIER, 1, 1}, {"&D", V250_TERMINAL_READY, 2, 2},
    {"L", V250_LOUDNESS, 3, 0}, {"M", V250_MONITOR, 2, 1},
};

typedef struct s_parameter {
    uint8_t number;
    uint8_t most;
    uint8_t factory;
} s_parameter;

static const s_parameter s_parameters[] = {
    {0, 255, 0},          /* rings before an answer: there are no calls */
    {V250_S3, 127, '\r'}, /* ends a line */
    {V250_S4, 127, '\n'}, /* with S3 around answers */
    {V250_S5, 127, '\b'}, /* deletes the byte before it */
    {6, 255, 2},          /* and those of dialling */
    {7, 255, 60},         {8, 255, 2}, {10, 255, 15},
};
enum { S_PARAMETERS = sizeof s_parameters / sizeof *s_parameters };

static void set_factory(v250_profile *profile) {
    memset(profile, 0, sizeof *profile);
    for (size_t i = 0; i < V250_COMMAND_COUNT; i++)
        profile->values[basics[i].command] = basics[i].factory;
    for (size_t i = 0; i < S_PARAMETERS; i++)
        profile->s[s_parameters[i].number] = s_parameters[i].factory;
}

void v250_open(v250 *front) {
    memset(front, 0, sizeof *front);
    set_factory(&front->saved);
    v250_restart(front);
}

void v250_restart(v250 *front) {
    front->current = front->saved;
    v250_end_line(front);
    v250_hang_up(front);
}

void v250_end_line(v250 *front) {
    memcpy(front->in_force, front->current.s, sizeof front->in_force);
}

/* --- lines out of bytes --- */

static void begin_line(v250 *front, v250_place place) {
    front->place = place;
    front->size = 0;
    front->overlong = false;
}

void v250_hang_up(v250 *front) {
    begin_line(front, V250_OUTSIDE);
}

qdmp_span v250_body(const v250 *front) {
    qdmp_span body = {front->body, front->size};
    return body;
}

static bool is_control(unsigned char byte) {
    return byte < 0x20 || byte == 0x7F;
}

/* Searches for `AT` and `A/`. A dropped byte may stand between their two bytes; any other byte ends the search. */
static v250_event take_outside(v250 *front, unsigned char byte) {
    char capital = scan_capital((char)byte);
    bool behind_a = front->place == V250_BEHIND_A;
    if (capital == 'A') {
        front->place = V250_BEHIND_A;
        return V250_TAKEN;
    }
    if (behind_a && capital == 'T') {
        begin_line(front, V250_INSIDE);
        return V250_TAKEN;
    }
    if (is_control(byte) && byte != front->in_force[V250_S3] && byte != front->in_force[V250_S5])
        return V250_DROPPED;
    front->place = V250_OUTSIDE;
    return behind_a && byte == '/' ? V250_COMPLETE : V250_DROPPED;
}

/* Deletes the last byte of the body. */
static v250_event edit(v250 *front) {
    if (front->overlong || front->size == 0)
        return V250_DROPPED;
    front->size--;
    return V250_TAKEN;
}

static v250_event take_inside(v250 *front, unsigned char byte) {
    if (byte == front->in_force[V250_S3]) {
        front->place = V250_OUTSIDE;
        return V250_COMPLETE;
    }
    if (byte == front->in_force[V250_S5])
        return edit(front);
    if (is_control(byte))
        return V250_DROPPED;
    if (front->size == V250_BODY_MAX)
        front->overlong = true;
    else
        front->body[front->size++] = (char)byte;
    return V250_TAKEN;
}

v250_event v250_take(v250 *front, unsigned char byte) {
    return front->place == V250_INSIDE ? take_inside(front, byte) : take_outside(front, byte);
}

/* --- basic commands --- */

/* The number after a command; 0 if there is none (V.250, 5.3.1). */
static qdmp_status read_value(scanner *in, uint8_t most, uint8_t *value) {
    uint16_t number = 0;
    (void)scan_number(in, &number);
    if (number > most)
        return QDMP_RANGE;
    *value = (uint8_t)number;
    return QDMP_OK;
}

static const s_parameter *find_s_parameter(unsigned number) {
    for (size_t i = 0; i < S_PARAMETERS; i++) {
        if (s_parameters[i].number == number)
            return &s_parameters[i];
    }
    return NULL;
}

/* Three digits (V.250, 5.3.2). */
static void show_s_parameter(uint8_t value, v250_executed *out) {
    out->answer[0] = (char)('0' + value / 100);
    out->answer[1] = (char)('0' + value / 10 % 10);
    out->answer[2] = (char)('0' + value % 10);
    out->answer_size = V250_ANSWER_MAX;
}

/* Executes S<number>=<value> or S<number>?, behind the S. */
static qdmp_status execute_s(v250 *front, scanner *in, v250_executed *out) {
    uint16_t number, value;
    if (!scan_number(in, &number))
        return QDMP_SYNTAX;
    const s_parameter *parameter = find_s_parameter(number);
    if (!parameter)
        return QDMP_NOT_OURS;
    if (scan_take(in, '?')) {
        show_s_parameter(front->current.s[number], out);
        return QDMP_OK;
    }
    if (!scan_take(in, '=') || !scan_number(in, &value))
        return QDMP_SYNTAX;
    if (value > parameter->most)
        return QDMP_RANGE;
    front->current.s[number] = (uint8_t)value;
    return QDMP_OK;
}

/* Executes Z, &F or &W. Only number 0 exists. */
static qdmp_status execute_profile(v250 *front, char letter, scanner *in) {
    uint8_t number;
    qdmp_status status = read_value(in, 0, &number);
    if (status != QDMP_OK)
        return status;
    if (letter == 'Z')
        front->current = front->saved;
    else if (letter == 'W')
        front->saved = front->current;
    else
        set_factory(&front->current);
    return QDMP_OK;
}

/* Takes the name of a basic command: a letter, or `&` and a letter. */
static void take_name(scanner *in, char name[3]) {
    memset(name, 0, 3);
    for (size_t i = 0; i < 2 && !scan_is_over(in); i++) {
        name[i] = scan_peek(in);
        in->at++;
        if (name[i] != '&')
            return;
    }
}

static qdmp_status execute_value(v250 *front, const char *name, scanner *in) {
    for (size_t i = 0; i < V250_COMMAND_COUNT; i++) {
        if (strcmp(name, basics[i].name) == 0)
            return read_value(in, basics[i].most, &front->current.values[basics[i].command]);
    }
    return QDMP_NOT_OURS;
}

qdmp_status v250_execute(v250 *front, qdmp_span text, v250_executed *out) {
    scanner in = scan_open(text);
    char name[3];
    qdmp_status status;
    out->answer_size = 0;
    take_name(&in, name);
    if (strcmp(name, "S") == 0)
        status = execute_s(front, &in, out);
    else if (strcmp(name, "Z") == 0 || strcmp(name, "&F") == 0 || strcmp(name, "&W") == 0)
        status = execute_profile(front, name[strlen(name) - 1], &in);
    else
        status = execute_value(front, name, &in);
    out->used = in.at;
    return status;
}

/* --- framing --- */

static size_t put(char *out, size_t size, qdmp_span text) {
    memcpy(out + size, text.ptr, text.len);
    return size + text.len;
}

static size_t put_s(const v250 *front, char *out, size_t size, unsigned s) {
    out[size] = (char)front->in_force[s];
    return size + 1;
}

static size_t put_line_end(const v250 *front, char *out, size_t size) {
    return put_s(front, out, put_s(front, out, size, V250_S3), V250_S4);
}

size_t v250_frame_line(const v250 *front, qdmp_span text, char *out) {
    size_t size = front->current.values[V250_VERBOSE] ? put_line_end(front, out, 0) : 0;
    return put_line_end(front, out, put(out, size, text));
}

size_t v250_frame_result(const v250 *front, qdmp_span text, const char *number, char *out) {
    if (front->current.values[V250_VERBOSE])
        return v250_frame_line(front, text, out);
    qdmp_span digits = {number, number ? strlen(number) : 0};
    return put_s(front, out, put(out, 0, number ? digits : text), V250_S3);
}
