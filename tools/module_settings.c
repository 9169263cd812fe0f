/* SPDX-License-Identifier: MIT */
#include "module_settings.h"
#include "command.h"
#include "complain.h"
#include "wipe.h"

#include "qdmp/request.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- values ------------------------------------------------------------------------------------------------------- */

#define FIELD_OF(ID, number, member)  QDMP_FIELD_##ID,
#define OFFSET_OF(ID, number, member) offsetof(qdmp_settings, member),

static const qdmp_field fields[MODULE_VALUES] = {QDMP_RESOURCES(FIELD_OF)};
static const size_t offsets[MODULE_VALUES] = {QDMP_RESOURCES(OFFSET_OF)};

static qdmp_span *value_at(qdmp_settings *settings, size_t index) {
    return (qdmp_span *)(void *)((char *)settings + offsets[index]);
}

bool module_settings_value(module_settings *to, const char *text) {
    const char *sign = strchr(text, '=');
    for (size_t i = 0; sign && i < MODULE_VALUES; i++) {
        const char *name = qdmp_field_name(fields[i]);
        if (strlen(name) == (size_t)(sign - text) && !strncmp(name, text, strlen(name))) {
            to->values[i] = (qdmp_span){sign + 1, strlen(sign + 1)};
            return true;
        }
    }
    return false;
}

static const qdmp_param *param_of(qdmp_field field) {
    size_t count;
    const qdmp_param *params = qdmp_spec_params(&count);
    while (params->field != field)
        params++;
    return params;
}

/* A given value sets its form, as a save does. Returns whether a value was given. */
static bool put_values(module_settings *to) {
    bool any = false;
    for (size_t i = 0; i < MODULE_VALUES; i++) {
        if (!to->values[i].ptr)
            continue;
        *value_at(&to->in_force, i) = to->values[i];
        to->in_force.set |= QDMP_WAS_SET(QDMP_EX_SAVE_APPL_INFO + param_of(fields[i])->type);
        any = true;
    }
    return any;
}

/* --- an image from a file ----------------------------------------------------------------------------------------- */

/* Reads directly into its place, because it contains a password: a stream would keep a copy in its buffer. */
static bool read_file(qdmp_room *to, const char *file) {
    size_t most = (size_t)QDMP_IMAGE_LENGTH_MAX + 1; /* one more byte shows that there are too many */
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : 1;
    to->ptr = need(malloc(most));
    while (got > 0 || (got < 0 && fd >= 0 && errno == EINTR)) {
        got = read(fd, to->ptr + to->cap, most - to->cap);
        to->cap += got > 0 ? (size_t)got : 0;
    }
    if (got < 0)
        complain("%s: %s", file, strerror(errno));
    if (fd >= 0)
        close(fd);
    return got == 0;
}

static int complain_of_image(const char *file, const qdmp_error *err) {
    const char *name = qdmp_field_name(err->field);
    complain("%s: %s, byte %zu%s%s", file, qdmp_status_text(err->status), err->offset, *name ? ": " : "", name);
    return STATUS_FAULTY;
}

static int refuse(const char *file, const char *why) {
    complain("%s: %s", file, why);
    return STATUS_FAULTY;
}

int module_settings_read(module_settings *to, const char *file) {
    qdmp_error err;
    int stored;
    if (!read_file(&to->file, file))
        return STATUS_TROUBLE;
    qdmp_span image = {to->file.ptr, to->file.cap};
    if (qdmp_image_decode(image, &to->in_force, &stored, &err) != QDMP_OK)
        return complain_of_image(file, &err);
    if (!stored)
        return refuse(file, "no settings are stored");
    if (!(to->in_force.set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS)))
        return refuse(file, "no credentials were set");
    if (to->in_force.dm_mode != QDMP_DM_MODE_ALLOWED)
        return refuse(file, "dmMode is 0: access forbidden");
    return STATUS_GOOD;
}

/* --- the image of what is in force -------------------------------------------------------------------------------- */

size_t module_settings_length(const module_settings *of, qdmp_field field) {
    qdmp_settings settings = of->in_force;
    for (size_t i = 0; i < MODULE_VALUES; i++) {
        if (fields[i] == field)
            return value_at(&settings, i)->len;
    }
    return 0;
}

qdmp_status module_settings_seal(module_settings *to, qdmp_error *err) {
    if (!put_values(to) && to->file.ptr) { /* as a module has it in force, with parts that this version does not know */
        to->image = (qdmp_span){to->file.ptr, to->file.cap};
        return QDMP_OK;
    }
    qdmp_status status = qdmp_image_encode(&to->in_force, to->made, &to->made.cap, err);
    if (status != QDMP_NO_SPACE)
        return status;
    to->made.ptr = need(malloc(to->made.cap));
    to->image = (qdmp_span){to->made.ptr, to->made.cap};
    return qdmp_image_encode(&to->in_force, to->made, NULL, err);
}

void module_settings_close(module_settings *held) {
    wipe_and_free(held->file);
    wipe_and_free(held->made);
}
