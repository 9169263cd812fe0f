/* SPDX-License-Identifier: MIT */
/*
 * A stand-in for the header of cAT (https://github.com/marcinbor85/cAT), written for this repository: the declarations
 * that ../cat.c and its test use, and no more. It has no code of cAT. Build with cAT's own header, not with this one.
 */
#ifndef STAND_IN_CAT_H
#define STAND_IN_CAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum cat_status { CAT_STATUS_ERROR_BUFFER_FULL = -5, CAT_STATUS_OK = 0 } cat_status;

typedef enum cat_return_state {
    CAT_RETURN_STATE_ERROR = -1,
    CAT_RETURN_STATE_DATA_OK,
    CAT_RETURN_STATE_DATA_NEXT,
    CAT_RETURN_STATE_NEXT,
    CAT_RETURN_STATE_OK,
    CAT_RETURN_STATE_HOLD,
    CAT_RETURN_STATE_HOLD_EXIT_OK,
    CAT_RETURN_STATE_HOLD_EXIT_ERROR
} cat_return_state;

struct cat_object;
struct cat_variable;

struct cat_command {
    const char *name;
    const char *description;
    cat_return_state (*write)(const struct cat_command *cmd, const uint8_t *data, const size_t data_size,
                              const size_t args_num);
    cat_return_state (*read)(const struct cat_command *cmd, uint8_t *data, size_t *data_size,
                             const size_t max_data_size);
    cat_return_state (*run)(const struct cat_command *cmd);
    cat_return_state (*test)(const struct cat_command *cmd, uint8_t *data, size_t *data_size,
                             const size_t max_data_size);
    const struct cat_variable *var;
    size_t var_num;
    bool need_all_vars;
    bool only_test;
    bool disable;
    bool implicit_write;
};

struct cat_command_group {
    const char *name;
    const struct cat_command *cmd;
    size_t cmd_num;
    bool disable;
};

cat_status cat_trigger_unsolicited_read(struct cat_object *self, const struct cat_command *cmd);

#endif
