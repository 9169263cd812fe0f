/* SPDX-License-Identifier: MIT */
/*
 * One line of a response (R11-R16), and where each of its values begins. A string that runs to the end of its line is cut
 * at its commas here all the same: which lines have one is not known here. The first value is never quoted. Nor are the names known,
 * only how they begin: what may follow depends on that.
 */
/*!include:re2c "common.re" */

bool qdmp__match_response(const unsigned char *in, size_t len, qdmp__decoder *d) {
    size_t cur = 0, mar, far;
    /*!mtags:re2c format = 'int @@ = 0;'; */
    int sign, comma;

    /*!re2c
        other  = text \ [",];
        value  = sp ((other \ [ ]) other* | quoted sp)?;
        info   = "+Q" [A-Z]*;
        failed = "+C" [A-Z ]*;
        result = [EO] [A-Z]*;

        info #sign ":" other* (#comma "," value)* [\r\n] { (void)sign, (void)comma; qdmp__whole(d, in + cur - 1); return true; }
        failed #sign ":" text* [\r\n]                   { (void)sign; qdmp__whole(d, in + cur - 1); return true; }
        result [\r\n]                                   { qdmp__whole(d, in + cur - 1); return true; }
        (info | failed) ":"                             { qdmp__broken(d, in + far); return true; }
        *                                               { return false; }
    */
}
