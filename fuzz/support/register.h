/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The expected messages of a registration, made from docs/registration.md; and registrations from a target's bytes.
 */
#ifndef QDMP_FUZZ_REGISTER_H
#define QDMP_FUZZ_REGISTER_H

#include "bytes.h"
#include "coap_naive.h"

#include "qdmp/registration.h"

/**
 * Encrypts `size` bytes in place, a multiple of 16, with the hash of the password as the key, in another way than the
 * library. The password is not empty, and the padding exists.
 */
typedef void register_seal(qdmp_span password, unsigned char *blocks, size_t size);

/** A registration with everything that belongs to it. */
struct registering {
    qdmp_registration registration;
    qdmp_exchange exchange;
    qdmp_location_path path;
    bool crypto_fails;
    register_seal *seal;
    const char *property; /* the property that wrong bytes break; NULL: P32 or P33 */
};

/** Fills all members except `crypto`, `crypto_fails`, `seal` and `property`. */
void register_make(struct bytes *bytes, struct registering *out);

/** Appends the endpoint name. */
void register_name(struct composed *out, const struct registering *r, bool update);

/** Appends a message with the given `id` and `token`. */
void register_message(struct composed *out, const struct registering *r);
void register_update(struct composed *out, const struct registering *r);
void register_deregister(struct composed *out, const struct registering *r);

/** Whether a path may have this segment. */
bool register_segment_fits(qdmp_span segment);

/** The seconds that a register announces. */
uint32_t register_lifetime(const qdmp_registration *registration);

/** P32-P36: checks the name in both forms, and the three messages. */
void register_check(const struct registering *r);

#endif
