/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The module's side: executes what the commands say (docs/module.md). Settings are saved in the caller's storage. They
 * come into force when the module is opened, which is both power-up and restart.
 *
 *     static char images[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
 *     static qdmp_module module;
 *
 *     // Power-up and restart: what is stored comes in force.
 *     void restart(qdmp_storage storage) {
 *         qdmp_room room = {images[0], sizeof images[0]}, stored = {images[1], sizeof images[1]},
 *                   next = {images[2], sizeof images[2]};
 *         qdmp_module_config config = {storage, {room, stored, next}, APPKEY_MAX, PASSWORD_MAX};
 *         qdmp_error err;
 *         if (qdmp_module_open(&module, &config, &err) != QDMP_OK)
 *             complain(&err); // damaged, of a newer version, or not to be loaded: defaults are in force
 *     }
 *
 *     // Executes a command line, its CR included; it may hold several commands with `;` between them.
 *     void execute(qdmp_span bytes) {
 *         qdmp_command_line line;
 *         qdmp_response info;
 *         qdmp_status status;
 *         qdmp_command_line_open(&line, bytes);
 *         while ((status = qdmp_command_line_next(&line, &module, dmstate(), &info, NULL)) != QDMP_END) {
 *             if (status == QDMP_OK)
 *                 send_line(&info); // written by qdmp_response_encode
 *             else if (status == QDMP_NOT_OURS && dispatch(line.foreign))
 *                 qdmp_command_line_resume(&line, line.foreign.len);
 *             else
 *                 break;
 *         }
 *         send_result(status); // OK for QDMP_END; else ERROR, or what qdmp_cme_number says
 *     }
 *
 * The caller sends the final result code. There is no I/O except the two calls of the storage.
 */
#ifndef QDMP_MODULE_H
#define QDMP_MODULE_H

#include "qdmp/image.h"
#include "qdmp/response.h"
#include "qdmp/storage.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup module
 * @{ */

/* --- opening --- */

/** The number of images in a module: the one in force, the stored one, and the next one. */
#define QDMP_MODULE_IMAGES 3

/** The configuration of a module. */
typedef struct qdmp_module_config {
    qdmp_storage storage;                /**< keeps the image */
    qdmp_room rooms[QDMP_MODULE_IMAGES]; /**< used by the module as long as it is open, each of at least
                                              QDMP_IMAGE_MAX(appkey_max, password_max) bytes; of a larger one as many
                                              are used as the smallest has. They hold the password in the clear */
    size_t appkey_max;                   /**< bytes of the longest appkey that the module accepts */
    size_t password_max;                 /**< bytes of the longest password that it accepts */
} qdmp_module_config;

/* An image and its settings. Their texts point into the room. */
struct qdmp__module_image {
    qdmp_room room;
    size_t size;
    qdmp_settings settings;
};

/** A module. Its members are private. It uses only the caller's memory. Only one caller may use it at a time. */
typedef struct qdmp_module {
    /** @privatesection */
    qdmp_storage storage;
    size_t appkey_max;
    size_t password_max;
    struct qdmp__module_image images[QDMP_MODULE_IMAGES]; /* the first is in force */
    uint8_t stored;                                       /* index of the stored image, 1 or 2; the other is the next */
    uint8_t readable;                                     /* 0: the stored image could not be loaded at opening */
    uint8_t uncertain; /* 1: the stored image may differ from the one that the module holds */
} qdmp_module;

/**
 * Opens a module: what is stored comes into force. To restart, open it again.
 *
 * The rooms are wiped and filled anew. The settings that were in force before are lost, and with them all that
 * qdmp_module_in_force and qdmp_module_image returned. First close what uses them, such as a session.
 *
 * With QDMP_OK and with each of the next three the module is open. With the last two it is not open, and is untouched:
 *
 * - QDMP_DAMAGED: what is stored is no image, or contains what the module would not have saved, such as an appkey or
 *   password longer than it accepts. Defaults are in force. The next set, save or erase overwrites what is stored;
 * - QDMP_NEWER: what is stored is of a later version, or larger than the room. The rest is as above;
 * - QDMP_STORAGE: it could not be loaded. Defaults are in force, and every command is refused that saves, erases or
 *   shows what is stored;
 * - QDMP_NO_SPACE: a room is too small;
 * - QDMP_RANGE: an image with the longest appkey and password would be longer than QDMP_IMAGE_LENGTH_MAX.
 *
 * @param module  written; it need not have been open before
 * @param config  copied; its storage and rooms must outlive the module
 * @param err     the error and its place, as from qdmp_image_decode; may be NULL
 * @return QDMP_OK: what is stored is in force, or the defaults if nothing is stored; otherwise as listed above
 *
 * @snippet module.c qdmp_module_open
 */
QDMP_API qdmp_status qdmp_module_open(qdmp_module *module, const qdmp_module_config *config, qdmp_error *err);

/**
 * The settings in force. Register with their credentials and server, if `set` has QDMP_WAS_SET(QDMP_SET_CREDENTIALS).
 *
 * @param module  an open module
 * @return the settings; they and their texts stay as they are until the module is opened again
 *
 * @snippet module.c qdmp_module_in_force
 */
QDMP_API const qdmp_settings *qdmp_module_in_force(const qdmp_module *module);

/**
 * The image in force: the one that was loaded or, if defaults are in force, the image of the defaults.
 *
 * @param module  an open module
 * @return the image, which stays as it is until the module is opened again
 *
 * @snippet module.c qdmp_module_image
 */
QDMP_API qdmp_span qdmp_module_image(const qdmp_module *module);

/* --- one command --- */

/** The information lines of an executed command. Its members are private. */
typedef struct qdmp_module_lines {
    /** @privatesection */
    uint32_t left;    /* a bit for each qdmp_response_kind that has not been returned yet */
    uint32_t dmstate; /* value of QDMP_INFO_STATE */
    uint8_t image;    /* number of the image with the settings that they show */
} qdmp_module_lines;

/**
 * Executes one command. A set, save or erase is stored when the call returns, and comes into force when the module is
 * opened the next time.
 *
 * Any other status than QDMP_OK means that nothing was changed and nothing was stored, except QDMP_STORAGE: if the
 * store failed, the old image or the new one is stored. The module then loads what is stored, and shows it from then
 * on, as if it were opened. If it cannot be loaded either, the module continues to show the old image. In both cases
 * the next set, save or erase is stored even if it changes nothing.
 *
 * If there are several errors, QDMP_STORAGE of an unreadable module is reported before errors of values.
 *
 * @param module   an open module
 * @param request  as qdmp_request_decode or qdmp_request_decode_rest returned it
 * @param dmstate  the answer to `AT+QDMPCFG=6`, QDMP_DMSTATE_..., as qdmp_session_dmstate returns it; other commands
 *                 ignore it
 * @param lines    on QDMP_OK the information lines, for qdmp_module_lines_next; otherwise none
 * @param err      the error, with the field at fault; the offset counts from the first byte of its value. May be NULL
 * @return QDMP_OK; QDMP_STORAGE: it could not be stored, or the module does not know what is stored since it was
 *         opened; QDMP_NOT_SET: the credentials to show were never set; QDMP_LENGTH, at the first byte too many: the
 *         appkey or password is longer than the module accepts; QDMP_NOT_REPRESENTABLE: no information line could show
 *         the value (R15, R25); QDMP_RANGE, dmstate: it is not in the list. For a request that was not decoded also
 *         QDMP_FORM, QDMP_RANGE, QDMP_RESERVED, and what qdmp_image_encode returns
 *
 * @snippet module.c qdmp_module_execute
 */
QDMP_API qdmp_status qdmp_module_execute(qdmp_module *module, const qdmp_request *request, uint32_t dmstate,
                                         qdmp_module_lines *lines, qdmp_error *err);

/**
 * Takes the next information line. qdmp_response_encode always accepts it.
 *
 * @param module  the module that executed the command, and nothing since
 * @param lines   of that command
 * @param out     written only on QDMP_OK; its texts point into the module's rooms. Of a password it has only the shown
 *                part (R17)
 * @return QDMP_OK; QDMP_END: no line is left
 *
 * @snippet module.c qdmp_module_lines_next
 */
QDMP_API qdmp_status qdmp_module_lines_next(const qdmp_module *module, qdmp_module_lines *lines, qdmp_response *out);

/* --- a command line --- */

/** A walk over the commands of a line (V.250, 5.2.2). */
typedef struct qdmp_command_line {
    size_t used;       /**< bytes of the line so far. On QDMP_END and errors, all bytes, with its CR, CR LF or LF;
                            on QDMP_NOT_OURS those in front of `foreign` */
    qdmp_span foreign; /**< on QDMP_NOT_OURS: the foreign command, without the `;` or line end after it */
    /** @privatesection */
    qdmp_span text; /* the line without its end */
    size_t size;    /* bytes of the line with its end, and of the empty lines before it */
    size_t end;     /* end of the last command that was searched; if it is above `used`, it is not searched again */
    qdmp_module_lines lines;
    uint8_t begun; /* a command was found */
} qdmp_command_line;

/**
 * Starts a walk over the line at the front of `bytes`. It must be a whole line, because the end of `bytes` ends it too.
 * Empty lines before it are skipped, and count in `used` and in offsets (R2). Bytes after its CR, CR LF or LF are
 * ignored.
 *
 * @param line   written
 * @param bytes  must live until the end of the walk
 *
 * @snippet module.c qdmp_command_line_open
 */
QDMP_API void qdmp_command_line_open(qdmp_command_line *line, qdmp_span bytes);

/**
 * Advances to the next information line, and executes the commands before it. Call it until it returns something other
 * than QDMP_OK.
 *
 * Each command is executed by itself, as by qdmp_module_execute. The commands before a wrong one stay executed, and
 * those after it are not read (V.250, 5.3.2).
 *
 * A foreign command is returned in `line->foreign`: execute it, then call qdmp_command_line_resume. Quotes protect a
 * `;` in it. `AT` alone is such a command, and so is a line of only blanks; `foreign` is empty then.
 *
 * @param line     the walk
 * @param module   an open module
 * @param dmstate  as qdmp_module_execute
 * @param out      an information line, written only on QDMP_OK, as by qdmp_module_lines_next. Encode it before the next
 *                 call
 * @param err      the error and its place, written unless QDMP_OK or QDMP_END is returned; may be NULL
 * @return QDMP_OK: send the line in `*out`; QDMP_END: all commands are executed: answer OK; QDMP_NOT_OURS; QDMP_SYNTAX
 *         at a `;` where a command is missing; otherwise what qdmp_request_decode and qdmp_module_execute return:
 *         answer ERROR. The offset counts from the first byte of the line. An error that is not in a value of the line,
 *         such as QDMP_STORAGE and QDMP_NOT_SET, has the offset of its command
 *
 * @snippet module.c qdmp_command_line_next
 */
QDMP_API qdmp_status qdmp_command_line_next(qdmp_command_line *line, qdmp_module *module, uint32_t dmstate,
                                            qdmp_response *out, qdmp_error *err);

/**
 * Reports that a foreign command was executed: the walk continues after it.
 *
 * @param line  after QDMP_NOT_OURS
 * @param len   bytes of the command, at least 1 if there are any; usually all of `foreign`. After a basic command the
 *              next one may begin without a `;`: `ATE0` of `ATE0+QDMPCFG?`. It may be more than `foreign`, up to the
 *              end of the line, for a command with a `;` of its own, such as `D123;`
 *
 * @snippet module.c qdmp_command_line_resume
 */
QDMP_API void qdmp_command_line_resume(qdmp_command_line *line, size_t len);

/* --- final result codes --- */

#define QDMP__CME_ERROR(ERROR, number, text) QDMP_CME_##ERROR = (number),

/** The numbers that a module answers after `+CME ERROR:`. The list is QDMP_CME_ERRORS in spec.def. */
typedef enum qdmp_cme_error { QDMP_CME_ERRORS(QDMP__CME_ERROR) QDMP__CME_END } qdmp_cme_error;

#undef QDMP__CME_ERROR

/**
 * The number in `+CME ERROR:` for a command that failed, with AT+CMEE=1.
 *
 * @param status  what qdmp_command_line_next, qdmp_request_decode or qdmp_module_execute returned
 * @return the number
 *
 * @snippet module.c qdmp_cme_number
 */
QDMP_API qdmp_cme_error qdmp_cme_number(qdmp_status status);

/**
 * The same in words, with AT+CMEE=2.
 *
 * @param status  as qdmp_cme_number
 * @return a static text
 *
 * @snippet module.c qdmp_cme_text
 */
QDMP_API const char *qdmp_cme_text(qdmp_status status);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
