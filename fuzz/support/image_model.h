/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What settings become, and what their images are, from docs/image.md and docs/protocol.md (section 8) and from nothing of
 * the library but its structures.
 */
#ifndef QDMP_FUZZ_IMAGE_MODEL_H
#define QDMP_FUZZ_IMAGE_MODEL_H

#include "compose.h"

#include "qdmp/settings.h"

/** Settings that nothing was saved in. */
void image_model_defaults(qdmp_settings *settings);

/** Applies a request. On a failure says which field is at fault, and leaves the settings unchanged. */
qdmp_status image_model_apply(qdmp_settings *settings, const qdmp_request *request, qdmp_field *field);

/** Whether all members are the same; texts need not lie in the same place. */
bool image_model_same(const qdmp_settings *a, const qdmp_settings *b);

/** Everything that forbids to write an image of them. */
void image_model_obstacles(const qdmp_settings *settings, struct obstacles *out);

/** The image that must be written. */
void image_model_write(struct composed *out, const qdmp_settings *settings);

/** The values of the form with that tag. */
void image_model_parts(const qdmp_settings *settings, unsigned tag, struct parts *parts);

/** Appends the part of an image that holds such values. */
void image_model_part(struct composed *out, unsigned tag, const struct parts *parts);

/** Appends the head of an image with the given number of bytes of parts, and the checksum of all that was composed. */
void image_model_head(struct composed *out, unsigned version, size_t parts);
void image_model_seal(struct composed *out);

enum image_verdict { IMAGE_NOTHING, IMAGE_GOOD, IMAGE_DAMAGED, IMAGE_NEWER };

/** What bytes are. */
struct image_reading {
    enum image_verdict verdict;
    qdmp_settings settings;
    bool unknown;    /* of a good one: there are parts of other versions in it */
    size_t offset;   /* of the fault */
    uint32_t fields; /* bits of those that may be blamed; 0: none is */
};

void image_model_read(qdmp_span image, struct image_reading *out);

#endif
