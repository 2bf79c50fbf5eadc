#pragma once
// SPDX-License-Identifier: BSL-1.0
// A time on the clock, without a day; stored as HH:MM:SS where the database has no type for it.

#include <athanor/value/calendar.hpp>
#include <athanor/value/traits.hpp>

namespace athanor {

/// Microseconds since midnight, less than a day: `time_of_day::of(13, 37)`.
struct time_of_day {
    std::int64_t microseconds = 0;

    [[nodiscard]] static constexpr time_of_day of(int hour, int minute, int second = 0, int us = 0) {
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || us < 0 ||
            us >= detail::second_us) {
            throw error{error_kind::out_of_range, "no such time of day: 00:00:00 to 23:59:59.999999"};
        }
        return {((hour * std::int64_t{60} + minute) * 60 + second) * detail::second_us + us};
    }
    [[nodiscard]] constexpr int hour() const noexcept {
        return static_cast<int>(microseconds / (3600 * detail::second_us));
    }
    [[nodiscard]] constexpr int minute() const noexcept {
        return static_cast<int>(microseconds / (60 * detail::second_us) % 60);
    }
    [[nodiscard]] constexpr int second() const noexcept {
        return static_cast<int>(microseconds / detail::second_us % 60);
    }
    friend constexpr auto operator<=>(time_of_day const&, time_of_day const&) = default;
};

template <>
struct value_traits<time_of_day> {
    static constexpr sql_type type{type_id::time_of_day};
    [[nodiscard]] static constexpr auto encode(time_of_day value) {
        if (value.microseconds < 0 || value.microseconds >= detail::day_us) {
            throw error{error_kind::out_of_range, "a time of day is less than 24 hours"};
        }
        detail::bounded_text<15> out;
        detail::append_time(out, value.microseconds);
        return out;
    }
    [[nodiscard]] static constexpr time_of_day decode(std::string_view stored) {
        detail::text_reader in{stored};
        auto const us = in.time();
        if (!in.done()) {
            detail::refuse_text("the stored text is not a time of day of the form HH:MM:SS.ffffff");
        }
        return {us};
    }
};

} // namespace athanor
