/* SPDX-License-Identifier: MIT */
/*
 * Tests the walk over a command line: several commands, commands of others, the end of a line, and final result codes.
 */
#include "module_stage.h"

TestSuite(module_line, .init = set_up_module);

#define SERVER "+QDMPCFG: 1,117.161.2.41,5683,86400"

/* --- several commands --------------------------------------------------------------------------------------------- */

/* The commands before a wrong command stay executed, and those after it are not read (V.250, 5.3.2). */
Test(module_line, ends_at_a_fault) {
    expect_stores("AT+QDMPCFG=0,1;+QDMPCFG=0,2;+QDMPCFG=1", "ERROR 50 range dmMode|2;+QDMPCFG=1", 1);
    expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,1\nOK");
    expect_stores("AT+QDMPCFG=1", "OK", 1);
}

/* The information lines of the commands before a wrong command are sent. */
Test(module_line, lines_stay_sent) {
    expect_answer("AT+QDMPCFG?;+QDMPCFG=4,2;+QDMPCFG=6",
                  "+QDMPCFG: 0,0\n" SERVER "\nERROR 3 not_set queryOpt|+QDMPCFG=4,2;+QDMPCFG=6");
    expect_answer("AT+QDMPCFG=6;+QDMPCFGEX=1", "+QDMPCFG: 6,0\nERROR 50 missing act|");
}

/* Each command is stored separately. */
Test(module_line, each_is_stored) {
    expect_stores("AT+QDMPCFG=0,1;+QDMPCFG=1;+QDMPCFGEX=1,0,\"mac\";+QDMPCFG=4,0", "+QDMPCFG: 0,1\nOK", 3);
    module_stage.store_fault = STORE_FAILS;
    expect_stores("AT+QDMPCFG=0,1;+QDMPCFG=0,0;+QDMPCFG=5,4", "ERROR 23 storage |+QDMPCFG=0,0;+QDMPCFG=5,4", 1);
}

/*
 * A `;` in quotes is a byte of the text, spaces around commands do not belong to them, and `AT` may precede each
 * command.
 */
Test(module_line, between_commands) {
    expect_answer("at+qdmpcfgex=0,0,\"a;b\" ; AT+QDMPCFGEX=0,1 ;+QDMPCFG=6 ", "+QDMPCFGEX: 0,a;b\n+QDMPCFG: 6,0\nOK");
}

/*
 * The information lines of `?` come one by one and show the settings in force. The next command is executed only after
 * them.
 */
Test(module_line, one_by_one) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_span bytes = span_of("AT+QDMPCFG?;+QDMPCFG=0,1");
    qdmp_command_line_open(&line, bytes);
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_OK);
    cr_expect(info.kind == QDMP_INFO_ACCESS_MODE && info.dm_mode == 0 && module_stage.stores == 0);
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_OK);
    cr_expect(info.kind == QDMP_INFO_SERVER && info.server.port == 5683 && module_stage.stores == 0);
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_END);
    cr_expect(module_stage.stores == 1 && line.used == bytes.len && info.kind == QDMP_INFO_SERVER);
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_END);
    cr_expect(module_stage.stores == 1 && line.used == bytes.len);
}

/* After a fault the walk does nothing more. */
Test(module_line, over_behind_a_fault) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_span bytes = span_of("AT+QDMPCFG=0,2;+QDMPCFG=0,1\rAT+QDMPCFG=0,1");
    qdmp_command_line_open(&line, bytes);
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_RANGE);
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_END);
    cr_expect(module_stage.stores == 0 && line.used == 28);
}

/* --- empty commands ----------------------------------------------------------------------------------------------- */

Test(module_line, empty_commands) {
    expect_answer("AT+QDMPCFG=6;;+QDMPCFG=6", "+QDMPCFG: 6,0\nERROR 50 syntax |;+QDMPCFG=6");
    expect_answer("AT+QDMPCFG=6; ;+QDMPCFG=6", "+QDMPCFG: 6,0\nERROR 50 syntax |;+QDMPCFG=6");
    expect_answer("AT+QDMPCFG=6;;", "+QDMPCFG: 6,0\nERROR 50 syntax |;");
    expect_answer(";;", "ERROR 50 syntax |;;");
    expect_answer(" ;+QDMPCFG=6", "ERROR 50 syntax |;+QDMPCFG=6");
    expect_answer("AT+CSQ;;+QDMPCFG=6", "<AT+CSQ>\nERROR 50 syntax |;+QDMPCFG=6");
}

/* Nothing but spaces after a `;` is not a command (R2). */
Test(module_line, nothing_behind) {
    expect_answer("AT+QDMPCFG=6;", "+QDMPCFG: 6,0\nOK");
    expect_answer("AT+QDMPCFG=6;  ", "+QDMPCFG: 6,0\nOK");
    expect_answer("AT+QDMPCFG=6; \r\n", "+QDMPCFG: 6,0\nOK");
    expect_answer("AT+CSQ; \r", "<AT+CSQ>\nOK");
}

