/* SPDX-License-Identifier: MIT */
/*
 * The values of a line. No lexer knows a limit: the walk judges numbers and lengths by the rows of spec.def, where an
 * error can name the field. A comma separates values. A dot separates octets. A line end, or the `;` of a request, ends
 * the last value.
 */
/*!include:re2c "classes.re" */

/* Spaces between tokens (R3, R16). */
QDMP__INLINE void lex_spaces(qdmp__decoder *d) {
    /*!re2c
        sp { return; }
    */
}

/* A number (R4): QDMP_MISSING if there is none, QDMP_RANGE if it is above 2^32-1. */
QDMP__INLINE qdmp_status lex_number(qdmp__decoder *d, uint32_t *out) {
    uint32_t number;
    /*!re2c
        digit { number = (uint32_t)(yych - '0'); goto digits; }
        ""    { return QDMP_MISSING; }
    */
digits:
    /*!re2c
        digit { if (qdmp__append_digit(&number, yych)) goto digits; return QDMP_RANGE; }
        ""    { *out = number; return QDMP_OK; }
    */
}

/* The digits of an IMEI, which is kept as text (section 4). */
QDMP__INLINE bool lex_digits(qdmp__decoder *d) {
    /*!re2c
        digit+ { return true; }
        ""     { return false; }
    */
}

/* An octet of an address: at most three digits, without leading zeros (section 4). */
QDMP__INLINE bool lex_octet(qdmp__decoder *d, uint32_t *out) {
    /*!re2c
        [0-9]             { *out = qdmp__number_behind(d, 1); return true; }
        [1-9] digit       { *out = qdmp__number_behind(d, 2); return true; }
        [1-9] digit digit { *out = qdmp__number_behind(d, 3); return true; }
        ""                { return false; }
    */
}

/* A string that begins at `begin`, in quotes, or without quotes and alone on its line (R5, R14). */
QDMP__INLINE void lex_text(qdmp__decoder *d, const unsigned char *begin) {
    qdmp__go(d, qdmp__skip_text(d, begin, QDMP__STOPS('"', 0, 0)));
    /*!re2c
        text* { return; }
    */
}

/* A string without quotes among other values (R14). */
QDMP__INLINE void lex_bare(qdmp__decoder *d) {
    QDMP__ACCELERATE(qdmp__go(d, qdmp__skip_text(d, d->cur, QDMP__STOPS('"', ',', 0))));
    /*!re2c
        bare* { return; }
    */
}
