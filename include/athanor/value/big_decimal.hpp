#pragma once
// SPDX-License-Identifier: BSL-1.0
// Exact decimals of any size: NUMERIC without arguments, kept as their text.

#include <athanor/base/error.hpp>
#include <athanor/base/sink.hpp>
#include <athanor/value/traits.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace athanor {

/// A decimal number with every digit that was written, up to PostgreSQL's 131072 in front of the point and
/// 16383 behind it. Its scale is a part of it: 1.5 and 1.50 are two values (PostgreSQL keeps that difference,
/// although it calls them equal). Calculate in the database, or use decimal<p, s>. A column that is declared
/// numeric(p, s) rounds to s digits when it is written, as PostgreSQL does; one without arguments never does.
///
///     orm::big_decimal balance{"-12.50"};
class big_decimal {
public:
    static constexpr std::size_t most_whole_digits = 131072;
    static constexpr std::size_t most_decimals = 16383;

    big_decimal() = default;
    /// [-+]digits[.digits], without an exponent; throws type_mismatch for any other text and out_of_range for
    /// too many digits. A plus sign, zeros in front and the sign of zero are dropped.
    explicit big_decimal(std::string text)
        : text_{std::move(text)} {
        normalise();
    }
    explicit big_decimal(std::string_view text)
        : big_decimal{std::string{text}} {}
    explicit big_decimal(char const* text)
        : big_decimal{std::string{text}} {}

    /// "-12.50": a digit in front of the point, always.
    [[nodiscard]] std::string const& text() const noexcept { return text_; }
    friend bool operator==(big_decimal const&, big_decimal const&) = default;

private:
    void normalise() {
        std::string_view all = text_;
        bool const negative = all.starts_with('-');
        std::size_t const sign = negative || all.starts_with('+') ? 1 : 0;
        std::size_t const first = all.find_first_not_of('0', sign);
        std::size_t const point = all.find('.');
        std::size_t const end = point == std::string_view::npos ? all.size() : point;
        std::size_t const decimals = all.size() - (end == all.size() ? end : end + 1);
        if (all.find_first_not_of("0123456789", sign) != point ||
            (point != std::string_view::npos &&
             all.find_first_not_of("0123456789", point + 1) != std::string_view::npos) ||
            end - sign + decimals == 0) {
            throw error{error_kind::type_mismatch,
                        "the text is not a decimal number (digits, a point, digits)"};
        }
        std::size_t const digits_from = first < end ? first : end; // npos: nothing but zeros
        if (end - digits_from > most_whole_digits || decimals > most_decimals) {
            throw error{error_kind::out_of_range,
                        "the number has more than 131072 digits in front of the point or 16383 behind it"};
        }
        bool const zero = all.find_first_of("123456789") == std::string_view::npos;
        std::string_view front = negative && !zero ? "-" : "";
        std::string const prefix = std::string{front} + (digits_from == end ? "0" : "");
        if (decimals == 0) {
            text_.erase(end); // "5." is 5
        }
        text_.replace(0, digits_from, prefix);
    }

    std::string text_ = "0";
};

template <>
struct value_traits<big_decimal> {
    static constexpr sql_type type = numeric();
    [[nodiscard]] static std::string_view encode(big_decimal const& value) noexcept { return value.text(); }
    [[nodiscard]] static big_decimal decode(std::string_view stored) { return big_decimal{stored}; }
    static void write_literal(detail::sink& out, big_decimal const& value) { out.put(value.text()); }
};

} // namespace athanor
