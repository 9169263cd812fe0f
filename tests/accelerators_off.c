/* SPDX-License-Identifier: MIT */
/*
 * Compares the library with a copy of it without accelerators, whose names begin with `plain_`: both must give the same
 * answers. The lines have every byte at every place of texts of every length, at each alignment of a vector. Besides,
 * every canonical line is tried with every change of one byte. Each of these lines and texts is also read in front of
 * an unreadable page. Those around a text are also read after an unreadable page. An accelerator that reads outside the
 * text then ends the test.
 */
#include "guard.h"
#include "message.h"

enum { BYTES = 256, LONGEST = 48, ALIGNMENTS = 16, ROOM = 256, PATTERN = 0xA5 };

qdmp_status plain_qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err);
qdmp_status plain_qdmp_response_decode(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err);
qdmp_status plain_qdmp__request_decode(qdmp_span in, qdmp_ends how, qdmp_request *out, size_t *used, qdmp_error *err);
qdmp_status plain_qdmp__response_decode(qdmp_span in, qdmp_ends how, qdmp_response *out, size_t *used, qdmp_error *err);
qdmp_status plain_qdmp_request_encode(const qdmp_request *request, unsigned style, qdmp_room out, size_t *size,
                                      qdmp_error *err);
qdmp_status plain_qdmp_response_encode(const qdmp_response *response, unsigned style, qdmp_room out, size_t *size,
                                       qdmp_error *err);

/* Without accelerators, this test would compare the library with itself. */
#ifdef NO_ACCELERATORS
#if defined(__x86_64__) && defined(__LP64__)
#error "there are accelerators on this processor"
#endif
#define SKIP_WITHOUT_ACCELERATORS cr_skip_test("not run: no accelerators on this machine")
#else
#define SKIP_WITHOUT_ACCELERATORS (void)0
#endif

/* How a line is decoded. */
typedef struct reading {
    message_direction direction;
    qdmp_ends ends;
    unsigned how; /* bits for the function that the inline functions call; 0: it is not called */
} reading;

typedef struct reading_set {
    size_t count;
    reading readings[6];
} reading_set;

#define BOTH_ENDS(direction, how)                                                                                      \
    {direction, QDMP_WHOLE_LINE, how}, {                                                                               \
        direction, QDMP_MORE_MAY_COME, how                                                                             \
    }
#define REQUEST_REST(rest) (QDMP__NAMELESS | (unsigned)(rest) << QDMP__REST_SHIFT)

static const reading strict[] = {{REQUEST, QDMP_WHOLE_LINE, 0}, {RESPONSE, QDMP_WHOLE_LINE, 0}};
static const reading_set with_name = {
    6, {BOTH_ENDS(REQUEST, 0), BOTH_ENDS(RESPONSE, 0), BOTH_ENDS(RESPONSE, QDMP__TOLERANT)}};
/* After a name (R29): the rest begins at the sign or the colon, after it, or after a sign that nothing follows. */
static const reading_set from_sign = {6,
                                      {BOTH_ENDS(REQUEST, REQUEST_REST(QDMP_REQUEST_FROM_SIGN)),
                                       BOTH_ENDS(RESPONSE, QDMP__NAMELESS),
                                       BOTH_ENDS(RESPONSE, QDMP__NAMELESS | QDMP__TOLERANT)}};
static const reading_set behind_sign = {6,
                                        {BOTH_ENDS(REQUEST, REQUEST_REST(QDMP_REQUEST_OF_SET)),
                                         BOTH_ENDS(RESPONSE, QDMP__NAMELESS | QDMP__BEHIND_COLON),
                                         BOTH_ENDS(RESPONSE, QDMP__NAMELESS | QDMP__BEHIND_COLON | QDMP__TOLERANT)}};
static const reading_set at_the_end = {
    4,
    {BOTH_ENDS(REQUEST, REQUEST_REST(QDMP_REQUEST_OF_TEST)), BOTH_ENDS(REQUEST, REQUEST_REST(QDMP_REQUEST_OF_READ))}};

typedef struct answer {
    qdmp_status status;
    size_t used;
    qdmp_error err;
    message message;
} answer;

static qdmp_status decode_request(const reading *r, qdmp_ends how, bool plain, qdmp_span in, answer *a) {
    qdmp_request *out = &a->message.request;
    if (r->how)
        return (plain ? plain_qdmp__request_decode : qdmp__request_decode)(in, how, out, &a->used, &a->err);
    return (plain ? plain_qdmp_request_decode : qdmp_request_decode)(in, r->ends, out, &a->used, &a->err);
}

