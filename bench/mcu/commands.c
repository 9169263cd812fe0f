/* SPDX-License-Identifier: MIT */
/*
 * Executes the longest commands on a module that has everything set at its longest, and encodes the answers. Walks over
 * lines of many foreign commands. commands.py counts the instructions of each (R24). Prints each command, so that the
 * count has its name.
 */
#include "machine.h"

#include "qdmp/qdmp.h"

#include <stdbool.h>

enum { APPKEY_MAX = 32, PASSWORD_MAX = 32, IMAGE_MAX = 1024, ANSWER_MAX = 512, LINE_MAX = 2048 };

#define TEXT_OF_7  "abcdefg"
#define TEXT_OF_19 "0123456789abcdefghi"
#define TEXT_OF_32 "0123456789abcdef0123456789abcdef"
#define TEXT_OF_47 TEXT_OF_32 "0123456789abcde"
#define TEXT_OF_255                                                                                                    \
    TEXT_OF_32 TEXT_OF_32 TEXT_OF_32 TEXT_OF_32 TEXT_OF_32 TEXT_OF_32 TEXT_OF_32 "0123456789abcdef0123456789abcde"

static const char *const sets[] = {
    "AT+QDMPCFG=0,1",
    "AT+QDMPCFG=1,255.255.255.255,65535,4294966",
    "AT+QDMPCFG=2,\"" TEXT_OF_32 "\",\"" TEXT_OF_32 "\",2,12345678901234567",
    "AT+QDMPCFGEX=0,0,\"" TEXT_OF_255 "\"",
    "AT+QDMPCFGEX=1,0,\"" TEXT_OF_19 "\"",
    "AT+QDMPCFGEX=2,0,\"" TEXT_OF_19 "\",\"" TEXT_OF_19 "\",\"" TEXT_OF_19 "\",\"" TEXT_OF_47 "\"",
    "AT+QDMPCFGEX=3,0,\"" TEXT_OF_47 "\",\"" TEXT_OF_47 "\"",
    "AT+QDMPCFGEX=4,0,\"" TEXT_OF_7 "\",\"" TEXT_OF_19 "\",\"" TEXT_OF_47 "\",\"" TEXT_OF_19 "\"",
    "AT+QDMPCFGEX=5,0,\"" TEXT_OF_255 "\"",
};

/* A command and its information lines, typed by hand from docs/protocol.md: a password is shown in part (R17). */
typedef struct exchange {
    const char *command;
    const char *answer;
} exchange;

#define CREDENTIALS_SHOWN "\r\n+QDMPCFG: 2," TEXT_OF_32 ",0123****,2,12345678901234567\r\n"

static const exchange others[] = {
    {"AT+QDMPCFG?", "\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,255.255.255.255,65535,4294966\r\n" CREDENTIALS_SHOWN},
    {"AT+QDMPCFG=4,2", CREDENTIALS_SHOWN},
    {"AT+QDMPCFG=6", "\r\n+QDMPCFG: 6,6\r\n"},
    {"AT+QDMPCFG=?", "\r\n+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]\r\n"},
    {"AT+QDMPCFGEX=2,1", "\r\n+QDMPCFGEX: 2," TEXT_OF_19 "," TEXT_OF_19 "," TEXT_OF_19 "," TEXT_OF_47 "\r\n"},
    {"AT+QDMPCFGEX=5,1", "\r\n+QDMPCFGEX: 5," TEXT_OF_255 "\r\n"},
    {"AT+QDMPCFGEX=1,2", ""},
    {"AT+QDMPCFG=5,4", ""},
};

static char stored[IMAGE_MAX];
static size_t stored_size;
static bool store_fails;

/* Not memcpy and strlen: they belong to the library, where they would count. */
static void copy_bytes(char *out, const char *bytes, size_t size) {
    volatile char *to = out;
    for (size_t i = 0; i < size; i++)
        to[i] = bytes[i];
}

static size_t length_of(const char *text) {
    const volatile char *at = text;
    size_t size = 0;
    while (at[size])
        size++;
    return size;
}

static bool same_texts(const char *a, const char *b) {
    size_t size = length_of(a), at = 0;
    while (at < size && a[at] == b[at])
        at++;
    return at == size && b[at] == '\0';
}

