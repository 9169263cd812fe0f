/* SPDX-License-Identifier: MIT */
/*
 * What follows the name of a command on a command line (R1-R3): the form, and where each parameter begins. What a parameter
 * may be is not known here: a bare one is all that stands between its commas. The first is never quoted.
 */
/*!include:re2c "common.re" */

enum qdmp__shape qdmp__match_request(qdmp__decoder *d) {
    const unsigned char *in = d->text, **edge = d->edge;
    size_t len = (size_t)(d->lim - in), cur = 0, mar, far = 0;
    enum qdmp__shape shape;
    /*!mtags:re2c format = 'int @@ = 0;'; */
    /*!stags:re2c format = 'size_t @@ = 0;'; */
    int sign, comma;
    size_t text;

    /*!re2c
        other = [^",;\r\n];
        value = sp ((other \ [ ]) other* | @text quoted sp)?;
        end   = [\r\n;];

        sp end                                       { shape = QDMP__EXECUTE; goto whole; }
        sp "?" sp end                                { shape = QDMP__READ; goto whole; }
        sp #sign "=" other* (#comma "," value)* end  { (void)sign, (void)comma, (void)text; shape = QDMP__SET; goto whole; }
        *                                            { qdmp__broken(d, edge, in + far); return QDMP__BROKEN; }
    */
whole:
    qdmp__close(d, edge, in + cur - 1);
    return shape;
}