static qdmp_status decode_response(const reading *r, qdmp_ends how, bool plain, qdmp_span in, answer *a) {
    qdmp_response *out = &a->message.response;
    if (r->how)
        return (plain ? plain_qdmp__response_decode : qdmp__response_decode)(in, how, out, &a->used, &a->err);
    return (plain ? plain_qdmp_response_decode : qdmp_response_decode)(in, r->ends, out, &a->used, &a->err);
}

static void decode(const reading *r, bool ex, bool plain, qdmp_span in, answer *a) {
    qdmp_ends how = (qdmp_ends)((unsigned)r->ends | r->how | (ex ? QDMP__OF_EX : 0u));
    a->message.direction = r->direction;
    a->used = SIZE_MAX;
    a->status = r->direction == REQUEST ? decode_request(r, how, plain, in, a) : decode_response(r, how, plain, in, a);
}

static bool same_message(const message *a, const message *b) {
    if (a->direction == REQUEST ? a->request.defaulted != b->request.defaulted
                                : memcmp(a->response.deviations, b->response.deviations, QDMP_DEVIATIONS_MAX) != 0)
        return false;
    return message_equal(a, b);
}

static bool same_answer(const answer *a, const answer *b) {
    if (a->status != b->status || a->used != b->used)
        return false;
    if (a->status == QDMP_OK)
        return same_message(&a->message, &b->message);
    return a->err.status == b->err.status && a->err.field == b->err.field && a->err.offset == b->err.offset;
}

static unsigned long compared;

static void compare(const reading *r, bool ex, qdmp_span in) {
    answer on, off;
    decode(r, ex, false, in, &on);
    decode(r, ex, true, in, &off);
    compared++;
    CHECK(same_answer(&on, &off), "%s %s, bits %#x: on %s used %zu, off %s used %zu", shown(in),
          r->ends == QDMP_WHOLE_LINE ? "whole" : "more", r->how, qdmp_status_name(on.status), on.used,
          qdmp_status_name(off.status), off.used);
}

static void compare_all(const reading_set *set, bool ex, qdmp_span in) {
    for (size_t i = 0; i < set->count; i++)
        compare(&set->readings[i], ex, in);
}

/* --- guarded memory --- */

/*
 * The end of guarded memory and, in another mapping, its beginning. They are kept because Criterion reports each check
 * of guard.c to another process.
 */
static char *guarded_end, *guarded_begin;

static void map_guarded(void) {
    guarded_end = guard_behind(0);
    guarded_begin = guard_before(0);
}

TestSuite(accelerators_off, .init = map_guarded);

static qdmp_span copied_to(char *place, qdmp_span in) {
    memcpy(place, in.ptr, in.len);
    return span_from(place, in.len);
}

static qdmp_span at_end(qdmp_span in) {
    return copied_to(guarded_end - in.len, in);
}

static qdmp_span at_begin(qdmp_span in) {
    return copied_to(guarded_begin, in);
}

/* --- texts --- */

/* The place of the sign or the colon in a line with a name of ours; NULL in a line without a name. */
static const char *sign_of(const char *line) {
    const char *name = strstr(line, "+QDMPCFG");
    return name ? strpbrk(name, "=?:") : NULL;
}

static bool is_ex(const char *line) {
    return strstr(line, "+QDMPCFGEX") != NULL;
}

/* A line around a text. */
typedef struct text_row {
    message_direction direction;
    const char *before;
    const char *behind;
} text_row;

static const text_row texts[] = {
    {REQUEST, "AT+QDMPCFGEX=5,0,\"", "\""},
    {REQUEST, "AT+QDMPCFGEX=3,0,\"\",\"", "\""},
    {REQUEST, "AT+QDMPCFG=2,\"", "\",\"p\",1,123456789012345"},
    {REQUEST, "", ""},
    {RESPONSE, "+QDMPCFGEX: 5,", ""},
    {RESPONSE, "+QDMPCFGEX: 3,v,", ""},
    {RESPONSE, "+QDMPCFGEX: 3,\"", "\",n"},
    {RESPONSE, "+QDMPCFG: 2,", ",p,1,123456789012345"},
    {RESPONSE, "+CME ERROR: ", ""},
    {RESPONSE, "", ""},
};

/*
 * Puts the text between letters, which a reader beyond an end of the text would accept. `place` may be after the text:
 * then no byte is odd.
 */
static qdmp_span text_at(char room[ROOM], size_t alignment, const text_row *row, size_t len, size_t place, int odd) {
    size_t before = strlen(row->before), behind = strlen(row->behind);
    memset(room, 't', ROOM);
    char *line = room + ALIGNMENTS + (alignment - before) % ALIGNMENTS;
    memcpy(line, row->before, before);
    memcpy(line + before + len, row->behind, behind);
    if (place < len)
        line[before + place] = (char)odd;
    return span_from(line, before + len + behind);
}

