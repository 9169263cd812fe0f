/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/tokens.h"

#include <string.h>

static void walk(void) {
    //! [qdmp_tokens_begin]
    //! [qdmp_tokens_next]
    qdmp_span line = QDMP_LITERAL("AT+QDMPCFG=0,1\r");
    qdmp_tokens tokens;
    qdmp_token token;
    size_t used, values = 0;
    expect(qdmp_tokens_begin(&tokens, line, QDMP_LINE_REQUEST, &used, NULL) == QDMP_OK && used == line.len);
    while (qdmp_tokens_next(&tokens, &token)) {
        if (token.kind == QDMP_TOKEN_VALUE)
            values++;
        if (token.field == QDMP_FIELD_DM_MODE)
            expect(is((qdmp_span){line.ptr + token.offset, token.len}, "1"));
    }
    expect(values == 2 && token.kind == QDMP_TOKEN_LINE_END); // values: type, dmMode; the last token: CR
    //! [qdmp_tokens_next]
    //! [qdmp_tokens_begin]
}

static void name(void) {
    //! [qdmp_token_name]
    expect(strcmp(qdmp_token_name(QDMP_TOKEN_LINE_END), "line_end") == 0);
    //! [qdmp_token_name]
}

void tokens_examples(void) {
    walk();
    name();
}
