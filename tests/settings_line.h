/* SPDX-License-Identifier: MIT */
/* Settings in the notation of tests: a command line that sets them. Compares settings member by member. */
#ifndef QDMP_TESTS_SETTINGS_LINE_H
#define QDMP_TESTS_SETTINGS_LINE_H

#include "support.h"

/* Applies each command of a line to `settings`, whose texts then point into the line. `AT` alone has no command. */
void settings_take(qdmp_settings *settings, qdmp_span line);

/* The default settings, changed by a line. */
qdmp_settings settings_of(const char *line);

/* Whether all members are equal. The texts need not lie in the same place. */
bool settings_equal(const qdmp_settings *a, const qdmp_settings *b);

/* Whether the settings are those that R23 defines for settings that were never set; typed by hand. */
bool settings_are_defaults(const qdmp_settings *settings);

#endif