static void compare_in_its_direction(const reading_set *set, const text_row *row, qdmp_span in) {
    for (size_t i = 0; i < set->count; i++)
        if (set->readings[i].direction == row->direction)
            compare(&set->readings[i], is_ex(row->before), in);
}

static void compare_text(const text_row *row, size_t len, size_t place, int odd) {
    _Alignas(ALIGNMENTS) char room[ROOM];
    for (size_t alignment = 0; alignment < ALIGNMENTS; alignment++)
        compare(&strict[row->direction], false, text_at(room, alignment, row, len, place, odd));
    compare(&strict[row->direction], false, at_begin(text_at(room, 0, row, len, place, odd)));
    qdmp_span line = at_end(text_at(room, 0, row, len, place, odd));
    const char *sign = sign_of(row->before);
    compare_in_its_direction(&with_name, row, line);
    if (sign) {
        size_t eaten = (size_t)(sign + 1 - row->before);
        compare_in_its_direction(&behind_sign, row, span_from(line.ptr + eaten, line.len - eaten));
    }
}

static void compare_texts(const text_row *row) {
    SKIP_WITHOUT_ACCELERATORS;
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t place = 0; place < len + !len; place++)
            for (int odd = 0; odd < BYTES; odd++)
                compare_text(row, len, place, odd);
    cr_log_info("%s: %lu comparisons", row->before, compared);
}

/* Each text has a test of its own, because tests run in parallel. */
Test(accelerators_off, location_asked) {
    compare_texts(&texts[0]);
}
Test(accelerators_off, software_asked) {
    compare_texts(&texts[1]);
}
Test(accelerators_off, appkey_asked) {
    compare_texts(&texts[2]);
}
Test(accelerators_off, request_of_another) {
    compare_texts(&texts[3]);
}
Test(accelerators_off, location_told) {
    compare_texts(&texts[4]);
}
Test(accelerators_off, software_told) {
    compare_texts(&texts[5]);
}
Test(accelerators_off, software_in_quotes_told) {
    compare_texts(&texts[6]);
}
Test(accelerators_off, appkey_told) {
    compare_texts(&texts[7]);
}
Test(accelerators_off, detail_told) {
    compare_texts(&texts[8]);
}
Test(accelerators_off, response_of_another) {
    compare_texts(&texts[9]);
}

/* --- written texts --- */

typedef struct written {
    qdmp_status status;
    size_t size;
    qdmp_error err;
    char bytes[ROOM];
} written;

static void encode(const message *m, bool plain, written *w) {
    qdmp_room room = {w->bytes, sizeof w->bytes};
    memset(w->bytes, PATTERN, sizeof w->bytes);
    w->size = SIZE_MAX;
    if (m->direction == RESPONSE)
        w->status =
            (plain ? plain_qdmp_response_encode : qdmp_response_encode)(&m->response, 0, room, &w->size, &w->err);
    else
        w->status = (plain ? plain_qdmp_request_encode : qdmp_request_encode)(&m->request, 0, room, &w->size, &w->err);
}

static void compare_written(const message *m, qdmp_span text) {
    written on, off;
    encode(m, false, &on);
    encode(m, true, &off);
    bool same = on.status == off.status && on.size == off.size && !memcmp(on.bytes, off.bytes, sizeof on.bytes);
    if (same && on.status != QDMP_OK)
        same = on.err.field == off.err.field && on.err.offset == off.err.offset;
    compared++;
    CHECK(same, "'%s': on %s, off %s", shown(text), qdmp_status_name(on.status), qdmp_status_name(off.status));
}

static void compare_written_everywhere(qdmp_span text) {
    qdmp_software software = {QDMP_LITERAL("v"), text};
    compare_written(&(message){REQUEST, .request = {.kind = QDMP_EX_SAVE_LOCATION, .location = text}}, text);
    compare_written(&(message){REQUEST, .request = {.kind = QDMP_EX_SAVE_SOFTWARE, .software = software}}, text);
    compare_written(&(message){RESPONSE, .response = {.kind = QDMP_EX_INFO_LOCATION, .location = text}}, text);
    compare_written(&(message){RESPONSE, .response = {.kind = QDMP_EX_INFO_SOFTWARE, .software = software}}, text);
    compare_written(&(message){RESPONSE, .response = {.kind = QDMP_RESULT_CME_ERROR, .detail = text}}, text);
}

Test(accelerators_off, texts_written) {
    SKIP_WITHOUT_ACCELERATORS;
    static const text_row alone = {REQUEST, "", ""};
    _Alignas(ALIGNMENTS) char room[ROOM];
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t place = 0; place < len + !len; place++)
            for (int odd = 0; odd < BYTES; odd++) {
                qdmp_span text = text_at(room, (len + place) % ALIGNMENTS, &alone, len, place, odd);
                compare_written_everywhere(text);
                compare_written_everywhere(at_end(text));
            }
    cr_log_info("texts written: %lu comparisons", compared);
}

