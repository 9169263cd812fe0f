/* SPDX-License-Identifier: MIT */
/*
 * Tests the V.250 front end: it makes lines of bytes, and sends echo, the answers of basic commands, and the frames of
 * answers.
 */
#include "stage.h"

#define OK    "\r\nOK\r\n"
#define ERROR "\r\nERROR\r\n"

TestSuite(sim_front, .init = set_up_echoing);
TestSuite(sim_basic, .init = set_up);

/* --- lines --- */

Test(sim_front, echoes) {
    EXPECT("AT\r", "AT\r" OK);
    EXPECT("at\r", "at\r" OK);
    EXPECT("aTe0\r", "aTe0\r" OK);
    EXPECT("AT\r", OK);
    EXPECT("ATE1\r", OK);
    EXPECT("AT+CGMM\r", "AT+CGMM\r\r\nQuectel_BC26\r\n" OK);
    EXPECT("ATE\r", "ATE\r" OK);
    EXPECT("ATE1\r", OK);
}

/* The first commands of minicom, gammu and wvdial. */
Test(sim_front, drops_what_stands_before) {
    EXPECT("\0AT\r", "AT\r" OK);
    EXPECT("\033\rAT\r", "AT\r" OK);
    EXPECT("\r\r\r\r\r\r\r\r\r\r", "");
    EXPECT("AT\r", "AT\r" OK);
    EXPECT("+++xyz+CSQ\rAT\r", "AT\r" OK);
    EXPECT("\xFF\xFE\x80"
           "AT\r",
           "AT\r" OK);
    EXPECT("BATAT\r", "ATAT\r" ERROR);
    EXPECT("AAT\r", "AAT\r" OK);
    EXPECT("AXAT\r", "AAT\r" OK);
    EXPECT("A T\r", "A");
    EXPECT("A\rT\r", "A");
    EXPECT("A\x7F\0T\r", "AT\r" OK);
    EXPECT("A\bT\r", "A");
}

/* An LF before or after CR is ignored. */
Test(sim_front, control_bytes_are_nothing) {
    EXPECT("AT\r\n", "AT\r" OK);
    EXPECT("AT\n\r", "AT\r" OK);
    EXPECT("AT\n", "AT");
    EXPECT("\n\r", "\r" OK);
    EXPECT("A\0T\x11+C\x7FGMM\t\r\n", "AT+CGMM\r\r\nQuectel_BC26\r\n" OK);
}

Test(sim_front, one_byte_at_a_time) {
    stage.piece = 1;
    EXPECT("AT\r", "AT\r" OK);
    EXPECT("AT+CGMM\rATI\r\n", "AT+CGMM\r\r\nQuectel_BC26\r\n" OK
                               "ATI\r\r\nQuectel_Ltd\r\n\r\nQuectel_BC26\r\n\r\nRevision: BC26NBR01A07\r\n" OK);
    expect_pieces("AT\r", "EEE<line>R");
}

/* A call accepts one line, and passes the echo on as it came. */
Test(sim_front, one_line_a_call) {
    qdmp_span bytes = span_of("xAT+CS\nQ\rAT\r");
    cr_expect(modem_receive(&stage.modem, 0, bytes) == 9);
    cr_expect_str_eq(stage.pieces, "EE<line>LR");
    cr_expect(modem_receive(&stage.modem, 0, span_of("A/A/")) == 2);
    cr_expect(modem_receive(&stage.modem, 0, span_of("")) == 0);
}

Test(sim_front, edits) {
    EXPECT("AT+CGMX\bM\r", "AT+CGMX\bM\r\r\nQuectel_BC26\r\n" OK);
    EXPECT("ATX9\b\b\r", "ATX9\b\b\r" OK);
    EXPECT("AT\b\b\b\r", "AT\r" OK); /* AT cannot be erased */
    EXPECT("ATQ\b\b\bE1\r", "ATQ\bE1\r" OK);
}

