/* SPDX-License-Identifier: MIT */
/*
 * The tokens of a line of a log, in front of a line of AT traffic, in it and behind it. Colours have been taken out
 * before. The longest match is taken, and of equal ones the first. What a word means is not known here.
 *
 * A peek at the end of the input reads as a line end, which stands in no line and in no rule, so no byte outside is
 * touched.
 */
#define YYPEEK()    (cur < lim ? *cur : '\n')
#define YYSKIP()    (cur++)
#define YYBACKUP()  (mar = cur)
#define YYRESTORE() (cur = mar)

/*!re2c
    re2c:api = custom;
    re2c:api:style = functions;
    re2c:yyfill:enable = 0;
    re2c:define:YYCTYPE = "unsigned char";

    sp     = [ \t];
    digit  = [0-9];
    letter = [A-Za-z_\x80-\xe1\xe3-\xff];  // \xe2 begins arrows and other signs in UTF-8
    quote  = [\x22\x27\x60];                  // " ' `

    // 11:35:02.123, 2026-11-28T11:35:02Z, 00:00:12.345,678, 12345, +0.25s, 2026年11月28日
    unit   = [a-z\x80-\xff]{1,3};
    stamp  = [+#@~]? digit+ ([-:.,/_+T] digit+)* (unit (digit+ unit)*)? "Z"?;

    // modem, esp-modem, /dev/ttyUSB0, D/AT, modem0/at
    word   = [/]? letter ([-]* (letter | digit | [./@]))*;

    // <-, -->, <<, =>, ←, →
    arrow  = "<"+ [-=]* | [-=]* ">"+ | "\xe2\x86\x90" | "\xe2\x86\x92";

    // The end of a line as logs write it: <CR><LF>, (CR)(LF), [0D][0A], ␍␊; as a programming language does: \r\n
    eol    = 'CR' | 'LF' | 'CRLF' | "0"? [dDaA];
    ending = "<" eol ">" | "(" eol ")" | "[" eol "]" | "{" eol "}" | "\xe2\x90\x8d" | "\xe2\x90\x8a" | "\xe2\x90\xa4";
    escape = "\\r" | "\\n" | "\\x0" [aAdD] | "^M" | "^J";

    // What hides an ending, and what cannot begin one, nor end a text.
    quoted = "\x22" [^\x22\n]* "\x22";
    plain  = [^\x22\x27\x60<([{\\^ \t\n\xe2];

    at     = 'AT' " "*;
    ours   = at? '+QDMPCFG' 'EX'?;
    other  = at? "+" letter (letter | digit)*;
*/

/* The token at `cur`, in front of the text. */
static log_token token_before(const unsigned char *cur, const unsigned char *lim) {
    const unsigned char *begin = cur, *mar = cur;
    /*!re2c
        ours            { return token(TOKEN_OURS, begin, cur); }
        "OK" | "ERROR"  { return token(TOKEN_RESULT, begin, cur); }
        "+CME ERROR:"   { return token(TOKEN_CME_ERROR, begin, cur); }
        ending | escape { return token(TOKEN_ENDING, begin, cur); }
        stamp           { return token(TOKEN_STAMP, begin, cur); }
        word            { return token(TOKEN_WORD, begin, cur); }
        arrow           { return token(TOKEN_ARROW, begin, cur); }
        [[({]           { return token(TOKEN_OPEN, begin, cur); }
        [\])}]          { return token(TOKEN_CLOSE, begin, cur); }
        "b"? quote      { return token(TOKEN_QUOTE, begin, cur); }
        sp+             { return token(TOKEN_SPACE, begin, cur); }
        [:|=]+          { return token(TOKEN_COLON, begin, cur); }
        [-,;*~#.]+      { return token(TOKEN_SEPARATOR, begin, cur); }
        other           { return token(TOKEN_TEXT, begin, cur); }
        *               { return token(TOKEN_TEXT, begin, cur); }
    */
}

/* The token at `cur`, in the text or behind it. */
static log_token token_within(const unsigned char *cur, const unsigned char *lim) {
    const unsigned char *begin = cur, *mar = cur;
    /*!re2c
        ending          { return token(TOKEN_ENDING, begin, cur); }
        escape          { return token(TOKEN_ESCAPE, begin, cur); }
        quote           { return token(TOKEN_QUOTE, begin, cur); }
        sp+             { return token(TOKEN_SPACE, begin, cur); }
        quoted | plain+ { return token(TOKEN_TEXT, begin, cur); }
        *               { return token(TOKEN_TEXT, begin, cur); }
    */
}

/* What the word at `cur`, and nothing but that, means. */
static word_kind kind_of_word(const unsigned char *cur, const unsigned char *lim) {
    const unsigned char *mar = cur;
    word_kind kind = WORD_OTHER;
    /*!re2c
        day   = 'Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat' | 'Sun';
        month = 'Jan' | 'Feb' | 'Mar' | 'Apr' | 'May' | 'Jun' | 'Jul' | 'Aug' | 'Sep' | 'Oct' | 'Nov' | 'Dec';
        zone  = 'AM' | 'PM' | 'UTC' | 'GMT' | 'CET' | 'CEST' | 'CST' | 'EST' | 'PST' | 'JST';
        level = 'emerg' | 'alert' | 'crit' | 'critical' | 'fatal' | 'panic' | 'error' | 'err' | 'warning' | 'warn' |
                'wrn' | 'notice' | 'info' | 'inf' | 'debug' | 'dbg' | 'trace' | 'trc' | 'verbose' | [EWIDVT];
        way   = 'receive' | 'receiving' | 'read' | 'in' | 'input' | 'send' | 'sending' | 'sent' | 'snd' | 'write' |
                'writing' | 'wrote' | 'written' | 'out' | 'output';

        day | month | zone { kind = WORD_TIME; goto end; }
        level              { kind = WORD_LEVEL; goto end; }
        way                { kind = WORD_WAY; goto end; }
        'tx' | 'txd'       { kind = WORD_SENT; goto end; }
        'rx' | 'rxd' | 'recv' | 'rcv' | 'rcvd' | 'received' { kind = WORD_HEARD; goto end; }
        *                  { goto end; }
    */
end:
    return cur == lim ? kind : WORD_OTHER;
}

/* How many bytes the colour at `cur` has, or another attribute of text: what terminals take for SGR or EL (ECMA-48). */
static size_t colour_size(const unsigned char *cur, const unsigned char *lim) {
    const unsigned char *begin = cur, *mar = cur;
    /*!re2c
        "\x1b[" [0-9;:]* [mK] { return (size_t)(cur - begin); }
        *                     { return 0; }
    */
}

#undef YYPEEK
#undef YYSKIP
#undef YYBACKUP
#undef YYRESTORE
