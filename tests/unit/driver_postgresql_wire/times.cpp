// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "unit/driver_postgresql_wire/wire.hpp"

using namespace athanor;
using namespace athanor::detail;
using namespace wire;

namespace {

constexpr pg_type instant{oid_timestamptz};
constexpr pg_type wall_clock{oid_timestamp};

} // namespace

TEST_CASE("an instant is sent as timestamptz_send would, from year 1 to 9999") {
    timestamp const first = timestamp::of(1, 1, 1);
    timestamp const last = timestamp::of(9999, 12, 31, 23, 59, 59, 999999);
    for (pg_type const type : {instant, wall_clock}) {
        CHECK(encode_hex(type, timestamp::of(2000, 1, 1)) == "0000000000000000");
        CHECK(encode_hex(type, timestamp::of(1969, 12, 31, 23, 59, 59, 999999)) == "fffca2fec4c81fff");
        CHECK(encode_hex(type, first) == "ff1fe2ffc59c6000");
        CHECK(encode_hex(type, last) == "0380e70b913b7fff");
        CHECK(decode_hex<timestamp>(type, "ff1fe2ffc59c6000") == first);
        CHECK(decode_hex<timestamp>(type, "0380e70b913b7fff") == last);
        // One microsecond further, either way.
        CHECK(decode_kind<timestamp>(type, "ff1fe2ffc59c5fff") == "out_of_range");
        CHECK(decode_kind<timestamp>(type, "0380e70b913b8000") == "out_of_range");
        CHECK(encode_kind(type, timestamp{first.microseconds - 1}) == "out_of_range");
        CHECK(encode_kind(type, timestamp{last.microseconds + 1}) == "out_of_range");
        CHECK(encode_kind(type, timestamp{INT64_MIN}) == "out_of_range");
        CHECK(encode_kind(type, timestamp{INT64_MAX}) == "out_of_range");
    }
}

TEST_CASE("PostgreSQL's infinities and its last instant are out of range, by name") {
    CHECK(decode_message<timestamp>(instant, "7fffffffffffffff").find("infinity") != std::string::npos);
    CHECK(decode_message<timestamp>(instant, "8000000000000000").find("infinity") != std::string::npos);
    CHECK(decode_kind<timestamp>(instant, "7fffff5bb3b29fff") ==
          "out_of_range"); // 294276, overflows from 1970
    CHECK(decode_message<date>({oid_date}, "7fffffff").find("infinity") != std::string::npos);
    CHECK(decode_message<date>({oid_date}, "80000000").find("infinity") != std::string::npos);
}

