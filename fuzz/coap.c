/* SPDX-License-Identifier: MIT */
/*
 * The bytes as a datagram, as an answer of the server and as a link list. If they are no datagram of version 1,
 * messages and link lists are written from them: P2-P6, P8-P14, P26-P30.
 */
#include "support/bytes.h"
#include "support/check.h"
#include "support/coap_naive.h"
#include "support/register.h"

#include "qdmp/registration.h"

#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 16, ITEMS_MAX = 16, REWRITTEN_MAX = 64 };

static struct composed expected;
static struct naive_coap naive;
static struct naive_links links;
static char pool[65804 + 1];

/* ---- Writing messages ---- */

struct message_call {
    const qdmp_coap_message *message;
    const qdmp_coap_option *options;
    size_t count;
};

static qdmp_status encode_message(const void *call, qdmp_room out, size_t *size, qdmp_error *err) {
    const struct message_call *c = call;
    return qdmp_coap_encode(c->message, c->options, c->count, out, size, err);
}

/* Whether a refusal names something that is wrong with the message. */
static bool is_obstacle(const struct message_call *call, const qdmp_error *err) {
    const qdmp_coap_message *m = call->message;
    size_t i = err->offset;
    bool names_option = i < call->count;
    switch (err->status) {
    case QDMP_RANGE: return (unsigned)m->type > 3 && i == 0;
    case QDMP_TOKEN: return m->token.len > 8 && i == 0;
    case QDMP_COAP: return m->code == 0 && (m->token.len > 0 || call->count > 0 || m->payload.len > 0) && i == 0;
    case QDMP_OPTION_ORDER: return names_option && i > 0 && call->options[i].number < call->options[i - 1].number;
    case QDMP_LENGTH: return names_option && call->options[i].value.len > 65804;
    default: return false;
    }
}

static bool can_be_written(const struct message_call *call) {
    const qdmp_coap_message *m = call->message;
    bool good = (unsigned)m->type <= 3 && m->token.len <= 8 &&
                (m->code != 0 || (m->token.len == 0 && call->count == 0 && m->payload.len == 0));
    for (size_t i = 0; i < call->count; i++)
        good = good && call->options[i].value.len <= 65804 &&
               (i == 0 || call->options[i].number >= call->options[i - 1].number);
    return good;
}

static void compose_message(const struct message_call *call) {
    struct naive_option options[REWRITTEN_MAX];
    for (size_t i = 0; i < call->count; i++)
        options[i] = (struct naive_option){call->options[i].number, call->options[i].value};
    expected.size = 0;
    naive_coap_write(&expected, (unsigned)call->message->type, call->message->code, call->message->id,
                     call->message->token, options, call->count, call->message->payload);
}

static void read_message_back(qdmp_span datagram, const struct message_call *call) {
    qdmp_coap_message m;
    qdmp_coap_option option;
    FUZZ_CHECK(qdmp_coap_decode(datagram, &m, NULL) == QDMP_OK, "P14", "what was written is refused");
    FUZZ_CHECK(m.type == call->message->type && m.code == call->message->code && m.id == call->message->id, "P14",
               "another header comes back");
    FUZZ_CHECK(fuzz_same_text(m.token, call->message->token), "P14", "another token comes back");
    FUZZ_CHECK(fuzz_same_text(m.payload, call->message->payload), "P14", "another payload comes back");
    for (size_t i = 0; i < call->count; i++) {
        FUZZ_CHECK(qdmp_coap_option_next(&m.options, &option) == QDMP_OK, "P14", "option %zu does not come back", i);
        FUZZ_CHECK(option.number == call->options[i].number && fuzz_same_text(option.value, call->options[i].value),
                   "P14", "option %zu, another comes back", i);
    }
    FUZZ_CHECK(qdmp_coap_option_next(&m.options, &option) == QDMP_END, "P14", "an option too many comes back");
}

/* `read`: a datagram that decoded to this message. */
static void write_message(const struct message_call *call, qdmp_span read) {
    qdmp_error err;
    qdmp_room datagram = fuzz_encode_exactly(encode_message, call, &err);
    bool good = can_be_written(call);
    if (datagram.ptr == NULL) {
        FUZZ_CHECK(!good, "P12", "a message that can be written is refused: %s", qdmp_status_name(err.status));
        FUZZ_CHECK(is_obstacle(call, &err) && err.field == QDMP_FIELD_NONE, "P12", "refused for %s at %zu",
                   qdmp_status_name(err.status), err.offset);
        return;
    }
    FUZZ_CHECK(good, "P13", "a message that no decoder takes is written");
    compose_message(call);
    FUZZ_CHECK(compose_same(&expected, datagram), "P27", "other bytes, %zu of them, not %zu", datagram.cap,
               expected.size);
    qdmp_span written = {datagram.ptr, datagram.cap};
    if (!fuzz_same_text(written, read))
        read_message_back(written, call);
    free(datagram.ptr);
}

