#pragma once
// SPDX-License-Identifier: BSL-1.0
// Names that nobody gave: tables after their struct, constraints after table and columns; always the same
// ones.

#include <athanor/base/fingerprint.hpp>
#include <athanor/base/snake_case.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace athanor {
namespace detail {

inline constexpr std::size_t longest_name = 63; // PostgreSQL cuts what is longer, in silence

/// A constraint's name, written piece by piece: only the end, which is the hash, depends on the length.
class constraint_name {
public:
    constexpr explicit constraint_name(std::string_view kind, std::string_view table) {
        add(kind);
        add_part(table);
    }
    /// "_" and a column or a name.
    constexpr constraint_name& add_part(std::string_view part) {
        add("_");
        add(part);
        return *this;
    }
    [[nodiscard]] constexpr std::string_view view() {
        if (length_ <= longest_name) {
            return {chars_, length_};
        }
        auto low = static_cast<unsigned>(hash_.state & 0xffffffffU);
        chars_[54] = '_';
        for (std::size_t i = 0; i < 8; ++i) {
            chars_[62 - i] = "0123456789abcdef"[low & 15U];
            low >>= 4U;
        }
        return {chars_, longest_name};
    }

private:
    constexpr void add(std::string_view text) {
        for (char const c : text) {
            hash_.byte(static_cast<unsigned char>(c));
            if (length_ < longest_name) {
                chars_[length_] = c;
            }
            ++length_;
        }
    }
    hasher hash_;
    char chars_[longest_name + 1]{};
    std::size_t length_ = 0;
};

} // namespace detail

/// The name that a constraint gets when nobody names it: `name_of("uq", "users", columns)` is
/// "uq_users_email". `kind` is pk, uq, ix, fk or ck. Over 63 bytes: 54 of them, '_' and a hash of the whole.
template <class Columns>
[[nodiscard]] std::string name_of(std::string_view kind, std::string_view table, Columns const& columns) {
    detail::constraint_name name{kind, table};
    for (auto const& column : columns) {
        name.add_part(column);
    }
    return std::string{name.view()};
}
/// "pk_users".
[[nodiscard]] inline std::string name_of_primary_key(std::string_view table) {
    return std::string{detail::constraint_name{"pk", table}.view()};
}

} // namespace athanor