static void clear(volatile char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        text[i] = '\0';
}

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    (void)context;
    copy_bytes(out.ptr, stored, stored_size);
    *size = stored_size;
    return QDMP_OK;
}

static qdmp_status store(void *context, qdmp_span image) {
    (void)context;
    if (store_fails)
        return QDMP_STORAGE;
    copy_bytes(stored, image.ptr, image.len);
    stored_size = image.len;
    return QDMP_OK;
}

static char rooms[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
static const qdmp_module_config config = {
    {load, store, NULL},
    {{rooms[0], sizeof rooms[0]}, {rooms[1], sizeof rooms[1]}, {rooms[2], sizeof rooms[2]}},
    APPKEY_MAX,
    PASSWORD_MAX};
static qdmp_module module;

/* A count begins here: commands.py recognises it by its name. */
__attribute__((noinline)) void begin_command(const char *text);
__attribute__((noinline)) void begin_command(const char *text) {
    say(text);
    say("\n");
}

/* commands.py recognises it, and fails. */
static bool right_answer(const char *answer, const char *expected) {
    if (same_texts(answer, expected))
        return true;
    say("wrong answer: ");
    say(answer);
    return false;
}

/* Returns whether the line ends as expected, its information lines among them. */
static bool execute(const char *text, const char *expected, bool should_fail) {
    qdmp_span bytes = {text, length_of(text)};
    qdmp_command_line line;
    qdmp_response info;
    qdmp_status status;
    char answer[ANSWER_MAX + 1];
    qdmp_room room = {answer, ANSWER_MAX};
    clear(answer, sizeof answer);
    begin_command(text);
    qdmp_command_line_open(&line, bytes);
    while ((status = qdmp_command_line_next(&line, &module, QDMP_DMSTATE_REG_SUCCESS, &info, NULL)) == QDMP_OK) {
        if (qdmp_response_encode(&info, QDMP_RESPONSE_CANONICAL, room, NULL, NULL) != QDMP_OK)
            return false;
        room.ptr = answer + length_of(answer);
        room.cap = ANSWER_MAX - length_of(answer);
    }
    return status == (should_fail ? QDMP_STORAGE : QDMP_END) && right_answer(answer, expected);
}

/* Everything set, in the order of the parts of an image, so that the last takes longest to write. */
static bool set_all(void) {
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        if (!execute(sets[i], "", false))
            return false;
    }
    return stored_size == sizeof rooms[0];
}

/*
 * The storage fails each, and the image is loaded again. After an erase, a set that changes nothing is stored as well.
 */
static bool change_in_vain(void) {
    bool good = true;
    store_fails = true;
    for (unsigned type = '0'; type <= '5'; type++) {
        char text[] = "AT+QDMPCFGEX=0,2";
        text[13] = (char)type;
        good = good && execute(text, "", true);
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        good = good && execute(sets[i], "", true);
    store_fails = false;
    return good;
}

/* A line of `size` bytes, of commands of another's: the same again and again, with a `;` behind it or without one. */
static bool pass_others(const char *name, const char command[2], size_t size) {
    static char text[LINE_MAX];
    qdmp_span bytes = {text, size};
    qdmp_command_line line;
    qdmp_response info;
    qdmp_status status;
    size_t passed = 0, len = command[1] == ';' ? 1 : 2;
    for (size_t i = 0; i < size; i++)
        text[i] = command[i % 2];
    begin_command(name);
    qdmp_command_line_open(&line, bytes);
    while ((status = qdmp_command_line_next(&line, &module, 0, &info, NULL)) == QDMP_NOT_OURS) {
        passed++;
        qdmp_command_line_resume(&line, len);
    }
    return status == QDMP_END && passed == size / 2;
}

int main(void) {
    begin_command("opening, with nothing stored");
    if (qdmp_module_open(&module, &config, NULL) != QDMP_OK || !set_all())
        return 1;
    begin_command("opening");
    if (qdmp_module_open(&module, &config, NULL) != QDMP_OK || !change_in_vain())
        return 1;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!execute(others[i].command, others[i].answer, false))
            return 1;
    }
    return !pass_others("others: A; half", "A;", LINE_MAX / 2) || !pass_others("others: A; whole", "A;", LINE_MAX) ||
           !pass_others("others: E0 half", "E0", LINE_MAX / 2) || !pass_others("others: E0 whole", "E0", LINE_MAX);
}