/* Lengths at the bounds of the three forms. */
static size_t option_length(struct bytes *bytes) {
    static const uint16_t lengths[] = {0, 0, 1, 2, 4, 8, 12, 13, 14, 15, 254, 255, 256, 268, 269, 270, 300, 525};
    uint32_t choice = bytes_u8(bytes);
    if (choice == 0xFE)
        return 65804;
    if (choice == 0xFF)
        return 65805;
    if (choice == 0xFD) {
        size_t size = bytes_size(bytes);
        return size < sizeof pool ? size : sizeof pool;
    }
    return lengths[choice % (sizeof lengths / sizeof *lengths)];
}

static uint16_t option_step(struct bytes *bytes) {
    static const uint16_t steps[] = {0, 1, 3, 4, 8, 11, 12, 13, 14, 15, 255, 256, 268, 269, 270, 524, 525, 526};
    uint32_t choice = bytes_u8(bytes);
    if (choice >= 0xF0)
        return (uint16_t)bytes_u16(bytes); /* it may wrap, and the order with it */
    return steps[choice % (sizeof steps / sizeof *steps)];
}

static void make_message(struct bytes *bytes) {
    static const uint8_t codes[] = {0, 1, 2, 4, 0x41, 0x44, 0x45, 0xFF};
    qdmp_coap_message message = {.options = {{NULL, 0}, 0}};
    qdmp_coap_option options[OPTIONS_MAX];
    uint16_t number = 0;
    uint32_t type = bytes_u8(bytes);
    message.type = (qdmp_coap_type)(type % 16 == 15 ? type : type % 4);
    message.code = codes[bytes_u8(bytes) % sizeof codes];
    message.id = (uint16_t)bytes_u16(bytes);
    message.token = bytes_text(bytes, bytes_u8(bytes) % 11);
    uint32_t payload = bytes_u8(bytes);
    message.payload = bytes_text(bytes, payload >= 0xFC ? bytes_size(bytes) : payload % 20);
    size_t count = bytes_u8(bytes) % 8;
    for (size_t i = 0; i < count; i++) {
        number = (uint16_t)(number + option_step(bytes));
        options[i] = (qdmp_coap_option){number, {pool, option_length(bytes)}};
    }
    struct message_call call = {&message, options, count};
    write_message(&call, (qdmp_span){NULL, 0});
}

/* ---- Reading messages ---- */

static void check_options(qdmp_span datagram, qdmp_coap_options walk) {
    qdmp_coap_option option;
    for (size_t i = 0; i < naive.option_count; i++) {
        FUZZ_CHECK(qdmp_coap_option_next(&walk, &option) == QDMP_OK, "P26", "option %zu is not there", i);
        FUZZ_CHECK(option.number == naive.options[i].number, "P26", "option %zu is %u, not %u", i, option.number,
                   (unsigned)naive.options[i].number);
        FUZZ_CHECK(option.value.len == naive.options[i].value.len && option.value.ptr == naive.options[i].value.ptr,
                   "P26", "value of option %zu", i);
        FUZZ_CHECK(fuzz_inside(option.value, datagram), "P2", "option %zu lies outside", i);
    }
    fuzz_fill(&option, sizeof option);
    FUZZ_CHECK(qdmp_coap_option_next(&walk, &option) == QDMP_END, "P26", "an option too many");
    FUZZ_CHECK(fuzz_is_filled(&option, sizeof option), "P4", "option touched");
}

static bool same_place(qdmp_span a, qdmp_span b) {
    return a.len == b.len && (a.len == 0 || a.ptr == b.ptr);
}

static void rewrite_message(const qdmp_coap_message *message, qdmp_span datagram) {
    qdmp_coap_option options[REWRITTEN_MAX];
    for (size_t i = 0; i < naive.option_count; i++)
        options[i] = (qdmp_coap_option){(uint16_t)naive.options[i].number, naive.options[i].value};
    struct message_call call = {message, options, naive.option_count};
    FUZZ_CHECK(can_be_written(&call), "P26", "a message that no encoder writes");
    write_message(&call, datagram);
}

static bool may_blame(size_t offset) {
    for (size_t i = 0; i < naive.offset_count; i++)
        if (naive.offsets[i] == offset)
            return true;
    return false;
}

