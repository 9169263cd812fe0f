/* SPDX-License-Identifier: MIT */
/* The settings in force of the module that a register represents: from an image, or made of options. */
#ifndef MODULE_SETTINGS_H
#define MODULE_SETTINGS_H

#include "qdmp/image.h"

#include <stdbool.h>

/* Resources of object 666. */
#define COUNT_RESOURCE(ID, number, member) +1
enum { MODULE_VALUES = 0 QDMP_RESOURCES(COUNT_RESOURCE) };
#undef COUNT_RESOURCE

typedef struct module_settings {
    qdmp_settings in_force;
    qdmp_span values[MODULE_VALUES]; /* those that were given one by one; `ptr` of the others is NULL */
    qdmp_room file;                  /* the texts of an image point into it */
    qdmp_room made;                  /* the image; empty if none was read or it was changed */
    qdmp_span image;                 /* of what is in force, from module_settings_seal on */
} module_settings;

/* Takes NAME=TEXT, an extended value by the guide's name. False: there is no such value. */
bool module_settings_value(module_settings *to, const char *text);

/*
 * Puts the settings of the image in `file` in force. Returns STATUS_GOOD, or the exit status of an error, which has
 * been reported. It is also an error if the module may not register, or has nothing to register with.
 */
int module_settings_read(module_settings *to, const char *file);

/* Puts the given values in force, and makes the image. A value that no module could save is an error. */
qdmp_status module_settings_seal(module_settings *to, qdmp_error *err);

/* The length of an extended value; 0 of another field. */
size_t module_settings_length(const module_settings *of, qdmp_field field);

/* Overwrites the passwords. */
void module_settings_close(module_settings *held);

#endif
