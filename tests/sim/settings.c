/* SPDX-License-Identifier: MIT */
/* Tests the module behind the front end: settings, restarts, unsolicited lines, and the session of the guide. */
#include "stage.h"

#define OK      "\r\nOK\r\n"
#define ERROR   "\r\nERROR\r\n"
#define LINE(t) "\r\n" t "\r\n"

TestSuite(sim_settings, .init = set_up);

/* Waits until a restart is over. */
static void wait_for_restart(void) {
    stage.now += 500;
}

/* --- a session --- */

Test(sim_settings, guide) {
    EXPECT("ATE1\r", OK);
    EXPECT("AT+QDMPCFG=?\r",
           "AT+QDMPCFG=?\r" LINE("+QDMPCFG: "
                                 "<type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]") OK);
    EXPECT("AT+QDMPCFG?\r", "AT+QDMPCFG?\r" LINE("+QDMPCFG: 0,0") LINE("+QDMPCFG: 1,117.161.2.41,5683,86400") OK);
    EXPECT("AT+QDMPCFG=0,1\r", "AT+QDMPCFG=0,1\r" OK);
    EXPECT("AT+QDMPCFG=1,117.161.2.7,5683,420\r", "AT+QDMPCFG=1,117.161.2.7,5683,420\r" OK);
    EXPECT("AT+QDMPCFG=2,\"M100000089\",\"95Go6fh7\",0,863703030822519\r",
           "AT+QDMPCFG=2,\"M100000089\",\"95Go6fh7\",0,863703030822519\r" OK);
    EXPECT("AT+QDMPCFG?\r", "AT+QDMPCFG?\r" LINE("+QDMPCFG: 0,0") LINE("+QDMPCFG: 1,117.161.2.41,5683,86400") OK);
    EXPECT("AT+QDMPCFG=4,2\r", "AT+QDMPCFG=4,2\r" LINE("+QDMPCFG: 2,M100000089,95Go****,0,863703030822519") OK);
    EXPECT("AT+QRST=1\r", "AT+QRST=1\r" OK);
    wait_for_restart();
    EXPECT("AT+QDMPCFG?\r", "AT+QDMPCFG?\r" LINE("+QDMPCFG: 0,1") LINE("+QDMPCFG: 1,117.161.2.7,5683,420")
                                LINE("+QDMPCFG: 2,M100000089,95Go****,0,863703030822519") OK);
    stage.dmstate = 6;
    EXPECT("AT+QDMPCFG=6\r", "AT+QDMPCFG=6\r" LINE("+QDMPCFG: 6,6") OK);
    EXPECT("AT+QDMPCFGEX=1,0,\"00-01-6C-06-A6-29\";+QDMPCFGEX=1,1\r",
           "AT+QDMPCFGEX=1,0,\"00-01-6C-06-A6-29\";+QDMPCFGEX=1,1\r" LINE("+QDMPCFGEX: 1,00-01-6C-06-A6-29") OK);
    EXPECT("AT+QDMPCFG=5,4\r", "AT+QDMPCFG=5,4\r" OK);
    EXPECT("AT+QDMPCFG=4,2\r", "AT+QDMPCFG=4,2\r" ERROR);
    power_cycle();
    EXPECT("AT+QDMPCFG?;+QDMPCFGEX=1,1\r",
           "AT+QDMPCFG?;+QDMPCFGEX=1,1\r" LINE("+QDMPCFG: 0,0") LINE("+QDMPCFG: 1,117.161.2.41,5683,86400")
               LINE("+QDMPCFGEX: 1,00-01-6C-06-A6-29") OK);
}

/* --- restart --- */

/*
 * The answer is OK. The rest of the line is dropped, nothing is received for 500 ms, and the front end is as &W stored
 * it.
 */
static void expect_restart(const char *line) {
    expect_ok("AT+QDMPCFG=0,1;+CREG=1;+CMEE=1\r");
    expect_pieces(line, "<line>R<restarted>");
    cr_expect(qdmp_module_in_force(modem_module(&stage.modem))->dm_mode == 1);
    EXPECT("AT\r", "");
    stage.now += 499;
    EXPECT("AT\rA", "");
    stage.now += 1;
    EXPECT("T\r", "");
    EXPECT("A/", "A/" OK);
    EXPECT("AT+CREG?;+CMEE?;+CFUN?;+QDMPCFG=4,0\r", "AT+CREG?;+CMEE?;+CFUN?;+QDMPCFG=4,0\r" LINE("+CREG: 0,1")
                                                        LINE("+CMEE: 0") LINE("+CFUN: 1") LINE("+QDMPCFG: 0,1") OK);
}

Test(sim_settings, restart_by_qrst) {
    expect_restart("AT+QRST=1;+QDMPCFG=0,0\r");
}

Test(sim_settings, restart_by_cfun) {
    expect_restart("AT+CFUN=1,1;+QDMPCFG=0,0\r");
}

/* Bytes that came together with the line are lost, because the restart begins at once. */
Test(sim_settings, restart_drops_what_waits) {
    EXPECT("AT+QRST=1\rAT\rAT\r", OK);
    wait_for_restart();
    EXPECT("AT\r", "AT\r" OK);
}

