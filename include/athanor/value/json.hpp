#pragma once
// SPDX-License-Identifier: BSL-1.0
// JSON as its text. athanor doesn't parse it: that is left to the database, or to a library of the user's
// choice.

#include <athanor/value/traits.hpp>

namespace athanor {

struct json {
    std::string text = "null";
    friend bool operator==(json const&, json const&) = default;
};

template <>
struct value_traits<json> {
    static constexpr sql_type type{type_id::json};
    [[nodiscard]] static std::string_view encode(json const& value) noexcept { return value.text; }
    [[nodiscard]] static json decode(std::string_view stored) { return {std::string{stored}}; }
};

} // namespace athanor
