/* SPDX-License-Identifier: MIT */
/* The settings that a register stands for, as a module has them in force: of an image, or made of options. */
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
    qdmp_span values[MODULE_VALUES]; /* those that were given one by one; `ptr` is NULL of the others */
    qdmp_room file;                  /* what the texts of an image point into */
    qdmp_room made;                  /* the image, if none was read or it was changed */
    qdmp_span image;                 /* of what is in force, from module_settings_seal on */
} module_settings;

/* Takes NAME=TEXT, an extended value by the guide's name. False: there is no such. */
bool module_settings_value(module_settings *to, const char *text);

/*
 * Puts the settings of the image in `file` in force. Returns STATUS_GOOD, or the status to end with: said what is wrong.
 * The settings of a module that may not register, or has nothing to register with, are wrong here, too.
 */
int module_settings_read(module_settings *to, const char *file);

/* Puts the values that were given in force, and makes the image. What no module could save is at fault. */
qdmp_status module_settings_seal(module_settings *to, qdmp_error *err);

/* The length of an extended value; 0 of another field. */
size_t module_settings_length(const module_settings *of, qdmp_field field);

/* Overwrites the passwords. */
void module_settings_close(module_settings *held);

#endif
