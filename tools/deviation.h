/* SPDX-License-Identifier: MIT */
/* What a tolerant decode took beside what the rules say (R28), as the tool writes it: `noise`, `unset:serverIp`. */
#ifndef DEVIATION_H
#define DEVIATION_H

#include "fields.h"

/* Writes one of the marks of a response; returns `text`. */
enum { DEVIATION_TEXT = 32 };
const char *deviation_text(uint8_t mark, char text[DEVIATION_TEXT]);

/* The mark that `text` stands for in a line with the parameters of `form`, NULL for none; 0 if it is no such mark. */
uint8_t deviation_mark(const char *text, const form_row *form);

#endif
