// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/value/date.hpp>
#include <athanor/value/interval.hpp>
#include <athanor/value/time_of_day.hpp>
#include <athanor/value/timestamp.hpp>

#include <ctime>
#include <limits>
#include <random>
#include <string>

namespace {

using athanor::date;
using athanor::error;
using athanor::error_kind;
using athanor::interval;
using athanor::time_of_day;
using athanor::timestamp;

template <class T>
std::string text(T const& value) {
    return std::string{std::string_view{athanor::value_traits<T>::encode(value)}};
}
template <class T>
T read(std::string_view stored) {
    return athanor::value_traits<T>::decode(stored);
}
template <class T>
bool mismatch(std::string_view stored) {
    try {
        (void)read<T>(stored);
        return false;
    } catch (error const& e) {
        return e.kind() == error_kind::type_mismatch;
    }
}

constexpr timestamp first = timestamp::of(1, 1, 1);
constexpr timestamp last = timestamp::of(9999, 12, 31, 23, 59, 59, 999999);
static_assert(first.microseconds == -62135596800 * 1000000);
static_assert(last.microseconds == 253402300799999999);
static_assert(athanor::value_traits<timestamp>::encode(timestamp{}).view() == "1970-01-01 00:00:00");

} // namespace

TEST_CASE("timestamps are written as the design says and read back") {
    CHECK(text(timestamp::of(2026, 11, 20, 13, 5, 9)) == "2026-11-20 13:05:09");
    CHECK(text(timestamp::of(2026, 11, 20, 13, 5, 9, 7)) == "2026-11-20 13:05:09.000007");
    CHECK(text(timestamp{-1}) == "1969-12-31 23:59:59.999999");
    CHECK(text(timestamp{-1000000}) == "1969-12-31 23:59:59");
    CHECK(text(first) == "0001-01-01 00:00:00");
    CHECK(text(last) == "9999-12-31 23:59:59.999999");
    CHECK(read<timestamp>(text(first)) == first);
    CHECK(read<timestamp>(text(last)) == last);
    CHECK(read<timestamp>("2000-02-29T00:00:00Z") == timestamp::of(2000, 2, 29));
    CHECK(read<timestamp>("2000-02-29 00:00:00.5") == timestamp::of(2000, 2, 29, 0, 0, 0, 500000));
    CHECK(read<timestamp>("2000-02-29 05:45:00+05:45") == timestamp::of(2000, 2, 29));
    CHECK(read<timestamp>("2000-02-28 20:30:00-03:30") == timestamp::of(2000, 2, 29));
    CHECK(read<timestamp>("2000-02-29 02:00:00+02") == timestamp::of(2000, 2, 29));
}

TEST_CASE("instants outside the years 0001 to 9999 can't be stored") {
    for (auto const us :
         {first.microseconds - 1, last.microseconds + 1, std::numeric_limits<std::int64_t>::min(),
          std::numeric_limits<std::int64_t>::max()}) {
        try {
            (void)text(timestamp{us});
            FAIL("accepted");
        } catch (error const& e) {
            CHECK(e.kind() == error_kind::out_of_range);
        }
    }
}

TEST_CASE("100000 random timestamps come back, and their text has their order") {
    std::mt19937_64 random{1};
    std::uniform_int_distribution<std::int64_t> any{first.microseconds, last.microseconds};
    std::string previous_text = text(first);
    timestamp previous = first;
    for (int i = 0; i < 100'000; ++i) {
        timestamp t{any(random)};
        if (i % 3 == 0) {
            t.microseconds -= t.microseconds % 1000000; // whole seconds have no fraction
        }
        auto const s = text(t);
        REQUIRE(read<timestamp>(s) == t);
        // "12:00:00" is before "12:00:00.5", and "." sorts before digits.
        REQUIRE((s < previous_text) == (t < previous));
        previous = t;
        previous_text = s;
    }
}

TEST_CASE("every day of 9999 years agrees with the C library, both ways") {
    for (std::int32_t d = static_cast<std::int32_t>(athanor::detail::first_day);
         d <= static_cast<std::int32_t>(athanor::detail::last_day); ++d) {
        date const day{d};
        std::time_t const seconds = static_cast<std::time_t>(d) * 86400;
        std::tm parts{};
        gmtime_r(&seconds, &parts);
        bool const same = day.year() == parts.tm_year + 1900 && day.month() == parts.tm_mon + 1 &&
                          day.day() == parts.tm_mday;
        if (!same || date::of(day.year(), day.month(), day.day()) != day) {
            FAIL_CHECK("day ", d);
        }
    }
    CHECK(text(date::of(1, 1, 1)) == "0001-01-01");
    CHECK(read<date>("9999-12-31") == date::of(9999, 12, 31));
    CHECK_THROWS_AS((void)text(date{static_cast<std::int32_t>(athanor::detail::last_day + 1)}), error);
    CHECK_THROWS_AS((void)text(date{std::numeric_limits<std::int32_t>::min()}), error);
    CHECK_THROWS_AS((void)date::of(2023, 2, 29), error);
}

