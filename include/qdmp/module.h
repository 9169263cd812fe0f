/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The module's side: executes what the commands say (docs/module.md). Settings are saved in the caller's storage, and
 * come in force when the module is opened, which is power-up and restart alike.
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
 * The final result code is the caller's. There is no I/O but the two calls of the storage.
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

/** Images that a module holds: the one in force, the one that is stored, and the next one. */
#define QDMP_MODULE_IMAGES 3

/** What a module works with. */
typedef struct qdmp_module_config {
    qdmp_storage storage;                /**< keeps the image */
    qdmp_room rooms[QDMP_MODULE_IMAGES]; /**< the module's as long as it is open, each of at least
                                              QDMP_IMAGE_MAX(appkey_max, password_max) bytes; of a larger one as many
                                              are used as the smallest has. They hold the password in the clear */
    size_t appkey_max;                   /**< bytes of the longest appkey that the module takes */
    size_t password_max;                 /**< bytes of the longest password that it takes */
} qdmp_module_config;

/* An image, and its settings, whose texts point into the room. */
struct qdmp__module_image {
    qdmp_room room;
    size_t size;
    qdmp_settings settings;
};

/** A module. Its members are private; no memory but the caller's is used. It is one caller's at a time. */
typedef struct qdmp_module {
    /** @privatesection */
    qdmp_storage storage;
    size_t appkey_max;
    size_t password_max;
    struct qdmp__module_image images[QDMP_MODULE_IMAGES]; /* the first is in force */
    uint8_t stored;                                       /* number of the one that is stored; the other is the next */
    uint8_t readable;                                     /* 0: what is stored could not be loaded when it was opened */
    uint8_t uncertain; /* 1: what is stored may be another image than the module holds */
} qdmp_module;

/**
 * Opens a module: what is stored comes in force. To restart, open it again.
 *
 * The rooms are wiped and filled anew: what was in force before is gone, and with it all that qdmp_module_in_force and
 * qdmp_module_image gave. Close first what uses it, as a session.
 *
 * With QDMP_OK and with each of the next three the module is open; with the last two it is not, and is untouched:
 *
 * - QDMP_DAMAGED: what is stored is no image, or holds what the module would not have saved, as an appkey or password
 *   longer than it takes. Defaults are in force. The next set, save or erase overwrites what is stored;
 * - QDMP_NEWER: what is stored is of a later version, or larger than the room. Likewise;
 * - QDMP_STORAGE: it could not be loaded. Defaults are in force, and everything is refused that saves, erases or shows
 *   what is stored;
 * - QDMP_NO_SPACE: a room is too small;
 * - QDMP_RANGE: an image of such an appkey and password would be longer than QDMP_IMAGE_LENGTH_MAX.
 *
 * @param module  is written; it need not have been open before
 * @param config  is copied; its storage and rooms must stay
 * @param err     what and where, as qdmp_image_decode says it; may be NULL
 * @return QDMP_OK: what is stored is in force, or defaults, as nothing is stored; else what stands above
 *
 * @snippet module.c qdmp_module_open
 */
QDMP_API qdmp_status qdmp_module_open(qdmp_module *module, const qdmp_module_config *config, qdmp_error *err);

/**
 * The settings in force. Their credentials and server are those to register with, if `set` has
 * QDMP_WAS_SET(QDMP_SET_CREDENTIALS).
 *
 * @param module  is open
 * @return the settings; they and their texts stay as they are until the module is opened again
 *
 * @snippet module.c qdmp_module_in_force
 */
QDMP_API const qdmp_settings *qdmp_module_in_force(const qdmp_module *module);

/**
 * The image in force: the one that was loaded; where defaults are in force, that of defaults.
 *
 * @param module  is open
 * @return the image, which stays as it is until the module is opened again
 *
 * @snippet module.c qdmp_module_image
 */
QDMP_API qdmp_span qdmp_module_image(const qdmp_module *module);

/* --- one command --- */

/** Information lines of a command that was executed. Its members are private. */
typedef struct qdmp_module_lines {
    /** @privatesection */
    uint32_t left;    /* a bit for each qdmp_response_kind that is left */
    uint32_t dmstate; /* of QDMP_INFO_STATE */
    uint8_t image;    /* number of the image of which they show settings */
} qdmp_module_lines;

/**
 * Executes one command. A set, save or erase is stored when it returns, and in force when the module is opened the
 * next time.
 *
 * Whatever is not QDMP_OK changes nothing, and stores nothing, QDMP_STORAGE excepted: if the store failed, the old
 * image is stored or the new one. The module then loads what is stored, and shows that from then on, as if it were
 * opened; if it cannot be loaded either, it goes on to show the old one. In both cases the next set, save or erase is
 * stored even if it changes nothing.
 *
 * If several things are wrong, QDMP_STORAGE of a module that is not readable is said before faults of values.
 *
 * @param module   is open
 * @param request  as qdmp_request_decode or qdmp_request_decode_rest gave it
 * @param dmstate  what `AT+QDMPCFG=6` is to answer, QDMP_DMSTATE_..., as qdmp_session_dmstate says it; other commands
 *                 do not look at it
 * @param lines    on QDMP_OK the information lines, for qdmp_module_lines_next; otherwise none
 * @param err      what, and the field at fault; the offset counts from the first byte of its value. May be NULL
 * @return QDMP_OK; QDMP_STORAGE: it could not be stored, or what is stored is not known since the module was opened;
 *         QDMP_NOT_SET: the credentials that are to be shown were never set; QDMP_LENGTH, at the first byte too many:
 *         the appkey or password is longer than the module takes; QDMP_NOT_REPRESENTABLE: no information line could
 *         show the value (R15, R25); QDMP_RANGE, dmstate: it is none of the list. Of a request that was not decoded
 *         also QDMP_FORM, QDMP_RANGE, QDMP_RESERVED, and what qdmp_image_encode returns
 *
 * @snippet module.c qdmp_module_execute
 */
