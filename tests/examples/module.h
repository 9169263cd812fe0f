/* SPDX-License-Identifier: MIT */
#ifndef QDMP_TEST_EXAMPLE_MODULE_H
#define QDMP_TEST_EXAMPLE_MODULE_H

/** Opens the module, for the first time or again: what was saved comes into force. */
void module_restart(void);

#endif
