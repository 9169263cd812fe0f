/* SPDX-License-Identifier: MIT */
/*
 * Tests the file adapter: what it stores and loads, what it refuses, and the state of the file when any of its system
 * calls fails, is interrupted, or is the last one of the process. Everything happens in a folder of the test.
 */
#include "../support.h"
#include "calls.h"

#include "qdmp/port/storage_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 4096 };

static const char older[] = "the older image", newer[] = "the newer image, which is longer";
static char folder[64];
static qdmp_storage_file file;
static qdmp_storage storage;

/* --- the folder --- */

static void make_folder(void) {
    (void)snprintf(folder, sizeof folder, "/tmp/qdmp_storage.XXXXXX");
    cr_assert(mkdtemp(folder) != NULL && chdir(folder) == 0);
    (void)umask(022);
}

static void remove_folder(void) {
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert(chdir("/") == 0 && system(command) == 0);
}

static void write_bytes(const char *name, const char *bytes, mode_t mode) {
    FILE *out = fopen(name, "wb");
    cr_assert(out != NULL && fwrite(bytes, 1, strlen(bytes), out) == strlen(bytes));
    cr_assert(fclose(out) == 0 && chmod(name, mode) == 0);
}

static bool holds(const char *name, const char *bytes) {
    char found[ROOM];
    FILE *in = fopen(name, "rb");
    if (in == NULL)
        return false;
    size_t size = fread(found, 1, sizeof found, in);
    (void)fclose(in);
    return size == strlen(bytes) && memcmp(found, bytes, size) == 0;
}

static bool is_there(const char *name) {
    struct stat about;
    return lstat(name, &about) == 0;
}

static mode_t mode_of(const char *name) {
    struct stat about;
    cr_assert(lstat(name, &about) == 0, "%s", name);
    return about.st_mode;
}

/* The number of open descriptors: the number of the next one, because all below it are in use. */
static int next_descriptor(void) {
    int descriptor = dup(0);
    (void)close(descriptor);
    return descriptor;
}

/* --- the storage --- */

static qdmp_status open_at(const char *path) {
    return qdmp_storage_file_open(&file, path, &storage);
}

static void open_storage(void) {
    cr_assert(open_at("settings") == QDMP_OK, "%s", strerror(errno));
}

static void close_storage(void) {
    qdmp_storage_file_close(&file);
}

static qdmp_status store(const char *image) {
    return storage.store(storage.context, span_of(image));
}

static qdmp_status load(char room[ROOM], size_t *size) {
    *size = SIZE_MAX;
    return storage.load(storage.context, (qdmp_room){room, ROOM}, size);
}

static bool loads(const char *image) {
    char room[ROOM];
    size_t size;
    return load(room, &size) == QDMP_OK && size == strlen(image) && memcmp(room, image, size) == 0;
}

static void expect_refused(const char *path, int reason) {
    qdmp_storage_file untouched;
    int descriptor = next_descriptor();
    memset(&file, 0xA5, sizeof file);
    memset(&untouched, 0xA5, sizeof untouched);
    storage.load = NULL;
    errno = 0;
    cr_expect(open_at(path) == QDMP_STORAGE, "%s", path);
    cr_expect(errno == reason, "%s: %s", path, strerror(errno));
    cr_expect(storage.load == NULL && memcmp(&file, &untouched, sizeof file) == 0, "%s", path);
    cr_expect(next_descriptor() == descriptor, "%s: a descriptor is left", path);
}

TestSuite(storage_file, .init = make_folder, .fini = remove_folder, .timeout = 60);

Test(storage_file, stores_and_loads) {
    open_storage();
    cr_expect(loads(""), "nothing is stored");
    cr_expect(store(older) == QDMP_OK && loads(older));
    cr_expect(store(newer) == QDMP_OK && loads(newer));
    cr_expect(holds("settings", newer));
    cr_expect(!is_there("settings.tmp") && is_there("settings.lock"));
    close_storage();
    open_storage();
    cr_expect(loads(newer));
    cr_expect(store("-") == QDMP_OK && holds("settings", "-"));
    close_storage();
}

Test(storage_file, an_empty_file_holds_nothing) {
    write_bytes("settings", "", 0600);
    open_storage();
    cr_expect(loads(""));
    close_storage();
}

Test(storage_file, an_empty_image_is_refused) {
    open_storage();
    cr_assert(store(older) == QDMP_OK);
    cr_expect(store("") == QDMP_STORAGE && errno == EINVAL);
    cr_expect(loads(older));
    close_storage();
}