/* --- commands of others ------------------------------------------------------------------------------------------- */

Test(module_line, others) {
    static const struct {
        const char *line, *answer;
    } rows[] = {
        {"AT+CSQ;+QDMPCFG?", "<AT+CSQ>\n+QDMPCFG: 0,0\n" SERVER "\nOK"},
        {"AT+CSQ\r", "<AT+CSQ>\nOK"},
        {"AT\r\n", "<AT>\nOK"},
        {"  AT+CSQ ;+QDMPCFG=6", "<AT+CSQ >\n+QDMPCFG: 6,0\nOK"},
        {"AT+QDMPCFG=6;+CSQ;+QDMPCFGX=1;+QDMPCFG=6", "+QDMPCFG: 6,0\n<+CSQ>\n<+QDMPCFGX=1>\n+QDMPCFG: 6,0\nOK"},
        {"AT+X=\"a;b\";+QDMPCFG=6", "<AT+X=\"a;b\">\n+QDMPCFG: 6,0\nOK"},
        {"AT+X=\"a;+QDMPCFG=6\r", "<AT+X=\"a;+QDMPCFG=6>\nOK"},
        {"AT+CSQ;+QDMPCFG=0,2;+CSQ", "<AT+CSQ>\nERROR 50 range dmMode|2;+CSQ"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_answer(rows[i].line, rows[i].answer);
}

/* An unknown command ends the walk there; the commands before it stay executed. */
Test(module_line, unknown_to_all) {
    module_stage.refuses = true;
    expect_stores("AT+QDMPCFG=0,1;+CSQ;+QDMPCFG=0,0", "ERROR 4 not_ours |+CSQ;+QDMPCFG=0,0", 1);
    expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,1\nOK");
}

/* The walk stays at a command of another until the caller tells it to go on. */
Test(module_line, waits) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_error err;
    qdmp_command_line_open(&line, span_of("\r\nAT+QDMPCFG=0,1;+CSQ;+QDMPCFG=6\r\n"));
    for (unsigned i = 0; i < 2; i++) {
        cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, &err) == QDMP_NOT_OURS);
        cr_expect(err.status == QDMP_NOT_OURS && err.field == QDMP_FIELD_NONE && err.offset == 17);
        cr_expect(line.used == 17 && span_equal(line.foreign, span_of("+CSQ")));
    }
    cr_expect(module_stage.stores == 1);
    qdmp_command_line_resume(&line, line.foreign.len);
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_OK);
    cr_expect(info.kind == QDMP_INFO_STATE);
}

/*
 * The caller may take a part of the command, if the next command follows a basic command without a `;`; or more than
 * it, if the `;` belongs to the command.
 */
Test(module_line, other_lengths) {
    module_stage.foreign_len = 4;
    expect_answer("ATE0+QDMPCFG=6", "<ATE0+QDMPCFG=6>\n+QDMPCFG: 6,0\nOK");
    module_stage.foreign_len = 7;
    expect_answer("ATD123;+QDMPCFG=6", "<ATD123>\n+QDMPCFG: 6,0\nOK");
    expect_answer("ATD123;;+QDMPCFG=6", "<ATD123>\n+QDMPCFG: 6,0\nOK");
    expect_answer("ATD123; ;;+QDMPCFG=6", "<ATD123>\nERROR 50 syntax |;+QDMPCFG=6");
    module_stage.foreign_len = 8;
    expect_answer("ATX\"a;b\"+QDMPCFG=6;+QDMPCFG=6", "<ATX\"a;b\"+QDMPCFG=6>\n+QDMPCFG: 6,0\n+QDMPCFG: 6,0\nOK");
    module_stage.foreign_len = 5;
    expect_answer("ATX\"a;b\";+CSQ", "<ATX\"a;b\">\n<b\";+CSQ>\n<SQ>\nOK");
    module_stage.foreign_len = SIZE_MAX;
    expect_answer_to("AT+CSQ;+QDMPCFG=6\rAT+QDMPCFG=6", 18, "<AT+CSQ>\nOK");
    expect_answer("AT+QDMPCFG=6;+CSQ;+QDMPCFG=6", "+QDMPCFG: 6,0\n<+CSQ>\nOK");
}

/* --- the end of a line -------------------------------------------------------------------------------------------- */

