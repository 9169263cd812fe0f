/* SPDX-License-Identifier: MIT */
#include "tokens_check.h"

#include "check.h"

/* --- P68: the tokens of any line --- */

/* The number of bytes at the beginning of `text` that are in `set`. */
static size_t span_of_set(qdmp_span text, const char *set) {
    size_t i = 0;
    while (i < text.len && text.ptr[i] != '\0' && strchr(set, text.ptr[i]) != NULL)
        i++;
    return i;
}

static bool is_one_of(qdmp_span text, const char *set) {
    return text.len == 1 && span_of_set(text, set) == 1;
}

static bool has_bytes_of(qdmp_token_kind kind, qdmp_span text) {
    switch (kind) {
    case QDMP_TOKEN_LINE_END: return is_one_of(text, "\r\n") || (text.len == 2 && memcmp(text.ptr, "\r\n", 2) == 0);
    case QDMP_TOKEN_SEMICOLON: return is_one_of(text, ";");
    case QDMP_TOKEN_BLANKS: return text.len > 0 && span_of_set(text, " ") == text.len;
    case QDMP_TOKEN_PREFIX: return text.len == 2 && span_of_set(text, "ATat") == 2;
    case QDMP_TOKEN_NAME:
        return text.len > 7 && text.ptr[0] == '+' && span_of_set(text, "+QDMPCFGEXqdmpcfgex") == text.len;
    case QDMP_TOKEN_SIGN: return is_one_of(text, "=?:");
    case QDMP_TOKEN_COMMA: return is_one_of(text, ",");
    case QDMP_TOKEN_QUOTE: return is_one_of(text, "\"");
    case QDMP_TOKEN_VALUE:
    case QDMP_TOKEN_SURPLUS:
    case QDMP_TOKEN_REST: return true;
    default: return text.len > 0;
    }
}

static void check_rest(const qdmp_token *rest, const struct decoded_answer *answer) {
    FUZZ_CHECK(answer->status != QDMP_OK, "P68", "a rest of a line in order");
    FUZZ_CHECK(rest->offset == answer->err.offset || answer->status == QDMP_NOT_OURS, "P68",
               "the rest is at %zu, the error at %zu", rest->offset, answer->err.offset);
    FUZZ_CHECK(rest->field == answer->err.field, "P68", "the rest is of another field than the error");
}

static void check_token(qdmp_span in, const qdmp_token *token, size_t end, const struct decoded_answer *answer) {
    FUZZ_CHECK(token->offset == end && token->len <= answer->used - end, "P68", "%zu bytes at %zu behind %zu of %zu",
               token->len, token->offset, end, answer->used);
    qdmp_span text = {in.ptr + token->offset, token->len};
    FUZZ_CHECK(has_bytes_of(token->kind, text), "P68", "%s at %zu has other bytes", qdmp_token_name(token->kind),
               token->offset);
    if (token->kind == QDMP_TOKEN_REST)
        check_rest(token, answer);
}

/* --- P69: the values of a line in order --- */

/* Whether all of `text` is the number in digits: at least one, after any number of leading zeros. */
static bool is_number(qdmp_span text, uint32_t number) {
    uint64_t found = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || found > UINT32_MAX)
            return false;
        found = found * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return text.len > 0 && found == number;
}

static bool is_address(qdmp_span text, const uint8_t *octets) {
    for (unsigned i = 0; i < 4; i++) {
        size_t len = span_of_set(text, "0123456789");
        qdmp_span octet = {text.ptr, len};
        if (!is_number(octet, octets[i]) || (i < 3 && (len == text.len || text.ptr[len] != '.')))
            return false;
        text.ptr += len + (i < 3);
        text.len -= len + (i < 3);
    }
    return text.len == 0;
}

static bool is_value_of(const struct part *part, const struct parts *parts, qdmp_span text) {
    bool is_text = part->rule->kind == RULE_TEXT || part->rule->kind == RULE_IMEI;
    if (is_text)
        return text.len == part->text.len && (text.len == 0 || text.ptr == part->text.ptr);
    if (text.len == 0)
        return parts_unset(parts, part->rule->field) || (parts->defaulted & QDMP_DEFAULTED(part->rule->field)) != 0;
    return part->rule->kind == RULE_ADDRESS ? is_address(text, part->octets) : is_number(text, part->number);
}

/*
 * Finds the next part to which a value can belong. `<type>` is a part only in QDMPCFGEX=<type>,1 and
 * QDMPCFGEX=<type>,2; `<act>` is none.
 */
static void check_value(qdmp_span in, const qdmp_token *token, const struct parts *parts, size_t *place) {
    qdmp_span text = {in.ptr + token->offset, token->len};
    bool next = *place < parts->count && parts->list[*place].rule->field == token->field;
    if (!next && (token->field == QDMP_FIELD_TYPE || token->field == QDMP_FIELD_ACT))
        return;
    FUZZ_CHECK(next, "P69", "a value of %s, which is not the next", qdmp_field_name(token->field));
    FUZZ_CHECK(is_value_of(&parts->list[*place], parts, text), "P69", "the value of %s is another",
               qdmp_field_name(token->field));
    ++*place;
}

static void check_absent(const struct parts *parts, size_t place) {
    for (; place < parts->count; place++)
        FUZZ_CHECK(parts->defaulted & QDMP_DEFAULTED(parts->list[place].rule->field), "P69", "no value of %s",
                   qdmp_field_name(parts->list[place].rule->field));
}

void tokens_check(qdmp_span in, qdmp_line kind, const struct decoded_answer *answer) {
    qdmp_tokens tokens;
    qdmp_token token;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    size_t used = 0, end = 0, rests = 0, place = 0;
    qdmp_status status = qdmp_tokens_begin(&tokens, in, kind, &used, &err);
    FUZZ_CHECK(status == answer->status && used == answer->used, "P68", "%s, %zu bytes; decoded: %s, %zu",
               qdmp_status_name(status), used, qdmp_status_name(answer->status), answer->used);
    for (; qdmp_tokens_next(&tokens, &token); end += token.len) {
        check_token(in, &token, end, answer);
        rests += token.kind == QDMP_TOKEN_REST;
        if (token.kind == QDMP_TOKEN_VALUE && status == QDMP_OK)
            check_value(in, &token, &answer->parts, &place);
    }
    FUZZ_CHECK(end == used, "P68", "tokens up to %zu of %zu", end, used);
    FUZZ_CHECK(rests == (status != QDMP_OK), "P68", "%zu rests of a line that is %s", rests, qdmp_status_name(status));
    if (status == QDMP_OK)
        check_absent(&answer->parts, place);
}
