#pragma once
// SPDX-License-Identifier: BSL-1.0
// One value whose type is known only at run time: migrations, the command line, tests. Models never pass
// here.

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace athanor {

/// NULL is std::monostate.
using cell = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::byte>>;

/// The answer to a query composed at run time.
struct row_set {
    std::vector<std::string> columns;
    std::vector<std::vector<cell>> rows;
};

} // namespace athanor
