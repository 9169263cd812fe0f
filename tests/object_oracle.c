/* SPDX-License-Identifier: MIT */
/*
 * Tests the implementation with which fuzz/object.c compares the library. The plain implementation is compared with
 * vectors/object666.json and with bytes typed by hand. The reader of answers must reject wrong answers. A wrong oracle
 * would find nothing.
 */
#include "support/coap_answer.h"
#include "support/object_naive.h"

#include "datagram.h"

#include "qdmp/port/crypto_psa.h"
#include "qdmp/request.h"

#include <jansson.h>
#include <psa/crypto.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONTENT = 0x45, NEXT_ID = 0xBEEF };

static qdmp_crypto psa;
static qdmp_settings settings;
static struct object_naive object = {&settings, &psa, 6, NEXT_ID, "\xE1\xE2\xE3\xE4"};
static struct object_answer answer;

static void begin(void) {
    const qdmp_span null = QDMP_LITERAL("NULL");
    cr_assert(psa_crypto_init() == PSA_SUCCESS);
    psa = qdmp_crypto_psa();
    settings = (qdmp_settings){.set = QDMP_WAS_SET(QDMP_SET_ACCESS_MODE) | QDMP_WAS_SET(QDMP_SET_CREDENTIALS),
                               .dm_mode = 1,
                               .credentials = {.password = QDMP_LITERAL("95Go0123456789abcdefghijklmnopqr")},
                               .appl_info = null,
                               .mac = null,
                               .system = {null, null, null, null},
                               .software = {null, null},
                               .network = {null, null, null, null},
                               .location = null};
}

TestSuite(object_oracle, .init = begin);

static void ask(const char *hex) {
    object_naive_answer(&object, unhex(hex), &answer);
}

static void expect(const struct composed *made, qdmp_span expected, const char *name) {
    qdmp_span bytes = {made->bytes, made->size};
    cr_expect(span_equal(bytes, expected), "%s: %s", name, shown(bytes));
}

/* --- vectors ------------------------------------------------------------------------------------------------------ */

static qdmp_span span_at(const json_t *values, const char *key) {
    const char *text = json_string_value(json_object_get(values, key));
    cr_assert(text != NULL, "no %s", key);
    return span_of(text);
}

static void take_case(const json_t *one) {
    const json_t *values = json_object_get(one, "values");
    settings.credentials.password = span_at(one, "password");
    settings.appl_info = span_at(values, "applInfo");
    settings.mac = span_at(values, "mac");
    settings.system = (qdmp_system){span_at(values, "rom"), span_at(values, "ram"), span_at(values, "cpu"),
                                    span_at(values, "osSysVer")};
    settings.software = (qdmp_software){span_at(values, "swVer"), span_at(values, "swName")};
    settings.network = (qdmp_network){span_at(values, "volte"), span_at(values, "netType"), span_at(values, "account"),
                                      span_at(values, "phoneNum")};
    settings.location = span_at(values, "location");
}

static const char *text_at(const json_t *one, const char *key) {
    const char *text = json_string_value(json_object_get(one, key));
    cr_assert(text != NULL, "no %s", key);
    return text;
}

Test(object_oracle, golden_bodies) {
    json_error_t error;
    json_t *all = json_load_file(QDMP_TEST_DATA "/object666.json", 0, &error), *one;
    cr_assert(all != NULL, "%s", error.text);
    size_t i;
    json_array_foreach(json_object_get(all, "cases"), i, one) {
        const char *name = text_at(one, "name");
        take_case(one);
        ask("40017d34 b3363636 0130"); /* GET /666/0 */
        expect(&answer.body, unhex(text_at(one, "body")), name);
        cr_expect(json_integer_value(json_object_get(one, "bytes")) == (json_int_t)answer.body.size, "%s", name);
        ask("40017d34 b3363636 0130 0436363034"); /* GET /666/0/6604 */
        expect(&answer.body, unhex(text_at(json_object_get(one, "one"), "rom")), name);
        ask("40017d34 b3363636 0130 0436363032"); /* GET /666/0/6602 */
        expect(&answer.body, unhex(text_at(json_object_get(one, "one"), "applInfo")), name);
    }
    cr_expect(i == 3, "%zu cases", i);
    json_decref(all);
}

Test(object_oracle, datagram_of_a_real_client) {
    settings.system.rom = span_of("4096KB");
    ask("41011234 aa b3363636 0130 0436363034");
    expect(&answer.datagram, unhex("61451234aac22d16ffe819cc184d7837776550722f2f59524c527a4a43504a533443413d3d"),
           "6604");
}

/* --- blocks and link lists ---------------------------------------------------------------------------------------- */