static void read_message(qdmp_span datagram) {
    qdmp_coap_message message;
    qdmp_error err;
    fuzz_fill(&message, sizeof message);
    qdmp_status status = qdmp_coap_decode(datagram, &message, &err);
    FUZZ_CHECK((status == QDMP_OK) == (naive.offset_count == 0), "P26", "%s at %zu", qdmp_status_name(status),
               naive.offset_count == 0 ? err.offset : naive.offsets[0]);
    if (status != QDMP_OK) {
        FUZZ_CHECK(status == QDMP_COAP && err.status == status, "P5", "%s", qdmp_status_name(status));
        FUZZ_CHECK(fuzz_is_filled(&message, sizeof message), "P4", "message touched");
        FUZZ_CHECK(may_blame(err.offset) && err.field == QDMP_FIELD_NONE, "P3", "'%s' at %zu, not %zu",
                   qdmp_field_name(err.field), err.offset, naive.offsets[0]);
        return;
    }
    FUZZ_CHECK((unsigned)message.type == naive.type && message.code == naive.code && message.id == naive.id, "P26",
               "header %d, %d, %d", (int)message.type, message.code, message.id);
    FUZZ_CHECK(same_place(message.token, naive.token) && same_place(message.payload, naive.payload), "P26",
               "token or payload");
    check_options(datagram, message.options);
    if (naive.option_count <= REWRITTEN_MAX)
        rewrite_message(&message, datagram);
}

/* ---- Answers ---- */

/* The first illegal Location-Path segment of a 2.01, at `*at`; and the critical option. */
static bool judge_reply(qdmp_span datagram, size_t *at, size_t *segments, unsigned *critical) {
    *segments = *critical = 0;
    for (size_t i = 0; i < naive.option_count; i++) {
        qdmp_span value = naive.options[i].value;
        if (*critical == 0 && naive.options[i].number % 2 == 1)
            *critical = naive.options[i].number;
        if (naive.options[i].number != 8 || naive.code != 0x41)
            continue;
        *at = (size_t)(value.ptr - datagram.ptr);
        if (++*segments > 8 || !register_segment_fits(value))
            return false;
    }
    return true;
}

static void read_reply(qdmp_span datagram) {
    static qdmp_reply reply;
    qdmp_error err;
    size_t at = 0, segments, segment = 0;
    unsigned critical;
    fuzz_fill(&reply, sizeof reply);
    qdmp_status status = qdmp_reply_decode(datagram, &reply, &err);
    bool good = naive.offset_count == 0 && judge_reply(datagram, &at, &segments, &critical);
    FUZZ_CHECK(good == (status == QDMP_OK), "P28", "%s", qdmp_status_name(status));
    if (!good) {
        FUZZ_CHECK(fuzz_is_filled(&reply, sizeof reply), "P4", "reply touched");
        FUZZ_CHECK(err.status == status && err.field == QDMP_FIELD_NONE, "P5", "status or field in the error");
        FUZZ_CHECK(naive.offset_count > 0 ? status == QDMP_COAP && may_blame(err.offset)
                                          : status == QDMP_LOCATION_PATH && err.offset == at,
                   "P28", "%s at %zu", qdmp_status_name(status), err.offset);
        return;
    }
    FUZZ_CHECK(reply.location.count == segments, "P28", "%zu segments, not %zu", reply.location.count, segments);
    FUZZ_CHECK(reply.critical == critical, "P28", "critical option %u, not %u", reply.critical, critical);
    FUZZ_CHECK(reply.message.id == naive.id && same_place(reply.message.payload, naive.payload), "P28", "message");
    for (size_t i = 0; segments > 0 && i < naive.option_count; i++)
        if (naive.options[i].number == 8)
            FUZZ_CHECK(same_place(reply.location.segments[segment++], naive.options[i].value), "P28", "segment");
}

/* ---- Link lists ---- */

struct links_call {
    const qdmp_link_item *items;
    size_t count;
};

static qdmp_status encode_links(const void *call, qdmp_room out, size_t *size, qdmp_error *err) {
    const struct links_call *c = call;
    return qdmp_links_encode(c->items, c->count, out, size, err);
}

static bool same_item(const qdmp_link_item *a, const qdmp_link_item *b) {
    return a->kind == b->kind && fuzz_same_text(a->name, b->name) && fuzz_same_text(a->value, b->value);
}

static void read_links_back(qdmp_span text, const struct links_call *call) {
    qdmp_links walk = qdmp_links_open(text);
    qdmp_link_item item;
    for (size_t i = 0; i < call->count; i++)
        FUZZ_CHECK(qdmp_links_next(&walk, &item, NULL) == QDMP_OK && same_item(&item, &call->items[i]), "P14",
                   "item %zu does not come back", i);
    FUZZ_CHECK(qdmp_links_next(&walk, &item, NULL) == QDMP_END, "P14", "an item too many comes back");
}

