/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The structures of qdmp/settings.h from a target's bytes: mostly valid, often at a limit, sometimes beyond it.
 */
#ifndef QDMP_FUZZ_SETTINGS_H
#define QDMP_FUZZ_SETTINGS_H

#include "bytes.h"

#include "qdmp/request.h"

qdmp_server settings_server(struct bytes *bytes);
qdmp_credentials settings_credentials(struct bytes *bytes);
qdmp_system settings_system(struct bytes *bytes);
qdmp_software settings_software(struct bytes *bytes);
qdmp_network settings_network(struct bytes *bytes);

/** A text for a field that holds up to `most` bytes. */
qdmp_span settings_text(struct bytes *bytes, size_t most);

/** A request of any kind, sometimes of none. */
qdmp_request settings_request(struct bytes *bytes);

/** A set, save or erase of the kind. For any other kind only the kind is filled. */
qdmp_request settings_request_of(struct bytes *bytes, qdmp_request_kind kind);

#endif