/* Bytes after the end belong to another line. */
Test(module_line, ends) {
    static const struct {
        const char *bytes;
        size_t used;
        const char *answer;
    } rows[] = {
        {"AT+QDMPCFG=6\rAT+QDMPCFG=0,1\r", 13, "+QDMPCFG: 6,0\nOK"},
        {"AT+QDMPCFG=6\nAT+QDMPCFG=0,1\r", 13, "+QDMPCFG: 6,0\nOK"},
        {"AT+QDMPCFG=6\r\nAT+QDMPCFG=0,1\r", 14, "+QDMPCFG: 6,0\nOK"},
        {"AT+QDMPCFG=6\n\rAT+QDMPCFG=0,1\r", 13, "+QDMPCFG: 6,0\nOK"},
        {"AT+QDMPCFG=6\n\nAT+QDMPCFG=0,1\r", 13, "+QDMPCFG: 6,0\nOK"},
        {"AT+QDMPCFG=6\r\rAT+QDMPCFG=0,1\r", 13, "+QDMPCFG: 6,0\nOK"},
        {"AT+QDMPCFG=6;\r\nAT+QDMPCFG=0,1\r", 15, "+QDMPCFG: 6,0\nOK"},
        {"AT+QDMPCFG=6; \r+QDMPCFG=0,1\r", 15, "+QDMPCFG: 6,0\nOK"},
        {"AT+CSQ\r+QDMPCFG=0,1\r", 7, "<AT+CSQ>\nOK"},
        {"AT+CSQ;\n+QDMPCFG=0,1\r", 8, "<AT+CSQ>\nOK"},
        {"AT+QDMPCFG=0,2\r\nAT+QDMPCFG=0,1", 16, "ERROR 50 range dmMode|2\r\nAT+QDMPCFG=0,1"},
        {"AT+QDMPCFG=6;;\r\nAT+QDMPCFG=0,1", 16, "+QDMPCFG: 6,0\nERROR 50 syntax |;\r\nAT+QDMPCFG=0,1"},
        {"AT+QDMPCFGEX=1,0,\"a\rb\"", 20, "ERROR 50 unterminated mac|\rb\""},
        {"AT+QDMPCFG=4,2\rAT", 15, "ERROR 3 not_set queryOpt|AT+QDMPCFG=4,2\rAT"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_answer_to(rows[i].bytes, rows[i].used, rows[i].answer);
    cr_expect(module_stage.stores == 0);
}

/* Empty lines before a line are skipped, and count as used bytes (R2). A line of only blanks is not ours. */
Test(module_line, empty_lines) {
    expect_answer("\r\n\r\n  \n AT+QDMPCFG=6\r\n", "+QDMPCFG: 6,0\nOK");
    expect_answer("\r\nAT+QDMPCFG=0,2\r\n", "ERROR 50 range dmMode|2\r\n");
    expect_answer("\r\n", "<>\nOK");
    expect_answer("  ", "<>\nOK");
    expect_answer("", "<>\nOK");
}

Test(module_line, no_bytes) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_command_line_open(&line, span_from(NULL, 0));
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_NOT_OURS);
    cr_expect(line.used == 0 && line.foreign.len == 0);
    qdmp_command_line_resume(&line, 0);
    cr_expect(qdmp_command_line_next(&line, &module_stage.module, 0, &info, NULL) == QDMP_END && line.used == 0);
}

/* --- final result codes ------------------------------------------------------------------------------------------- */

/* 3GPP TS 27.007, 9.2.1. */
Test(module_line, cme_errors) {
    static const struct {
        qdmp_status status;
        int number;
        const char *text;
    } rows[] = {
        {QDMP_NOT_SET, 3, "operation not allowed"},    {QDMP_FORM, 4, "operation not supported"},
        {QDMP_NOT_OURS, 4, "operation not supported"}, {QDMP_STORAGE, 23, "memory failure"},
        {QDMP_SYNTAX, 50, "incorrect parameters"},     {QDMP_UNTERMINATED, 50, "incorrect parameters"},
        {QDMP_BAD_CHAR, 50, "incorrect parameters"},   {QDMP_QUOTING, 50, "incorrect parameters"},
        {QDMP_MISSING, 50, "incorrect parameters"},    {QDMP_TOO_MANY, 50, "incorrect parameters"},
        {QDMP_LENGTH, 50, "incorrect parameters"},     {QDMP_RANGE, 50, "incorrect parameters"},
        {QDMP_RESERVED, 50, "incorrect parameters"},   {QDMP_NOT_REPRESENTABLE, 50, "incorrect parameters"},
        {QDMP_AMBIGUOUS, 50, "incorrect parameters"},  {QDMP_TRUNCATED, 50, "incorrect parameters"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        cr_expect((int)qdmp_cme_number(rows[i].status) == rows[i].number, "%s", qdmp_status_name(rows[i].status));
        cr_expect_str_eq(qdmp_cme_text(rows[i].status), rows[i].text);
    }
}
