/* SPDX-License-Identifier: MIT */
/* An ATmega2560. It prints on its first UART, and ends by sleeping with interrupts off. */
#include "machine.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

void say(const char *text) {
    UCSR0B = _BV(TXEN0);
    for (; *text; text++) {
        loop_until_bit_is_set(UCSR0A, UDRE0);
        UDR0 = (uint8_t)*text;
    }
}

_Noreturn void leave(int status) {
    (void)status;
    cli();
    sleep_enable();
    for (;;)
        sleep_cpu();
}