Test(object_oracle, object_instance) {
    static char all[368];
    ask("40017d34 b3363636 0130");
    cr_assert(answer.body.size == 364);
    memcpy(all, "\x10\x00\x01\x6c", 4);
    memcpy(all + 4, answer.body.bytes, 364);
    ask("40017d34 b3363636");
    expect(&answer.body, span_from(all, sizeof all), "/666");
}

/* All values at their upper limits: a body of 1286 bytes. */
static void take_longest(void) {
    static char texts[256];
    memset(texts, 'x', sizeof texts);
    const size_t longest[] = {255, 19, 19, 19, 19, 47, 47, 47, 7, 19, 47, 19, 255};
    qdmp_span *values[] = {&settings.appl_info,       &settings.mac,
                           &settings.system.rom,      &settings.system.ram,
                           &settings.system.cpu,      &settings.system.os_sys_ver,
                           &settings.software.sw_ver, &settings.software.sw_name,
                           &settings.network.volte,   &settings.network.net_type,
                           &settings.network.account, &settings.network.phone_num,
                           &settings.location};
    for (size_t i = 0; i < COUNT(values); i++)
        *values[i] = span_from(texts, longest[i]);
}

Test(object_oracle, blocks) {
    static const struct {
        const char *name, *request, *head;
        unsigned szx;
    } rows[] = {
        /* 13 resources of 28 bytes */
        {"not asked for", "40017d34 b3363636 0130", "60457d34 c22d16 ff e819ca18", 6},
        {"asked for", "40017d34 b3363636 0130 c106", "60457d34 44e1e2e3e4 822d16 b106 ff e819ca18", 6},
        {"longer than a block", "40017d34 b3363636 0130", "60457d34 44e1e2e3e4 822d16 b10c ff e819ca18", 4},
        {"the second of a smaller size", "40017d34 b3363636 0130 c114", "60457d34 44e1e2e3e4 822d16 b123 ff 624d33", 3},
        {"the least, with an empty option", "40017d34 b3363636 0130 c0", "60457d34 44e1e2e3e4 822d16 b108 ff e819ca18",
         6},
        {"the last", "40017d34 b3363636 0130 c20160", "60457d34 44e1e2e3e4 822d16 b20160 ff", 6},
        {"a non-confirmable request", "51017d34 aa b3363636 0130", "5145beef aa c22d16 ff e819ca18", 6},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        object.szx = rows[i].szx;
        ask(rows[i].request);
        qdmp_span head = unhex(rows[i].head);
        answer.datagram.size = head.len;
        expect(&answer.datagram, head, rows[i].name);
    }
    object.szx = 4;
    take_longest();
    ask("40017d34 b3363636 0130 c116"); /* NUM 1, SZX 6 */
    answer.datagram.size = 15;
    expect(&answer.datagram, unhex("60457d34 44e1e2e3e4 822d16 b1 4c ff"), "the byte offset stays");
}

Test(object_oracle, link_lists) {
    ask("40017d34 b3363636 6128");
    expect(
        &answer.body,
        span_of("</666>,</666/0>,</666/0/6602>,</666/0/6603>,</666/0/6604>,</666/0/6605>,</666/0/6606>,</666/0/6607>,"
                "</666/0/6608>,</666/0/6609>,</666/0/6610>,</666/0/6611>,</666/0/6612>,</666/0/6613>,</666/0/6614>"),
        "/666");
    ask("40017d34 b3363636 0130 620028");
    expect(&answer.body,
           span_of("</666/0>,</666/0/6602>,</666/0/6603>,</666/0/6604>,</666/0/6605>,</666/0/6606>,</666/0/6607>,"
                   "</666/0/6608>,</666/0/6609>,</666/0/6610>,</666/0/6611>,</666/0/6612>,</666/0/6613>,</666/0/6614>"),
           "/666/0");
    ask("40017d34 b3363636 0130 0436363134 6128");
    expect(&answer.datagram, span_from("\x60\x45\x7d\x34\xc1\x28\xff</666/0/6614>", 20), "/666/0/6614");
    ask("40017d34 b3363636 0130 0436363134 6128 6106");
    expect(&answer.datagram, span_from("\x60\x45\x7d\x34\xc1\x28\xb1\x06\xff</666/0/6614>", 22), "without ETag");
}

/* --- the judging order -------------------------------------------------------------------------------------------- */

enum { SILENT = 0 };

