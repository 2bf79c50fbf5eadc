// SPDX-License-Identifier: BSL-1.0
// The other one.
#include "everything.hpp"

int other();
int other() {
    return 0;
}
