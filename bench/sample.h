/* SPDX-License-Identifier: MIT */
/* One registration and its datagrams (tests/vectors/registration.json, "register sdk"), for qdmp and libcoap alike. */
#ifndef QDMP_BENCH_SAMPLE_H
#define QDMP_BENCH_SAMPLE_H

#include "qdmp/registration.h"

#define SAMPLE_NAME                                                                                                    \
    "L@#@wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjtWeYHQ2Q6xYw+CI1fR5r5@#@M100000089@#@863703030822519@#@v2.0"
#define SAMPLE_OBJECTS "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>"
#define SAMPLE_TOKEN   "\x34\x12\0\0"
#define SAMPLE_ID      0x1234

/* The parameters of the register: settings from which the name is made, and the same with the name given. */
extern const qdmp_registration sample_by_settings, sample_by_name;

extern const qdmp_exchange sample_exchange;
extern const qdmp_location_path sample_path;

/* The register, its answer 2.01, a GET of the server, an acknowledgement. */
extern const qdmp_span sample_datagrams[4];

#endif
