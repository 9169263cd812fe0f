/* SPDX-License-Identifier: MIT */
/* Where lines begin and end (R2). */
/*!include:re2c "classes.re" */

/* An empty line: spaces, then a line end. */
QDMP__INLINE bool lex_empty_line(qdmp__decoder *d) {
    const unsigned char *marker;
    /*!re2c
        sp eol { return true; }
        ""     { return false; }
    */
}

/* The rest of a line, without its end. */
QDMP__INLINE void lex_rest(qdmp__decoder *d) {
    QDMP__ACCELERATE(qdmp__go(d, qdmp__find_eol(d->cur, d->lim)));
    /*!re2c
        [^\r\n]* { return; }
    */
}

/* The end of a line. A `;` ends only a request. */
QDMP__INLINE void lex_end(qdmp__decoder *d) {
    /*!re2c
        "\r\n" | eol | ";" { return; }
        ""                 { return; }
    */
}
