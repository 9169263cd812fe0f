/* SPDX-License-Identifier: MIT */
/*
 * What follows the colon on an information line (R13, R14, R16), and where each of its values begins. A string
 * that runs to the end of its line is cut at its commas here all the same: which lines have one is not known here. The
 * first value is never quoted.
 */
/*!include:re2c "common.re" */

void qdmp__match_response(qdmp__decoder *d) {
    const unsigned char *in = d->text, **edge = d->edge;
    size_t len = (size_t)(d->lim - in), cur = 0, mar, far = 0;
    /*!mtags:re2c format = 'int @@ = 0;'; */
    /*!stags:re2c format = 'size_t @@ = 0;'; */
    int comma;
    size_t bare, text;
    *edge++ = in - 1;

    /*!re2c
        other = text \ [",];
        value = sp (@bare (other \ [ ]) other* | @text quoted sp)?;

        other* (#comma "," value)* [\r\n] { (void)comma, (void)bare, (void)text; qdmp__close(d, edge, in + cur - 1); return; }
        *                                           { qdmp__broken(d, edge, in + far); return; }
    */
}
