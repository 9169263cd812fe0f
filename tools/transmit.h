/* SPDX-License-Identifier: MIT */
/* Messages on their way to a server. Both functions return the exit status. */
#ifndef TRANSMIT_H
#define TRANSMIT_H

#include "registration_options.h"
#include "report.h"

/* Registers, and with --keep stays registered until a signal comes. */
int stay_registered(const registration_options *how, const report *to);

/* Sends one update or de-register until it is answered. */
int exchange_once(const registration_options *how, qdmp_span datagram, const report *to);

#endif
