/* SPDX-License-Identifier: MIT */
#ifndef WIPE_H
#define WIPE_H

#include "qdmp/span.h"

/* Overwrites memory of malloc that held a secret, and frees it. */
void wipe_and_free(qdmp_room held);

#endif
