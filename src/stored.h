/* SPDX-License-Identifier: MIT */
/* The forms that settings contain, as rows. Internal. */
#ifndef QDMP_STORED_H
#define QDMP_STORED_H

#include "rows.h"

typedef struct qdmp__stored {
    uint16_t offset; /* of the member in qdmp_settings */
    uint8_t size;    /* of the member */
    uint8_t kind;    /* of the request that sets it, and of the information line that shows it */
    uint8_t tag;     /* of the part in an image */
} qdmp__stored;

#define QDMP__ONE_STORED(KIND, tag, member) +1
enum { QDMP__STORED = 0 QDMP_STORED(QDMP__ONE_STORED) };

/* In the order of their tags. */
extern const qdmp__stored qdmp__stored_forms[QDMP__STORED];

/* The member of `settings` for a row. A member of a request or response has the same type. */
static inline void *qdmp__stored_member(qdmp_settings *settings, const qdmp__stored *row) {
    return (char *)settings + row->offset;
}

static inline const void *qdmp__stored_value(const qdmp_settings *settings, const qdmp__stored *row) {
    return (const char *)settings + row->offset;
}

#endif