Test(object_oracle, judging_order) {
    static const struct {
        const char *name, *request;
        unsigned code;
    } rows[] = {
        {"acknowledgement", "60017d34 b3363636", SILENT},
        {"reset", "70007d34", SILENT},
        {"Empty", "40007d34", SILENT},
        {"a response", "40457d34 b3363636", SILENT},
        {"a reserved class", "40217d34 b3363636", SILENT},
        {"no message", "40017d34 f0", SILENT},
        {"Proxy-Uri", "40017d34 b3363636 d10b 61", 0xA5},
        {"Proxy-Scheme", "40017d34 b3363636 d40f 636f6170", 0xA5},
        {"Proxy-Uri of no byte", "40017d34 b3363636 d00b", 0xA5},
        {"Proxy-Uri, If-Match", "40017d34 10 a3363636 d10b 61", 0xA5},
        {"Proxy-Uri of a NON", "50017d34 b3363636 d10b 61", 0xA5},
        {"If-Match", "40017d34 10 a3363636", 0x82},
        {"If-None-Match", "40017d34 50 63363636", 0x82},
        {"Uri-Query", "40017d34 b3363636 41 61", 0x82},
        {"OSCORE", "40017d34 90 23363636", 0x82},
        {"Block1", "40017d34 b3363636 d0 03", 0x82},
        {"Q-Block1", "40017d34 b3363636 80", 0x82},
        {"Q-Block2", "40017d34 b3363636 d0 07", 0x82},
        {"two of Uri-Host", "40017d34 3161 0161 83363636", 0x82},
        {"two of Uri-Port", "40017d34 70 00 43363636", 0x82},
        {"two of Accept", "40017d34 b3363636 6128 0128", 0x82},
        {"two of Block2", "40017d34 b3363636 c0 00", 0x82},
        {"Uri-Host of no byte", "40017d34 30 83363636", 0x82},
        {"Uri-Port of three bytes", "40017d34 73000000 43363636", 0x82},
        {"Accept of three bytes", "40017d34 b3363636 63002d16", 0x82},
        {"Block2 of four bytes", "40017d34 b3363636 c400000006", 0x82},
        {"If-Match of a NON", "50017d34 10 a3363636", SILENT},
        {"If-Match and no such path", "40017d34 10 a3363637", 0x82},
        {"no path", "40017d34", 0x84},
        {"an empty segment", "40017d34 b0", 0x84},
        {"/666/", "40017d34 b3363636 00", 0x84},
        {"/666/1", "40017d34 b3363636 0131", 0x84},
        {"/666/0/", "40017d34 b3363636 0130 00", 0x84},
        {"/666/0/6601", "40017d34 b3363636 0130 0436363031", 0x84},
        {"/666/0/6615", "40017d34 b3363636 0130 0436363135", 0x84},
        {"/666/0/06602", "40017d34 b3363636 0130 053036363032", 0x84},
        {"/666/0/6602/", "40017d34 b3363636 0130 0436363032 00", 0x84},
        {"/666/0/6602 in one segment", "40017d34 ba3636362f302f36363032", 0x84},
        {"/rd", "40017d34 b27264", 0x84},
        {"POST /rd", "40027d34 b27264", 0x84},
        {"POST", "40027d34 b3363636", 0x85},
        {"FETCH", "40057d34 b3363636 0130", 0x85},
        {"0.31", "401f7d34 b3363636 0130", 0x85},
        {"PUT, Accept 0", "40037d34 b3363636 60", 0x85},
        {"Accept 0", "40017d34 b3363636 60", 0x86},
        {"Accept 11543", "40017d34 b3363636 622d17", 0x86},
        {"Accept 0 and no such block", "40017d34 b3363636 60 63ffff06", 0x86},
        {"size exponent 7", "40017d34 b3363636 c107", 0x80},
        {"a block behind the end", "40017d34 b3363636 0130 c20180", 0x80},
        {"a block at the end", "40017d34 b3363636 0130 0436363132 c130", 0x80},
        {"the last block", "40017d34 b3363636 0130 0436363132 c120", CONTENT},
        {"a block of links behind the end", "40017d34 b3363636 6128 6116", 0x80},
        {"Uri-Host, Observe, Uri-Port, Size2", "40017d34 3161 30 121633 43363636 d004", CONTENT},
        {"elective options, of any length", "40017d34 49000102030405060708 00 73363636 0130", CONTENT},
        {"a payload", "40017d34 b3363636 0130 ff 61", CONTENT},
        {"M in the request", "40017d34 b3363636 0130 c10e", CONTENT},
        {"leading zero in Accept", "40017d34 b3363636 0130 620028", CONTENT},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        settings.network.account = span_of("0123456789012345"); /* 48 bytes as a resource */
        ask(rows[i].request);
        cr_expect(answer.code == rows[i].code, "%s: %x, not %x", rows[i].name, answer.code, rows[i].code);
        if (answer.code != SILENT && answer.code != CONTENT)
            cr_expect(answer.datagram.size == 4, "%s: %zu bytes", rows[i].name, answer.datagram.size);
    }
}

