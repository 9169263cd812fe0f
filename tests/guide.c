/* SPDX-License-Identifier: MIT */
/* The guide's example lines, with the meaning of each typed by hand. */
#include "vector_file.h"

#define TEXT(literal) QDMP_LITERAL(literal)

#define APPLICATIONS                                                                                                   \
    "Douyin|FW1|990650|9123;Wechat|FW02|80650|9201;QQ|FW03|11650|92551;Alipay|FW88|22650|5555;Zhihu|FW333|77750|65101"

typedef struct guide_row {
    const char *text;
    const char *canonical; /* NULL: as `text`; the guide's use of spaces is not consistent (protocol.md, section 9) */
    message expected;
} guide_row;

#define ASK(line, ...)                                                                                                 \
    {                                                                                                                  \
        line, NULL, {                                                                                                  \
            REQUEST, .request = { __VA_ARGS__ }                                                                        \
        }                                                                                                              \
    }
#define ANSWER(line, ...)                                                                                              \
    {                                                                                                                  \
        line, NULL, {                                                                                                  \
            RESPONSE, .response = { __VA_ARGS__ }                                                                      \
        }                                                                                                              \
    }
#define ALL_RIGHT            ANSWER("OK", .kind = QDMP_RESULT_OK)
#define EX_READ(line, type)  ASK(line, .kind = QDMP_EX_READ, .ex_type = (type))
#define EX_ERASE(line, type) ASK(line, .kind = QDMP_EX_ERASE, .ex_type = (type))

