/* SPDX-License-Identifier: MIT */
/* qdmp spec: prints the table of fields and limits. */
#include "command.h"
#include "command_line.h"
#include "fields.h"
#include "output.h"
#include "spec_dictionary.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage: qdmp spec [OPTION]\n"
    "\n"
    "Prints the parameters of both commands with their limits, and the values of the parameters that choose\n"
    "from a list.\n"
    "\n"
    "      --json                     print one JSON object\n"
    "      --markdown                 print the limits as a Markdown table\n"
    "      --dictionary               print a dictionary for fuzzers (AFL++, libFuzzer)\n"
    "  -h, --help                     print this\n";

/* --- words -------------------------------------------------------------------------------------------------------- */

static const char *kind_word(const qdmp_param *param) {
    static const char *const words[] = {"number", "address", "digits", "text", "choice"};
    return words[param->kind];
}

static const char *form_word(const qdmp_param *param) {
    static const char *const words[] = {"bare", "quoted", "output"};
    return words[param->form];
}

static const char *source_word(qdmp_param_source source) {
    return source == QDMP_BY_GUIDE ? "guide" : "ours";
}

/* A choice has a list instead of bounds. */
static bool has_bounds(const qdmp_param *param) {
    return param->kind != QDMP_KIND_CHOICE;
}

enum { CELL = 48 };

static const char *bound_text(const qdmp_param *param, uint32_t bound, char text[CELL]) {
    bool exists = has_bounds(param) && bound != QDMP_NO_LIMIT;
    snprintf(text, CELL, exists ? "%" PRIu32 : "-", bound);
    return text;
}

static const char *or_dash(const char *text) {
    return *text ? text : "-";
}

static const char *sources_text(const qdmp_param *param, char text[CELL]) {
    bool same = param->least_by == param->most_by;
    snprintf(text, CELL, same ? "%s" : "%s, %s", source_word(param->least_by), source_word(param->most_by));
    return text;
}

/* --- for people --------------------------------------------------------------------------------------------------- */

#define COLUMNS "%-9s  %4s  %3s  %-12s  %-7s  %5s  %7s  %-5s  %-12s  %-6s  %s\n"

static void print_params(output *out) {
    size_t count;
    const qdmp_param *params = qdmp_spec_params(&count);
    output_format(out, COLUMNS, "command", "type", "pos", "name", "kind", "least", "most", "unit", "default", "form",
                  "bounds by");
    for (size_t i = 0; i < count; i++) {
        const qdmp_param *p = &params[i];
        char type[CELL], position[CELL], least[CELL], most[CELL], sources[CELL];
        snprintf(type, sizeof type, "%u", p->type);
        snprintf(position, sizeof position, "%u", p->position);
        output_format(out, COLUMNS, p->command + 1, type, position, p->name, kind_word(p),
                      bound_text(p, p->least, least), bound_text(p, p->most, most), or_dash(p->unit),
                      or_dash(p->default_text), form_word(p), sources_text(p, sources));
    }
}

static void print_choices(output *out) {
    size_t count;
    const qdmp_choice *choices = qdmp_spec_choices(&count);
    output_format(out, "\n%-12s  %5s  %-16s  %s\n", "name", "value", "constant", "meaning");
    for (size_t i = 0; i < count; i++)
        output_format(out, "%-12s  %5u  %-16s  %s\n", qdmp_field_name(choices[i].field), choices[i].value,
                      choices[i].name, choices[i].text);
}

