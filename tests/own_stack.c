/* SPDX-License-Identifier: MIT */
#include "own_stack.h"

#include "support.h"

#include <pthread.h>

enum { STACK = 1 << 18, DEPTH = 1 << 15, KEY_BYTE = 0xC3 };

static _Alignas(4096) unsigned char stack[STACK];

struct own_call {
    void *(*call)(void *);
    void *what;
};

/* Calls the function below a large frame, because the end of a thread overwrites only the stack above it. */
static void *call_deeply(void *own) {
    volatile unsigned char frame[DEPTH];
    const struct own_call *c = own;
    frame[0] = 0;
    void *returned = c->call(c->what);
    frame[DEPTH - 1] = frame[0];
    return returned;
}

void *own_stack_run(void *(*call)(void *), void *what) {
    struct own_call own = {call, what};
    pthread_attr_t attributes;
    pthread_t thread;
    void *returned;
    memset(stack, 0, sizeof stack);
    cr_assert(!pthread_attr_init(&attributes) && !pthread_attr_setstack(&attributes, stack, sizeof stack));
    cr_assert(!pthread_create(&thread, &attributes, call_deeply, &own) && !pthread_join(thread, &returned));
    return returned;
}

/*
 * Compares byte by byte. A thread starts with the vector registers of its creator, and a dynamic linker that binds
 * lazily stores them on the stack of the thread. The next search would find the bytes that this search left in such a
 * register.
 */
static bool stands_at(const volatile unsigned char *bytes, const volatile unsigned char *what, size_t len) {
    size_t i = 0;
    while (i < len && bytes[i] == what[i])
        i++;
    return i == len;
}

static bool holds_piece_at(const unsigned char *bytes, const unsigned char *secret, size_t len) {
    for (size_t from = 0; from + OWN_STACK_PIECE <= len; from++) {
        if (stands_at(bytes, secret + from, OWN_STACK_PIECE))
            return true;
    }
    return false;
}

bool own_stack_holds_piece(const void *secret, size_t len) {
    for (size_t i = 0; i + OWN_STACK_PIECE <= sizeof stack; i++) {
        if (stack[i] && holds_piece_at(stack + i, (const unsigned char *)secret, len)) /* most bytes are zeros */
            return true;
    }
    return false;
}

static int marked_sha(void *context, const unsigned char *bytes, size_t size, unsigned char *hash) {
    (void)context, (void)bytes, (void)size;
    volatile unsigned char *p = hash; /* byte by byte: a later call may store the content of a wide register anywhere */
    for (int i = 0; i < QDMP_SHA256_SIZE; i++)
        p[i] = (unsigned char)(KEY_BYTE + i);
    return 0;
}

/* "Encrypts", or fails before it encrypts: `context` says which. */
static int marked_aes(void *context, const unsigned char *key, const unsigned char *iv, unsigned char *blocks,
                      size_t size) {
    (void)key, (void)iv;
    for (size_t i = 0; !context && i < size; i++)
        blocks[i] ^= 0x80;
    return context != NULL;
}

qdmp_crypto own_stack_crypto(bool fails) {
    static char failing;
    return (qdmp_crypto){fails ? &failing : NULL, marked_sha, marked_aes};
}

bool own_stack_holds_key(void) {
    unsigned char key[QDMP_SHA256_SIZE];
    marked_sha(NULL, NULL, 0, key);
    return own_stack_holds_piece(key, sizeof key);
}
