/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Checks of both encoders of lines for any message: properties P8 to P15, P65 and P67.
 */
#ifndef QDMP_FUZZ_WRITTEN_H
#define QDMP_FUZZ_WRITTEN_H

#include "rules.h"

/** Encodes, compares with the expected output, and decodes again. Returns whether the message could be written. */
bool written_request(const qdmp_request *request, unsigned style);
bool written_response(const qdmp_response *response, unsigned style);

#endif
