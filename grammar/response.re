/* SPDX-License-Identifier: MIT */
/* What a line of a response begins with. */
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
 * How a text begins that stands in place of values: ` <` that of a test line (R13), the others one that a tolerant decode
 * takes (R28), or what a dispatcher has left of it (R29).
 */
QDMP__INLINE bool lex_test(qdmp__decoder *d) {
    const unsigned char *marker;
    /*!re2c
        [ ]? [<(] { return true; }
        ""        { return false; }
    */
}

/* The detail of +CME ERROR, in which a quote is a byte like any other (R12). */
QDMP__INLINE void lex_detail(qdmp__decoder *d) {
    /*!re2c
        (text | ["])* { return; }
    */
}