static void print_table(output *out) {
    print_params(out);
    print_choices(out);
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static json_t *bound_json(const qdmp_param *param, uint32_t bound) {
    return has_bounds(param) && bound != QDMP_NO_LIMIT ? json_integer(bound) : json_null();
}

static json_t *text_json(const char *text) {
    return *text ? json_string(text) : json_null();
}

static json_t *param_json(const qdmp_param *p) {
    return json_pack("{s:s, s:i, s:i, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:s, s:s}", "command", p->command + 1, "type",
                     p->type, "position", p->position, "name", p->name, "kind", kind_word(p), "least",
                     bound_json(p, p->least), "most", bound_json(p, p->most), "unit", text_json(p->unit), "default",
                     text_json(p->default_text), "form", form_word(p), "least_by", source_word(p->least_by), "most_by",
                     source_word(p->most_by));
}

static json_t *choice_json(const qdmp_choice *c) {
    return json_pack("{s:s, s:i, s:s, s:s, s:b}", "parameter", qdmp_field_name(c->field), "value", c->value, "name",
                     c->name, "text", c->text, "reserved", c->reserved);
}

static int to_output(const char *bytes, size_t size, void *out) {
    output_put(out, bytes, size);
    return 0;
}

static void print_json(output *out) {
    size_t params, choices;
    const qdmp_param *param = qdmp_spec_params(&params);
    const qdmp_choice *choice = qdmp_spec_choices(&choices);
    json_t *param_list = need(json_array()), *choice_list = need(json_array());
    while (params--)
        json_array_append_new(param_list, need(param_json(param++)));
    while (choices--)
        json_array_append_new(choice_list, need(choice_json(choice++)));
    json_t *all = need(json_pack("{s:o, s:o}", "parameters", param_list, "values", choice_list));
    if (json_dump_callback(all, to_output, out, JSON_INDENT(2)))
        die_of_memory();
    output_char(out, '\n');
    json_decref(all);
}

/* --- Markdown ----------------------------------------------------------------------------------------------------- */

static void print_limits(output *out, const qdmp_param *p) {
    char least[CELL], most[CELL], choices[CHOICES_TEXT];
    const char *what = p->kind == QDMP_KIND_ADDRESS ? " in each octet" : "", *space = *p->unit ? " " : "";
    if (p->kind == QDMP_KIND_CHOICE)
        output_text(out, choices_text(p->field, choices));
    else if (p->most == QDMP_NO_LIMIT)
        output_format(out, "%s or more%s%s", bound_text(p, p->least, least), space, p->unit);
    else
        output_format(out, "%s-%s%s%s%s", bound_text(p, p->least, least), bound_text(p, p->most, most), space, p->unit,
                      what);
}

static void print_markdown(output *out) {
    size_t count;
    const qdmp_param *p = qdmp_spec_params(&count);
    output_text(out, "| command | type | parameter | in a request | limits | default | limits set by |\n"
                     "|---|---|---|---|---|---|---|\n");
    for (; count--; p++) {
        char sources[CELL];
        output_format(out, "| %s | %u | %s | %s | ", p->command + 1, p->type, p->name,
                      p->form == QDMP_FORM_OUTPUT ? "never" : form_word(p));
        print_limits(out, p);
        output_format(out, " | %s | %s |\n", or_dash(p->default_text), sources_text(p, sources));
    }
}

int spec_main(int argc, char **argv) {
    enum { OPTION_JSON = LONG_OPTION, OPTION_MARKDOWN, OPTION_DICTIONARY };
    static const struct option options[] = {
        {"json", no_argument, NULL, OPTION_JSON},
        {"markdown", no_argument, NULL, OPTION_MARKDOWN},
        {"dictionary", no_argument, NULL, OPTION_DICTIONARY},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    void (*print)(output *) = print_table;
    for (int option; (option = command_line_next("spec", argc, argv, "h", options)) != -1;) {
        switch (option) {
        case OPTION_JSON: print = print_json; break;
        case OPTION_MARKDOWN: print = print_markdown; break;
        case OPTION_DICTIONARY: print = spec_dictionary; break;
        case 'h': return print_help(help);
        default: return STATUS_TROUBLE;
        }
    }
    if (optind < argc) {
        complain("spec: takes no `%s`", argv[optind]);
        return STATUS_TROUBLE;
    }
    output out = output_open();
    print(&out);
    return output_close(&out);
}
