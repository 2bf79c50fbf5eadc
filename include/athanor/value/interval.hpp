#pragma once
// SPDX-License-Identifier: BSL-1.0
// A span of calendar time. Months and days have no fixed length, so the three parts stay apart.

#include <athanor/base/sink.hpp>
#include <athanor/value/calendar.hpp>
#include <athanor/value/traits.hpp>

namespace athanor {

/// Months, days and microseconds, each with its own sign; stored as ISO 8601: P14M3DT61.500000S.
struct interval {
    std::int32_t months = 0;
    std::int32_t days = 0;
    std::int64_t microseconds = 0;
    friend constexpr bool operator==(interval const&, interval const&) = default;
};

namespace detail {

/// Reads P1Y2M3W4DT5H6M7.8S; a sign may stand before each number.
class interval_reader {
public:
    constexpr explicit interval_reader(std::string_view text)
        : in_{text} {}

    [[nodiscard]] constexpr interval read() {
        in_.expect('P');
        bool any = false;
        bool time = false;
        while (in_.ok && !in_.rest.empty()) {
            if (!time && in_.take('T')) {
                time = true;
                in_.ok = in_.ok && !in_.rest.empty();
                continue;
            }
            any = true;
            part(time);
        }
        if (!in_.ok || !any) {
            refuse_text("the stored text is not an interval of the form P14M3DT61.5S");
        }
        return {narrow_to_int(months_), narrow_to_int(days_), microseconds_};
    }

private:
    constexpr void part(bool time) {
        bool const negative = in_.take('-');
        if (!negative) {
            (void)in_.take('+');
        }
        std::int64_t number = 0;
        in_.ok = in_.ok && in_.at_digit();
        while (in_.ok && in_.at_digit()) {
            accumulate(number, 10, negative ? -(in_.rest.front() - '0') : in_.rest.front() - '0');
            in_.rest.remove_prefix(1);
        }
        if (time && in_.take('.')) {
            auto const fraction = in_.fraction();
            in_.expect('S');
            accumulate(number, second_us, negative ? -fraction : fraction);
            add(microseconds_, number, 1);
        } else if (time) {
            in_.take('H')   ? add(microseconds_, number, 3600 * second_us)
            : in_.take('M') ? add(microseconds_, number, 60 * second_us)
            : in_.take('S') ? add(microseconds_, number, second_us)
                            : fail();
        } else {
            in_.take('Y')   ? add(months_, number, 12)
            : in_.take('M') ? add(months_, number, 1)
            : in_.take('W') ? add(days_, number, 7)
            : in_.take('D') ? add(days_, number, 1)
                            : fail();
        }
    }
    constexpr void fail() { in_.ok = false; }
    static constexpr void accumulate(std::int64_t& value, std::int64_t factor, std::int64_t more) {
        if (__builtin_mul_overflow(value, factor, &value) || __builtin_add_overflow(value, more, &value)) {
            throw error{error_kind::out_of_range, "the interval is longer than 64-bit microseconds"};
        }
    }
    static constexpr void add(std::int64_t& total, std::int64_t number, std::int64_t unit) {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(number, unit, &product)) {
            throw error{error_kind::out_of_range, "the interval is longer than 64-bit microseconds"};
        }
        accumulate(total, 1, product);
    }
    static constexpr std::int32_t narrow_to_int(std::int64_t value) {
        if (value < INT32_MIN || value > INT32_MAX) {
            throw error{error_kind::out_of_range, "the interval has more months or days than 32 bits hold"};
        }
        return static_cast<std::int32_t>(value);
    }

    text_reader in_;
    std::int64_t months_ = 0;
    std::int64_t days_ = 0;
    std::int64_t microseconds_ = 0;
};

} // namespace detail

template <>
struct value_traits<interval> {
    static constexpr sql_type type{type_id::interval};
    [[nodiscard]] static constexpr auto encode(interval value) {
        detail::bounded_text<64> out;
        detail::sink s{out.s};
        s.put('P');
        if (value.months != 0) {
            s.number(value.months).put('M');
        }
        if (value.days != 0) {
            s.number(value.days).put('D');
        }
        if (value.microseconds != 0 || (value.months == 0 && value.days == 0)) {
            auto const us = value.microseconds;
            s.put('T');
            if (us < 0) {
                s.put('-');
            }
            auto const magnitude =
                us < 0 ? ~static_cast<std::uint64_t>(us) + 1 : static_cast<std::uint64_t>(us);
            s.number(static_cast<long long>(magnitude / detail::second_us));
            auto const fraction = static_cast<long long>(magnitude % detail::second_us);
            if (fraction != 0) {
                s.put('.');
                for (long long unit = detail::second_us / 10; unit > 0; unit /= 10) {
                    s.number(fraction / unit % 10);
                }
            }
            s.put('S');
        }
        out.length = s.size();
        return out;
    }
    [[nodiscard]] static constexpr interval decode(std::string_view stored) {
        return detail::interval_reader{stored}.read();
    }
};

} // namespace athanor