QDMP_API qdmp_status qdmp_module_execute(qdmp_module *module, const qdmp_request *request, uint32_t dmstate,
                                         qdmp_module_lines *lines, qdmp_error *err);

/**
 * Takes the next information line. qdmp_response_encode takes it, too: it has no value that cannot be written.
 *
 * @param module  executed the command, and nothing since
 * @param lines   of that command
 * @param out     written only on QDMP_OK; its texts point into the module's rooms. Of a password it has the shown part
 *                alone (R17)
 * @return QDMP_OK; QDMP_END: no line is left
 *
 * @snippet module.c qdmp_module_lines_next
 */
QDMP_API qdmp_status qdmp_module_lines_next(const qdmp_module *module, qdmp_module_lines *lines, qdmp_response *out);

/* --- a command line --- */

/** A walk over the commands of a line (V.250, 5.2.2). */
typedef struct qdmp_command_line {
    size_t used; /**< bytes of the line so far: on QDMP_END and errors all that it had, its CR, CR LF or LF included;
                            on QDMP_NOT_OURS those in front of `foreign` */
    qdmp_span foreign; /**< on QDMP_NOT_OURS: the command that is another's, without the `;` or line end behind it */
    /** @privatesection */
    qdmp_span text; /* the line without its end */
    size_t size;    /* of the line with its end, and of what stands before it */
    qdmp_module_lines lines;
    uint8_t begun; /* a command was found */
} qdmp_command_line;

/**
 * Starts a walk over the line at the front of `bytes`: a whole one, for the end of `bytes` ends it, too. Empty lines
 * before it are skipped, and count in `used` and in offsets (R2); bytes behind its CR, CR LF or LF are not looked at.
 *
 * @param line   is written
 * @param bytes  must stay until the walk is over
 *
 * @snippet module.c qdmp_command_line_open
 */
QDMP_API void qdmp_command_line_open(qdmp_command_line *line, qdmp_span bytes);

/**
 * Goes on to the next information line, and executes the commands in front of it. Call until it returns something else
 * than QDMP_OK.
 *
 * Each command is executed by itself, as qdmp_module_execute does it: those in front of a wrong one stay done, those
 * behind it are not looked at (V.250, 5.3.2).
 *
 * A command that is another's is handed over in `line->foreign`: execute it, then call qdmp_command_line_resume. Quotes
 * protect a `;` in it. `AT` alone is one, and so is a line of nothing but blanks, then without a byte.
 *
 * @param line     the walk
 * @param module   is open
 * @param dmstate  as qdmp_module_execute
 * @param out      an information line, written only on QDMP_OK; as qdmp_module_lines_next. Encode it before the next
 *                 call
 * @param err      what and where, written unless QDMP_OK or QDMP_END is returned; may be NULL
 * @return QDMP_OK: send the line in `*out`; QDMP_END: all commands are executed: answer OK; QDMP_NOT_OURS; QDMP_SYNTAX
 *         at a `;` in whose place a command should stand; else what qdmp_request_decode and qdmp_module_execute
 *         return: answer ERROR. The offset counts from the first byte of the line; a fault that is none of a value
 *         in it, as QDMP_STORAGE and QDMP_NOT_SET, has that of its command
 *
 * @snippet module.c qdmp_command_line_next
 */
QDMP_API qdmp_status qdmp_command_line_next(qdmp_command_line *line, qdmp_module *module, uint32_t dmstate,
                                            qdmp_response *out, qdmp_error *err);

/**
 * Says that a command of another's was executed: the walk goes on behind it.
 *
 * @param line  after QDMP_NOT_OURS
 * @param len   bytes of the command, at least 1 if there are any; usually all of `foreign`. Behind a basic command the
 *              next one may begin without a `;`: `ATE0` of `ATE0+QDMPCFG?`. It may be more than `foreign`, up to the
 *              end of the line, for a command that has a `;` of its own, as `D123;`
 *
 * @snippet module.c qdmp_command_line_resume
 */
QDMP_API void qdmp_command_line_resume(qdmp_command_line *line, size_t len);

/* --- final result codes --- */

#define QDMP__CME_ERROR(ERROR, number, text) QDMP_CME_##ERROR = (number),

/** The numbers behind `+CME ERROR:` that a module answers. The list is QDMP_CME_ERRORS in spec.def. */
typedef enum qdmp_cme_error { QDMP_CME_ERRORS(QDMP__CME_ERROR) QDMP__CME_END } qdmp_cme_error;

#undef QDMP__CME_ERROR

/**
 * The number that `+CME ERROR:` gives for a command that failed, where AT+CMEE=1 is set.
 *
 * @param status  what qdmp_command_line_next, qdmp_request_decode or qdmp_module_execute returned
 * @return the number
 *
 * @snippet module.c qdmp_cme_number
 */
QDMP_API qdmp_cme_error qdmp_cme_number(qdmp_status status);

/**
 * The same in words, where AT+CMEE=2 is set.
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
