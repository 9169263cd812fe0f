/* SPDX-License-Identifier: MIT */
/* Tests the plain answers, row by row, and the numbers and texts of errors. */
#include "stage.h"

#define OK      "\r\nOK\r\n"
#define ERROR   "\r\nERROR\r\n"
#define LINE(t) "\r\n" t "\r\n"

TestSuite(sim_plain, .init = set_up);

/* For every row: all requests that it answers, and requests that it does not answer. */
Test(sim_plain, rows) {
    static const struct {
        const char *line, *answer;
    } rows[] = {
        {"AT", OK},
        {"ATI", LINE("Quectel_Ltd") LINE("Quectel_BC26") LINE("Revision: BC26NBR01A07") OK},
        {"AT+GMI", LINE("Quectel_Ltd") OK},
        {"AT+GMM", LINE("Quectel_BC26") OK},
        {"AT+GMR", LINE("BC26NBR01A07") OK},
        {"AT+GSN", LINE("490154203237518") OK},
        {"AT+CGMI", LINE("Quectel_Ltd") OK},
        {"AT+CGMM", LINE("Quectel_BC26") OK},
        {"AT+CGMR", LINE("BC26NBR01A07") OK},
        {"AT+CGMR?", ERROR},
        {"AT+CGSN", LINE("490154203237518") OK},
        {"AT+CGSN=1", LINE("+CGSN: 490154203237518") OK},
        {"AT+CGSN=2", ERROR},
        {"AT+CGSN?", ERROR},
        {"AT+CIMI", LINE("460001357924680") OK},
        {"AT+CMEE?", LINE("+CMEE: 0") OK},
        {"AT+CMEE=?", LINE("+CMEE: (0-2)") OK},
        {"AT+CMEE=3", ERROR},
        {"AT+CMEE=", ERROR},
        {"AT+CMEE", ERROR},
        {"AT+CMEE=1,1", ERROR},
        {"AT+CMEE=1,", ERROR},
        {"AT+CMEE=\"1\"", ERROR},
        {"AT+CMEE=1x", ERROR},
        {"AT+CMEE=-1", ERROR},
        {"AT+CMEE?x", ERROR},
        {"AT+CMEE=?x", ERROR},
        {"AT+CPIN?", LINE("+CPIN: READY") OK},
        {"AT+CPIN=1234", ERROR},
        {"AT+CPIN", ERROR},
        {"AT+CFUN?", LINE("+CFUN: 1") OK},
        {"AT+CFUN=1", OK},
        {"AT+CFUN=2", ERROR},
        {"AT+CFUN=1,2", ERROR},
        {"AT+CFUN=0,1", ERROR},
        {"AT+CFUN=4,1", ERROR},
        {"AT+CFUN=,1", ERROR},
        {"AT+CFUN=1,", OK}, /* no restart */
        {"AT+CFUN=?", ERROR},
        {"AT+CFUN?", LINE("+CFUN: 1") OK},
        {"AT+CSQ", LINE("+CSQ: 25,0") OK},
        {"AT+CREG?", LINE("+CREG: 0,1") OK},
        {"AT+CREG=2", OK},
        {"AT+CREG?", LINE("+CREG: 2,1") OK},
        {"AT+CREG=3", ERROR},
        {"AT+CREG=?", LINE("+CREG: (0-2)") OK},
        {"AT+CEREG?", LINE("+CEREG: 0,1") OK},
        {"AT+CEREG=5", OK},
        {"AT+CEREG?", LINE("+CEREG: 5,1") OK},
        {"AT+CEREG=6", ERROR},
        {"AT+CEREG=?", LINE("+CEREG: (0-5)") OK},
        {"AT+CGREG=1", OK},
        {"AT+CGREG?", LINE("+CGREG: 1,1") OK},
        {"AT+CGREG=?", LINE("+CGREG: (0-2)") OK},
        {"AT+CREG?", LINE("+CREG: 2,1") OK}, /* each command keeps its own setting */
        {"AT+CGATT?", LINE("+CGATT: 1") OK},
        {"AT+CGPADDR", LINE("+CGPADDR: 1,\"100.64.0.2\"") OK},
        {"AT+CGPADDR=1", LINE("+CGPADDR: 1,\"100.64.0.2\"") OK},
        {"AT+CGPADDR=?", LINE("+CGPADDR: (1)") OK},
        {"AT+CSCS?", LINE("+CSCS: \"GSM\"") OK},
        {"AT+CSCS=?", LINE("+CSCS: (\"GSM\",\"IRA\",\"UCS2\",\"HEX\",\"PCCP437\",\"8859-1\")") OK},
        {"AT+CSCS=\"UCS2\"", OK},
        {"AT+CSCS?", LINE("+CSCS: \"UCS2\"") OK},
        {"AT+CSCS=\"8859-1\"", OK},
        {"AT+CSCS?", LINE("+CSCS: \"8859-1\"") OK},
        {"AT+CSCS=\"GSM\"", OK},
        {"AT+CSCS?", LINE("+CSCS: \"GSM\"") OK},
        {"AT+CSCS=\"UTF-8\"", ERROR},
        {"AT+CSCS=\"GS\"", ERROR},
        {"AT+CSCS=GSM", ERROR},
        {"AT+CSCS=0", ERROR},
        {"AT+CSCS=\"GSM", ERROR},
        {"AT+CSCS=\"GSM\"x", ERROR},
        {"AT+IPR?", LINE("+IPR: 115200") OK},
        {"AT+QSCLK?", LINE("+QSCLK: 0") OK},
        {"AT+QSCLK=2", OK},
        {"AT+QSCLK?", LINE("+QSCLK: 2") OK},
        {"AT+QSCLK=?", LINE("+QSCLK: (0-2)") OK},
        {"AT+CEDRXS=?", LINE("+CEDRXS: (0-3),(5),(\"0000\"-\"1111\")") OK},
        {"AT+CEDRXS?", LINE("+CEDRXS: 5,\"0010\"") OK},
        {"AT+CEDRXS=0", OK},
        {"AT+CEDRXS=2,5,\"1101\"", OK},
        {"AT+CEDRXS?", LINE("+CEDRXS: 5,\"1101\"") OK},
        {"AT+CEDRXS=1,,\"0001\"", OK},
        {"AT+CEDRXS?", LINE("+CEDRXS: 5,\"0001\"") OK},
        {"AT+CEDRXS=1,5,\"00011\"", ERROR},
        {"AT+CEDRXS=1,5,\"0002\"", ERROR},
        {"AT+CEDRXS=1,4", ERROR},
        {"AT+CEDRXS=4", ERROR},
        {"AT+CEDRXS?", LINE("+CEDRXS: 5,\"0001\"") OK},
        {"AT+CPSMS=?", LINE("+CPSMS: (0,1),,,(\"00000000\"-\"11111111\"),(\"00000000\"-\"11111111\")") OK},
        {"AT+CPSMS?", LINE("+CPSMS: 0,,,\"01000011\",\"00100001\"") OK},
        {"AT+CPSMS=1,,,\"10100101\",\"00000001\"", OK},
        {"AT+CPSMS?", LINE("+CPSMS: 1,,,\"10100101\",\"00000001\"") OK},
        {"AT+CPSMS = 0 , , , , \"11111111\" ", OK},
        {"AT+CPSMS?", LINE("+CPSMS: 0,,,\"10100101\",\"11111111\"") OK},
        {"AT+CPSMS=1,\"00000000\"", ERROR},
        {"AT+CPSMS=1,,,,,", ERROR},
        {"AT+CPSMS=2", ERROR},
        {"AT+CPSMS=1,,,\"x\"", ERROR}, /* and sets no part of it */
        {"AT+CPSMS?", LINE("+CPSMS: 0,,,\"10100101\",\"11111111\"") OK},
        {"AT+QRST=0", ERROR},
        {"AT+QRST", ERROR},
        {"AT+FCLASS=0", OK},
        {"AT+FCLASS=1", ERROR},
        {"at+csq", LINE("+CSQ: 25,0") OK},
        {"AT +CSQ ", LINE("+CSQ: 25,0") OK},
        {"AT+CSQ x", ERROR},
        {"AT+CS", ERROR},
        {"AT+CSQQ", ERROR},
        {"AT+CSQ+CREG?", ERROR},
        {"AT+", ERROR},
        {"AT+COPS?", ERROR},
        {"AT+QDMPCFGX?", ERROR},
        {"AT$QCPWRDN", ERROR},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char line[100];
        size_t len = strlen(rows[i].line);
        memcpy(line, rows[i].line, len);
        line[len] = '\r';
        expect(line, len + 1, rows[i].answer, strlen(rows[i].answer), (int)i);
    }
}

