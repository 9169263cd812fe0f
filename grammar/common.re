/* SPDX-License-Identifier: MIT */
/*
 * What both directions share: how the automata read their input, and the character classes of R3 and R5.
 *
 * The automata run over [cur, lim). A peek at or behind `lim` reads as a line end and is never passed, so no byte outside
 * is touched and no sentinel is asked of the caller. A match whose end tag equals `lim` ended at that virtual line end.
 * `far` is the furthest byte that was looked at: where no rule fits, the first that none allows.
 *
 * Each rule that splits a list marks its commas with the history tag `#comma`. There is one such tag in an automaton and
 * no choice of path ever has to be undone, so re2c keeps a single history, and PUSH may append to a plain array.
 */
#define YYPEEK()          (cur < lim ? *cur : '\n')
#define YYSKIP()          (cur += cur < lim)
#define YYBACKUP()        (mar = far = cur)
#define YYRESTORE()       (far = cur, cur = mar)
#define YYSTAGP(t)        (t = cur)
#define YYSTAGN(t)        (t = NULL)
#define YYMTAGP(t)        qdmp__slot_push(slots, cur)
#define YYMTAGN(t)        ((void)0)
#define YYSHIFT(s)        (cur += (s))
#define YYSHIFTSTAG(t, s) (t += (s))
/*!re2c
    re2c:api = custom;
    re2c:api:style = functions;
    re2c:yyfill:enable = 0;
    re2c:sentinel = 10;
    re2c:flags:tags = 1;
    re2c:tags:expression = "@@";
    re2c:define:YYCTYPE = "unsigned char";

    sp     = [ ]*;
    eol    = "\r" "\n"? | "\n";
    text   = [\x20-\x7e\x80-\xff];
    quoted = ["] (text \ ["])* ["];
*/