Test(storage_file, a_small_room) {
    char room[8] = "********";
    size_t size = 0;
    open_storage();
    cr_assert(store("12345678") == QDMP_OK);
    cr_expect(storage.load(storage.context, (qdmp_room){room, 7}, &size) == QDMP_TOO_LARGE);
    cr_expect(size == 8 && filled_with(room, sizeof room, '*'));
    cr_expect(storage.load(storage.context, (qdmp_room){room, 8}, &size) == QDMP_OK && size == 8);
    close_storage();
}

/* A wrong order would lose both images at a loss of power. */
Test(storage_file, the_calls_of_a_store) {
    open_storage();
    calls_begin(CALL_SOUND, 0, false);
    cr_expect(store(older) == QDMP_OK);
    (void)calls_end();
    cr_expect_str_eq(calls_made(), "unlinkat openat write fsync close renameat fsync ");
    close_storage();
}

/* --- names --- */

Test(storage_file, paths_that_are_refused) {
    char name[300];
    cr_assert(mkdir("folder", 0700) == 0 && mkfifo("fifo", 0600) == 0);
    cr_assert(symlink("loop2", "loop") == 0 && symlink("loop", "loop2") == 0);
    cr_assert(symlink("folder", "to_folder") == 0);
    expect_refused("", ENOENT);
    expect_refused("nowhere/settings", ENOENT);
    expect_refused("folder", EISDIR);
    expect_refused("folder/", EISDIR);
    expect_refused("to_folder", EISDIR);
    expect_refused(".", EISDIR);
    expect_refused("fifo", EINVAL);
    expect_refused("loop", ELOOP);
    memset(name, 'n', sizeof name);
    name[QDMP_STORAGE_FILE_NAME_MAX + 1] = '\0';
    expect_refused(name, ENAMETOOLONG);
    char *path = malloc(10000);
    memset(path, '/', 9999);
    path[9999] = '\0';
    expect_refused(path, ENAMETOOLONG);
    free(path);
    name[QDMP_STORAGE_FILE_NAME_MAX] = '\0';
    cr_assert(open_at(name) == QDMP_OK && store(older) == QDMP_OK && holds(name, older));
    close_storage();
}

/* Opens a path that leads through links. It must lead to `target`, as seen from the folder of the test. */
static void expect_resolved(const char *path, const char *target) {
    char name[200];
    cr_assert(open_at(path) == QDMP_OK, "%s: %s", path, strerror(errno));
    cr_expect(store(newer) == QDMP_OK && loads(newer), "%s", path);
    cr_expect(S_ISLNK(mode_of(path)), "%s is no link any more", path);
    cr_expect(S_ISREG(mode_of(target)) && holds(target, newer), "%s", path);
    (void)snprintf(name, sizeof name, "%s.lock", target);
    cr_expect(is_there(name), "%s: the lock is elsewhere", path);
    (void)snprintf(name, sizeof name, "%s.lock", path);
    cr_expect(!is_there(name), "%s: the lock is beside the link", path);
    close_storage();
    cr_assert(unlink(target) == 0);
}

Test(storage_file, symbolic_links) {
    char absolute[128];
    cr_assert(mkdir("links", 0700) == 0 && mkdir("links/deep", 0700) == 0 && mkdir("data", 0700) == 0);
    (void)snprintf(absolute, sizeof absolute, "%s/data/absolute", folder);
    cr_assert(symlink("../data/relative", "links/relative") == 0 && symlink(absolute, "links/absolute") == 0);
    cr_assert(symlink("../relative", "links/deep/chain") == 0 && symlink("beside", "links/link") == 0);
    write_bytes("data/relative", older, 0600);
    expect_resolved("links/relative", "data/relative");
    expect_resolved("links/relative", "data/relative"); /* which no longer exists */
    expect_resolved("links/absolute", "data/absolute");
    expect_resolved("links/deep/chain", "data/relative");
    expect_resolved("links/link", "links/beside");
    (void)snprintf(absolute, sizeof absolute, "%s/links/link", folder);
    expect_resolved(absolute, "links/beside");
}

Test(storage_file, the_folder_may_be_renamed) {
    cr_assert(mkdir("before", 0700) == 0 && mkdir("elsewhere", 0700) == 0);
    cr_assert(open_at("before/settings") == QDMP_OK && store(older) == QDMP_OK);
    cr_assert(rename("before", "behind") == 0 && chdir("elsewhere") == 0);
    cr_expect(loads(older) && store(newer) == QDMP_OK && loads(newer));
    cr_expect(holds("../behind/settings", newer));
    close_storage();
}

