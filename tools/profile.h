/* SPDX-License-Identifier: MIT */
/* Profiles by the names that --profile takes. */
#ifndef PROFILE_H
#define PROFILE_H

#include "qdmp/registration.h"

#include <stdbool.h>

#define PROFILES_TAKEN "sdk, sdk-ct, cis or rda"

/* False: there is no such profile. */
bool profile_read(const char *text, qdmp_profile *to);

#endif
