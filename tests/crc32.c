/* SPDX-License-Identifier: MIT */
/* Tests CRC-32/IEEE with the check value from catalogues of CRCs, and with zlib. */
#include "guard.h"
#include "support.h"

#include <stdlib.h>
#include <zlib.h>

Test(crc32, check_value) {
    cr_expect(qdmp_crc32(0, span_of("123456789")) == 0xCBF43926);
    cr_expect(qdmp_crc32(0, span_of("")) == 0);
    cr_expect(qdmp_crc32(0, span_from(NULL, 0)) == 0);
}

Test(crc32, each_byte) {
    for (unsigned byte = 0; byte < 256; byte++) {
        unsigned char c = (unsigned char)byte;
        CHECK(qdmp_crc32(0, span_from(&c, 1)) == crc32(0, &c, 1), "byte %u", byte);
    }
}

/* All lengths up to 1000, in one piece and in two. */
Test(crc32, zlib) {
    enum { LENGTH_MAX = 1000 };
    srand(1);
    for (size_t len = 0; len <= LENGTH_MAX; len++) {
        char *bytes = guard_behind(len);
        size_t cut = len / 3;
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)rand();
        uint32_t expected = (uint32_t)crc32(0, (const unsigned char *)bytes, (uInt)len);
        CHECK(qdmp_crc32(0, span_from(bytes, len)) == expected, "%zu bytes", len);
        uint32_t first = qdmp_crc32(0, span_from(bytes, cut));
        CHECK(qdmp_crc32(first, span_from(bytes + cut, len - cut)) == expected, "%zu bytes in two pieces", len);
    }
}
