/* SPDX-License-Identifier: MIT */
#ifndef EXAMPLES_BARE_METAL_H
#define EXAMPLES_BARE_METAL_H

#include <stddef.h>

/** The board has this: sends bytes over the UART. */
void uart_send(const char *bytes, size_t size);

/** To be called by the UART's receive interrupt, with each byte. */
void uart_received(unsigned char byte);

/** To be called once, after a reset. */
void module_start(void);

/** To be called by the main loop, for ever: answers the command lines that have come. */
void module_step(void);

#endif