Test(sim_front, repeats) {
    EXPECT("A/", "A/" OK);
    EXPECT("AT+CGMM\r", "AT+CGMM\r\r\nQuectel_BC26\r\n" OK);
    EXPECT("A/", "A/\r\nQuectel_BC26\r\n" OK);
    EXPECT("a/\r\n", "a/\r\nQuectel_BC26\r\n" OK);
    EXPECT("AT+NONE\r", "AT+NONE\r" ERROR);
    EXPECT("A/A/", "A/" ERROR "A/" ERROR);
    EXPECT("ATA/\r", "ATA/\r" ERROR); /* not at the beginning of a line */
    EXPECT("ATE0\r", "ATE0\r" OK);
    EXPECT("A/", OK);
}

/* The next host cannot repeat the line of the previous one. */
Test(sim_front, hang_up) {
    EXPECT("AT+CGMM\rAT+CGM", "AT+CGMM\r\r\nQuectel_BC26\r\n" OK "AT+CGM");
    modem_hang_up(&stage.modem);
    EXPECT("M\rAT\r", "AT\r" OK);
    EXPECT("AT+CGMM\r", "AT+CGMM\r\r\nQuectel_BC26\r\n" OK);
    modem_hang_up(&stage.modem);
    EXPECT("A/", "A/" OK);
}

/* --- long lines --- */

/* Sends `AT`, a command, spaces up to `size` bytes, and CR. */
static void expect_long(size_t size, const char *answer) {
    static char line[4000];
    cr_assert(size < sizeof line);
    memset(line, ' ', size);
    memcpy(line, "AT+CGMM", 7);
    line[size] = '\r';
    expect(line, size + 1, answer, strlen(answer), (int)size);
}

Test(sim_basic, long_lines) {
    expect_long(2047, "\r\nQuectel_BC26\r\n" OK);
    expect_long(2048, "\r\nQuectel_BC26\r\n" OK);
    expect_long(2049, ERROR);
    EXPECT("A/", ERROR);
    expect_long(3999, ERROR);
    expect_ok("AT\r");
    expect_ok("AT+CMEE=1\r");
    expect_long(2049, ERROR);
    expect_ok("ATV0;V1\r");
}

/* A line that became too long stays too long when bytes are erased. */
Test(sim_basic, long_lines_stay_long) {
    static char line[2060];
    memset(line, '\b', sizeof line);
    memset(line, ' ', 2049);
    memcpy(line, "AT+CGMM", 7);
    line[sizeof line - 1] = '\r';
    expect(line, sizeof line, ERROR, strlen(ERROR), __LINE__);
    memset(line + 2048, '\b', 3); /* one byte of the room is free again */
    memset(line + 2051, ' ', 3);
    expect(line, sizeof line, "\r\nQuectel_BC26\r\n" OK, strlen("\r\nQuectel_BC26\r\n" OK), __LINE__);
}

/* Erased bytes do not count. */
Test(sim_basic, long_lines_behind_edits) {
    receive(span_of("AT"));
    for (unsigned i = 0; i < 3000; i++)
        receive(span_of("x\b"));
    EXPECT("+CGMM\r", "\r\nQuectel_BC26\r\n" OK);
}

/* --- result codes --- */

Test(sim_basic, numbers) {
    EXPECT("ATV0\r", "0\r");
    EXPECT("AT\r", "0\r");
    EXPECT("AT+NONE\r", "4\r");
    EXPECT("AT+CGMM\r", "Quectel_BC26\r\n0\r");
    EXPECT("AT+CMEE=1\r", "0\r");
    EXPECT("AT+NONE\r", "+CME ERROR: 4\r");
    EXPECT("ATV1\r", OK);
    EXPECT("AT+NONE\r", "\r\n+CME ERROR: 4\r\n");
    EXPECT("ATV\r", "0\r");
    EXPECT("AT+CGMM;V1\r", "Quectel_BC26\r\n" OK);
}

Test(sim_basic, quiet) {
    EXPECT("ATQ1\r", "");
    EXPECT("AT+NONE\r", "");
    EXPECT("AT+CGMM\r", "\r\nQuectel_BC26\r\n");
    EXPECT("ATQ0\r", OK);
    EXPECT("ATQ1;+NONE\r", "");
    EXPECT("ATQ\r", OK);
}

/* --- S-parameters --- */

