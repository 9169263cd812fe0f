/* SPDX-License-Identifier: MIT */
/* Tests the tokens of lines. They are typed by hand, each as name[text], or as name:field[text] if it has a field. */
#include "guard.h"
#include "vector_file.h"

#include <stdio.h>

enum { LIST_MAX = 16384 };

typedef struct token_row {
    qdmp_line kind;
    const char *line;
    const char *tokens;
} token_row;

#define ASK      QDMP_LINE_REQUEST
#define ANSWER   QDMP_LINE_RESPONSE
#define TOLERANT QDMP_LINE_RESPONSE_TOLERANT

static const token_row requests[] = {
    {ASK, "AT+QDMPCFG=?", "prefix[AT] name[+QDMPCFG] sign[=] sign[?]"},
    {ASK, "AT+QDMPCFG?\r", "prefix[AT] name[+QDMPCFG] sign[?] line_end[\\r]"},
    {ASK, "AT+QDMPCFGEX=?\r\n", "prefix[AT] name[+QDMPCFGEX] sign[=] sign[?] line_end[\\r\\n]"},
    {ASK, "AT+QDMPCFG=0,1\r", "prefix[AT] name[+QDMPCFG] sign[=] value:type[0] comma[,] value:dmMode[1] line_end[\\r]"},
    {ASK, "AT+QDMPCFG=1,117.161.2.7,5683,420\r\n",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[1] comma[,] value:serverIp[117.161.2.7] comma[,] "
     "value:serverPort[5683] comma[,] value:updatePeriod[420] line_end[\\r\\n]"},
    {ASK, "AT+QDMPCFG=2,\"M100000089\",\"95Go****\",1,863703030822519",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[2] comma[,] quote[\\\"] value:appkey[M100000089] quote[\\\"] "
     "comma[,] quote[\\\"] value:password[95Go****] quote[\\\"] comma[,] value:tmlType[1] comma[,] "
     "value:tmlIMEI[863703030822519]"},
    {ASK, "AT+QDMPCFG=4,2\n",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[4] comma[,] value:queryOpt[2] line_end[\\n]"},
    {ASK, "AT+QDMPCFG=5,4", "prefix[AT] name[+QDMPCFG] sign[=] value:type[5] comma[,] value:eraseOpt[4]"},
    {ASK, "AT+QDMPCFG=6", "prefix[AT] name[+QDMPCFG] sign[=] value:type[6]"},
    {ASK, "AT+QDMPCFGEX=0,0,\"a|b|1|2;c|d|3|4\"",
     "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[0] comma[,] value:act[0] comma[,] quote[\\\"] "
     "value:applInfo[a|b|1|2;c|d|3|4] quote[\\\"]"},
    {ASK, "AT+QDMPCFGEX=1,0,\"\"",
     "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[1] comma[,] value:act[0] comma[,] quote[\\\"] value:mac[] "
     "quote[\\\"]"},
    {ASK, "AT+QDMPCFGEX=2,0,\"r\",\"s\",\"c,d\",\"NULL\"",
     "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[2] comma[,] value:act[0] comma[,] quote[\\\"] value:rom[r] "
     "quote[\\\"] comma[,] quote[\\\"] value:ram[s] quote[\\\"] comma[,] quote[\\\"] value:cpu[c,d] quote[\\\"] "
     "comma[,] "
     "quote[\\\"] value:osSysVer[NULL] quote[\\\"]"},
    {ASK, "AT+QDMPCFGEX=3,0,\"v\",\"n\"",
     "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[3] comma[,] value:act[0] comma[,] quote[\\\"] value:swVer[v] "
     "quote[\\\"] comma[,] quote[\\\"] value:swName[n] quote[\\\"]"},
    {ASK, "AT+QDMPCFGEX=4,0,\"1\",\"2\",\"3\",\"4\"",
     "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[4] comma[,] value:act[0] comma[,] quote[\\\"] value:volte[1] "
     "quote[\\\"] comma[,] quote[\\\"] value:netType[2] quote[\\\"] comma[,] quote[\\\"] value:account[3] quote[\\\"] "
     "comma[,] quote[\\\"] value:phoneNum[4] quote[\\\"]"},
    {ASK, "AT+QDMPCFGEX=5,1", "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[5] comma[,] value:act[1]"},
    {ASK, "AT+QDMPCFGEX=3,2\r",
     "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[3] comma[,] value:act[2] line_end[\\r]"},

    /* R1, R2, R3: capital and small letters, no AT, empty lines, several commands, spaces */
    {ASK, "at+qdmpcfgex=1,1", "prefix[at] name[+qdmpcfgex] sign[=] value:type[1] comma[,] value:act[1]"},
    {ASK, "+QDMPCFG=6;+QDMPCFG?\r", "name[+QDMPCFG] sign[=] value:type[6] semicolon[;]"},
    {ASK, "\r\n \n\rAT+QDMPCFG?",
     "line_end[\\r\\n] blanks[ ] line_end[\\n] line_end[\\r] prefix[AT] name[+QDMPCFG] sign[?]"},
    {ASK, "  AT  +QDMPCFG  =  ?  \r",
     "blanks[  ] prefix[AT] blanks[  ] name[+QDMPCFG] blanks[  ] sign[=] blanks[  ] sign[?] blanks[  ] line_end[\\r]"},
    {ASK, " +QDMPCFG ? ;", "blanks[ ] name[+QDMPCFG] blanks[ ] sign[?] blanks[ ] semicolon[;]"},
    {ASK, "AT+QDMPCFG = 01 , 1.2.3.4 ,  , 300 ;",
     "prefix[AT] name[+QDMPCFG] blanks[ ] sign[=] blanks[ ] value:type[01] blanks[ ] comma[,] blanks[ ] "
     "value:serverIp[1.2.3.4] blanks[ ] comma[,] blanks[  ] value:serverPort[] comma[,] blanks[ ] "
     "value:updatePeriod[300] blanks[ ] semicolon[;]"},
    {ASK, "AT+QDMPCFGEX = 1 , 0 , \" x \" \r",
     "prefix[AT] name[+QDMPCFGEX] blanks[ ] sign[=] blanks[ ] value:type[1] blanks[ ] comma[,] blanks[ ] value:act[0] "
     "blanks[ ] comma[,] blanks[ ] quote[\\\"] value:mac[ x ] quote[\\\"] blanks[ ] line_end[\\r]"},

    /* R7: parameters that are left out, and empty ones */
    {ASK, "AT+QDMPCFG=1\r", "prefix[AT] name[+QDMPCFG] sign[=] value:type[1] line_end[\\r]"},
    {ASK, "AT+QDMPCFG=1,", "prefix[AT] name[+QDMPCFG] sign[=] value:type[1] comma[,] value:serverIp[]"},
    {ASK, "AT+QDMPCFG=1,,,",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[1] comma[,] value:serverIp[] comma[,] value:serverPort[] comma[,] "
     "value:updatePeriod[]"},
};

static const token_row bad_requests[] = {
    {ASK, "ATI\r\n", "rest[ATI] line_end[\\r\\n]"},
    {ASK, "\r\nAT+CSQ\r", "line_end[\\r\\n] rest[AT+CSQ] line_end[\\r]"},
    {ASK, "", "rest[]"},
    {ASK, " \r\n", "blanks[ ] line_end[\\r\\n] rest[]"},
    {ASK, "AT+QDMPCFG\r", "prefix[AT] name[+QDMPCFG] rest[] line_end[\\r]"},
    {ASK, "AT+QDMPCFGEX?\r", "prefix[AT] name[+QDMPCFGEX] rest[?] line_end[\\r]"},
    {ASK, "AT+QDMPCFG x", "prefix[AT] name[+QDMPCFG] blanks[ ] rest[x]"},
    {ASK, "AT+QDMPCFG=?x", "prefix[AT] name[+QDMPCFG] sign[=] sign[?] rest[x]"},
    {ASK, "AT+QDMPCFG=", "prefix[AT] name[+QDMPCFG] sign[=] rest:type[]"},
    {ASK, "AT+QDMPCFG=7", "prefix[AT] name[+QDMPCFG] sign[=] rest:type[7]"},
    {ASK, "AT+QDMPCFG=3,1", "prefix[AT] name[+QDMPCFG] sign[=] rest:type[3,1]"},
    {ASK, "AT+QDMPCFGEX=1,3", "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[1] comma[,] rest:act[3]"},
    {ASK, "AT+QDMPCFG=0,\r", "prefix[AT] name[+QDMPCFG] sign[=] value:type[0] comma[,] rest:dmMode[] line_end[\\r]"},
    {ASK, "AT+QDMPCFG=0", "prefix[AT] name[+QDMPCFG] sign[=] value:type[0] rest:dmMode[]"},
    {ASK, "AT+QDMPCFG=0,1,;+QDMPCFG?\r",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[0] comma[,] value:dmMode[1] comma[,] rest[;+QDMPCFG?] "
     "line_end[\\r]"},
    {ASK, "AT+QDMPCFG=1,1.2.300.4,5683",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[1] comma[,] value:serverIp[1.2.] rest:serverIp[300.4,5683]"},
    {ASK, "AT+QDMPCFG=1, 1.2.3.4 , 99999,1",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[1] comma[,] blanks[ ] value:serverIp[1.2.3.4] blanks[ ] comma[,] "
     "blanks[ ] rest:serverPort[99999,1]"},
    {ASK, "AT+QDMPCFG=1,,12a",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[1] comma[,] value:serverIp[] comma[,] value:serverPort[12] "
     "rest:serverPort[a]"},
    {ASK, "AT+QDMPCFG=1,,1 2",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[1] comma[,] value:serverIp[] comma[,] value:serverPort[1] blanks[ ] "
     "rest:serverPort[2]"},
    {ASK, "AT+QDMPCFG=2,key,\"p\"",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[2] comma[,] rest:appkey[key,\\\"p\\\"]"},
    {ASK, "AT+QDMPCFG=2,\"\",\"p\"",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[2] comma[,] quote[\\\"] rest:appkey[\\\",\\\"p\\\"]"},
    {ASK, "AT+QDMPCFG=2,\"k\",\"pass\r",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[2] comma[,] quote[\\\"] value:appkey[k] quote[\\\"] comma[,] "
     "quote[\\\"] value:password[pass] rest:password[] line_end[\\r]"},
    {ASK, "AT+QDMPCFG=2,\"k\x01\"",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[2] comma[,] quote[\\\"] value:appkey[k] rest:appkey[\\x01\\\"]"},
    {ASK, "AT+QDMPCFG=2,\"k\"x",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[2] comma[,] quote[\\\"] value:appkey[k] quote[\\\"] rest:appkey[x]"},
    {ASK, "AT+QDMPCFG=2,\"k\",\"p\",1,8637\n",
     "prefix[AT] name[+QDMPCFG] sign[=] value:type[2] comma[,] quote[\\\"] value:appkey[k] quote[\\\"] comma[,] "
     "quote[\\\"] value:password[p] quote[\\\"] comma[,] value:tmlType[1] comma[,] value:tmlIMEI[8637] rest:tmlIMEI[] "
     "line_end[\\n]"},
    {ASK, "AT+QDMPCFGEX=4,0,\"12345678\",\"\"",
     "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[4] comma[,] value:act[0] comma[,] quote[\\\"] "
     "value:volte[1234567] "
     "rest:volte[8\\\",\\\"\\\"]"},
    {ASK, "AT+QDMPCFGEX=1,1,",
     "prefix[AT] name[+QDMPCFGEX] sign[=] value:type[1] comma[,] value:act[1] comma[,] rest[]"},
};

static const token_row responses[] = {
    {ANSWER, "\r\nOK\r\n", "line_end[\\r\\n] result_code[OK] line_end[\\r\\n]"},
    {ANSWER, "ERROR", "result_code[ERROR]"},
    {ANSWER, "+CME ERROR:  \"50\" ", "result_code[+CME ERROR] sign[:] blanks[  ] value:detail[\\\"50\\\" ]"},
    {ANSWER, "+QDMPCFG: 0,1", "name[+QDMPCFG] sign[:] blanks[ ] value:type[0] comma[,] value:dmMode[1]"},
    {ANSWER, "+QDMPCFG:1,1.2.3.4,5683, 420 \r",
     "name[+QDMPCFG] sign[:] value:type[1] comma[,] value:serverIp[1.2.3.4] comma[,] value:serverPort[5683] comma[,] "
     "blanks[ ] value:updatePeriod[420] blanks[ ] line_end[\\r]"},
    {ANSWER, "+QDMPCFG: 2,M100000089, 95Go****,1,863703030822519\r\n",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[2] comma[,] value:appkey[M100000089] comma[,] blanks[ ] "
     "value:password[95Go] mask:password[****] comma[,] value:tmlType[1] comma[,] value:tmlIMEI[863703030822519] "
     "line_end[\\r\\n]"},
    {ANSWER, "+QDMPCFG: 2, \"k,l\" , \"ab** cd\" ,0,863703030822519",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[2] comma[,] blanks[ ] quote[\\\"] value:appkey[k,l] quote[\\\"] "
     "blanks[ ] comma[,] blanks[ ] quote[\\\"] value:password[ab] mask:password[** cd] quote[\\\"] blanks[ ] comma[,] "
     "value:tmlType[0] comma[,] value:tmlIMEI[863703030822519]"},
    {ANSWER, "+QDMPCFG: 2,k,,1,863703030822519",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[2] comma[,] value:appkey[k] comma[,] value:password[] comma[,] "
     "value:tmlType[1] comma[,] value:tmlIMEI[863703030822519]"},
    {ANSWER, "+QDMPCFG: 6,11", "name[+QDMPCFG] sign[:] blanks[ ] value:type[6] comma[,] value:dmstate[11]"},
    {ANSWER, "+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]\r",
     "name[+QDMPCFG] sign[:] blanks[ ] test[<type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]] "
     "line_end[\\r]"},
    {ANSWER, "+QDMPCFGEX: 0,a|b|1|2;c|d|3|4",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[0] comma[,] value:applInfo[a|b|1|2;c|d|3|4]"},
    {ANSWER, "+QDMPCFGEX: 1 , x ",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[1] blanks[ ] comma[,] value:mac[ x ]"},
    {ANSWER, "+QDMPCFGEX: 1,\"00-01\"",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[1] comma[,] quote[\\\"] value:mac[00-01] quote[\\\"]"},
    {ANSWER, "+QDMPCFGEX: 2,r, ,\"c,d\",NULL",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[2] comma[,] value:rom[r] comma[,] value:ram[ ] comma[,] "
     "quote[\\\"] "
     "value:cpu[c,d] quote[\\\"] comma[,] value:osSysVer[NULL]"},
    {ANSWER, "+QDMPCFGEX: 3,,\n",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[3] comma[,] value:swVer[] comma[,] value:swName[] line_end[\\n]"},
    {ANSWER, "+QDMPCFGEX: 4,1,LTE,acc,138",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[4] comma[,] value:volte[1] comma[,] value:netType[LTE] comma[,] "
     "value:account[acc] comma[,] value:phoneNum[138]"},
    {ANSWER, "+QDMPCFGEX: 5,39.9,116.3,GPS",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[5] comma[,] value:location[39.9,116.3,GPS]"},
    {ANSWER, "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]",
     "name[+QDMPCFGEX] sign[:] blanks[ ] test[<type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]]"},
};

static const token_row bad_responses[] = {
    {ANSWER, "+CEREG: 1\r\n", "rest[+CEREG: 1] line_end[\\r\\n]"},
    {ANSWER, "OK \r", "rest[OK ] line_end[\\r]"},
    {ANSWER, "+CME ERROR: ", "result_code[+CME ERROR] sign[:] blanks[ ] rest:detail[]"},
    {ANSWER, "+CME ERROR: a\tb", "result_code[+CME ERROR] sign[:] blanks[ ] value:detail[a] rest:detail[\\x09b]"},
    {ANSWER, "+QDMPCFG: (0-6)", "name[+QDMPCFG] sign[:] blanks[ ] rest:type[(0-6)]"},
    {ANSWER, "+QDMPCFG:<type>", "name[+QDMPCFG] sign[:] rest:type[<type>]"},
    {ANSWER, "+QDMPCFG: <tyqe>", "name[+QDMPCFG] sign[:] blanks[ ] test[<ty] rest:type[qe>]"},
    {ANSWER, "+QDMPCFG: 0,\"1\"", "name[+QDMPCFG] sign[:] blanks[ ] value:type[0] comma[,] rest:dmMode[\\\"1\\\"]"},
    {ANSWER, "+QDMPCFG: 2,k,pass*word,3,863703030822519",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[2] comma[,] value:appkey[k] comma[,] value:password[pass] "
     "mask:password[*word] comma[,] rest:tmlType[3,863703030822519]"},
    {ANSWER, "+QDMPCFG: 6,6,7",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[6] comma[,] value:dmstate[6] comma[,] rest[7]"},
    {ANSWER, "+QDMPCFGEX: 3,a,b,c\r\n",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[3] comma[,] value:swVer[a] comma[,] value:swName[b] comma[,] "
     "rest[c] "
     "line_end[\\r\\n]"},
    {ANSWER, "+QDMPCFGEX: 1, \"x\"",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[1] comma[,] value:mac[ ] rest:mac[\\\"x\\\"]"},
};

static const token_row tolerant[] = {
    {TOLERANT, "+QDMPCFG: 6,6", "name[+QDMPCFG] sign[:] blanks[ ] value:type[6] comma[,] value:dmstate[6]"},
    {TOLERANT, "\r\n\x01 > \x7FOK  \r\n",
     "line_end[\\r\\n] noise[\\x01 > \\x7f] result_code[OK] blanks[  ] line_end[\\r\\n]"},
    {TOLERANT, "> +CME ERROR:3", "noise[> ] result_code[+CME ERROR] sign[:] value:detail[3]"},
    {TOLERANT, "+QDMPCFG:(0-6)", "name[+QDMPCFG] sign[:] test[(0-6)]"},
    {TOLERANT, "+QDMPCFG: <type>", "name[+QDMPCFG] sign[:] blanks[ ] test[<type>]"},
    {TOLERANT, "+QDMPCFG: 0, \"1\" ",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[0] comma[,] blanks[ ] quote[\\\"] value:dmMode[1] quote[\\\"] "
     "blanks[ ]"},
    {TOLERANT, "+QDMPCFG: 1,\"1.2.3.4\",99999,",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[1] comma[,] quote[\\\"] value:serverIp[1.2.3.4] quote[\\\"] comma[,] "
     "value:serverPort[99999] comma[,] value:updatePeriod[]"},
    {TOLERANT, "+QDMPCFG: 2,,    ***,0,\r",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[2] comma[,] value:appkey[] comma[,] blanks[    ] value:password[] "
     "mask:password[***] comma[,] value:tmlType[0] comma[,] value:tmlIMEI[] line_end[\\r]"},
    {TOLERANT, "+QDMPCFG: 2,\"k\",\"pp\",\"  \",\"\"",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[2] comma[,] quote[\\\"] value:appkey[k] quote[\\\"] comma[,] "
     "quote[\\\"] "
     "value:password[pp] quote[\\\"] comma[,] quote[\\\"] blanks[  ] value:tmlType[] quote[\\\"] comma[,] quote[\\\"] "
     "value:tmlIMEI[] quote[\\\"]"},
    {TOLERANT, "+QDMPCFG: 6,6, \"a,b\" ,,c",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[6] comma[,] value:dmstate[6] comma[,] blanks[ ] quote[\\\"] "
     "surplus[a,b] quote[\\\"] blanks[ ] comma[,] surplus[] comma[,] surplus[c]"},
    {TOLERANT, "+QDMPCFGEX: 1,\"m\",x,\"y\"",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[1] comma[,] quote[\\\"] value:mac[m] quote[\\\"] comma[,] "
     "surplus[x] "
     "comma[,] quote[\\\"] surplus[y] quote[\\\"]"},
    {TOLERANT, "+QDMPCFGEX: 3, \"v\" ,\"n\" ",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[3] comma[,] blanks[ ] quote[\\\"] value:swVer[v] quote[\\\"] "
     "blanks[ ] "
     "comma[,] quote[\\\"] value:swName[n] quote[\\\"] blanks[ ]"},
    {TOLERANT, "+QDMPCFGEX: 5,1,2,X",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[5] comma[,] value:location[1,2,X]"},
    {TOLERANT, "+QDMPCFGEX: 4,12345678,L,a,p",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[4] comma[,] value:volte[12345678] comma[,] value:netType[L] "
     "comma[,] "
     "value:account[a] comma[,] value:phoneNum[p]"},
};

static const token_row bad_tolerant[] = {
    {TOLERANT, "\x01\x02", "rest[\\x01\\x02]"},
    {TOLERANT, "> +QDMPCFG: 9,1", "noise[> ] name[+QDMPCFG] sign[:] blanks[ ] rest:type[9,1]"},
    {TOLERANT, "+QDMPCFG: 6,\"6 \"",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[6] comma[,] quote[\\\"] value:dmstate[6] rest:dmstate[ \\\"]"},
    {TOLERANT, "+QDMPCFG: 6,6,\"x",
     "name[+QDMPCFG] sign[:] blanks[ ] value:type[6] comma[,] value:dmstate[6] comma[,] quote[\\\"] surplus[x] "
     "rest[]"},
    {TOLERANT, "+QDMPCFGEX: 3,a,\"b\",c",
     "name[+QDMPCFGEX] sign[:] blanks[ ] value:type[3] comma[,] value:swVer[a] comma[,] quote[\\\"] value:swName[b] "
     "quote[\\\"] comma[,] rest[c]"},
};

/* Appends `token` to the list of tokens of a line. */
static size_t describe_token(const qdmp_token *token, qdmp_span line, char *out) {
    const char *field = qdmp_field_name(token->field);
    size_t len = (size_t)sprintf(out, "%s%s%s[", qdmp_token_name(token->kind), *field ? ":" : "", field);
    len += escape(span_from(line.ptr + token->offset, token->len), out + len);
    return len + (size_t)sprintf(out + len, "] ");
}

/* The tokens of `line` in the notation of the rows. They must cover the used bytes without gap or overlap. */
static const char *describe_line(qdmp_line kind, qdmp_span line) {
    static char list[LIST_MAX];
    qdmp_tokens tokens;
    qdmp_token token;
    size_t used = 0, end = 0, len = 0;
    qdmp_tokens_begin(&tokens, line, kind, &used, NULL);
    while (qdmp_tokens_next(&tokens, &token)) {
        cr_assert(token.offset == end, "\"%s\": a token at %zu, not %zu", shown(line), token.offset, end);
        end += token.len;
        cr_assert(end <= used, "\"%s\": a token behind the line", shown(line));
        len += describe_token(&token, line, list + len);
    }
    cr_expect(end == used, "\"%s\": tokens up to %zu, not %zu", shown(line), end, used);
    list[len ? len - 1 : 0] = '\0';
    return list;
}

static void expect_tokens(const token_row *rows, size_t count) {
    for (const token_row *row = rows; row < rows + count; row++) {
        qdmp_span line = span_of(row->line);
        char *guarded = guard_behind(line.len);
        memcpy(guarded, line.ptr, line.len);
        const char *tokens = describe_line(row->kind, span_from(guarded, line.len));
        cr_expect(!strcmp(tokens, row->tokens), "\"%s\":\n  %s, not\n  %s", shown(line), tokens, row->tokens);
    }
}

Test(tokens, of_requests) {
    expect_tokens(requests, COUNT(requests));
}

Test(tokens, of_requests_in_error) {
    expect_tokens(bad_requests, COUNT(bad_requests));
}

Test(tokens, of_responses) {
    expect_tokens(responses, COUNT(responses));
}

Test(tokens, of_responses_in_error) {
    expect_tokens(bad_responses, COUNT(bad_responses));
}

Test(tokens, of_tolerant_responses) {
    expect_tokens(tolerant, COUNT(tolerant));
}

Test(tokens, of_tolerant_responses_in_error) {
    expect_tokens(bad_tolerant, COUNT(bad_tolerant));
}

/* A line that a strict decode accepts has the same tokens in a tolerant one. */
Test(tokens, of_strict_responses_decoded_tolerantly) {
    for (const token_row *row = responses; row < responses + COUNT(responses); row++) {
        const char *tokens = describe_line(TOLERANT, span_of(row->line));
        cr_expect(!strcmp(tokens, row->tokens), "\"%s\":\n  %s, not\n  %s", row->line, tokens, row->tokens);
    }
}

Test(tokens, verdict_is_the_decoders) {
    qdmp_span line = span_of("\r\nAT+QDMPCFG=1,1.2.3.4,0\r\nOK");
    qdmp_tokens tokens;
    size_t used = 0;
    qdmp_error err;
    cr_expect(qdmp_tokens_begin(&tokens, line, QDMP_LINE_REQUEST, &used, &err) == QDMP_RANGE);
    cr_expect(err.status == QDMP_RANGE && err.field == QDMP_FIELD_SERVER_PORT && err.offset == 23);
    cr_expect(used == 26);
    cr_expect(qdmp_tokens_begin(&tokens, line, QDMP_LINE_REQUEST, NULL, NULL) == QDMP_RANGE);
    cr_expect(qdmp_tokens_begin(&tokens, span_of("OK"), QDMP_LINE_REQUEST, NULL, NULL) == QDMP_NOT_OURS);
    cr_expect(qdmp_tokens_begin(&tokens, span_of("OK"), QDMP_LINE_RESPONSE, NULL, NULL) == QDMP_OK);
}

Test(tokens, of_no_line) {
    qdmp_tokens tokens;
    qdmp_token token;
    cr_expect(qdmp_tokens_begin(&tokens, span_from(NULL, 0), QDMP_LINE_RESPONSE, NULL, NULL) == QDMP_NOT_OURS);
    cr_expect(qdmp_tokens_next(&tokens, &token) == 1);
    cr_expect(token.kind == QDMP_TOKEN_REST && token.offset == 0 && token.len == 0);
    memset(&token, 0xA5, sizeof token);
    cr_expect(qdmp_tokens_next(&tokens, &token) == 0);
    cr_expect(qdmp_tokens_next(&tokens, &token) == 0);
    cr_expect(filled_with(&token, sizeof token, 0xA5));
}

Test(tokens, names) {
    cr_expect(!strcmp(qdmp_token_name(QDMP_TOKEN_LINE_END), "line_end"));
    cr_expect(!strcmp(qdmp_token_name(QDMP_TOKEN_REST), "rest"));
    cr_expect(!strcmp(qdmp_token_name((qdmp_token_kind)99), ""));
}

/* For every row of the vectors that is decoded with its name, the tokens cover the line. */
Test(tokens, cover_the_vectors) {
    static const struct {
        vector_set set;
        qdmp_line kind;
    } sets[] = {{REQUEST_ACCEPT, ASK},     {REQUEST_REJECT, ASK},         {RESPONSE_ACCEPT, ANSWER},
                {RESPONSE_REJECT, ANSWER}, {RESPONSE_TOLERANT, TOLERANT}, {RESPONSE_TOLERANT_REJECT, TOLERANT}};
    for (size_t i = 0; i < COUNT(sets); i++) {
        vectors loaded = vectors_load(sets[i].set);
        for (size_t j = 0; j < loaded.count; j++)
            cr_expect(*describe_line(sets[i].kind, loaded.rows[j].input) || !loaded.rows[j].input.len);
    }
}
