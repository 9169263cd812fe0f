/* SPDX-License-Identifier: MIT */
/*
 * One record of an application list (R10); its numbers are found here and converted elsewhere. Returns the first byte
 * behind what it took, and whether that has the right shape; if not, it is the first byte that no rule allows.
 */
/*!include:re2c "common.re" */

static const unsigned char *app_match(const unsigned char *cur, const unsigned char *lim, app_places *out, bool *matches) {
    const unsigned char *mar, *far, *name, *package, *milliseconds;
    /*!stags:re2c format = 'const unsigned char *@@;'; */

    /*!re2c
        word = (text \ ["|;])*;

        word @name "|" word @package "|" [0-9]+ @milliseconds "|" [0-9]+ {
            out->name = name;
            out->package = package;
            out->milliseconds = milliseconds;
            *matches = true;
            return cur;
        }
        "" { *matches = false; return far; }
    */
}
