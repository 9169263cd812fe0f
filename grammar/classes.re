/* SPDX-License-Identifier: MIT */
/*
 * The classes of bytes, and how the lexers read. A lexer reads from d->cur on. It takes the text that its longest
 * rule matches, and leaves d->cur after that text. A peek at the end of the input gives a line end. Only the rules of
 * lines.re take a line end, and QDMP__NEXT does not move at the end of the input. So no lexer reads a byte outside the
 * input, and the caller needs no sentinel.
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
    text  = [\x20-\x7e\x80-\xff] \ ["];         // R5: the bytes of a string
    bare  = text \ [,];                         // R14: the bytes of a string without quotes among other values
    word  = [A-Za-z0-9_];                       // R20: the bytes that continue a name
    noise = [\x00-\x20\x7f\xff] \ eol;           // R28: the bytes with which no line of text begins
*/
