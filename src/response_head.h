/* SPDX-License-Identifier: MIT */
/* The lexers of what a line of a response begins with. Internal. */
#ifndef QDMP_RESPONSE_HEAD_H
#define QDMP_RESPONSE_HEAD_H

#include "decode.h"

#ifndef QDMP_MODULE_ONLY
/* A result code is its text. */
enum qdmp__start {
    QDMP__START_OTHER,
    QDMP__START_CFG,
    QDMP__START_EX,
    QDMP__START_OK = QDMP_RESULT_OK,
    QDMP__START_ERROR = QDMP_RESULT_ERROR,
    QDMP__START_CME_ERROR = QDMP_RESULT_CME_ERROR
};

#include "generated/response.h"

/* Goes behind noise, in which one prompt may stand, if that is taken (R28). */
QDMP__INLINE void qdmp__skip_noise(qdmp__decoder *d) {
    const unsigned char *begin = d->cur;
    lex_noise(d);
    if (d->c == '>') {
        qdmp__step(d);
        lex_noise(d);
    }
    qdmp__mark_passed(d, begin, QDMP_DEVIATION_NOISE);
}
#endif

#endif
