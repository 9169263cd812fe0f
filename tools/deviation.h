/* SPDX-License-Identifier: MIT */
/* The deviations that a tolerant decode accepted (R28), as the tool writes them: `noise`, `unset:serverIp`. */
#ifndef DEVIATION_H
#define DEVIATION_H

#include "fields.h"

/* Writes one of the marks of a response; returns `text`. */
enum { DEVIATION_TEXT = 32 };
const char *deviation_text(uint8_t mark, char text[DEVIATION_TEXT]);

/*
 * The mark that `text` represents in a line with the parameters of `form`, NULL for none; 0 if it is not such a mark.
 */
uint8_t deviation_mark(const char *text, const form_row *form);

#endif