static const guide_row rows[] = {
    ASK("AT+QDMPCFG=?", .kind = QDMP_TEST),
    ASK("AT+QDMPCFGEX=?", .kind = QDMP_EX_TEST),

    ASK("AT+QDMPCFG?", .kind = QDMP_READ),
    ANSWER("+QDMPCFG: 0,1", .kind = QDMP_INFO_ACCESS_MODE, .dm_mode = 1),
    ANSWER("+QDMPCFG: 1,117.161.2.7,5683,420", .kind = QDMP_INFO_SERVER, .server = {{117, 161, 2, 7}, 5683, 420}),
    ANSWER("+QDMPCFG: 2,M100000089,95Go****,1,863703030822519", .kind = QDMP_INFO_CREDENTIALS,
           .credentials = {TEXT("M100000089"), TEXT("95Go"), 1, TEXT("863703030822519")}),
    ALL_RIGHT,

    ASK("AT+QDMPCFG=0,0", .kind = QDMP_SET_ACCESS_MODE, .dm_mode = 0),
    ALL_RIGHT,

    ASK("AT+QDMPCFG=4,0", .kind = QDMP_QUERY, .query_opt = 0),
    ANSWER("+QDMPCFG: 0,0", .kind = QDMP_INFO_ACCESS_MODE, .dm_mode = 0),
    ALL_RIGHT,

    ASK("AT+QDMPCFG=1,117.161.2.7,5683,420", .kind = QDMP_SET_SERVER, .server = {{117, 161, 2, 7}, 5683, 420}),
    ALL_RIGHT,

    ASK("AT+QDMPCFG=4,1", .kind = QDMP_QUERY, .query_opt = 1),
    ANSWER("+QDMPCFG: 1,117.161.2.7,5683,420", .kind = QDMP_INFO_SERVER, .server = {{117, 161, 2, 7}, 5683, 420}),
    ALL_RIGHT,

    ASK("AT+QDMPCFG=2,\"M100000089\",\"95Go****\",1,863703030822519", .kind = QDMP_SET_CREDENTIALS,
        .credentials = {TEXT("M100000089"), TEXT("95Go****"), 1, TEXT("863703030822519")}),
    ALL_RIGHT,

    ASK("AT+QDMPCFG=4,2", .kind = QDMP_QUERY, .query_opt = 2),
    {"+QDMPCFG: 2,M100000089, 95Go****,1,863703030822519",
     "+QDMPCFG: 2,M100000089,95Go****,1,863703030822519",
     {RESPONSE, .response = {.kind = QDMP_INFO_CREDENTIALS,
                             .credentials = {TEXT("M100000089"), TEXT("95Go"), 1, TEXT("863703030822519")}}}},
    ALL_RIGHT,

    ASK("AT+QDMPCFG=5,4", .kind = QDMP_ERASE, .erase_opt = 4),
    ALL_RIGHT,

    ASK("AT+QDMPCFG=6", .kind = QDMP_QUERY_STATE),
    ANSWER("+QDMPCFG: 6,6", .kind = QDMP_INFO_STATE, .dmstate = 6),
    ALL_RIGHT,

    ASK("AT+QDMPCFG=6", .kind = QDMP_QUERY_STATE),
    ANSWER("+QDMPCFG: 6,11", .kind = QDMP_INFO_STATE, .dmstate = 11),
    ALL_RIGHT,

    ASK("AT+QDMPCFGEX=0,0,\"" APPLICATIONS "\"", .kind = QDMP_EX_SAVE_APPL_INFO, .appl_info = TEXT(APPLICATIONS)),
    ALL_RIGHT,
    EX_READ("AT+QDMPCFGEX=0,1", 0),
    ANSWER("+QDMPCFGEX: 0," APPLICATIONS, .kind = QDMP_EX_INFO_APPL_INFO, .appl_info = TEXT(APPLICATIONS)),
    ALL_RIGHT,
    EX_ERASE("AT+QDMPCFGEX=0,2", 0),
    ALL_RIGHT,

    ASK("AT+QDMPCFGEX=1,0,\"00-01-6C-06-A6-29\"", .kind = QDMP_EX_SAVE_MAC, .mac = TEXT("00-01-6C-06-A6-29")),
    ALL_RIGHT,
    EX_READ("AT+QDMPCFGEX=1,1", 1),
    ANSWER("+QDMPCFGEX: 1,00-01-6C-06-A6-29", .kind = QDMP_EX_INFO_MAC, .mac = TEXT("00-01-6C-06-A6-29")),
    ALL_RIGHT,
    EX_ERASE("AT+QDMPCFGEX=1,2", 1),
    ALL_RIGHT,

    ASK("AT+QDMPCFGEX=2,0,\"4096KB\",\"4096KB\",\"MT2625\",\"FREE RTOS\"", .kind = QDMP_EX_SAVE_SYSTEM,
        .system = {TEXT("4096KB"), TEXT("4096KB"), TEXT("MT2625"), TEXT("FREE RTOS")}),
    ALL_RIGHT,
    EX_READ("AT+QDMPCFGEX=2,1", 2),
    ANSWER("+QDMPCFGEX: 2,4096KB,4096KB,MT2625,FREE RTOS", .kind = QDMP_EX_INFO_SYSTEM,
           .system = {TEXT("4096KB"), TEXT("4096KB"), TEXT("MT2625"), TEXT("FREE RTOS")}),
    ALL_RIGHT,
    EX_ERASE("AT+QDMPCFGEX=2,2", 2),
    ALL_RIGHT,

    ASK("AT+QDMPCFGEX=3,0,\"BC26NBR01A07\",\"Quectel\"", .kind = QDMP_EX_SAVE_SOFTWARE,
        .software = {TEXT("BC26NBR01A07"), TEXT("Quectel")}),
    ALL_RIGHT,
    EX_READ("AT+QDMPCFGEX=3,1", 3),
    ANSWER("+QDMPCFGEX: 3,BC26NB0R01A07,Quectel", .kind = QDMP_EX_INFO_SOFTWARE,
           .software = {TEXT("BC26NB0R01A07"), TEXT("Quectel")}),
    ALL_RIGHT,
    EX_ERASE("AT+QDMPCFGEX=3,2", 3),
    ALL_RIGHT,

    ASK("AT+QDMPCFGEX=4,0,\"off\",\"NB-IoT\",\"XY05553867549\",\"18009699999\"", .kind = QDMP_EX_SAVE_NETWORK,
        .network = {TEXT("off"), TEXT("NB-IoT"), TEXT("XY05553867549"), TEXT("18009699999")}),
    ALL_RIGHT,
    EX_READ("AT+QDMPCFGEX=4,1", 4),
    ANSWER("+QDMPCFGEX: 4,off,NB-IoT,XY05553867549,18009699999", .kind = QDMP_EX_INFO_NETWORK,
           .network = {TEXT("off"), TEXT("NB-IoT"), TEXT("XY05553867549"), TEXT("18009699999")}),
    ALL_RIGHT,
    EX_ERASE("AT+QDMPCFGEX=4,2", 4),
    ALL_RIGHT,

    ASK("AT+QDMPCFGEX=5,0,\"31.8438799075,117.2025477950,OTDOA\"", .kind = QDMP_EX_SAVE_LOCATION,
        .location = TEXT("31.8438799075,117.2025477950,OTDOA")),
    ALL_RIGHT,
    EX_READ("AT+QDMPCFGEX=5,1", 5),
    ANSWER("+QDMPCFGEX: 5,31.8438799075,117.2025477950,OTDOA", .kind = QDMP_EX_INFO_LOCATION,
           .location = TEXT("31.8438799075,117.2025477950,OTDOA")),
    ALL_RIGHT,
    EX_ERASE("AT+QDMPCFGEX=5,2", 5),
    ALL_RIGHT,
};

