/* SPDX-License-Identifier: MIT */
/*
 * A registration server whose messages libcoap parses and builds: POST /rd answers 2.01 with a Location-Path, POST and
 * DELETE of that path 2.04 and 2.02, once registered; other requests 4.04. Prints the requests to standard output. Ends
 * after the seconds given.
 *     libcoap_server PORT SECONDS
 */
#include <coap3/coap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int registered;

static void print_query(const coap_string_t *query) {
    if (query)
        printf(" ?%.*s", (int)query->length, (const char *)query->s);
}

static void print_payload(const coap_pdu_t *request) {
    size_t size;
    const uint8_t *data;
    if (coap_get_data(request, &size, &data))
        printf(" %.*s", (int)size, (const char *)data);
    printf("\n");
    fflush(stdout);
}

static void on_register(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                        const coap_string_t *query, coap_pdu_t *response) {
    (void)resource, (void)session;
    registered = 1;
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_CREATED);
    coap_add_option(response, COAP_OPTION_LOCATION_PATH, 2, (const uint8_t *)"rd");
    coap_add_option(response, COAP_OPTION_LOCATION_PATH, 8, (const uint8_t *)"ABCD1234");
    printf("register");
    print_query(query);
    print_payload(request);
}

static void on_update(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                      const coap_string_t *query, coap_pdu_t *response) {
    (void)resource, (void)session;
    coap_pdu_set_code(response, registered ? COAP_RESPONSE_CODE_CHANGED : COAP_RESPONSE_CODE_NOT_FOUND);
    printf("update");
    print_query(query);
    print_payload(request);
}

static void on_deregister(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                          const coap_string_t *query, coap_pdu_t *response) {
    (void)resource, (void)session;
    coap_pdu_set_code(response, registered ? COAP_RESPONSE_CODE_DELETED : COAP_RESPONSE_CODE_NOT_FOUND);
    registered = 0;
    printf("deregister");
    print_query(query);
    print_payload(request);
}

static coap_resource_t *add(coap_context_t *context, const char *path) {
    coap_resource_t *resource = coap_resource_init(coap_make_str_const(path), 0);
    coap_add_resource(context, resource);
    return resource;
}

int main(int argc, char **argv) {
    if (argc != 3)
        return 2;
    coap_address_t address;
    coap_address_init(&address);
    address.addr.sin.sin_family = AF_INET;
    address.addr.sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.addr.sin.sin_port = htons((uint16_t)atoi(argv[1]));
    address.size = sizeof address.addr.sin;
    coap_startup();
    coap_context_t *context = coap_new_context(NULL);
    if (!context || !coap_new_endpoint(context, &address, COAP_PROTO_UDP))
        return 3;
    coap_register_handler(add(context, "rd"), COAP_REQUEST_POST, on_register);
    coap_resource_t *registration = add(context, "rd/ABCD1234");
    coap_register_handler(registration, COAP_REQUEST_POST, on_update);
    coap_register_handler(registration, COAP_REQUEST_DELETE, on_deregister);
    printf("ready\n");
    fflush(stdout);
    for (time_t end = time(NULL) + atoi(argv[2]); time(NULL) < end;)
        coap_io_process(context, 100);
    coap_free_context(context);
    coap_cleanup();
    return 0;
}