TEST_CASE("text that is no date, time or timestamp is an error, never another value") {
    for (auto const* bad :
         {"", "2023-02-29", "2023-13-01", "2023-00-01", "2023-01-00", "0000-01-01", "2023-1-1", "2023-01-01 ",
          " 2023-01-01", "2023/01/01", "20230101", "-2023-01-01", "2023-01-011"}) {
        CHECK_MESSAGE(mismatch<date>(bad), bad);
    }
    for (auto const* bad :
         {"", "2023-01-01", "2023-01-01 00:00", "2023-01-01 24:00:00", "2023-01-01 00:60:00",
          "2023-01-01 00:00:60", "2023-01-01 00:00:00.", "2023-01-01 00:00:00.1234567",
          "2023-01-01  00:00:00", "2023-01-01 00:00:00 ", "2023-01-01 00:00:00+", "2023-01-01 00:00:00+1",
          "2023-01-01 00:00:00+25:00", "infinity", "-infinity", "1700000000", "2023-02-30 00:00:00"}) {
        CHECK_MESSAGE(mismatch<timestamp>(bad), bad);
    }
    CHECK(mismatch<timestamp>(std::string_view{"2023-01-01 00:00:00\0", 20}));
    for (auto const* bad : {"", "24:00:00", "12:00", "1:00:00", "12:00:00Z", "12:00:61", "-01:00:00"}) {
        CHECK_MESSAGE(mismatch<time_of_day>(bad), bad);
    }
}

TEST_CASE("mutated timestamps are read as what they say or refused") {
    std::mt19937 random{3};
    std::string const good = "2024-02-29 23:59:59.999999";
    for (int i = 0; i < 100'000; ++i) {
        auto s = good;
        for (auto n = random() % 3 + 1; n > 0; --n) {
            s[random() % s.size()] = static_cast<char>(random());
        }
        try {
            auto const t = read<timestamp>(s);
            auto const again = text(t);
            REQUIRE(read<timestamp>(again) == t);
        } catch (error const& e) {
            REQUIRE((e.kind() == error_kind::type_mismatch || e.kind() == error_kind::out_of_range));
        }
    }
}

TEST_CASE("a time of day is less than a day") {
    CHECK(text(time_of_day::of(13, 37)) == "13:37:00");
    CHECK(text(time_of_day::of(23, 59, 59, 999999)) == "23:59:59.999999");
    CHECK(read<time_of_day>("23:59:59.999999") == time_of_day::of(23, 59, 59, 999999));
    CHECK_THROWS_AS((void)text(time_of_day{86400LL * 1000000}), error);
    CHECK_THROWS_AS((void)text(time_of_day{-1}), error);
    CHECK_THROWS_AS((void)time_of_day::of(24, 0), error);
}

TEST_CASE("intervals come back part by part, and other spellings of ISO 8601 are read") {
    CHECK(text(interval{}) == "PT0S");
    CHECK(text(interval{14, 3, 61'500'000}) == "P14M3DT61.500000S");
    CHECK(text(interval{-1, 0, -500'000}) == "P-1MT-0.500000S");
    CHECK(read<interval>("P1Y2M3DT1H1M1.5S") == interval{14, 3, 3'661'500'000});
    CHECK(read<interval>("P2W") == interval{0, 14, 0});
    CHECK(read<interval>("P-1M+2D") == interval{-1, 2, 0});
    std::mt19937_64 random{9};
    for (int i = 0; i < 100'000; ++i) {
        interval const v{static_cast<std::int32_t>(random()), static_cast<std::int32_t>(random()),
                         static_cast<std::int64_t>(random())};
        REQUIRE(read<interval>(text(v)) == v);
    }
    interval const edge{std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max(),
                        std::numeric_limits<std::int64_t>::min()};
    CHECK(read<interval>(text(edge)) == edge);
    for (auto const* bad : {"", "P", "PT", "1D", "P1", "P1H", "PT1D", "P1.5D", "P1D ", "PDT1S", "P--1D"}) {
        CHECK_MESSAGE(mismatch<interval>(bad), bad);
    }
    CHECK_THROWS_AS((void)read<interval>("P99999999999D"), error);
    CHECK_THROWS_AS((void)read<interval>("PT99999999999999999999S"), error);
}
