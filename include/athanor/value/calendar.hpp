#pragma once
// SPDX-License-Identifier: BSL-1.0
// Days, clocks and their text, without <chrono>: what dates and times share.

#include <athanor/base/error.hpp>
#include <athanor/base/text.hpp>

#include <cstdint>

namespace athanor::detail {

inline constexpr std::int64_t second_us = 1'000'000;
inline constexpr std::int64_t day_us = 86'400 * second_us;

struct civil_date {
    int year = 1970;
    int month = 1;
    int day = 1;
};

[[nodiscard]] constexpr bool is_leap(int year) noexcept {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
[[nodiscard]] constexpr int days_in_month(int year, int month) noexcept {
    constexpr int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}
/// In the proleptic Gregorian calendar, years 1 to 9999.
[[nodiscard]] constexpr bool is_date(int year, int month, int day) noexcept {
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_in_month(year, month);
}

/// Days since 1970-01-01. Years begin in March here, so that the leap day is the last one.
[[nodiscard]] constexpr std::int64_t days_of(int year, int month, int day) noexcept {
    std::int64_t const y = month <= 2 ? year - 1 : year;
    std::int64_t const m = month <= 2 ? month + 9 : month - 3;
    std::int64_t const floor4 = y >= 0 ? y / 4 : (y - 3) / 4;
    std::int64_t const floor100 = y >= 0 ? y / 100 : (y - 99) / 100;
    std::int64_t const floor400 = y >= 0 ? y / 400 : (y - 399) / 400;
    return y * 365 + floor4 - floor100 + floor400 + (153 * m + 2) / 5 + day - 1 - 719468;
}
[[nodiscard]] constexpr civil_date date_of(std::int64_t days) noexcept {
    days += 719468; // since 0000-03-01
    std::int64_t const era = (days >= 0 ? days : days - 146096) / 146097;
    std::int64_t const in_era = days - era * 146097;
    std::int64_t const year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    std::int64_t const in_year = in_era - (365 * year + year / 4 - year / 100);
    std::int64_t const m = (5 * in_year + 2) / 153;
    auto const month = static_cast<int>(m < 10 ? m + 3 : m - 9);
    return {static_cast<int>(year + era * 400) + (month <= 2 ? 1 : 0), month,
            static_cast<int>(in_year - (153 * m + 2) / 5 + 1)};
}

inline constexpr std::int64_t first_day = days_of(1, 1, 1);
inline constexpr std::int64_t last_day = days_of(9999, 12, 31);

template <std::size_t N>
constexpr void append_number(bounded_text<N>& out, std::int64_t value, int digits) {
    char text[20]{};
    for (int i = digits - 1; i >= 0; --i) {
        text[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    out += std::string_view{text, static_cast<std::size_t>(digits)};
}
template <std::size_t N>
constexpr void append_date(bounded_text<N>& out, std::int64_t days) {
    if (days < first_day || days > last_day) {
        throw error{error_kind::out_of_range, "only the years 0001 to 9999 can be stored"};
    }
    auto const d = date_of(days);
    append_number(out, d.year, 4);
    out += "-";
    append_number(out, d.month, 2);
    out += "-";
    append_number(out, d.day, 2);
}
/// HH:MM:SS, and .ffffff only where the fraction isn't zero.
template <std::size_t N>
constexpr void append_time(bounded_text<N>& out, std::int64_t us) {
    append_number(out, us / (3600 * second_us), 2);
    out += ":";
    append_number(out, us / (60 * second_us) % 60, 2);
    out += ":";
    append_number(out, us / second_us % 60, 2);
    if (us % second_us != 0) {
        out += ".";
        append_number(out, us % second_us, 6);
    }
}

/// Reads text from its front; what it doesn't expect sets `ok` to false, for good.
struct text_reader {
    std::string_view rest;
    bool ok = true;

    [[nodiscard]] constexpr bool at_digit() const noexcept {
        return !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
    }
    constexpr bool take(char c) noexcept {
        if (rest.empty() || rest.front() != c) {
            return false;
        }
        rest.remove_prefix(1);
        return true;
    }
    constexpr void expect(char c) noexcept { ok = take(c) && ok; }
    constexpr int digits(int count) noexcept {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            if (!at_digit()) {
                ok = false;
                return 0;
            }
            value = value * 10 + (rest.front() - '0');
            rest.remove_prefix(1);
        }
        return value;
    }
    constexpr std::int64_t date() noexcept {
        int const y = digits(4);
        expect('-');
        int const m = digits(2);
        expect('-');
        int const d = digits(2);
        ok = ok && is_date(y, m, d);
        return ok ? days_of(y, m, d) : 0;
    }
    /// One to six digits behind a point, as microseconds.
    constexpr std::int64_t fraction() noexcept {
        std::int64_t us = 0;
        int count = 0;
        for (; at_digit() && count < 6; ++count) {
            us = us * 10 + (rest.front() - '0');
            rest.remove_prefix(1);
        }
        ok = ok && count > 0 && !at_digit();
        for (; count < 6; ++count) {
            us *= 10;
        }
        return us;
    }
    constexpr std::int64_t time() noexcept {
        int const h = digits(2);
        expect(':');
        int const m = digits(2);
        expect(':');
        int const s = digits(2);
        ok = ok && h < 24 && m < 60 && s < 60;
        auto const us = ((h * std::int64_t{60} + m) * 60 + s) * second_us;
        return take('.') ? us + fraction() : us;
    }
    /// Nothing, Z, or an offset such as +02, +0200 or -03:30: microseconds to subtract.
    constexpr std::int64_t zone() noexcept {
        if (rest.empty() || take('Z')) {
            return 0;
        }
        bool const west = take('-');
        if (!west) {
            expect('+');
        }
        int const h = digits(2);
        int m = 0;
        if (take(':') || !rest.empty()) {
            m = digits(2);
        }
        ok = ok && h < 24 && m < 60;
        auto const us = (h * std::int64_t{60} + m) * 60 * second_us;
        return west ? -us : us;
    }
    [[nodiscard]] constexpr bool done() const noexcept { return ok && rest.empty(); }
};

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_text(char const* sentence) {
    throw error{error_kind::type_mismatch, sentence};
}

} // namespace athanor::detail
