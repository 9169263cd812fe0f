/* SPDX-License-Identifier: MIT */
/* The lexers of the head of a response: noise, name or result code, and the text after it. Internal. */
#ifndef QDMP_RESPONSE_HEAD_H
#define QDMP_RESPONSE_HEAD_H

#include "decode.h"

#ifndef QDMP_MODULE_ONLY
/* The first text of a response. The result codes have the numbers of qdmp_response_kind. */
enum qdmp__start {
    QDMP__START_OTHER,
    QDMP__START_CFG,
    QDMP__START_EX,
    QDMP__START_OK = QDMP_RESULT_OK,
    QDMP__START_ERROR = QDMP_RESULT_ERROR,
    QDMP__START_CME_ERROR = QDMP_RESULT_CME_ERROR
};

#include "generated/response.h"

/* Skips noise, which may contain one prompt, if the decode accepts it (R28). */
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
