/* SPDX-License-Identifier: MIT */
/*
 * One command of a command line (R1-R3): its form, and where each parameter begins. What a parameter may be is not known
 * here: a bare one is all that stands between its commas. The first is never quoted.
 */
/*!include:re2c "common.re" */

static enum request_shape request_match(const unsigned char *cur, const unsigned char *lim, qdmp__slots *slots) {
    const unsigned char *mar, *far, *name, *first = cur, *end;
    /*!stags:re2c format = 'const unsigned char *@@;'; */
    /*!mtags:re2c format = 'int @@ = 0;'; */
    int comma;

#define FOUND(shape) (qdmp__slots_close(slots, name, first, end, cur), (shape))

    /*!re2c
        other = [^",;\r\n];
        type  = sp ((other \ [ ?]) other*)?;
        value = sp ((other \ [ ]) other* | quoted sp)?;
        head  = sp ('AT' sp)? '+QDMPCFG' 'EX'? @name sp;
        stop  = @end (eol | ";");

        head "=" sp "?" sp stop                       { return FOUND(REQUEST_TEST); }
        head "?" sp stop                              { return FOUND(REQUEST_READ); }
        head "=" @first type ("," #comma value)* stop { (void)comma; return FOUND(REQUEST_SET); }
        head stop                                     { return FOUND(REQUEST_EXECUTE); }
        head                                          { end = far; return FOUND(REQUEST_BROKEN); }
        *                                             { return REQUEST_FOREIGN; }
    */

#undef FOUND
}
