/* SPDX-License-Identifier: MIT */
/*
 * What the examples of the module's side want from the module itself.
 */
#ifndef EXAMPLES_MODULE_H
#define EXAMPLES_MODULE_H

#include <qdmp/qdmp.h>

/** Executes a request. Returns whether it did; then module_line has its information lines. */
int module_execute(const qdmp_request *request);

/** The next information line; 0: there is none. Its texts live until the next request. */
int module_line(qdmp_response *line);

#endif
