#pragma once
// SPDX-License-Identifier: BSL-1.0
// SQL that a person writes: a literal in the program, or a string that the program vouches for by name.

#include <string_view>

namespace athanor {

/// SQL composed at run time. The name is the warning: never put a user's text into it, use parameters.
struct unsafe_sql {
    std::string_view text;
};

/// A literal in the program: anything else doesn't convert, so no user's text gets in by accident.
class raw_sql {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): written as a plain literal
    consteval raw_sql(char const* literal)
        : text_{literal} {}
    // NOLINTNEXTLINE(google-explicit-constructor): said by name already
    constexpr raw_sql(unsafe_sql sql)
        : text_{sql.text} {}
    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

private:
    std::string_view text_;
};

} // namespace athanor
