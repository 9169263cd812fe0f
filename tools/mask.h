/* SPDX-License-Identifier: MIT */
/* Keeps passwords out of what is shown. */
#ifndef MASK_H
#define MASK_H

#include "item.h"

/*
 * A password as it may be shown: its first QDMP_PASSWORD_SHOWN bytes at most, then the mask. The bytes live in `room`.
 */
enum { MASKED_PASSWORD = QDMP_PASSWORD_SHOWN + sizeof QDMP_PASSWORD_MASK - 1 };
qdmp_span mask_password(qdmp_span password, char room[MASKED_PASSWORD]);

/* Whether `line` names one of the commands, so that what stands behind the name may be a password. */
bool mask_applies(qdmp_span line);

/*
 * `line`, to which mask_applies, with every byte behind the command's name replaced, but for those that separate values.
 * The bytes live until the next call.
 */
qdmp_span mask_line(qdmp_span line);

#endif
