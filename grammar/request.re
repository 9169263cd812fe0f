/* SPDX-License-Identifier: MIT */
/*
 * One command of a command line (R1-R3): where its name ends, and where each parameter begins. What a parameter may be is
 * not known here: a bare one is all that stands between its commas. The first is never quoted.
 */
/*!include:re2c "common.re" */

bool qdmp__match_request(const unsigned char *in, size_t len, qdmp__decoder *d) {
    size_t cur = 0, mar, far, plus, name;
    /*!stags:re2c format = 'size_t @@;'; */
    /*!mtags:re2c format = 'int @@ = 0;'; */
    int sign, comma;

    /*!re2c
        other = [^",;\r\n];
        type  = sp ((other \ [ ?]) other*)?;
        value = sp ((other \ [ ]) other* | quoted sp)?;
        head  = sp ('AT' sp)? @plus "+" [A-Za-z0-9_]* @name sp;
        set   = #sign "=" (sp "?" sp | type (#comma "," value)*);

        head ("?" sp | set)? [\r\n;] { (void)sign, (void)comma; d->value = in + plus; d->stop = in + name; qdmp__whole(d, in + cur - 1); return true; }
        head                          { d->value = in + plus; d->stop = in + name; qdmp__broken(d, in + far); return true; }
        *                             { return false; }
    */
}
