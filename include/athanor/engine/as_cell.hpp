#pragma once
// SPDX-License-Identifier: BSL-1.0
// Values of the program as run-time values, for SQL that a person wrote.

#include <athanor/engine/rows.hpp>
#include <athanor/value/cell.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace athanor::detail {

/// A run-time value of any mapped type, for statements that a person wrote.
struct cell_writer {
    cell& out;
    void bind_null(int) { out = std::monostate{}; }
    void bind_integer(int, std::int64_t v) { out = v; }
    void bind_double(int, double v) { out = v; }
    void bind_text(int, std::string_view v, bound_memory) { out = std::string{v}; }
    void bind_blob(int, std::span<std::byte const> v, bound_memory) {
        out = std::vector<std::byte>(v.begin(), v.end());
    }
};
template <class V>
[[nodiscard]] cell as_cell(V const& value) {
    if constexpr (std::is_same_v<V, cell>) {
        return value;
    } else {
        cell out;
        cell_writer writer{out};
        bind_argument(writer, 1, value, bound_memory::copied);
        return out;
    }
}

} // namespace athanor::detail
