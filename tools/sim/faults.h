/* SPDX-License-Identifier: MIT */
/* The faults that a user asks for, and their values. The parts that make the faults read them here. */
#ifndef FAULTS_H
#define FAULTS_H

#include "output.h"

#include <stdbool.h>
#include <stdint.h>

/* F(member, name, value or "", least, most, help) */
#define FAULTS(F)                                                                                                      \
    F(noise, "noise", "", 1, 1, "1 to 8 control bytes before each answer")                                             \
    F(split, "split", "", 1, 1, "each answer is cut once; the rest comes 200 ms later")                                \
    F(urc, "urc", "", 1, 1, "a line `+CSCON: 1` between information lines")                                            \
    F(noecho, "noecho", "", 1, 1, "no echo, whatever ATE says")                                                        \
    F(late, "late", "MS", 1, 600000, "final result codes come MS milliseconds later")                                  \
    F(mute, "mute", "N", 1, 1000000, "every Nth command line is executed, and not answered")                           \
    F(fail_nvram, "fail-nvram", "N", 1, 1000000, "every Nth store fails")                                              \
    F(slow_nvram, "slow-nvram", "MS", 1, 600000, "each store takes MS milliseconds")                                   \
    F(reset_at, "reset-at", "N", 1, 1000000, "loses power once, when the Nth command was stored")                      \
    F(drop, "drop", "P", 1, 100, "P percent of the datagrams are lost, both ways")                                     \
    F(twice, "double", "P", 1, 100, "P percent of the datagrams come twice, both ways")                                \
    F(delay, "delay", "MS", 1, 600000, "each datagram takes MS milliseconds")                                          \
    F(silent_server, "silent-server", "", 1, 1, "no datagram of the server arrives")

#define FAULT_MEMBER(member, name, value, least, most, help) uint32_t member;

/* 0: not asked for; 1: asked for, of faults without a value. */
typedef struct faults {
    FAULTS(FAULT_MEMBER)
} faults;

#undef FAULT_MEMBER

/* Takes NAME or NAME=VALUE. False: there is no such fault, or its value is outside its range. */
bool faults_read(faults *to, const char *spec);

/* A line for each fault, for the help. */
void faults_list(output *out);

#endif