/* A link that somebody puts in the place of the file is not followed. */
Test(storage_file, a_file_that_becomes_a_link) {
    char room[ROOM];
    size_t size;
    write_bytes("foreign", older, 0600);
    open_storage();
    cr_assert(symlink("foreign", "settings") == 0);
    cr_expect(load(room, &size) == QDMP_STORAGE && errno == ELOOP);
    cr_expect(store(newer) == QDMP_OK && loads(newer) && holds("foreign", older));
    close_storage();
}

/* --- permissions, leftovers --- */

Test(storage_file, modes) {
    (void)umask(0);
    write_bytes("settings", older, 0666);
    open_storage();
    cr_expect(store(newer) == QDMP_OK);
    cr_expect((mode_of("settings") & 07777) == 0600 && (mode_of("settings.lock") & 07777) == 0600);
    close_storage();
}

Test(storage_file, what_is_left_over) {
    write_bytes("settings.tmp", "a longer text, which an interrupted store has left there", 0666);
    open_storage();
    cr_expect(store(older) == QDMP_OK && loads(older));
    cr_expect((mode_of("settings") & 07777) == 0600);
    write_bytes("foreign", "foreign", 0644);
    cr_assert(symlink("foreign", "settings.tmp") == 0);
    cr_expect(store(newer) == QDMP_OK && loads(newer) && S_ISREG(mode_of("settings")));
    cr_assert(link("foreign", "settings.tmp") == 0);
    cr_expect(store(older) == QDMP_OK && loads(older) && holds("foreign", "foreign"));
    cr_assert(mkdir("settings.tmp", 0700) == 0);
    cr_expect(store(newer) == QDMP_STORAGE && loads(older));
    close_storage();
}

Test(storage_file, a_fifo_in_place_of_the_file) {
    char room[ROOM];
    size_t size;
    open_storage();
    cr_assert(mkfifo("settings", 0600) == 0);
    cr_expect(load(room, &size) == QDMP_STORAGE && errno == EINVAL && size == 0);
    close_storage();
}

/* --- processes --- */

/* Runs `act` in a separate process. Returns the end of the process as waitpid reports it. */
static int in_process(void (*act)(void)) {
    int status;
    pid_t child = fork();
    cr_assert(child >= 0);
    if (child == 0) {
        act();
        _exit(0);
    }
    cr_assert(waitpid(child, &status, 0) == child);
    return status;
}

static const char *path_to_try;

static void try_to_open(void) {
    if (open_at(path_to_try) != QDMP_OK)
        _exit(errno == EAGAIN ? 1 : 2);
}

static int opens_elsewhere(const char *path) {
    path_to_try = path;
    return WEXITSTATUS(in_process(try_to_open));
}

Test(storage_file, a_second_process_is_refused) {
    cr_assert(symlink("settings", "link") == 0);
    open_storage();
    cr_expect(opens_elsewhere("settings") == 1);
    cr_expect(opens_elsewhere("link") == 1, "by way of a link");
    cr_expect(opens_elsewhere("other") == 0);
    cr_assert(store(older) == QDMP_OK && store(newer) == QDMP_OK);
    cr_expect(opens_elsewhere("settings") == 1, "after a store");
    close_storage();
    cr_expect(opens_elsewhere("settings") == 0);
    open_storage();
    close_storage();
}

/* --- system calls that fail --- */

/* The use that is tested with a fault at each call. Before it the file holds the older image. */
static qdmp_status use(void) {
    char room[ROOM];
    size_t size;
    qdmp_status status = open_at("settings");
    if (status != QDMP_OK)
        return status;
    status = load(room, &size);
    if (status == QDMP_OK)
        status = size == strlen(older) && memcmp(room, older, size) == 0 ? store(newer) : QDMP_DAMAGED;
    close_storage();
    return status;
}

static void begin_anew(void) {
    (void)unlink("settings.tmp");
    write_bytes("settings", older, 0600);
}

/* The image must be the old or the new one, whole. Then the storage must work again. */
static void expect_sound(qdmp_status status, unsigned number) {
    bool is_old = holds("settings", older), is_new = holds("settings", newer);
    cr_expect(is_old || is_new, "call %u: the image is lost", number);
    cr_expect(status != QDMP_OK || is_new, "call %u: stored, and it is not there", number);
    cr_expect(status == QDMP_OK || status == QDMP_STORAGE, "call %u: %s", number, qdmp_status_name(status));
    begin_anew();
    cr_expect(use() == QDMP_OK && holds("settings", newer), "call %u: does not work afterwards", number);
}

