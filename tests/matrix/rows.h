/* SPDX-License-Identifier: MIT */
/*
 * The vectors as bytes, for a machine without files. rows.py writes them, and the runner reads one row after the other.
 *
 * A row has its length in 2 bytes, not counted; its kind; its row_mark; its name; and the content of its kind. Numbers
 * are little-endian. A text is 2 bytes of length and its bytes.
 */
#ifndef QDMP_MATRIX_ROWS_H
#define QDMP_MATRIX_ROWS_H

#include <stddef.h>
#include <stdint.h>

/* rows.py has the same numbers. */
typedef enum row_kind {
    /*
     * Flags, request_rest (message.h), the input, 2 bytes of how many are used, 1 if it is accepted; then the description,
     * or status, field ("?": any) and 2 bytes of offset.
     */
    ROW_LINE = 1,
    ROW_GUIDE = 2, /* 1 for a response; the line; its canonical form */
    ROW_IMAGE = 3, /* the command line that sets it; the image */
    /*
     * What to encode (call_kind); tmlType; the profile; 4 bytes of updatePeriod; IMEI, second IMEI, IMSI, appkey,
     * password; the number of segments of the Location-Path, and these; 2 bytes of message ID; the token; the hashed
     * bytes, and the 32 bytes of their SHA-256; the padded plaintext; the ciphertext; the encoded name; all bytes.
     */
    ROW_REGISTRATION = 4,
    ROW_REPLY = 5 /* the datagram; the code; 2 bytes of message ID; the token; the number of segments, and these */
} row_kind;

/* The wrong part of a planted row. All other parts are right. */
typedef enum row_mark { MARK_NONE, MARK_VERDICT, MARK_USED, MARK_FIELD, MARK_OFFSET } row_mark;

enum { FLAG_RESPONSE = 1, FLAG_TOLERANT = 2, FLAG_REST = 4, FLAG_EX = 8, FLAG_BEHIND_COLON = 16, FLAG_MORE = 32 };

typedef enum call_kind { CALL_NAME, CALL_UPDATE_NAME, CALL_REGISTER, CALL_UPDATE, CALL_DEREGISTER } call_kind;

/*
 * Returns the row at `*at`, and steps over it: its bytes without the length, valid until the next call; NULL after the
 * last row.
 */
const unsigned char *row_next(uint32_t *at);

#endif
