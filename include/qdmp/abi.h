/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What headers and library must agree on: version, layout, names. Every other header includes this one.
 *
 * A program may change it with these macros. They must be defined alike for the library and for all files that include
 * its headers:
 *
 * - QDMP_PREFIX, a word: the prefix of every external name, so that a program may hold two copies of the library;
 * - QDMP_AT_ONLY: there is no CoAP, registration, session, object 666, storage and module;
 * - QDMP_HOST_ONLY: requests are only encoded and responses only decoded, as a host that drives a module does; there
 *   are no settings, images, modules and object 666;
 * - QDMP_MODULE_ONLY: the other two directions; request encode, which judges images, is left out only together with
 *   QDMP_AT_ONLY;
 * - QDMP_STRICT: there is no tolerant decode (R28), and no mark in a response;
 * - QDMP_WHOLE_LINES: there is no decode and no encode without the name (R29);
 * - QDMP_SHORT_ENUMS: needed with -fshort-enums, except on ARM, where the compiler announces it;
 * - QDMP_NO_GUARD, only for files that include headers: they do not refer to qdmp_abi_....
 */
#ifndef QDMP_ABI_H
#define QDMP_ABI_H

/** @addtogroup build
 * @{ */

/**
 * First number of the version. docs/vendoring.md says what a change of each number means. The numbers are defined only
 * here.
 */
#define QDMP_VERSION_MAJOR 0
/** Second number of the version. */
#define QDMP_VERSION_MINOR 2
/** Third number of the version. */
#define QDMP_VERSION_PATCH 0

/** Marks what a shared library exports. A program may define it, for example for a DLL. */
#if !defined(QDMP_API)
#if defined(__GNUC__) && !defined(_WIN32)
#define QDMP_API __attribute__((visibility("default")))
#else
#define QDMP_API
#endif
#endif

#if defined(QDMP_HOST_ONLY) && defined(QDMP_MODULE_ONLY)
#error "QDMP_HOST_ONLY and QDMP_MODULE_ONLY exclude each other"
#endif

/** @} */

/* --- names --- */

#if defined(QDMP_PREFIX)
#define QDMP__JOIN_PREFIX(prefix, name)   prefix##name
#define QDMP__JOIN_PREFIXED(prefix, name) QDMP__JOIN_PREFIX(prefix, name)
#define QDMP__PREFIXED(name)              QDMP__JOIN_PREFIXED(QDMP_PREFIX, name)
#include "qdmp/prefix.h"
#else
#define QDMP__PREFIXED(name) name
#endif

/* A cast without a warning by -Wold-style-cast. */
#ifdef __cplusplus
#define QDMP__CAST(type, value) static_cast<type>(value)
#else
#define QDMP__CAST(type, value) ((type)(value))
#endif

/* --- layout --- */

#if defined(QDMP_SHORT_ENUMS) || (defined(__ARM_SIZEOF_MINIMAL_ENUM) && __ARM_SIZEOF_MINIMAL_ENUM < 4)
#define QDMP__SHORT_ENUMS      1
#define QDMP__JOIN_ENUMS(name) name##_short_enums
#else
#define QDMP__SHORT_ENUMS      0
#define QDMP__JOIN_ENUMS(name) name
#endif

/*
 * A strict library has responses without marks. A library for whole lines has no decode without the name. Inline
 * functions call the same decoders for that decode.
 */
#if defined(QDMP_STRICT)
#define QDMP__JOIN_STRICT(name) name##_strict
#else
#define QDMP__JOIN_STRICT(name) name
#endif
#if defined(QDMP_WHOLE_LINES)
#define QDMP__JOIN_LINES(name) name##_whole_lines
#else
#define QDMP__JOIN_LINES(name) name
#endif
#define QDMP__JOINED_STRICT(name) QDMP__JOIN_STRICT(name)
#define QDMP__JOINED_LINES(name)  QDMP__JOIN_LINES(name)
#define QDMP__JOIN_ABI(major, minor)                                                                                   \
    QDMP__JOINED_ENUMS(QDMP__JOINED_LINES(QDMP__JOINED_STRICT(qdmp_abi_##major##_##minor)))
#define QDMP__JOINED_ENUMS(name) QDMP__JOIN_ENUMS(name)

enum qdmp__smallest { QDMP__SMALLEST };

/* An error here means that the compiler has enums of another size than announced; see QDMP_SHORT_ENUMS. */
typedef char qdmp__enums_are_as_announced[(sizeof(enum qdmp__smallest) < sizeof(int)) == QDMP__SHORT_ENUMS ? 1 : -1];

/* --- guard --- */

/*
 * The name of a symbol that the library defines. A file that includes headers refers to it. Therefore headers of one
 * version do not link with a library of another, and two libraries do not link into one program. Before 1.0.0 a layout
 * may change with each minor number.
 */
#define QDMP__JOINED_ABI(major, minor) QDMP__JOIN_ABI(major, minor)
#define QDMP__ABI                      QDMP__PREFIXED_ABI(QDMP__JOINED_ABI(QDMP_VERSION_MAJOR, QDMP_VERSION_MINOR))
#define QDMP__PREFIXED_ABI(name)       QDMP__PREFIXED(name)

#ifdef __cplusplus
extern "C" {
#endif

extern QDMP_API const char QDMP__ABI;

#ifdef __cplusplus
}
#endif

#if !defined(QDMP_NO_GUARD) && defined(__GNUC__)
/* If a compiler does not know `retain`, a linker may drop this reference with other unused data. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wattributes"
static const char *const qdmp__guard __attribute__((used, retain)) = &QDMP__ABI;
#pragma GCC diagnostic pop
#elif !defined(QDMP_NO_GUARD)
static const char *const qdmp__guard = &QDMP__ABI;
#endif

#endif
