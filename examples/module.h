/* SPDX-License-Identifier: MIT */
/*
 * What the glues to AT parsers want of the program around them.
 */
#ifndef EXAMPLES_MODULE_H
#define EXAMPLES_MODULE_H

#include <qdmp/qdmp.h>

/** The module, open. QDMP_CREDENTIALS_RESPONSE_MAX of its longest appkey is at most QDMP_RESPONSE_LINE_MAX. */
extern qdmp_module module;

/** What qdmp_session_dmstate says of the session; QDMP_DMSTATE_INITIAL_STATE without one. */
uint32_t module_dmstate(void);

#endif
