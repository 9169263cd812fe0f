/* SPDX-License-Identifier: MIT */
/*
 * What the automata share: how they read their input, and the character classes of R3 and R5.
 *
 * They run over the `len` bytes at `in` and count: `cur` is an offset. A peek at `len` reads as a line end, so no byte
 * outside is touched and no sentinel is asked of the caller. A line that no real line end closes leaves `cur` at len + 1,
 * one behind the line end that was only read: `cur - 1` is where a line ends, in either case. `far` is the furthest byte
 * that was looked at: where no rule fits, the first that none allows.
 *
 * A rule marks the sign behind the name and the commas with history tags, `#sign` and `#comma`: the edges of slots. No
 * choice of path ever has to be undone, so YYMTAGP may append them to one plain array; and no two rules that begin alike
 * may both mark the sign, or it would be appended twice.
 */
#define YYPEEK()          (cur < len ? in[cur] : '\n')
#define YYSKIP()          (cur++)
#define YYBACKUP()        (mar = far = cur)
#define YYRESTORE()       (far = cur, cur = mar)
#define YYSTAGP(t)        (cur = qdmp__pass_run(in, len, cur, yych))
#define YYSTAGN(t)        ((void)0)
#define YYMTAGP(t)        (edge = qdmp__edge(d, edge, in + cur))
#define YYMTAGN(t)        ((void)0)
#define YYSHIFT(s)        (cur += (size_t)(s))
#define YYSHIFTSTAG(t, s) (t += (size_t)(s))
/*!re2c
    re2c:api = custom;
    re2c:api:style = functions;
    re2c:yyfill:enable = 0;
    re2c:flags:tags = 1;
    re2c:tags:expression = "@@";
    re2c:define:YYCTYPE = "unsigned char";

    sp     = [ ]*;
    text   = [\x20-\x7e\x80-\xff];
    quoted = ["] (text \ ["])* ["];
*/
