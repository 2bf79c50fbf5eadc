#pragma once
// SPDX-License-Identifier: BSL-1.0
// An instant. Text order is time order: YYYY-MM-DD HH:MM:SS, and .ffffff only where there is a fraction.

#include <athanor/value/calendar.hpp>
#include <athanor/value/traits.hpp>

#include <time.h>

namespace athanor {

/// Microseconds since 1970-01-01 00:00:00 UTC. What is finer (a clock's nanoseconds) is cut towards the past.
struct timestamp {
    std::int64_t microseconds = 0;

    /// The clock of this machine.
    [[nodiscard]] static timestamp now() noexcept {
        ::timespec t{};
        ::clock_gettime(CLOCK_REALTIME, &t);
        return {static_cast<std::int64_t>(t.tv_sec) * detail::second_us +
                static_cast<std::int64_t>(t.tv_nsec) / 1000};
    }
    /// UTC; throws error_kind::out_of_range for what calendar and clock don't have (years 1 to 9999).
    [[nodiscard]] static constexpr timestamp of(int year, int month, int day, int hour = 0, int minute = 0,
                                                int second = 0, int us = 0) {
        if (!detail::is_date(year, month, day) || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
            second < 0 || second > 59 || us < 0 || us >= detail::second_us) {
            throw error{error_kind::out_of_range, "no such instant in the years 0001 to 9999"};
        }
        return {detail::days_of(year, month, day) * detail::day_us +
                ((hour * std::int64_t{60} + minute) * 60 + second) * detail::second_us + us};
    }
    [[nodiscard]] static constexpr timestamp from_seconds(std::int64_t seconds) noexcept {
        return {seconds * detail::second_us};
    }
    friend constexpr auto operator<=>(timestamp const&, timestamp const&) = default;
};

template <>
struct value_traits<timestamp> {
    static constexpr sql_type type = timestamp_with_time_zone();
    [[nodiscard]] static constexpr auto encode(timestamp value) {
        auto const us = value.microseconds;
        std::int64_t const days = us / detail::day_us - (us % detail::day_us < 0 ? 1 : 0);
        detail::bounded_text<26> out;
        detail::append_date(out, days);
        out += " ";
        detail::append_time(out, us - days * detail::day_us);
        return out;
    }
    /// Also takes a T between date and time, and a zone at the end; without one it is UTC.
    [[nodiscard]] static constexpr timestamp decode(std::string_view stored) {
        detail::text_reader in{stored};
        auto const days = in.date();
        if (!in.take('T')) {
            in.expect(' ');
        }
        auto const time = in.time();
        auto const zone = in.zone();
        if (!in.done()) {
            detail::refuse_text("the stored text is not a timestamp of the form YYYY-MM-DD HH:MM:SS.ffffff");
        }
        return {days * detail::day_us + time - zone};
    }
};

} // namespace athanor
