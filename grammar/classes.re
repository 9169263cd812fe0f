/* SPDX-License-Identifier: MIT */
/*
 * The classes of bytes, and how the lexers read. A lexer reads from d->cur on, takes what its longest rule matches, and
 * leaves d->cur behind it. The end of the input reads as a line end. No rule outside lines.re takes a line end, and there
 * QDMP__NEXT stands still at the end of the input: no byte outside it is read, and the caller needs no sentinel.
 */
/*!re2c
    re2c:api = custom;
    re2c:api:style = functions;
    re2c:yyfill:enable = 0;
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYPEEK = QDMP__PEEK;
    re2c:define:YYSKIP = QDMP__NEXT;
    re2c:define:YYBACKUP = QDMP__BACKUP;
    re2c:define:YYRESTORE = QDMP__RESTORE;

    eol   = [\r\n];                             // R2
    sp    = [ ]*;                               // R3
    digit = [0-9];                              // R4
    text  = [\x20-\x7e\x80-\xff] \ ["];         // R5: what a string may hold
    bare  = text \ [,];                         // R14: what a string without quotes among others may hold
    word  = [A-Za-z0-9_];                       // R20: what a name may go on with
    noise = [\x00-\x20\x7f\xff] \ eol;           // R28: what a line of text does not begin with
*/
