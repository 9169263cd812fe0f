/* SPDX-License-Identifier: MIT */
#include "spec_dictionary.h"
#include "fields.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOKENS_MAX = 512, TOKEN_ROOM = 96 };

typedef struct dictionary {
    char (*tokens)[TOKEN_ROOM];
    size_t count;
} dictionary;

static void add(dictionary *to, const char *token) {
    for (size_t i = 0; i < to->count; i++) {
        if (!strcmp(to->tokens[i], token))
            return;
    }
    if (to->count < TOKENS_MAX)
        snprintf(to->tokens[to->count++], TOKEN_ROOM, "%s", token);
}

static void add_number(dictionary *to, uint32_t number) {
    char text[16];
    snprintf(text, sizeof text, "%" PRIu32, number);
    add(to, text);
}

/* The words that are in no table: those of V.250 and of R9, R12 and R17. */
static void add_words(dictionary *to) {
    static const char *const words[] = {"AT",
                                        "=",
                                        "?",
                                        "=?",
                                        ",",
                                        ";",
                                        "\"",
                                        ": ",
                                        "\r\n",
                                        "\r",
                                        "\n",
                                        " ",
                                        "\",\"",
                                        "|",
                                        ".",
                                        "-",
                                        "NULL",
                                        "OK",
                                        "ERROR",
                                        "+CME ERROR: ",
                                        QDMP_PASSWORD_MASK};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        add(to, words[i]);
}

#define COMMAND(ID, name, test)                                                                                        \
    add(to, name);                                                                                                     \
    add(to, test);
static void add_commands(dictionary *to) {
    QDMP_COMMANDS(COMMAND)
}

/* The beginning of each form, as a request and as an answer. */
static void add_heads(dictionary *to) {
    static const char *const formats[] = {"AT+%s=%u,", "+%s: %u,"};
    char head[TOKEN_ROOM];
    for (unsigned kind = 1; kind < FORMS_END; kind++) {
        for (unsigned i = 0; i < 2; i++) {
            snprintf(head, sizeof head, formats[i], command_name(form_at(kind)->ex), form_at(kind)->type);
            add(to, head);
        }
    }
}

/* The limits, and their neighbours outside. */
static void add_limits(dictionary *to) {
    size_t count;
    const qdmp_param *param = qdmp_spec_params(&count);
    for (; count--; param++) {
        add(to, param->default_text);
        if (param->kind == QDMP_KIND_CHOICE)
            continue;
        add_number(to, param->least);
        if (param->least)
            add_number(to, param->least - 1);
        if (param->most == QDMP_NO_LIMIT)
            continue;
        add_number(to, param->most);
        add_number(to, param->most + 1);
    }
}

static void add_choices(dictionary *to) {
    size_t count;
    const qdmp_choice *choice = qdmp_spec_choices(&count);
    for (; count--; choice++)
        add_number(to, choice->value);
}

static void print_token(output *out, const char *token) {
    output_char(out, '"');
    for (; *token; token++) {
        unsigned char byte = (unsigned char)*token;
        if (byte < 0x20 || byte > 0x7e || byte == '"' || byte == '\\')
            output_format(out, "\\x%02X", byte);
        else
            output_char(out, *token);
    }
    output_text(out, "\"\n");
}

void spec_dictionary(output *out) {
    dictionary all = {need(malloc(sizeof *all.tokens * TOKENS_MAX)), 0};
    add_words(&all);
    add_commands(&all);
    add_heads(&all);
    add_limits(&all);
    add_choices(&all);
    output_text(out, "# The tokens of AT+QDMPCFG and AT+QDMPCFGEX.\n");
    for (size_t i = 0; i < all.count; i++) {
        if (*all.tokens[i])
            print_token(out, all.tokens[i]);
    }
    free(all.tokens);
}
