/* SPDX-License-Identifier: MIT */
/*
 * Runs a target over files and folders, in any build: fuzz_TARGET PATH... A broken property ends it. It is a failure to
 * have run nothing.
 */
#define _FILE_OFFSET_BITS 64 /* otherwise a 32-bit program cannot stat a file with a larger inode number */
#include "../support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static unsigned long inputs;

static void complain(const char *path) {
    perror(path);
    exit(2);
}

/* The current file, because the message of a broken property comes from elsewhere. */
static void run_file(const char *path) {
    FILE *file = fopen(path, "rb");
    struct stat status;
    if (file == NULL || fstat(fileno(file), &status) != 0)
        complain(path);
    size_t size = (size_t)status.st_size;
    uint8_t *data = malloc(size + (size == 0));
    if (data == NULL || fread(data, 1, size, file) != size)
        complain(path);
    (void)fclose(file);
    if (getenv("QDMP_FUZZ_NAMES") != NULL)
        (void)fprintf(stderr, "%s\n", path);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    inputs++;
}

static void run(const char *path);

static int is_shown(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static void run_folder(const char *path) {
    struct dirent **entries;
    int count = scandir(path, &entries, is_shown, alphasort);
    if (count < 0)
        complain(path);
    for (int i = 0; i < count; i++) {
        char name[4096];
        (void)snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        free(entries[i]);
        run(name);
    }
    free(entries);
}

static void run(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0)
        complain(path);
    if (S_ISDIR(status.st_mode))
        run_folder(path);
    else
        run_file(path);
}

int main(int argc, char **argv) {
    const char *slash = strrchr(argv[0], '/');
    for (int i = 1; i < argc; i++)
        run(argv[i]);
    (void)printf("%s: %lu inputs, %s\n", slash == NULL ? argv[0] : slash + 1, inputs,
                 inputs == 0 ? "nothing to run" : "ok");
    return inputs == 0;
}
