#pragma once
// SPDX-License-Identifier: BSL-1.0
// A day of the calendar; stored as YYYY-MM-DD where the database has no type for it.

#include <athanor/value/calendar.hpp>
#include <athanor/value/traits.hpp>

namespace athanor {

/// A day, as the number of days since 1970-01-01: `date::of(2026, 11, 20)`.
struct date {
    std::int32_t days = 0;

    /// Throws error_kind::out_of_range for a day that the calendar doesn't have (years 1 to 9999).
    [[nodiscard]] static constexpr date of(int year, int month, int day) {
        if (!detail::is_date(year, month, day)) {
            throw error{error_kind::out_of_range, "no such day in the years 0001 to 9999"};
        }
        return {static_cast<std::int32_t>(detail::days_of(year, month, day))};
    }
    [[nodiscard]] constexpr int year() const noexcept { return detail::date_of(days).year; }
    [[nodiscard]] constexpr int month() const noexcept { return detail::date_of(days).month; }
    [[nodiscard]] constexpr int day() const noexcept { return detail::date_of(days).day; }
    friend constexpr auto operator<=>(date const&, date const&) = default;
};

template <>
struct value_traits<date> {
    static constexpr sql_type type{type_id::date};
    [[nodiscard]] static constexpr auto encode(date value) {
        detail::bounded_text<10> out;
        detail::append_date(out, value.days);
        return out;
    }
    [[nodiscard]] static constexpr date decode(std::string_view stored) {
        detail::text_reader in{stored};
        auto const days = in.date();
        if (!in.done()) {
            detail::refuse_text("the stored text is not a date of the form YYYY-MM-DD");
        }
        return {static_cast<std::int32_t>(days)};
    }
};

} // namespace athanor
