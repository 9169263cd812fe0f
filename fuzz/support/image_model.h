/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The effect of requests on settings, and the images of settings. Made from docs/image.md and docs/protocol.md (section
 * 8), with nothing from the library except its structures.
 */
#ifndef QDMP_FUZZ_IMAGE_MODEL_H
#define QDMP_FUZZ_IMAGE_MODEL_H

#include "compose.h"

#include "qdmp/settings.h"

/** Settings in which nothing was saved. */
void image_model_defaults(qdmp_settings *settings);

/** Applies a request. If it fails, reports the field at fault and leaves the settings unchanged. */
qdmp_status image_model_apply(qdmp_settings *settings, const qdmp_request *request, qdmp_field *field);

/** Whether all members are equal. Texts need not lie in the same place. */
bool image_model_same(const qdmp_settings *a, const qdmp_settings *b);

/** All reasons why an image of the settings must not be written. */
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

/** The verdict on bytes. */
struct image_reading {
    enum image_verdict verdict;
    qdmp_settings settings;
    bool unknown;    /* if good: it has parts of other versions */
    size_t offset;   /* of the fault */
    uint32_t fields; /* bits of the fields that may be named; 0: none may */
};

void image_model_read(qdmp_span image, struct image_reading *out);

#endif