TEST_CASE("random instants survive to the microsecond") {
    std::mt19937_64 random{3};
    auto const span = static_cast<std::uint64_t>(last_us - first_us);
    int wrong = 0;
    for (int i = 0; i < 100'000; ++i) {
        timestamp const v{first_us + static_cast<std::int64_t>(random() % span)};
        auto const s = encode(instant, v);
        wrong += decode<timestamp>(instant, s.data) == v && encode(wall_clock, v).data == s.data ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("every day of the years 1 to 9999 survives, and is midnight in UTC where instants are kept") {
    CHECK(encode_hex({oid_date}, date::of(1, 1, 1)) == "fff4dbf9");
    CHECK(encode_hex({oid_date}, date::of(9999, 12, 31)) == "002c95d3");
    CHECK(encode_hex({oid_date}, date::of(1970, 1, 1)) == "ffffd533");
    int wrong = 0;
    for (auto day = first_day; day <= last_day; ++day) {
        date const v{static_cast<std::int32_t>(day)};
        byte_buffer out;
        wrong += put_wire(out, {oid_date}, v) ? 0 : 1;
        date back{};
        decode_field(pg_type{oid_date}, out.data(), out.size(), back);
        wrong += back == v ? 0 : 1;
    }
    CHECK(wrong == 0);
    CHECK(decode_kind<date>({oid_date}, "fff4dbf8") == "out_of_range");
    CHECK(decode_kind<date>({oid_date}, "002c95d4") == "out_of_range");
    CHECK(encode_kind({oid_date}, date{static_cast<std::int32_t>(first_day - 1)}) == "out_of_range");
    CHECK(encode_kind({oid_date}, date{INT32_MAX}) == "out_of_range");
    CHECK(encode_kind({oid_timestamptz}, date{INT32_MIN}) == "out_of_range");
    CHECK(decode<timestamp>(instant, encode(instant, date::of(2026, 11, 20)).data) ==
          timestamp::of(2026, 11, 20));
}

TEST_CASE("a time of day is less than 24 hours") {
    pg_type const type{oid_time};
    CHECK(encode_hex(type, time_of_day::of(23, 59, 59, 999999)) == "000000141dd75fff");
    CHECK(encode_hex(type, time_of_day{}) == "0000000000000000");
    CHECK(decode_hex<time_of_day>(type, "000000141dd75fff") == time_of_day::of(23, 59, 59, 999999));
    CHECK(decode_kind<time_of_day>(type, "000000141dd76000") == "out_of_range");
    CHECK(decode_message<time_of_day>(type, "000000141dd76000").find("24:00:00") != std::string::npos);
    CHECK(decode_kind<time_of_day>(type, "000000141dd76001") == "type_mismatch");
    CHECK(decode_kind<time_of_day>(type, "ffffffffffffffff") == "type_mismatch");
    CHECK(encode_kind(type, time_of_day{-1}) == "out_of_range");
    CHECK(encode_kind(type, time_of_day{day_us}) == "out_of_range");
    CHECK(decode_kind<time_of_day>({oid_timetz}, "000000000000000000000000") == "type_mismatch");
    CHECK(encode(pg_type{oid_timetz}, time_of_day::of(1, 2)).text() == "01:02:00");
}

TEST_CASE("an interval keeps months, days and microseconds apart") {
    pg_type const type{oid_interval};
    CHECK(encode_hex(type, interval{14, 3, 61'500'000}) == "0000000003aa6a60000000030000000e");
    CHECK(encode_hex(type, interval{-1, 1, -1}) == "ffffffffffffffff00000001ffffffff");
    std::mt19937_64 random{5};
    int wrong = 0;
    for (int i = 0; i < 20'000; ++i) {
        interval const v{static_cast<std::int32_t>(random()), static_cast<std::int32_t>(random()),
                         static_cast<std::int64_t>(random())};
        wrong += survives(type, v) ? 0 : 1;
    }
    CHECK(wrong == 0);
    CHECK(survives(type, interval{INT32_MIN, INT32_MAX, INT64_MIN}));
    // PostgreSQL 17 means infinity by these.
    CHECK(decode_kind<interval>(type, "7fffffffffffffff7fffffff7fffffff") == "out_of_range");
    CHECK(decode_kind<interval>(type, "80000000000000008000000080000000") == "out_of_range");
    CHECK(encode_kind(type, interval{INT32_MAX, INT32_MAX, INT64_MAX}) == "out_of_range");
}

TEST_CASE("a time is read from its own type and length only") {
    for (std::string const& bad :
         {std::string{}, std::string(14, '0'), std::string(18, '0'), std::string(34, '0')}) {
        CAPTURE(bad);
        CHECK(decode_kind<timestamp>(instant, bad) == "type_mismatch");
        CHECK(decode_kind<date>({oid_date}, bad) == "type_mismatch");
        CHECK(decode_kind<time_of_day>({oid_time}, bad) == "type_mismatch");
        CHECK(decode_kind<interval>({oid_interval}, bad) == "type_mismatch");
    }
    CHECK(decode_kind<timestamp>({oid_date}, "00000000") == "type_mismatch");
    CHECK(decode_kind<timestamp>({oid_int8}, "0000000000000000") == "type_mismatch");
    CHECK(decode_kind<date>(instant, "0000000000000000") == "type_mismatch");
    CHECK(decode_kind<interval>({oid_time}, "0000000000000000") == "type_mismatch");
    CHECK(decode_message<timestamp>({oid_int8}, "00")
              .find("of type bigint, and the member takes a timestamp") != std::string::npos);
}

TEST_CASE("a timestamp isn't cut to a date or a time in silence") {
    CHECK(encode_kind({oid_date}, timestamp::of(2026, 1, 1)) == "type_mismatch");
    CHECK(encode_kind({oid_time}, timestamp::of(2026, 1, 1)) == "type_mismatch");
    CHECK(encode_kind({oid_timetz}, timestamp::of(2026, 1, 1)) == "type_mismatch");
}

TEST_CASE("times in a text column are kept as on SQLite") {
    auto const at = timestamp::of(2026, 11, 20, 12, 30, 0, 5);
    for (pg_type const type : {pg_type{oid_text}, pg_type{oid_varchar}, citext_type}) {
        CHECK(encode(type, at).text() == "2026-11-20 12:30:00.000005");
        CHECK(survives(type, at));
        CHECK(survives(type, date::of(1, 2, 3)));
        CHECK(survives(type, time_of_day::of(1, 2, 3, 4)));
        CHECK(survives(type, interval{1, -2, 3}));
    }
    CHECK(decode_kind<timestamp>({oid_text}, "6e6f") == "type_mismatch");
}