/* `read`: a list that was seen to have these items. */
static void write_links(const qdmp_link_item *items, size_t count, qdmp_span read) {
    struct links_call call = {items, count};
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    size_t good = 0;
    expected.size = 0;
    while (good < count && naive_link_fits(&items[good], good == 0)) {
        naive_link_write(&expected, &items[good], good == 0);
        good++;
    }
    if (count == 0) {
        size_t size = 1;
        FUZZ_CHECK(qdmp_links_encode(NULL, 0, (qdmp_room){NULL, 0}, &size, NULL) == QDMP_OK && size == 0, "P30",
                   "the empty list");
        return;
    }
    qdmp_room text = fuzz_encode_exactly(encode_links, &call, &err);
    if (text.ptr == NULL) {
        FUZZ_CHECK(good < count, "P12", "a list that can be written is refused: %s", qdmp_status_name(err.status));
        FUZZ_CHECK(err.status == QDMP_LINK && err.field == QDMP_FIELD_NONE && err.offset == good, "P12",
                   "%s at %zu, not %zu", qdmp_status_name(err.status), err.offset, good);
        return;
    }
    FUZZ_CHECK(good == count, "P13", "item %zu does not come back", good);
    FUZZ_CHECK(compose_same(&expected, text), "P30", "other bytes:\n%.*s\n%.*s", (int)text.cap, text.ptr,
               (int)expected.size, expected.bytes);
    qdmp_span written = {text.ptr, text.cap};
    if (!fuzz_same_text(written, read))
        read_links_back(written, &call);
    free(text.ptr);
}

static void read_links(qdmp_span text) {
    qdmp_links walk = qdmp_links_open(text);
    qdmp_link_item item;
    qdmp_error err;
    naive_links_read(text, &links);
    for (size_t i = 0; i < links.count; i++) {
        qdmp_status status = qdmp_links_next(&walk, &item, &err);
        FUZZ_CHECK(status == QDMP_OK, "P29", "item %zu: %s at %zu", i, qdmp_status_name(status), err.offset);
        FUZZ_CHECK(item.kind == links.items[i].kind && same_place(item.name, links.items[i].name) &&
                       same_place(item.value, links.items[i].value),
                   "P29", "item %zu is another", i);
    }
    if (links.count == NAIVE_ITEMS_MAX)
        return;
    fuzz_fill(&item, sizeof item);
    qdmp_status status = qdmp_links_next(&walk, &item, &err);
    FUZZ_CHECK(fuzz_is_filled(&item, sizeof item), "P4", "item touched");
    FUZZ_CHECK(status == (links.good ? QDMP_END : QDMP_LINK), "P29", "%s behind item %zu", qdmp_status_name(status),
               links.count);
    if (!links.good)
        FUZZ_CHECK(err.status == QDMP_LINK && err.field == QDMP_FIELD_NONE && err.offset == links.at, "P29",
                   "at %zu, not %zu", err.offset, links.at);
    FUZZ_CHECK(qdmp_links_next(&walk, &item, NULL) == status, "P29", "an error moves the walk");
    if (links.good && links.count <= 64)
        write_links(links.items, links.count, text);
}

static void make_links(struct bytes *bytes) {
    qdmp_link_item items[ITEMS_MAX];
    size_t count = bytes_u8(bytes) % ITEMS_MAX;
    for (size_t i = 0; i < count; i++) {
        uint32_t kind = bytes_u8(bytes);
        items[i].kind = (qdmp_link_kind)(kind < 0xF0 ? kind % 4 : kind);
        items[i].name = bytes_text(bytes, kind < 0xC0 && kind % 4 == 0 ? 0 : bytes_u8(bytes) % 6);
        uint32_t value = kind < 0xC0 && kind % 4 == 1 ? 0 : bytes_u8(bytes);
        items[i].value = bytes_text(bytes, value >= 0xFC ? bytes_size(bytes) : value % 6);
    }
    write_links(items, count, (qdmp_span){NULL, 0});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = fuzz_copy(data, size);
    qdmp_span datagram = {copy, size};
    naive_coap_read(datagram, &naive);
    if (naive.option_count < NAIVE_OPTIONS_MAX) {
        read_message(datagram);
        if (naive.offset_count == 0 || size % 8 == 0) /* what is no message is refused by the same call */
            read_reply(datagram);
    }
    read_links(naive.offset_count == 0 && naive.payload.len > 0 ? naive.payload : datagram);
    if (size > 0 && data[0] / 64 != 1) {
        struct bytes bytes = bytes_open(data, size);
        if (data[0] < 128)
            make_message(&bytes);
        else
            make_links(&bytes);
        bytes_close(&bytes);
    }
    free(copy);
    return 0;
}
