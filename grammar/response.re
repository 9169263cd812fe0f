/* SPDX-License-Identifier: MIT */
/*
 * One line of a response (R11-R16), and where each of its values begins. A string that runs to the end of its line is cut
 * at its commas here all the same: which lines have one is not known here. The first value is never quoted.
 */
/*!include:re2c "common.re" */

static enum qdmp__shape response_match(const unsigned char *in, size_t len, qdmp__decoder *d) {
    size_t cur = 0, mar, far;
    /*!mtags:re2c format = 'int @@ = 0;'; */
    int sign, comma;

    /*!re2c
        other  = text \ [",];
        value  = sp ((other \ [ ]) other* | quoted sp)?;
        info   = "+QDMPCFG" "EX"?;
        failed = "+CME ERROR";

        info #sign ":" other* (#comma "," value)* [\r\n]    { (void)sign, (void)comma; return qdmp__whole(d, in + cur - 1); }
        (failed ":" text* | "OK" | "ERROR") [\r\n]         { return qdmp__whole(d, in + cur - 1); }
        (info | failed) ":"                                { return qdmp__broken(d, in + far); }
        *                                                  { return QDMP__FOREIGN; }
    */
}
