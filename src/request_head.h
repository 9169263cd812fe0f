/* SPDX-License-Identifier: MIT */
/* The lexers of the head of a request: name and sign. Internal. */
#ifndef QDMP_REQUEST_HEAD_H
#define QDMP_REQUEST_HEAD_H

#include "decode.h"

#ifndef QDMP_HOST_ONLY
enum qdmp__name { QDMP__NAME_NONE, QDMP__NAME_CFG, QDMP__NAME_EX };
enum qdmp__sign {
    QDMP__SIGN_NONE,
    QDMP__SIGN_SET = QDMP_REQUEST_OF_SET,
    QDMP__SIGN_TEST = QDMP_REQUEST_OF_TEST,
    QDMP__SIGN_READ = QDMP_REQUEST_OF_READ
};

#include "generated/request.h"
#endif

#endif
