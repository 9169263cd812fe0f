/* SPDX-License-Identifier: MIT */
/* What every file of the library includes before a public header. Internal. */
#ifndef QDMP_LIBRARY_H
#define QDMP_LIBRARY_H

/* The library's own files need no guard, because they come together. */
#ifndef QDMP_NO_GUARD
#define QDMP_NO_GUARD
#endif

#include "qdmp/abi.h"

/* In C++ it has another name. */
#ifdef __cplusplus
#define QDMP__STATIC_ASSERT static_assert
#else
#define QDMP__STATIC_ASSERT _Static_assert
#endif

/* The text of the expansion of a macro. */
#define QDMP__TEXT_OF(macro)    QDMP__TEXT_OF_TOKENS(macro)
#define QDMP__TEXT_OF_TOKENS(x) #x

#endif