Test(sim_basic, s3) {
    EXPECT("ATS3?\r", "\r\n013\r\n" OK);
    EXPECT("AT+CGMM;S3=30;+CGMM\r", "\r\nQuectel_BC26\r\n\r\nQuectel_BC26\r\n\036\nOK\036\n");
    EXPECT("AT\r", "");
    EXPECT("+CGMM\036", "\036\nQuectel_BC26\036\n\036\nOK\036\n");
    EXPECT("ATV0\036", "0\036");
    EXPECT("ATS3=13\036", "0\r");
    EXPECT("ATV1\r", OK);
    EXPECT("ATS3=59\r", ";\nOK;\n"); /* then `;` ends a line, and CR is ignored */
    EXPECT("AT+CGMM\r;", ";\nQuectel_BC26;\n;\nOK;\n");
    EXPECT("ats3=128;", ";\nERROR;\n");
    EXPECT("ATS3=65;", "A\nOKA\n"); /* `A` ends a line, and outside a line it begins one */
    EXPECT("ATS3=13A", OK);
}

Test(sim_basic, s4) {
    EXPECT("ATS4?\r", "\r\n010\r\n" OK);
    EXPECT("ATS4=64;+CGMM\r", "\r\nQuectel_BC26\r\n\r@OK\r@");
    EXPECT("AT+CGMM\r", "\r@Quectel_BC26\r@\r@OK\r@");
    EXPECT("ATS4=0\r", "\r\0OK\r\0");
    EXPECT("ATS4=10;+NONE\r", ERROR); /* set, although the line fails */
}

Test(sim_basic, s5) {
    EXPECT("ATS5?\r", "\r\n008\r\n" OK);
    EXPECT("ATS5=35\r", OK);
    EXPECT("AT+CGMX#M\r", "\r\nQuectel_BC26\r\n" OK);
    EXPECT("AT+CGM\bM\r", "\r\nQuectel_BC26\r\n" OK);
    EXPECT("ATS5=127\r", OK);
    EXPECT("AT+CGMX\x7FM\r", "\r\nQuectel_BC26\r\n" OK);
    EXPECT("ATS5=13\r", OK); /* S3 is tested first */
    EXPECT("AT+CGMM\r", "\r\nQuectel_BC26\r\n" OK);
}

/* S-parameters do not act on the line that sets them. */
Test(sim_basic, s_parameters_come_in_force_behind_the_line) {
    EXPECT("ATS5=35 S0=0#\r", ERROR);
    EXPECT("ATS0=1#0\r", OK);
    EXPECT("ATS0?\r", "\r\n000\r\n" OK);
}

Test(sim_basic, other_s_parameters) {
    EXPECT("ATS0=1 S0?\r", "\r\n001\r\n" OK);
    EXPECT("ATS7=45 S0=0 L1 V1 X4 &c1 E0 Q0\r", OK); /* minicom's */
    EXPECT("ATS7?\r", "\r\n045\r\n" OK);
    EXPECT("ATS0=255 S0?\r", "\r\n255\r\n" OK);
    EXPECT("ATS0=256\r", ERROR);
    EXPECT("ATS6?S8?S10?\r", "\r\n002\r\n\r\n002\r\n\r\n015\r\n" OK);
    EXPECT("ATS1?\r", ERROR);
    EXPECT("ATS99=0\r", ERROR);
    EXPECT("ATS65539=10\r", ERROR);
    EXPECT("ATS4294967299=10\r", ERROR);
    EXPECT("ATS3=4294967309\r", ERROR);
    EXPECT("ATS\r", ERROR);
    EXPECT("ATS3\r", ERROR);
    EXPECT("ATS3=\r", ERROR);
    EXPECT("AT S 7 = 1 3 \r", ERROR);
    EXPECT("AT S 7 = 13 \r", OK);
}

/* --- basic commands --- */

