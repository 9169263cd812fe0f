/* SPDX-License-Identifier: MIT */
#include "examples.h"
#include "flash.h"

#include "qdmp/port/crypto_psa.h"
#include "qdmp/port/storage_file.h"

#include <stdio.h>
#include <string.h>

static void file_storage(const char *folder) {
    char path[512];
    expect(snprintf(path, sizeof path, "%s/settings", folder) < (int)sizeof path);
    remove(path); /* removes the file of an earlier run */
    //! [qdmp_storage_file_open]
    qdmp_storage_file file; // must stay at its address until it is closed
    qdmp_storage storage;
    expect(qdmp_storage_file_open(&file, path, &storage) == QDMP_OK);
    qdmp_span image = QDMP_LITERAL("an image");
    expect(storage.store(storage.context, image) == QDMP_OK);
    //! [qdmp_storage_file_open]
    //! [qdmp_storage_file_close]
    char bytes[16];
    size_t size;
    expect(storage.load(storage.context, (qdmp_room){bytes, sizeof bytes}, &size) == QDMP_OK);
    expect(is((qdmp_span){bytes, size}, "an image"));
    qdmp_storage_file_close(&file); // now another process may open it
    //! [qdmp_storage_file_close]
}

static void flash_storage(void) {
    blank_flash();
    //! [qdmp_storage_flash_open]
    qdmp_storage_flash flash = {read_flash, erase_flash, program_flash, NULL, FLASH_SLOT, 8, NULL};
    qdmp_storage storage;
    expect(qdmp_storage_flash_open(&flash, 16, &storage) == QDMP_OK); // images of up to 16 bytes
    qdmp_span image = QDMP_LITERAL("an image");
    expect(storage.store(storage.context, image) == QDMP_OK);
    //! [qdmp_storage_flash_open]
    char bytes[16];
    size_t size;
    expect(storage.load(storage.context, (qdmp_room){bytes, sizeof bytes}, &size) == QDMP_OK);
    expect(is((qdmp_span){bytes, size}, "an image"));
}

static void cryptography(void) {
    //! [qdmp_crypto_psa]
    qdmp_crypto crypto = qdmp_crypto_psa(); // after psa_crypto_init
    const unsigned char text[3] = {'a', 'b', 'c'};
    unsigned char hash[QDMP_SHA256_SIZE];
    expect(crypto.sha256(crypto.context, text, sizeof text, hash) == 0);
    expect(hash[0] == 0xBA && hash[1] == 0x78); // example of FIPS 180-4
    //! [qdmp_crypto_psa]
}

void ports_examples(const char *folder) {
    file_storage(folder);
    flash_storage();
    cryptography();
}
