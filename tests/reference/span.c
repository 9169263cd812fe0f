/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <string.h>

static void names(void) {
    //! [qdmp_status_name]
    expect(strcmp(qdmp_status_name(QDMP_RANGE), "range") == 0);
    expect(strcmp(qdmp_status_name((qdmp_status)99), "unknown") == 0);
    //! [qdmp_status_name]
}

static void texts(void) {
    //! [qdmp_status_text]
    qdmp_span line = QDMP_LITERAL("AT+QDMPCFG=1,117.161.2.7,5683,299");
    qdmp_request request;
    qdmp_error err;
    expect(qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, NULL, &err) == QDMP_RANGE);
    expect(strcmp(qdmp_status_text(err.status), "out of range") == 0);
    expect(strcmp(qdmp_field_name(err.field), "updatePeriod") == 0);
    expect(line.ptr[err.offset] == '2'); // the first digit of 299
    //! [qdmp_status_text]
}

void span_examples(void) {
    names();
    texts();
}
