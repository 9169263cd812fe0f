/* SPDX-License-Identifier: MIT */
/* The beginning of a request: the name of its command, and the sign of its form. */
/*!include:re2c "classes.re" */

/* The name in any case, after spaces and an `AT` (R1, R3). No letter, digit or `_` follows it (R20). */
QDMP__INLINE enum qdmp__name lex_name(qdmp__decoder *d) {
    const unsigned char *marker;
    /*!re2c
        name = sp ('AT' sp)? '+QDMPCFG';

        name            { return QDMP__NAME_CFG; }
        name 'EX'       { return QDMP__NAME_EX; }
        name 'EX'? word { return QDMP__NAME_NONE; }
        ""              { return QDMP__NAME_NONE; }
    */
}

/* The sign after the name (section 3). The caller skips the spaces after it. */
QDMP__INLINE enum qdmp__sign lex_sign(qdmp__decoder *d) {
    const unsigned char *marker;
    /*!re2c
        sp "="        { return QDMP__SIGN_SET; }
        sp "=" sp "?" { return QDMP__SIGN_TEST; }
        sp "?"        { return QDMP__SIGN_READ; }
        sp            { return QDMP__SIGN_NONE; }
    */
}