/* Answers that depend on the network. */
Test(sim_plain, radio) {
    expect_pieces("AT+CFUN=1\r", "<line>R");
    expect_pieces("AT+CFUN=4\r", "<line><off>R");
    cr_expect(!modem_radio_is_on(&stage.modem));
    EXPECT("AT+CFUN?;+CSQ;+CREG?;+CEREG?;+CGREG?;+CGATT?;+CGPADDR\r",
           LINE("+CFUN: 4") LINE("+CSQ: 99,99") LINE("+CREG: 0,0") LINE("+CEREG: 0,0") LINE("+CGREG: 0,0")
               LINE("+CGATT: 0") LINE("+CGPADDR: 1") OK);
    expect_pieces("AT+CFUN=0\r", "<line>R");
    EXPECT("AT+CFUN?\r", LINE("+CFUN: 0") OK);
    expect_pieces("AT+CFUN=1\r", "<line><on>R");
    cr_expect(modem_radio_is_on(&stage.modem));
    EXPECT("AT+CSQ\r", LINE("+CSQ: 25,0") OK);
    expect_pieces("AT+CFUN=0;+CFUN=1\r", "<line><off><on>R");
}

Test(sim_plain, error_numbers) {
    expect_ok("AT+CMEE=1\r");
    EXPECT("AT+CMEE?\r", LINE("+CMEE: 1") OK);
    EXPECT("AT+COPS?\r", LINE("+CME ERROR: 4"));
    EXPECT("AT+QDMPCFGEX?\r", LINE("+CME ERROR: 4"));
    EXPECT("AT+QDMPCFG=4,2\r", LINE("+CME ERROR: 3"));
    EXPECT("AT+QDMPCFG=0,2\r", LINE("+CME ERROR: 50"));
    EXPECT("AT+CMEE=3\r", LINE("+CME ERROR: 50"));
    EXPECT("AT+CSQ?\r", LINE("+CME ERROR: 4"));
    EXPECT("ATE2\r", LINE("+CME ERROR: 50"));
    EXPECT("ATS1?\r", LINE("+CME ERROR: 4"));
    stage.store_fails = true;
    EXPECT("AT+QDMPCFG=0,1\r", LINE("+CME ERROR: 23"));
}

Test(sim_plain, error_texts) {
    expect_ok("AT+CMEE=2\r");
    EXPECT("AT+COPS?\r", LINE("+CME ERROR: operation not supported"));
    EXPECT("AT+QDMPCFG=4,2\r", LINE("+CME ERROR: operation not allowed"));
    EXPECT("AT+QDMPCFG=0,2\r", LINE("+CME ERROR: incorrect parameters"));
    stage.store_fails = true;
    EXPECT("AT+QDMPCFG=0,1\r", LINE("+CME ERROR: memory failure"));
    EXPECT("AT+CMEE=0;+COPS?\r", ERROR);
}

/* Identities that are longer than a command line can set. */
Test(sim_plain, long_identity) {
    stage.modem.plain.imei = "1234567890123456789012345678901234567890";
    EXPECT("AT+CGSN\r", LINE("12345678901234567890123456789012") OK);
}