/* Tests the fault at each call. Returns the number of calls, and how often use() failed. */
static unsigned at_each_call(enum call_fault fault, bool shorts, unsigned *failures) {
    int descriptor = next_descriptor();
    *failures = 0;
    for (unsigned number = 0;; number++) {
        begin_anew();
        calls_begin(fault, number, shorts);
        qdmp_status status = use();
        unsigned made = calls_end();
        if (number >= made)
            return made;
        *failures += status != QDMP_OK;
        cr_expect(next_descriptor() == descriptor, "call %u: a descriptor is left", number);
        cr_expect(!is_there("settings.tmp") || strstr(calls_made(), "unlinkat ") == NULL, "call %u: %s", number,
                  calls_made());
        expect_sound(status, number);
    }
}

/* All calls except those with an irrelevant result: the closes after a lock, a read and the use. */
Test(storage_file, each_call_fails) {
    unsigned failures, made = at_each_call(CALL_FAILS, false, &failures);
    cr_expect_str_eq(calls_made(),
                     "openat readlinkat fstatat openat fcntl openat fstat read close unlinkat openat write "
                     "fsync close renameat fsync close close ");
    cr_expect(made == 18 && failures == 15, "%u of %u", failures, made);
}

Test(storage_file, each_call_is_interrupted) {
    unsigned failures, made = at_each_call(CALL_INTERRUPTED, true, &failures);
    cr_expect(made > 18 + 40 && failures == 0, "%u of %u", failures, made);
}

/* A file that is shorter than its stated size, and a write that writes nothing: one of each, or one for each byte. */
Test(storage_file, each_call_ends) {
    unsigned failures, made = at_each_call(CALL_ENDS, false, &failures);
    cr_expect(made == 18 && failures == 2, "%u of %u", failures, made);
    made = at_each_call(CALL_ENDS, true, &failures);
    cr_expect(failures == strlen(older) + strlen(newer), "%u of %u", failures, made);
}

Test(storage_file, short_reads_and_writes) {
    begin_anew();
    calls_begin(CALL_SOUND, 0, true);
    cr_expect(use() == QDMP_OK);
    cr_expect(calls_end() == 18 - 2 + strlen(older) + strlen(newer));
    cr_expect(holds("settings", newer));
}

/* If the folder cannot be flushed, a later load returns the new image or the one before. */
Test(storage_file, the_folder_cannot_be_flushed) {
    open_storage();
    cr_assert(store(older) == QDMP_OK);
    calls_begin(CALL_FAILS, 6, false);
    cr_expect(store(newer) == QDMP_STORAGE);
    (void)calls_end();
    cr_expect(loads(newer) && !is_there("settings.tmp"));
    close_storage();
}

/* The file of a failed store is removed, because it may contain a password. */
Test(storage_file, a_failed_store_leaves_nothing) {
    for (unsigned number = 2; number <= 5; number++) { /* write, fsync, close, renameat */
        open_storage();
        calls_begin(CALL_FAILS, number, false);
        errno = 0;
        cr_expect(store(newer) == QDMP_STORAGE && errno == EIO, "call %u: %s", number, strerror(errno));
        (void)calls_end();
        cr_expect(!is_there("settings.tmp") && !is_there("settings"), "call %u", number);
        close_storage();
    }
}

/* --- killed --- */

static unsigned kill_at;
static bool with_shorts;

static void use_until_killed(void) {
    calls_begin(CALL_KILLS, kill_at, with_shorts);
    _exit(use() == QDMP_OK ? 0 : 1);
}

/* Kills the process between any two calls. The remaining file is overwritten, and the lock ends with the process. */
Test(storage_file, killed_at_each_call) {
    for (int shorts = 0; shorts < 2; shorts++) {
        unsigned kills = 0;
        with_shorts = shorts == 1;
        for (kill_at = 0;; kill_at++) {
            begin_anew();
            int status = in_process(use_until_killed);
            if (WIFEXITED(status)) {
                cr_expect(WEXITSTATUS(status) == 0);
                break;
            }
            cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
            bool is_old = holds("settings", older), is_new = holds("settings", newer);
            cr_expect(is_old != is_new, "call %u: the image is lost", kill_at);
            open_storage();
            cr_expect(loads(is_old ? older : newer), "call %u", kill_at);
            cr_expect(store("behind") == QDMP_OK && loads("behind") && !is_there("settings.tmp"), "call %u", kill_at);
            close_storage();
            kills++;
        }
        cr_expect(kills == (with_shorts ? 18 - 2 + strlen(older) + strlen(newer) : 18), "%u", kills);
    }
}
