/* SPDX-License-Identifier: MIT */
/*
 * Prints the tables of the guide from spec.def, as Markdown: the forms of both commands, the limits of parameters, and
 * the values of parameters that choose from a list. Also prints the statuses, for pages.py.
 *
 * usage: tables forms en|zh TRANSCRIPT | tables limits|values en|zh | tables statuses
 */
#include "qdmp/qdmp.h"

#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct words {
    const char *en, *zh;
} words;

/* The directions in the rows of spec.def. */
enum direction { NOWHERE, REQUEST, INFO, BOTH };

typedef struct form {
    qdmp_command command;
    unsigned type;
    qdmp_request_kind kind; /* kind of the request that has the parameters */
    enum direction direction;
    words meaning;
} form;

#define W(english, chinese)                                                                                            \
    { english, chinese }
#define FORM(cmd, type, KIND, PARAMS, direction)                                                                       \
    {QDMP_COMMAND_##cmd, type, QDMP__CAST(qdmp_request_kind, QDMP__FORM_##KIND), direction, FORM_##KIND},
static const form forms[] = {QDMP_FORMS(FORM)};

#define PARAM(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) PARAM_##ID,
static const words meanings[] = {QDMP_PARAMS(PARAM)};

#define VALUE(ID, value, NAME, standing, text) VALUE_##ID##_##NAME,
static const char *const chinese_values[] = {QDMP_VALUES(VALUE)};

#define COMMAND(ID, name, test) {name, test},
static const struct command { const char *name, *test; } commands[] = {QDMP_COMMANDS(COMMAND)};

enum { COMMANDS = sizeof commands / sizeof *commands, FORMS = sizeof forms / sizeof *forms };

static int chinese;

static const char *word(words both) {
    return chinese ? both.zh : both.en;
}

static const char *either(const char *english, const char *in_chinese) {
    return chinese ? in_chinese : english;
}

static void item(const char *english, const char *in_chinese) {
    printf("- %s%s`", either(english, in_chinese), either(": ", "："));
}

/* --- forms --- */

/* Prints the parameters of one form. Brackets enclose what a request may leave out: a parameter with a default, and all
 * parameters after it. */
static void print_params(const form *of, int request) {
    size_t count, open = 0;
    const qdmp_param *p = qdmp_spec_params(&count);
    for (const qdmp_param *end = p + count; p < end; p++) {
        if (strcmp(p->command, commands[of->command].name) != 0 || p->type != of->type ||
            (request && p->form == QDMP_FORM_OUTPUT))
            continue;
        if (request && *p->default_text) {
            putchar('[');
            open++;
        }
        const char *quote = request && p->form == QDMP_FORM_QUOTED ? "\"" : "";
        printf(",%s<%s>%s", quote, p->name, quote);
    }
    while (open--)
        putchar(']');
}

/* Prints the first request of this kind in the transcript. */
static void print_example(const char *transcript, qdmp_request_kind kind) {
    FILE *file = fopen(transcript, "r");
    char line[512];
    while (file && fgets(line, sizeof line, file)) {
        qdmp_span text = {line, strcspn(line, "\r\n")};
        qdmp_request request;
        if (qdmp_request_decode(text, QDMP_WHOLE_LINE, &request, NULL, NULL) == QDMP_OK && request.kind == kind) {
            item("example", "举例");
            printf("%.*s`\n", (int)text.len, line);
            fclose(file);
            return;
        }
    }
    fprintf(stderr, "tables: no example of form %d in %s\n", (int)kind, transcript);
    exit(1);
}

static void print_form(const form *of, const char *transcript) {
    const char *name = commands[of->command].name;
    int extended = of->command == QDMP_COMMAND_EX;
    printf("\n### %s%u%s%s\n\n", either("Type ", "配置类型 "), of->type, either(": ", "："), word(of->meaning));
    if (of->direction & REQUEST) {
        if (extended)
            item("save", "保存");
        else
            item("request", "设置命令");
        printf("AT%s=%u%s", name, of->type, extended ? ",0" : "");
        print_params(of, 1);
        puts("`");
    }
    if (extended) {
        item("read", "读取");
        printf("AT%s=%u,%d`\n", name, of->type, QDMP_ACT_READ);
        item("erase", "擦除");
        printf("AT%s=%u,%d`\n", name, of->type, QDMP_ACT_ERASE);
    }
    if (of->direction & INFO) {
        item("information line", "信息响应");
        printf("%s: %u", name, of->type);
        print_params(of, 0);
        puts("`");
    }
    if (of->direction & REQUEST)
        print_example(transcript, of->kind);
    else
        puts(either("No line may carry it.", "任何命令或响应中均不可使用。"));
}

static void print_forms(const char *transcript) {
    for (unsigned command = 0; command < COMMANDS; command++) {
        printf("\n## AT%s\n\n", commands[command].name);
        item("test", "测试命令");
        printf("AT%s=?`\n", commands[command].name);
        item("its answer, literally", "测试命令的响应（原文）");
        printf("%s: %s`\n", commands[command].name, commands[command].test);
        if (command == QDMP_COMMAND_CFG) {
            item("read: what is in force", "查询命令（当前生效的配置）");
            printf("AT%s?`\n", commands[command].name);
        }
        for (unsigned i = 0; i < FORMS; i++) {
            if (forms[i].command == QDMP__CAST(qdmp_command, command))
                print_form(&forms[i], transcript);
        }
    }
}

/* --- limits --- */

static void print_listed(qdmp_field field) {
    size_t count;
    const qdmp_choice *choice = qdmp_spec_choices(&count);
    const char *comma = "";
    for (; count--; choice++) {
        if (choice->field == field && !choice->reserved) {
            printf("%s%u", comma, (unsigned)choice->value);
            comma = either(", ", "、");
        }
    }
}

static void print_limit(const qdmp_param *p) {
    const char *unit = p->unit;
    if (chinese)
        unit = strcmp(unit, "s") == 0 ? "秒" : strcmp(unit, "bytes") == 0 ? "字节" : unit;
    unsigned long least = p->least, most = p->most;
    if (p->kind == QDMP_KIND_CHOICE)
        print_listed(p->field);
    else if (p->most == QDMP_NO_LIMIT)
        printf(either("%lu or more %s", "至少 %lu %s"), least, unit);
    else if (p->kind == QDMP_KIND_ADDRESS)
        printf(either("%lu-%lu in each octet", "每段 %lu-%lu"), least, most);
    else
        printf("%lu-%lu%s%s", least, most, *unit ? " " : "", unit);
}

static void print_source(const qdmp_param *p) {
    const char *sources[] = {either("guide", "手册"), either("ours", "本库")};
    printf("%s", sources[p->least_by]);
    if (p->most_by != p->least_by)
        printf("%s%s", either(", ", "、"), sources[p->most_by]);
}

static void print_limits(void) {
    static const words written[] = {{"bare", "不带引号"}, {"quoted", "带双引号"}, {"never", "仅在响应中"}};
    size_t count;
    const qdmp_param *params = qdmp_spec_params(&count);
    for (unsigned command = 0; command < COMMANDS; command++) {
        printf("\n## AT%s\n\n", commands[command].name);
        puts(either("| type | parameter | limits | default | in a request | meaning | limits set by |",
                    "| 配置类型 | 参数 | 取值范围/长度 | 默认值 | 写法 | 含义 | 来源 |"));
        puts("|---|---|---|---|---|---|---|");
        for (size_t i = 0; i < count; i++) {
            const qdmp_param *p = &params[i];
            if (strcmp(p->command, commands[command].name) != 0)
                continue;
            printf("| %u | %s | ", (unsigned)p->type, p->name);
            print_limit(p);
            printf(" | %s | %s | %s | ", *p->default_text ? p->default_text : "-", word(written[p->form]),
                   word(meanings[i]));
            print_source(p);
            puts(" |");
        }
    }
}

static void print_values(void) {
    size_t count;
    const qdmp_choice *choice = qdmp_spec_choices(&count);
    puts(either("| parameter | value | meaning |", "| 参数 | 取值 | 含义 |"));
    puts("|---|---|---|");
    for (size_t i = 0; i < count; i++, choice++)
        printf("| %s | %u | %s |\n", qdmp_field_name(choice->field), (unsigned)choice->value,
               chinese ? chinese_values[i] : choice->text);
}

/* --- statuses --- */

#define STATUS(CODE, number, name, text) puts(#CODE "\t" #number "\t" #name "\t" text);

static void print_statuses(void) {
    QDMP_STATUSES(STATUS)
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "", *language = argc > 2 ? argv[2] : "";
    chinese = strcmp(language, "zh") == 0;
    if (strcmp(what, "forms") == 0 && argc == 4)
        print_forms(argv[3]);
    else if (strcmp(what, "limits") == 0 && argc == 3)
        print_limits();
    else if (strcmp(what, "values") == 0 && argc == 3)
        print_values();
    else if (strcmp(what, "statuses") == 0)
        print_statuses();
    else
        return 2;
    return 0;
}
