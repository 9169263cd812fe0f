/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Settings as bytes, for storage. The same settings always give the same image, on every compiler and processor.
 * docs/image.md describes its bytes.
 *
 *     char bytes[QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
 *     qdmp_room room = {bytes, sizeof bytes};
 *     status = qdmp_settings_apply(&settings, &request, &err);
 *     if (status == QDMP_OK)
 *         status = qdmp_image_encode(&settings, room, &size, &err);
 *
 * An image contains the password in plain text, because a module needs it to register. Wipe images that are no longer
 * needed.
 */
#ifndef QDMP_IMAGE_H
#define QDMP_IMAGE_H

#include "qdmp/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup settings
 * @{ */

/** The version of the images that are written. */
#define QDMP_IMAGE_VERSION 1

/** Bytes of the longest image that its 16-bit length allows. */
#define QDMP_IMAGE_LENGTH_MAX UINT16_MAX

/* As long as the bytes in front of the parts (magic, version, length), and in front of the content of a part. */
#define QDMP__IMAGE_HEAD "QDMPVVLL"
#define QDMP__IMAGE_PART "TLL"

/* Bytes of a number, or of the length in front of a text. */
#define QDMP__IMAGE_WIDTH_NUMBER(most)  ((most) > UINT16_MAX ? 4 : 2)
#define QDMP__IMAGE_WIDTH_CHOICE(most)  1
#define QDMP__IMAGE_WIDTH_ADDRESS(most) 4
#define QDMP__IMAGE_WIDTH_TEXT(most)    ((most) > UINT8_MAX ? 2 : 1)
#define QDMP__IMAGE_WIDTH_DIGITS(most)  QDMP__IMAGE_WIDTH_TEXT(most)

/* Bytes of the longest text after that length, except those of credentials. */
#define QDMP__IMAGE_TEXT_NUMBER(ID, most)  0
#define QDMP__IMAGE_TEXT_CHOICE(ID, most)  0
#define QDMP__IMAGE_TEXT_ADDRESS(ID, most) 0
#define QDMP__IMAGE_TEXT_TEXT(ID, most)    QDMP__WIDTH_TEXT(ID, most)
#define QDMP__IMAGE_TEXT_DIGITS(ID, most)  QDMP__WIDTH_DIGITS(ID, most)

#define QDMP__IMAGE_VALUE(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                \
    +QDMP__IMAGE_WIDTH_##KIND(most) + QDMP__IMAGE_TEXT_##KIND(ID, most)
#define QDMP__IMAGE_CONTENT(KIND, tag, member)                                                                         \
    char QDMP__FORM_##KIND[sizeof(QDMP__IMAGE_PART) - 1 QDMP_##KIND##_PARAMS(QDMP__IMAGE_VALUE)];

/* The longest image without the credentials' texts. */
struct qdmp__image {
    char head[sizeof(QDMP__IMAGE_HEAD) - 1];
    QDMP_STORED(QDMP__IMAGE_CONTENT)
    char crc[4];
};

#undef QDMP__IMAGE_CONTENT

/** Bytes of the longest image, for an appkey and a password of these lengths. */
#define QDMP_IMAGE_MAX(appkey, password) (sizeof(struct qdmp__image) + (appkey) + (password))

/**
 * Writes the image of `settings`.
 *
 * A part is written for each form whose bit is set. The values of other forms, and bits of no form, are ignored. The
 * image reads back the same: a value that no request could have set, or that no information line could show (R15), is
 * refused.
 *
 * @param settings  the settings; their texts may not overlap `out`
 * @param out       where to write, QDMP_IMAGE_MAX; untouched unless QDMP_OK is returned
 * @param size      bytes written; on QDMP_NO_SPACE the bytes needed; untouched otherwise. May be NULL
 * @param err       the error, with offset 0; may be NULL
 * @return QDMP_OK; QDMP_NO_SPACE; what qdmp_request_encode and qdmp_response_encode return for the value at fault:
 *         QDMP_RANGE, QDMP_LENGTH, QDMP_MISSING, QDMP_SYNTAX, QDMP_NOT_REPRESENTABLE; QDMP_LENGTH also for the value
 *         with which the image would be longer than QDMP_IMAGE_LENGTH_MAX
 *
 * @snippet settings.c qdmp_image_encode
 */
QDMP_API qdmp_status qdmp_image_encode(const qdmp_settings *settings, qdmp_room out, size_t *size, qdmp_error *err);

/**
 * Reads an image: whole, or not at all.
 *
 * The texts of the settings point into `image` and live as long as it; defaults are static. Parts that this version
 * does not know are skipped. An image without them is exactly what qdmp_image_encode writes for its settings.
 *
 * @param image   exactly the bytes that were stored. Any bytes may be tried
 * @param out     on QDMP_OK the settings of the image; otherwise, and if nothing is stored, the defaults
 * @param stored  1 if the image holds settings, even if none of them was set; 0 if nothing is stored (no bytes, or all
 *                of them 0xFF, or all of them 0x00) or QDMP_OK is not returned. May be NULL
 * @param err     the error: the field at fault, if there is one; the offset of the length, checksum, version or
 *                part at fault, or 0. May be NULL
 * @return QDMP_OK; QDMP_DAMAGED: the bytes are no image, were changed or cut, or contain a value that could not be set;
 *         QDMP_NEWER: whole, but of a later version
 *
 * @snippet settings.c qdmp_image_decode
 */
QDMP_API qdmp_status qdmp_image_decode(qdmp_span image, qdmp_settings *out, int *stored, qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
