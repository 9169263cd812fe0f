/* SPDX-License-Identifier: MIT */
/* The paths of object 666 as a link list (RFC 6690; LwM2M 1.0 calls it Discover). */
#include "library.h"

#if !defined(QDMP_AT_ONLY) && !defined(QDMP_HOST_ONLY)
#include "object_body.h"

#include "writer.h"

#define QDMP__LINK_TO_OBJECT   "</" QDMP__TEXT_OF(QDMP_OBJECT_ID)
#define QDMP__LINK_TO_INSTANCE QDMP__LINK_TO_OBJECT "/" QDMP__TEXT_OF(QDMP_OBJECT_INSTANCE)

static void put_resource_link(qdmp__window *window, unsigned number) {
    char link[sizeof(QDMP__LINK_TO_INSTANCE "/>") + QDMP__DIGITS(QDMP__RESOURCE_END)];
    qdmp__writer writer = {link, 0};
    qdmp__put_text(&writer, QDMP__LINK_TO_INSTANCE "/");
    qdmp__put_number(&writer, number);
    qdmp__put_char(&writer, '>');
    qdmp__window_put(window, link, writer.size);
}

void qdmp__object_put_links(qdmp__window *window, const qdmp__target *target) {
    static const char object[] = QDMP__LINK_TO_OBJECT ">,", instance[] = QDMP__LINK_TO_INSTANCE ">";
    if (target->depth == QDMP__PATH_OBJECT)
        qdmp__window_put(window, object, sizeof object - 1);
    if (target->depth != QDMP__PATH_RESOURCE)
        qdmp__window_put(window, instance, sizeof instance - 1);
    for (unsigned i = target->resource; i < qdmp__target_end(target); i++) {
        qdmp__window_put(window, ",", target->depth != QDMP__PATH_RESOURCE);
        put_resource_link(window, QDMP__FIRST_RESOURCE + i);
    }
}

#endif
