/* SPDX-License-Identifier: MIT */
/*
 * Other ways to do the same work. Those that decode fill the same struct as the splitter: every field as a number, or
 * as pointer and length; a serverIp stays a text.
 */
#ifndef QDMP_BENCH_PEERS_H
#define QDMP_BENCH_PEERS_H

#include "qdmp/qdmp.h"
#include "splitter.h"

/* A peer leaves `form` 0 if it does not know the line. A NUL must follow the line. */
typedef void peer_split(const char *line, size_t len, split_line *out);
peer_split split_with_sscanf, split_with_strtok, split_with_pcre2;

/* Compiles the pattern of split_with_pcre2. Returns 0 on failure. */
int peer_pcre2_open(void);

/* The canonical form of a message, by snprintf; the bytes that it needs, as snprintf counts them. */
int print_request(const qdmp_request *request, char *out, size_t cap);
int print_response(const qdmp_response *response, char *out, size_t cap);

#endif
