/* SPDX-License-Identifier: MIT */
/*
 * Settings as tests write them: a command line that sets them. And whether two are the same, member by member.
 */
#ifndef QDMP_TESTS_SETTINGS_LINE_H
#define QDMP_TESTS_SETTINGS_LINE_H

#include "support.h"

/* Applies each command of a line to `settings`, whose texts then point into it. `AT` alone is a line of none. */
void settings_take(qdmp_settings *settings, qdmp_span line);

/* The settings that a line makes of the defaults. */
qdmp_settings settings_of(const char *line);

/* Whether all members are the same, wherever the texts stand. */
bool settings_equal(const qdmp_settings *a, const qdmp_settings *b);

/* Whether they are what R23 says of settings that were never set, typed by hand. */
bool settings_are_defaults(const qdmp_settings *settings);

#endif
