/* SPDX-License-Identifier: MIT */
/* The beginning of a line of a response. */
/*!include:re2c "classes.re" */

/* Noise before a line (R28). */
QDMP__INLINE void lex_noise(qdmp__decoder *d) {
    /*!re2c
        noise* { return; }
    */
}

/* The result code, or the name of an information line (R12, R13, R20). */
QDMP__INLINE enum qdmp__start lex_start(qdmp__decoder *d) {
    const unsigned char *marker;
    /*!re2c
        "OK"             { return QDMP__START_OK; }
        "ERROR"          { return QDMP__START_ERROR; }
        "+CME ERROR:" sp { return QDMP__START_CME_ERROR; }
        "+QDMPCFG:"      { return QDMP__START_CFG; }
        "+QDMPCFGEX:"    { return QDMP__START_EX; }
        ""               { return QDMP__START_OTHER; }
    */
}

/*
 * The beginning of a text in place of values. ` <` begins the text of a test line (R13). The others begin a text that
 * only a tolerant decode takes (R28), or the part of a text that a dispatcher has left (R29).
 */
QDMP__INLINE bool lex_test(qdmp__decoder *d) {
    const unsigned char *marker;
    /*!re2c
        [ ]? [<(] { return true; }
        ""        { return false; }
    */
}

/* The detail of +CME ERROR. A quote in it is an ordinary byte (R12). */
QDMP__INLINE void lex_detail(qdmp__decoder *d) {
    /*!re2c
        (text | ["])* { return; }
    */
}