/* Several commands without a `;` between them, as wvdial writes them, also before a command of another kind. */
Test(sim_basic, concatenated) {
    expect_ok("ATQ0 V1 E0 S0=0 &C1 &D2 +FCLASS=0\r");
    expect_ok("ATQ0V1E0S0=0&C1&D2+FCLASS=0\r");
    expect_ok("atq0v1e0x4&c1&d2\r");
    EXPECT("ATE0+CGMM\r", "\r\nQuectel_BC26\r\n" OK);
    EXPECT("ATE0+CGMM;I\r",
           "\r\nQuectel_BC26\r\n\r\nQuectel_Ltd\r\n\r\nQuectel_BC26\r\n\r\nRevision: BC26NBR01A07\r\n" OK);
    EXPECT("ATE0+QDMPCFG=6\r", "\r\n+QDMPCFG: 6,0\r\n" OK);
    EXPECT("ATE0;+QDMPCFG=6;E0\r", "\r\n+QDMPCFG: 6,0\r\n" OK);
    EXPECT("AT E0 ; ; E0\r", ERROR);
    EXPECT("AT;\r", ERROR);
    EXPECT("ATE0;\r", OK);
    EXPECT("AT  \r", OK);
}

Test(sim_basic, values) {
    static const char *const good[] = {"ATE0\r",  "ATQ0\r",  "ATV1\r",    "ATX0\r",   "ATX4\r",
                                       "AT&C0\r", "AT&C1\r", "AT&D0\r",   "AT&D2\r",  "ATL3\r",
                                       "ATM2\r",  "AT&W0\r", "AT&F0E0\r", "ATZ0E0\r", "ATI0E0V01\r"};
    static const char *const wrong[] = {"ATE2\r", "ATQ2\r",  "ATV2\r",  "ATX5\r", "AT&C2\r",  "AT&D3\r", "ATL4\r",
                                        "ATM3\r", "AT&W1\r", "AT&F1\r", "ATZ1\r", "ATI1\r",   "ATA\r",   "ATD123\r",
                                        "ATH\r",  "AT&\r",   "AT&K3\r", "AT%\r",  "AT\xE4\r", "AT&&F\r"};
    for (size_t i = 0; i < COUNT(good); i++) {
        stage.size = 0;
        receive(span_of(good[i]));
        size_t len = stage.size < 6 ? stage.size : 6;
        cr_expect(span_equal(span_from(stage.output + stage.size - len, len), span_of(OK)), "%s",
                  shown(span_of(good[i])));
    }
    for (size_t i = 0; i < COUNT(wrong); i++)
        expect(wrong[i], strlen(wrong[i]), ERROR, strlen(ERROR), (int)i);
}

/* The commands after a wrong one are dropped; those before it are executed. */
Test(sim_basic, ends_at_an_error) {
    EXPECT("AT+CGMM;E1;+NONE;+CGMM\r", "\r\nQuectel_BC26\r\n" ERROR);
    EXPECT("AT\r", "AT\r" OK);
    EXPECT("ATE0Y+CGMM\r", "ATE0Y+CGMM\r" ERROR);
    EXPECT("AT\r", OK);
}

Test(sim_basic, quotes_protect) {
    EXPECT("AT+QDMPCFGEX=0,0,\"a;b\";+QDMPCFGEX=0,1\r", "\r\n+QDMPCFGEX: 0,a;b\r\n" OK);
    EXPECT("AT+NONE=\";+CGMM\";+CGMM\r", ERROR);
    EXPECT("AT+CSCS=\"GSM\";+CGMM\r", "\r\nQuectel_BC26\r\n" OK);
}

/* --- profiles --- */

Test(sim_front, profiles) {
    EXPECT("ATE0V0S4=64S0=3\r", "ATE0V0S4=64S0=3\r0\r");
    EXPECT("AT&W\r", "0\r");
    EXPECT("AT&F\r", OK);
    EXPECT("ATS4?S0?\r", "ATS4?S0?\r\r\n010\r\n\r\n000\r\n" OK);
    EXPECT("ATZ\r", "ATZ\r0\r");
    EXPECT("ATS4?S0?\r", "064\r@003\r@0\r");
    EXPECT("AT&FE0\r", OK);
    EXPECT("AT+CMEE=2;Z;+CMEE?\r", "+CMEE: 2\r\n0\r"); /* still with the S4 of the previous line */
}