/* --- canonical lines --- */

static const char *const lines[] = {
    "AT+QDMPCFG=?\r",
    "AT+QDMPCFG?\r",
    "AT+QDMPCFG=0,1\r",
    "AT+QDMPCFG=1,117.161.2.41,5683,86400\r",
    "AT+QDMPCFG=2,\"M100000089\",\"95Go1234\",1,863703030822519\r",
    "AT+QDMPCFG=4,2\r",
    "AT+QDMPCFG=5,4\r",
    "AT+QDMPCFG=6\r",
    "AT+QDMPCFGEX=?\r",
    "AT+QDMPCFGEX=0,1\r",
    "AT+QDMPCFGEX=0,0,\"a|b|1|2\"\r",
    "AT+QDMPCFGEX=1,0,\"AA-BB-CC-DD-EE-FF\"\r",
    "AT+QDMPCFGEX=2,0,\"128MB\",\"8MB\",\"M3\",\"RTOS\"\r",
    "AT+QDMPCFGEX=3,0,\"1.0\",\"app\"\r",
    "AT+QDMPCFGEX=4,0,\"1\",\"NB\",\"a\",\"13800138000\"\r",
    "AT+QDMPCFGEX=5,0,\"1.5,2.5,GPS\"\r",
    "\r\nOK\r\n",
    "\r\nERROR\r\n",
    "\r\n+CME ERROR: 50\r\n",
    "\r\n+QDMPCFG: 0,1\r\n",
    "\r\n+QDMPCFG: 1,117.161.2.41,5683,86400\r\n",
    "\r\n+QDMPCFG: 2,M100000089,95Go****,1,863703030822519\r\n",
    "\r\n+QDMPCFG: 6,11\r\n",
    "\r\n+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]\r\n",
    "\r\n+QDMPCFGEX: 0,a|b|1|2\r\n",
    "\r\n+QDMPCFGEX: 1,AA-BB-CC-DD-EE-FF\r\n",
    "\r\n+QDMPCFGEX: 2,128MB,8MB,M3,RTOS\r\n",
    "\r\n+QDMPCFGEX: 3,1.0,app\r\n",
    "\r\n+QDMPCFGEX: 4,1,NB,a,13800138000\r\n",
    "\r\n+QDMPCFGEX: 5,1.5,2.5,GPS\r\n",
    "\r\n+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]\r\n",
};

/* The line with `added` instead of the `skipped` bytes at `at`. */
static void compare_change(const reading_set *set, bool ex, qdmp_span line, size_t at, size_t skipped,
                           qdmp_span added) {
    size_t behind = line.len - at - skipped, size = at + added.len + behind;
    char *changed = guarded_end - size;
    memcpy(changed, line.ptr, at);
    memcpy(changed + at, added.ptr, added.len);
    memcpy(changed + at + added.len, line.ptr + at + skipped, behind);
    compare_all(set, ex, span_from(changed, size));
}

/* Each byte is replaced by each other byte, preceded by each byte, and removed; and the line is cut there. */
static void compare_changes(const reading_set *set, bool ex, const char *text, size_t len) {
    qdmp_span line = span_from(text, len), nothing = span_from("", 0);
    for (size_t at = 0; at <= len; at++) {
        size_t one = at < len;
        compare_change(set, ex, line, at, len - at, nothing);
        compare_change(set, ex, line, at, one, nothing);
        for (int odd = 0; odd < BYTES; odd++) {
            char byte = (char)odd;
            compare_change(set, ex, line, at, 0, span_from(&byte, 1));
            compare_change(set, ex, line, at, one, span_from(&byte, 1));
        }
    }
}

/* The line is tried with line ends around it, without them, and without its name. */
Test(accelerators_off, canonical_lines) {
    SKIP_WITHOUT_ACCELERATORS;
    for (size_t i = 0; i < COUNT(lines); i++) {
        const char *begin = lines[i] + strspn(lines[i], "\r\n"), *sign = sign_of(lines[i]);
        compare_changes(&with_name, false, lines[i], strlen(lines[i]));
        compare_changes(&with_name, false, begin, strcspn(begin, "\r\n"));
        if (sign) {
            compare_changes(&from_sign, is_ex(begin), sign, strlen(sign));
            compare_changes(&behind_sign, is_ex(begin), sign + 1, strlen(sign + 1));
        }
    }
    for (int ex = 0; ex < 2; ex++)
        compare_changes(&at_the_end, ex, "\r", 1);
    cr_log_info("canonical lines: %lu comparisons", compared);
}
