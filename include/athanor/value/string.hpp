#pragma once
// SPDX-License-Identifier: BSL-1.0
// Text: std::string. Whether it is good UTF-8 is checked where text enters and leaves a database.

#include <athanor/value/traits.hpp>

namespace athanor {

template <>
struct value_traits<std::string> {
    static constexpr sql_type type = text();
    [[nodiscard]] static constexpr std::string_view encode(std::string const& value) noexcept {
        return value;
    }
    [[nodiscard]] static std::string decode(std::string_view stored) { return std::string{stored}; }
};

} // namespace athanor
