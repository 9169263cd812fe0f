/* SPDX-License-Identifier: MIT */
/*
 * What stands behind the `=` of a request or the `:` of an information line (R3, R5, R14): where each of its values
 * begins. What a value may be is not known here: a bare one is all text that stands between its commas, and which lines
 * have a string that runs to their end, commas included, is not known either.
 *
 * The automaton takes what fits and stops at the first byte that does not: the end of the line, or the byte at fault. It
 * falls back nowhere: a string that breaks off before its closing quote is broken where it does. It marks the commas, the
 * edges of slots, with a history tag, `#comma`; YYMTAGP may append them to one plain array, for no choice of path ever has
 * to be undone. The other tags stand where a run of text begins, for YYSTAGP to pass over.
 *
 * A peek at the end of the input reads as a line end, so no byte outside is touched and no sentinel is asked of the caller.
 * A `;` ends a request; in a response it is peeked as some other byte of text.
 */
#define YYPEEK()    peek(cur, d->lim, asks)
#define YYSKIP()    (cur++)
#define YYBACKUP()  ((void)0)
#define YYRESTORE() (d->broken = cur)
#define YYSTAGP(t)  (cur = pass_run(d, cur, yych, asks))
#define YYSTAGN(t)  ((void)0)
#define YYMTAGP(t)  (edge = next_edge(d, edge, cur))
#define YYMTAGN(t)  ((void)0)

void qdmp__match_line(qdmp__decoder *d, const unsigned char *cur) {
    const unsigned char **edge = d->edge;
    bool asks = d->reading == QDMP__READ_REQUEST;
    /*!mtags:re2c format = 'int @@ = 0;'; */
    /*!stags:re2c format = 'int @@ = 0;'; */
    int comma, bare, quote;
    *edge++ = cur - 1;

    /*!re2c
        re2c:api = custom;
        re2c:api:style = functions;
        re2c:yyfill:enable = 0;
        re2c:flags:tags = 1;
        re2c:tags:expression = "@@";
        re2c:define:YYCTYPE = "unsigned char";

        sp     = [ ]*;
        text   = [\x20-\x7e\x80-\xff] \ ["];
        other  = text \ [,;];
        quoted = ["] text* ["] sp;
        value  = sp (@bare (other \ [ ]) other* | @quote quoted)?;

        other* (#comma "," value)* { (void)comma, (void)bare, (void)quote; close_line(d, edge, cur, asks); return; }
    */
}
