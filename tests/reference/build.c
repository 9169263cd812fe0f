/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/version.h"

void build_examples(void) {
    //! [qdmp_version]
    expect(qdmp_version() == QDMP_VERSION); // the shared library has the version of the headers
    //! [qdmp_version]
}
