/* SPDX-License-Identifier: MIT */
/*
 * One command of a command line (R1-R3): where its name ends, and where each parameter begins. What a parameter may be is
 * not known here: a bare one is all that stands between its commas. The first is never quoted.
 */
/*!include:re2c "common.re" */

static enum qdmp__shape request_match(const unsigned char *in, size_t len, qdmp__decoder *d) {
    size_t cur = 0, mar, far, name;
    /*!stags:re2c format = 'size_t @@;'; */
    /*!mtags:re2c format = 'int @@ = 0;'; */
    int comma;

    /*!re2c
        other = [^",;\r\n];
        type  = sp ((other \ [ ?]) other*)?;
        value = sp ((other \ [ ]) other* | quoted sp)?;
        head  = sp ('AT' sp)? '+QDMPCFG' 'EX'? @name sp;
        test  = "=" sp "?" sp;
        read  = "?" sp;
        set   = "=" type ("," #comma value)*;

        head (test | read | set)? [\r\n;] { (void)comma; d->name = name; return qdmp__found(d, QDMP__WHOLE, cur - 1); }
        head                              { d->name = name; return qdmp__found(d, QDMP__BROKEN, far); }
        *                                 { return QDMP__FOREIGN; }
    */
}
