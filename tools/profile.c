/* SPDX-License-Identifier: MIT */
#include "profile.h"

#include <string.h>

bool profile_read(const char *text, qdmp_profile *to) {
#define PROFILE_NAME(ID, name, version, root, objects, raise) name,
    static const char *const names[] = {QDMP_PROFILES(PROFILE_NAME)};
#undef PROFILE_NAME
    for (size_t i = 0; i < QDMP_PROFILE_COUNT; i++) {
        if (!strcmp(text, names[i])) {
            *to = (qdmp_profile)i;
            return true;
        }
    }
    return false;
}
