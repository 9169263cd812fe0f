/* SPDX-License-Identifier: MIT */
/*
 * A location (R10). Returns the first byte behind what it took, and whether that has the right shape; if not, it is the
 * first byte that no rule allows.
 */
/*!include:re2c "common.re" */

static const unsigned char *location_match(const unsigned char *cur, const unsigned char *lim, qdmp_position *out,
                                           bool *matches) {
    const unsigned char *begin = cur, *mar, *far, *latitude, *longitude;
    /*!stags:re2c format = 'const unsigned char *@@;'; */

    /*!re2c
        degrees = [-+]? [0-9]+ ("." [0-9]+)?;

        degrees @latitude "," degrees @longitude "," (text \ [",])* {
            out->latitude = qdmp__span(begin, latitude);
            out->longitude = qdmp__span(latitude + 1, longitude);
            out->method = qdmp__span(longitude + 1, cur);
            *matches = true;
            return cur;
        }
        "" { *matches = false; return far; }
    */
}
