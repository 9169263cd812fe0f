/* SPDX-License-Identifier: MIT */
#ifndef SPEC_DICTIONARY_H
#define SPEC_DICTIONARY_H

#include "output.h"

/* Prints the tokens of the language, each once, as AFL++ and libFuzzer read them. */
void spec_dictionary(output *out);

#endif