Test(object_oracle, settings_in_force) {
    settings.dm_mode = 0;
    ask("40017d34 b3363636");
    cr_expect(answer.code == 0x83, "%x", answer.code);
    ask("40017d34 b3363636 6128 6107");
    cr_expect(answer.code == 0x83, "Discover, and size exponent 7: %x", answer.code);
    ask("40017d34 b3363636 60");
    cr_expect(answer.code == 0x86, "Accept 0: %x", answer.code);
    settings.dm_mode = 1;
    settings.set = QDMP_WAS_SET(QDMP_SET_ACCESS_MODE);
    ask("40017d34 b3363636");
    cr_expect(answer.code == 0x83, "no credentials: %x", answer.code);
}

/* The number of AES blocks for a transfer of the longest body. */
static size_t count_aes_blocks(unsigned szx) {
    size_t blocks = 0;
    object.szx = szx;
    for (unsigned num = 0; num << (szx + 4) < 1286; num++) {
        char hex[64];
        (void)snprintf(hex, sizeof hex, "40017d34 b3363636 0130 c3%06x", num << 4 | szx);
        ask(hex);
        cr_expect(answer.code == CONTENT && answer.body.size == 1286, "block %u", num);
        blocks += object_naive_aes_blocks(&answer);
    }
    return blocks;
}

Test(object_oracle, aes_blocks) {
    static const size_t blocks[] = {543, 292, 182, 119, 94, 65, 63}; /* docs/object.md, 4 */
    take_longest();
    for (unsigned szx = 0; szx < COUNT(blocks); szx++)
        cr_expect(count_aes_blocks(szx) == blocks[szx], "size exponent %u", szx);
}

/* --- the reader of answers ---------------------------------------------------------------------------------------- */

/* Whether the reader ends the run. It runs in a child process for that reason. */
static bool is_refused(qdmp_span request, qdmp_span datagram) {
    int status;
    pid_t child = fork();
    cr_assert(child >= 0);
    if (child == 0) {
        struct coap_answer read;
        (void)close(STDERR_FILENO);
        coap_answer_read(request, NEXT_ID, datagram, &read);
        _exit(0);
    }
    cr_assert(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

Test(object_oracle, answers_read) {
    static const struct {
        const char *name, *request, *answer;
        bool refused;
    } rows[] = {
        {"content", "41011234aa", "61451234aa c128 ff 61", false},
        {"a block and an ETag", "41011234aa", "61451234aa 4101 8128 b108 ff 30313233343536373839616263646566", false},
        {"non-confirmable", "51011234aa", "5145beefaa c128 ff 61", false},
        {"an error", "41011234aa", "61841234aa", false},
        {"cut in the header", "41011234aa", "614512", true},
        {"cut in the token", "41011234aa", "61451234", true},
        {"version 2", "41011234aa", "a1451234aa c128 ff 61", true},
        {"confirmable", "41011234aa", "41451234aa c128 ff 61", true},
        {"acknowledges a NON", "51011234aa", "61451234aa c128 ff 61", true},
        {"another Message ID", "41011234aa", "61451235aa c128 ff 61", true},
        {"the Message ID of a NON", "51011234aa", "51451234aa c128 ff 61", true},
        {"another token", "41011234aa", "61451234ab c128 ff 61", true},
        {"no token", "41011234aa", "60451234 c128 ff 61", true},
        {"a method", "41011234aa", "61011234aa", true},
        {"2.04", "41011234aa", "61441234aa", true},
        {"an error with a payload", "41011234aa", "61841234aa ff 61", true},
        {"an error with an option", "41011234aa", "61841234aa c128", true},
        {"no payload", "41011234aa", "61451234aa c128", true},
        {"a marker and no payload", "41011234aa", "61451234aa c128 ff", true},
        {"no Content-Format", "41011234aa", "61451234aa ff 61", true},
        {"two of Content-Format", "41011234aa", "61451234aa c128 0128 ff 61", true},
        {"an option cut", "41011234aa", "61451234aa c2 28", true},
        {"a leading zero", "41011234aa", "61451234aa c20028 ff 61", true},
        {"an option that no answer has", "41011234aa", "61451234aa 4101 d0fb ff 61", true},
        {"Max-Age", "41011234aa", "61451234aa c128 213c ff 61", true},
        {"an ETag of no byte", "41011234aa", "61451234aa 40 8128 b106 ff 61", true},
        {"an ETag of nine bytes", "41011234aa", "61451234aa 49010203040506070809 8128 b106 ff 61", true},
        {"an ETag without Block2", "41011234aa", "61451234aa 4101 8128 ff 61", true},
        {"a Block2 of four bytes", "41011234aa", "61451234aa c128 b401000006 ff 61", true},
        {"size exponent 7", "41011234aa", "61451234aa c128 b107 ff 61", true},
        {"a short block and more", "41011234aa", "61451234aa c128 b108 ff 61", true},
        {"more than a block", "41011234aa", "61451234aa c128 b0 ff 3031323334353637383961626364656667", true},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect(is_refused(unhex(rows[i].request), unhex(rows[i].answer)) == rows[i].refused, "%s", rows[i].name);
}
