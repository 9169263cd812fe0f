/* SPDX-License-Identifier: MIT */
/**
 * @file
 * All of qdmp, less what a switch leaves out (abi.h).
 */
#ifndef QDMP_QDMP_H
#define QDMP_QDMP_H

#include "qdmp/app_info.h"
#include "qdmp/crc32.h"
#include "qdmp/image.h"
#include "qdmp/request.h"
#include "qdmp/response.h"
#include "qdmp/stream.h"
#include "qdmp/tokens.h"
#include "qdmp/values.h"
#include "qdmp/version.h"
#ifndef QDMP_AT_ONLY
#include "qdmp/module.h"
#include "qdmp/object.h"
#include "qdmp/session.h"
#include "qdmp/storage.h"
#endif

#endif
