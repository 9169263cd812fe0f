/* SPDX-License-Identifier: MIT */
/* The functions that the glue code to AT parsers needs from the program around it. */
#ifndef EXAMPLES_MODULE_H
#define EXAMPLES_MODULE_H

#include <qdmp/qdmp.h>

/** The module, open. QDMP_CREDENTIALS_RESPONSE_MAX of its longest appkey is at most QDMP_RESPONSE_LINE_MAX. */
extern qdmp_module module;

/** The dmstate that qdmp_session_dmstate returns; QDMP_DMSTATE_INITIAL_STATE without a session. */
uint32_t module_dmstate(void);

#endif
