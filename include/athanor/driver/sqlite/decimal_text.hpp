#pragma once
// SPDX-License-Identifier: BSL-1.0
// Decimals in the text form that SQLite's columns hold, compared and added by value: any length, no doubles.

#include <compare>
#include <cstddef>
#include <string_view>

namespace athanor::detail {

/// [-+]digits[.digits], taken apart.
struct decimal_parts {
    bool valid = false;
    bool negative = false;
    std::string_view whole;    // without zeros in front
    std::string_view decimals; // as written: their number is the scale

    [[nodiscard]] bool is_zero() const noexcept {
        return whole.empty() && decimals.find_first_not_of('0') == std::string_view::npos;
    }
};

[[nodiscard]] inline decimal_parts parts_of_decimal(std::string_view text) noexcept {
    decimal_parts out;
    out.negative = text.starts_with('-');
    std::size_t const first = out.negative || text.starts_with('+') ? 1 : 0;
    std::size_t point = text.size();
    for (std::size_t i = first; i < text.size(); ++i) {
        if (text[i] == '.' && point == text.size()) {
            point = i;
        } else if (text[i] < '0' || text[i] > '9') {
            return out;
        }
    }
    out.whole = text.substr(first, point - first);
    out.decimals = text.substr(point == text.size() ? point : point + 1);
    out.valid = out.whole.size() + out.decimals.size() > 0;
    std::size_t const leading = out.whole.find_first_not_of('0');
    out.whole.remove_prefix(leading == std::string_view::npos ? out.whole.size() : leading);
    return out;
}

[[nodiscard]] inline int sign_of(std::strong_ordering order) noexcept {
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}
[[nodiscard]] inline int compare_magnitudes(decimal_parts const& a, decimal_parts const& b) noexcept {
    if (a.whole.size() != b.whole.size()) {
        return a.whole.size() < b.whole.size() ? -1 : 1;
    }
    if (int const order = sign_of(a.whole <=> b.whole); order != 0) {
        return order;
    }
    auto const without_zeros = [](std::string_view digits) {
        return digits.substr(0, digits.find_last_not_of('0') + 1); // npos + 1 is 0
    };
    return sign_of(without_zeros(a.decimals) <=> without_zeros(b.decimals));
}

/// -1, 0 or 1: by value, so that "1.5" equals "1.50" and "0" equals "-0"; what is no decimal stands behind
/// all numbers, by its bytes.
[[nodiscard]] inline int compare_decimals(std::string_view left, std::string_view right) noexcept {
    decimal_parts const a = parts_of_decimal(left);
    decimal_parts const b = parts_of_decimal(right);
    if (!a.valid || !b.valid) {
        return a.valid != b.valid ? (a.valid ? -1 : 1) : sign_of(left <=> right);
    }
    bool const below = a.negative && !a.is_zero();
    if (below != (b.negative && !b.is_zero())) {
        return below ? -1 : 1;
    }
    int const order = compare_magnitudes(a, b);
    return below ? -order : order;
}

} // namespace athanor::detail
