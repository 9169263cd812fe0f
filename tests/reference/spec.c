/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/spec.h"

#include <string.h>

static void names(void) {
    //! [qdmp_field_name]
    expect(strcmp(qdmp_field_name(QDMP_FIELD_UPDATE_PERIOD), "updatePeriod") == 0);
    expect(strcmp(qdmp_field_name(QDMP_FIELD_NONE), "") == 0);
    //! [qdmp_field_name]
}

static void parameters(void) {
    //! [qdmp_spec_params]
    size_t count;
    const qdmp_param *params = qdmp_spec_params(&count);
    for (size_t i = 0; i < count; i++) {
        if (params[i].field == QDMP_FIELD_UPDATE_PERIOD) {
            expect(params[i].type == QDMP_CFG_TYPE_SERVER && params[i].position == 3);
            expect(params[i].least == 300 && params[i].most == 4294966); // seconds
            expect(strcmp(params[i].default_text, "86400") == 0);
        }
    }
    //! [qdmp_spec_params]
    expect(count == 24);
}

static void values(void) {
    //! [qdmp_spec_choices]
    size_t count;
    const qdmp_choice *choices = qdmp_spec_choices(&count);
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        if (choices[i].field == QDMP_FIELD_DMSTATE && choices[i].value == 6)
            text = choices[i].text;
    }
    expect(strcmp(text, "register success") == 0);
    //! [qdmp_spec_choices]
}

void spec_examples(void) {
    names();
    parameters();
    values();
}