Test(sim_settings, restart_takes_the_profile) {
    EXPECT("ATV0 &W V1 S4=10\r", OK);
    EXPECT("AT+QRST=1\r", OK);
    wait_for_restart();
    EXPECT("AT+CGMM\r", "Quectel_BC26\r\n0\r");
    power_cycle();
    EXPECT("AT\r", "AT\r" OK);
}

Test(sim_settings, restart_turns_the_radio_on) {
    expect_pieces("AT+CFUN=0;+CFUN=1,1\r", "<line><off>R<restarted>");
    cr_expect(modem_radio_is_on(&stage.modem));
}

/* --- a reset --- */

/* The command is stored and not answered, and the rest of the line is not executed. */
Test(sim_settings, reset_at_a_store) {
    stage.resets_at = 2;
    stage.pieces[0] = '\0';
    EXPECT("AT+QDMPCFG=4,0;+QDMPCFG=0,1;+QDMPCFG=1,10.0.0.1;+QDMPCFG=0,0\r", LINE("+QDMPCFG: 0,0"));
    cr_expect_str_eq(stage.pieces, "<line>L<restarted>");
    wait_for_restart();
    EXPECT("AT+QDMPCFG?\r", "AT+QDMPCFG?\r" LINE("+QDMPCFG: 0,1") LINE("+QDMPCFG: 1,10.0.0.1,5683,86400") OK);
}

Test(sim_settings, reset_at_an_event) {
    stage.resets = true;
    stage.resets_on = MODEM_COMMAND_LINE;
    expect_pieces("AT+QDMPCFG=0,1\r", "<line><restarted>");
    cr_expect(stage.stores == 0);
    wait_for_restart();
    stage.resets = true;
    stage.resets_on = MODEM_RADIO_OFF;
    expect_pieces("AT+CFUN=0;+QDMPCFG=0,1\r", "E<line><off><restarted>");
    cr_expect(stage.stores == 0);
}

Test(sim_settings, reset_between_lines) {
    EXPECT("AT+QDMPCFG=0,1\rAT+QDM", OK);
    stage.pieces[0] = '\0';
    modem_reset(&stage.modem, 7);
    cr_expect_str_eq(stage.pieces, "<restarted>");
    stage.now = 506;
    EXPECT("AT\r", "");
    stage.now = 507;
    EXPECT("PCFG=0,0\rAT\r", "AT\r" OK);
}

/* --- other tests --- */

Test(sim_settings, unsolicited) {
    stage.size = 0;
    cr_expect(modem_say(&stage.modem, "+CSCON: 1"));
    cr_expect(span_equal(span_from(stage.output, stage.size), span_of("\r\n+CSCON: 1\r\n")));
    cr_expect(stage.pieces[strlen(stage.pieces) - 1] == 'U');
    EXPECT("ATV0 S4=64\r", "0\r");
    stage.size = 0;
    cr_expect(modem_say(&stage.modem, "x"));
    cr_expect(span_equal(span_from(stage.output, stage.size), span_of("x\r@")));
    static char longest[2050];
    memset(longest, 'x', 2048);
    cr_expect(modem_say(&stage.modem, longest));
    longest[2048] = 'x';
    stage.size = 0;
    cr_expect(!modem_say(&stage.modem, longest) && stage.size == 0);
}

/* The longest appkey that a line holds can be set and read. */
Test(sim_settings, longest_appkey) {
    static char line[2100], answer[2100];
    static const char rest[] = "\",\"p\",0,863703030822519\r";
    const size_t count = 2048 - strlen("AT+QDMPCFG=2,\"") - (sizeof rest - 2);
    char *appkey = line + strlen(strcpy(line, "AT+QDMPCFG=2,\""));
    memset(appkey, 'k', count);
    strcpy(appkey + count, rest);
    expect_ok(line);
    char *shown_appkey = answer + strlen(strcpy(answer, "\r\n+QDMPCFG: 2,"));
    memset(shown_appkey, 'k', count);
    strcpy(shown_appkey + count, ",p****,0,863703030822519\r\n" OK);
    expect("AT+QDMPCFG=4,2\r", 15, answer, strlen(answer), __LINE__);
}

/* The longest answer of all. */
Test(sim_settings, all_lines) {
    expect_ok("AT+QDMPCFG=2,\"k\",\"p\",0,863703030822519\r");
    EXPECT("AT+QRST=1\r", OK);
    wait_for_restart();
    expect_pieces("AT+QDMPCFG?\r", "E<line>LLLR");
}

/* An unusable image is reported, and the module works with defaults. */
Test(sim_settings, damaged) {
    memset(stage.stored, 'x', 20);
    stage.stored_size = 20;
    modem_reset(&stage.modem, 0);
    qdmp_error err;
    cr_expect(modem_opened(&stage.modem, &err) == QDMP_DAMAGED && err.status == QDMP_DAMAGED);
    wait_for_restart();
    EXPECT("AT+QDMPCFG=4,0\r", "AT+QDMPCFG=4,0\r" LINE("+QDMPCFG: 0,0") OK);
}
