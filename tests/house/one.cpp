// SPDX-License-Identifier: BSL-1.0
// One of two translation units that see every header.
#include "everything.hpp"

int other();

int main() {
    return other();
}