static bool starts_with(qdmp_span text, const char *prefix) {
    size_t len = strlen(prefix);
    return text.len >= len && memcmp(text.ptr, prefix, len) == 0;
}

Test(guide, transcript_and_table_are_the_same_lines) {
    size_t count, requests = 0, infos = 0, results = 0;
    const guide_line *lines = guide_load(&count);
    cr_assert(count == COUNT(rows), "%zu lines, %zu rows", count, COUNT(rows));
    for (size_t i = 0; i < count; i++) {
        cr_expect(span_equal(lines[i].text, span_of(rows[i].text)), "line %zu: %s", i, rows[i].text);
        cr_expect(lines[i].direction == rows[i].expected.direction, "line %zu: %s", i, rows[i].text);
        requests += starts_with(lines[i].text, "AT");
        infos += starts_with(lines[i].text, "+");
        results += starts_with(lines[i].text, "OK");
    }
    cr_expect(requests == 30 && infos == 14 && results == 28 && count == 72, "%zu + %zu + %zu lines", requests, infos,
              results);
}

static void expect_decoded(const guide_row *row, qdmp_span in, qdmp_ends ends) {
    message m;
    size_t used = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    qdmp_status status = message_decode(row->expected.direction, in, ends, &m, &used, &err);
    cr_expect(status == QDMP_OK, "%s: %s at %zu", row->text, qdmp_status_name(status), err.offset);
    if (status != QDMP_OK)
        return;
    cr_expect(message_equal(&m, &row->expected), "%s: another message", row->text);
    cr_expect(used == in.len, "%s: %zu of %zu bytes used", row->text, used, in.len);
    cr_expect(message_inside(&m, in), "%s: a text outside the line", row->text);
    cr_expect(m.direction == RESPONSE || m.request.defaulted == 0, "%s: defaulted %lx", row->text,
              (unsigned long)m.request.defaulted);
}

/* Decodes the line with every line end. `front` is nothing, or an empty line, which has no effect. */
static void expect_decoded_framed(const guide_row *row, const char *front) {
    static const char *const ends[] = {"\r", "\n", "\r\n", ";"};
    size_t count = row->expected.direction == REQUEST ? COUNT(ends) : COUNT(ends) - 1;
    char line[512];
    expect_decoded(row, span_of(strcat(strcpy(line, front), row->text)), QDMP_WHOLE_LINE);
    for (size_t e = 0; e < count; e++) {
        strcat(strcat(strcpy(line, front), row->text), ends[e]);
        expect_decoded(row, span_of(line), QDMP_MORE_MAY_COME);
        expect_decoded(row, span_of(line), QDMP_WHOLE_LINE);
    }
}

Test(guide, decodes) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect_decoded_framed(&rows[i], "");
        expect_decoded_framed(&rows[i], "\r\n");
    }
}

Test(guide, encodes_to_the_same_bytes) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        char out[512];
        qdmp_room room = {out, sizeof out};
        size_t size = 0;
        const char *text = rows[i].canonical ? rows[i].canonical : rows[i].text;
        unsigned style = rows[i].expected.direction == REQUEST ? (unsigned)QDMP_REQUEST_WITHOUT_END
                                                               : (unsigned)QDMP_RESPONSE_TEXT_ALONE;
        qdmp_status status = message_encode(&rows[i].expected, style, room, &size, NULL);
        cr_expect(status == QDMP_OK, "%s: %s", text, qdmp_status_name(status));
        if (status == QDMP_OK)
            cr_expect(span_equal(span_from(out, size), span_of(text)), "%s: written as %s", text,
                      shown(span_from(out, size)));
    }
}
