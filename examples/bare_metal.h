/* SPDX-License-Identifier: MIT */
#ifndef EXAMPLES_BARE_METAL_H
#define EXAMPLES_BARE_METAL_H

#include <qdmp/qdmp.h>

/* --- what the board has --- */

enum { FLASH_SLOT_SIZE = 4096, FLASH_GRANULE = 8 };

/** Two slots of flash memory, as port/storage_flash.h requires them. */
int flash_read(void *context, unsigned slot, uint32_t offset, void *out, size_t size);
int flash_erase(void *context, unsigned slot);
int flash_program(void *context, unsigned slot, uint32_t offset, const void *bytes, size_t size);

/** Sends bytes over the UART. */
void uart_send(const char *bytes, size_t size);

/** Executes a command that is not of QDMPCFG, `AT+CSQ` or, behind another one, `+CSQ`. Returns whether it did. It is empty
 *  of a line that has nothing but spaces. */
int other_command(qdmp_span command);

/* --- what it calls --- */

/** Call it in the UART's receive interrupt, with each byte. */
void uart_received(unsigned char byte);

/** Call it once, after a reset. Returns the status of qdmp_module_open; the caller decides about damaged settings. */
qdmp_status module_start(void);

/** Call it forever, in the main loop: it answers the command lines that have come. */
void module_step(void);

#endif
