/* SPDX-License-Identifier: MIT */
/* The table of spec.def with its texts, for programs that print it. No decoder or encoder needs it. */
#include "library.h"

#include "qdmp/spec.h"

/* clang-format off */
#define QDMP__PARAM_ROW(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                  \
    {QDMP_##cmd##_NAME, #name, unit, QDMP__TEXT_OF(def), least, most, QDMP_FIELD_##ID, type, pos,                      \
     QDMP_KIND_##KIND, QDMP_FORM_##form, QDMP_BY_##lby, QDMP_BY_##mby},
/* clang-format on */

static const qdmp_param params[] = {QDMP_PARAMS(QDMP__PARAM_ROW)};

#define QDMP__STANDING_VALID    0
#define QDMP__STANDING_RESERVED 1
#define QDMP__CHOICE_ROW(ID, value, NAME, standing, text)                                                              \
    {#NAME, text, QDMP_FIELD_##ID, value, QDMP__STANDING_##standing},

static const qdmp_choice choices[] = {QDMP_VALUES(QDMP__CHOICE_ROW)};

const qdmp_param *qdmp_spec_params(size_t *count) {
    *count = sizeof params / sizeof *params;
    return params;
}

const qdmp_choice *qdmp_spec_choices(size_t *count) {
    *count = sizeof choices / sizeof *choices;
    return choices;
}
