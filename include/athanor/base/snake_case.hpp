#pragma once
// SPDX-License-Identifier: BSL-1.0
// How a C++ type's name becomes a name in the database.

#include <athanor/base/sink.hpp>

namespace athanor::detail {

/// "OrderProduct" -> "order_product", "HTTPServer" -> "http_server".
constexpr void write_snake_case(sink& out, std::string_view name) {
    auto const upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    for (std::size_t i = 0; i < name.size(); ++i) {
        char const c = name[i];
        if (!upper(c)) {
            out.put(c);
            continue;
        }
        bool const after_lower = i > 0 && !upper(name[i - 1]) && name[i - 1] != '_';
        bool const before_lower = i > 0 && i + 1 < name.size() && upper(name[i - 1]) && !upper(name[i + 1]) &&
                                  name[i + 1] != '_' && !(name[i + 1] >= '0' && name[i + 1] <= '9');
        if (after_lower || before_lower) {
            out.put('_');
        }
        out.put(static_cast<char>(c - 'A' + 'a'));
    }
}

} // namespace athanor::detail
