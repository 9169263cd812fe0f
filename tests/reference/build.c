/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/version.h"

void build_examples(void) {
    //! [qdmp_version]
    expect(qdmp_version() == QDMP_VERSION); // a shared library is the one that was compiled for
    //! [qdmp_version]
}
