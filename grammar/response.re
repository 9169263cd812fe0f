/* SPDX-License-Identifier: MIT */
/*
 * One line of a response (R11-R16): what it is, and where each of its values begins. A string that runs to the end of its
 * line is cut at its commas here all the same: which lines have one is not known here. The first value is never quoted.
 */
/*!include:re2c "common.re" */

static enum response_shape response_match(const unsigned char *cur, const unsigned char *lim, qdmp__slots *slots) {
    const unsigned char *mar, *far, *first = cur, *end;
    /*!stags:re2c format = 'const unsigned char *@@;'; */
    /*!mtags:re2c format = 'int @@ = 0;'; */
    int comma;

#define FOUND(shape) (qdmp__slots_close(slots, first, first, end, cur), (shape))

    /*!re2c
        other = text \ [",];
        value = sp ((other \ [ ]) other* | quoted sp)?;
        info  = "+QDMPCFG" "EX"? ":" @first;
        cme   = "+CME ERROR:" @first;
        stop  = @end eol;

        info other* ("," #comma value)* stop { (void)comma; return FOUND(RESPONSE_INFO); }
        cme text* stop                       { return FOUND(RESPONSE_CME_ERROR); }
        "OK" stop                            { return FOUND(RESPONSE_OK); }
        "ERROR" stop                         { return FOUND(RESPONSE_ERROR); }
        info                                 { end = far; return FOUND(RESPONSE_INFO_BROKEN); }
        cme                                  { end = far; return FOUND(RESPONSE_CME_BROKEN); }
        *                                    { return RESPONSE_FOREIGN; }
    */

#undef FOUND
}
