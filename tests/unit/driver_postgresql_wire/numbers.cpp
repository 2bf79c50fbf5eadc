// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "unit/driver_postgresql_wire/wire.hpp"

#include <bit>
#include <cmath>
#include <limits>

using namespace athanor;
using namespace athanor::detail;
using namespace wire;

namespace {

template <class T>
void check_edges(pg_type type, std::initializer_list<T> values) {
    for (T const v : values) {
        CAPTURE(v);
        CHECK(survives(type, v));
    }
}
/// A column of 64 bits into a narrower member: exact or refused, and the member keeps what it had.
template <class T>
void check_narrowing() {
    using limits = std::numeric_limits<T>;
    std::int64_t const low = limits::min();
    std::int64_t const high = static_cast<std::int64_t>(limits::max());
    for (auto const v : {low - 1, low, low + 1, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, high - 1,
                         high, high + 1, std::int64_t{1} << 40U, std::numeric_limits<std::int64_t>::min(),
                         std::numeric_limits<std::int64_t>::max()}) {
        for (std::uint32_t const oid : {oid_int8, oid_numeric}) {
            auto const s = encode(pg_type{oid}, v);
            T out{42};
            auto const kind =
                scratch::kind_of([&] { decode_field(pg_type{oid}, s.data.data(), s.data.size(), out); });
            CAPTURE(v);
            CAPTURE(oid);
            CHECK(kind == (v >= low && v <= high ? "no error" : "out_of_range"));
            CHECK(std::int64_t{out} == (v >= low && v <= high ? v : 42));
        }
    }
}

} // namespace

TEST_CASE("booleans are one byte, 0 or 1, and nothing else is a boolean") {
    CHECK(encode_hex({oid_bool}, true) == "01");
    CHECK(encode_hex({oid_bool}, false) == "00");
    CHECK(decode_hex<bool>({oid_bool}, "01"));
    CHECK_FALSE(decode_hex<bool>({oid_bool}, "00"));
    CHECK(decode_kind<bool>({oid_bool}, "02") == "type_mismatch");
    CHECK(scratch::kind_of([] {
              std::byte const two{2};
              (void)number_of_bits<bool>(&two);
          }) == "type_mismatch");
    CHECK(decode_kind<bool>({oid_bool}, "") == "type_mismatch");
    CHECK(decode_kind<bool>({oid_bool}, "0101") == "type_mismatch");
    CHECK(decode_kind<bool>({oid_int2}, "0001") == "type_mismatch");
    CHECK(decode_kind<bool>({oid_text}, "74") == "type_mismatch");
    CHECK(decode_kind<std::int32_t>({oid_bool}, "01") == "type_mismatch");
}

TEST_CASE("integers are big-endian and keep their edges") {
    CHECK(encode_hex({oid_int8}, std::int64_t{INT64_MIN}) == "8000000000000000");
    CHECK(encode_hex({oid_int8}, std::int64_t{-2}) == "fffffffffffffffe");
    CHECK(encode_hex({oid_int8}, std::int64_t{0x0102030405060708}) == "0102030405060708");
    CHECK(encode_hex({oid_int4}, std::int32_t{0x01020304}) == "01020304");
    CHECK(encode_hex({oid_int2}, std::int16_t{-2}) == "fffe");
    CHECK(decode_hex<std::int64_t>({oid_int8}, "8000000000000000") == INT64_MIN);
    CHECK(decode_hex<std::int32_t>({oid_int4}, "80000000") == INT32_MIN);
    CHECK(decode_hex<std::int16_t>({oid_int2}, "8000") == INT16_MIN);
    check_edges<std::int64_t>({oid_int8}, {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX});
    check_edges<std::int32_t>({oid_int4}, {INT32_MIN, -1, 0, INT32_MAX});
    check_edges<std::int16_t>({oid_int2}, {INT16_MIN, -1, 0, INT16_MAX});
    check_edges<signed char>({oid_int2}, {-128, -1, 0, 127});
    check_edges<unsigned char>({oid_int2}, {0, 128, 255});
    check_edges<std::uint16_t>({oid_int4}, {0, 0x8000, 0xffff});
    check_edges<std::uint32_t>({oid_int8}, {0, 0x80000000U, 0xffffffffU});
}

TEST_CASE("an integer goes into every numeric type that holds it exactly") {
    CHECK(encode_hex({oid_int8}, std::int32_t{-1}) == "ffffffffffffffff");
    CHECK(encode_hex({oid_int2}, std::int64_t{-32768}) == "8000");
    CHECK(encode_hex({oid_int4}, std::int64_t{INT32_MAX}) == "7fffffff");
    CHECK(encode_hex({oid_oid}, std::int64_t{0xffffffff}) == "ffffffff");
    CHECK(encode_hex({oid_float8}, std::int32_t{1}) == "3ff0000000000000");
    CHECK(encode_hex({oid_float4}, std::int32_t{-2}) == "c0000000");
    CHECK(encode_hex({oid_numeric}, std::int64_t{10000}) == "00010001000000000001");
    CHECK(encode_hex({oid_numeric}, std::int64_t{INT64_MIN}) == "0005000440000000039a0d2c0170156516b0");
    for (auto const& [oid, v] : std::vector<std::pair<std::uint32_t, std::int64_t>>{
             {oid_int2, 32768},
             {oid_int2, -32769},
             {oid_int4, std::int64_t{INT32_MAX} + 1},
             {oid_int4, std::int64_t{INT32_MIN} - 1},
             {oid_oid, -1},
             {oid_oid, std::int64_t{1} << 32U},
             {oid_float8, (std::int64_t{1} << 53U) + 1},
             {oid_float8, INT64_MAX},
             {oid_float4, (1 << 24U) + 1},
         }) {
        CAPTURE(oid);
        CAPTURE(v);
        CHECK(encode_kind(pg_type{oid}, v) == "out_of_range");
    }
    CHECK(encode_hex({oid_float8}, std::int64_t{INT64_MIN}) == "c3e0000000000000");
    CHECK(encode_hex({oid_float8}, std::int64_t{1} << 53U) == "4340000000000000");
    CHECK(encode_hex({oid_float4}, std::int64_t{1} << 24U) == "4b800000");
}

TEST_CASE("an integer that no member of this width holds is out of range") {
    check_narrowing<std::int32_t>();
    check_narrowing<std::uint32_t>();
    check_narrowing<std::int16_t>();
    check_narrowing<std::uint16_t>();
    check_narrowing<signed char>();
    check_narrowing<unsigned char>();
}

TEST_CASE("every 16-bit integer reads exactly or not at all") {
    int wrong = 0;
    for (int v = INT16_MIN; v <= INT16_MAX; ++v) {
        auto const s = encode(pg_type{oid_int4}, std::int32_t{v});
        wrong += decode<std::int16_t>({oid_int4}, s.data) == v ? 0 : 1;
        bool const small = v >= -128 && v <= 127;
        wrong +=
            decode_kind<signed char>({oid_int4}, s.data) == (small ? "no error" : "out_of_range") ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("an integer is read from integers, oid and whole numerics only") {
    CHECK(decode_hex<std::int64_t>({oid_int2}, "ffff") == -1);
    CHECK(decode_hex<std::int64_t>({oid_int4}, "ffffffff") == -1);
    CHECK(decode_hex<std::int64_t>({oid_oid}, "ffffffff") == 0xffffffff);
    CHECK(decode_hex<std::int32_t>({oid_numeric}, "0001000140000000 0001") == -10000);
    CHECK(decode_hex<std::int32_t>({oid_numeric}, "0001000000000002 000c") == 12);                  // 12.00
    CHECK(decode_kind<std::int32_t>({oid_numeric}, "0002000000000002 000c1388") == "out_of_range"); // 12.50
    CHECK(decode_kind<std::int64_t>({oid_numeric}, "0001000500000000 0001") == "out_of_range");     // 1e20
    for (std::uint32_t const oid :
         {oid_float4, oid_float8, oid_text, oid_bool, oid_bytea, oid_date, oid_jsonb}) {
        CHECK(decode_kind<std::int64_t>(pg_type{oid}, "0000000000000000") == "type_mismatch");
    }
    CHECK(decode_kind<std::int64_t>({oid_int8}, "00000000") == "type_mismatch");
    CHECK(decode_kind<std::int64_t>({oid_int4}, "0000000000000000") == "type_mismatch");
    CHECK(decode_kind<std::int32_t>({oid_int4}, "000000") == "type_mismatch");
    CHECK(decode_kind<std::int16_t>({oid_int2}, "") == "type_mismatch");
    CHECK(decode_message<std::int64_t>({oid_text}, "31")
              .find("the column is of type text, and the member takes an integer") != std::string::npos);
    CHECK(decode_message<std::int32_t>({oid_int4}, "31").find("the server sent an integer") !=
          std::string::npos);
}

TEST_CASE("floating point numbers keep every bit") {
    CHECK(encode_hex({oid_float8}, -0.0) == "8000000000000000");
    CHECK(encode_hex({oid_float8}, std::numeric_limits<double>::infinity()) == "7ff0000000000000");
    CHECK(encode_hex({oid_float4}, 1.5F) == "3fc00000");
    CHECK(std::signbit(decode_hex<double>({oid_float8}, "8000000000000000")));
    CHECK(std::signbit(decode_hex<float>({oid_float4}, "80000000")));
    std::mt19937_64 random{20261120};
    int wrong = 0;
    for (int i = 0; i < 100'000; ++i) {
        auto const v = std::bit_cast<double>(random());
        auto const s = encode(pg_type{oid_float8}, v);
        wrong += std::bit_cast<std::uint64_t>(decode<double>({oid_float8}, s.data)) ==
                         std::bit_cast<std::uint64_t>(v)
                     ? 0
                     : 1;
    }
    for (int i = 0; i < 100'000; ++i) {
        auto const bits = static_cast<std::uint32_t>(random());
        auto const v = std::bit_cast<float>(bits);
        auto const s = encode(pg_type{oid_float4}, v);
        auto const back = decode<float>({oid_float4}, s.data);
        wrong += std::bit_cast<std::uint32_t>(back) == bits || (std::isnan(v) && std::isnan(back)) ? 0 : 1;
        if (std::isfinite(v)) { // and through the wider type
            auto const wide = encode(pg_type{oid_float8}, v);
            wrong += std::bit_cast<std::uint32_t>(decode<float>({oid_float8}, wide.data)) == bits ? 0 : 1;
            wrong += decode<double>({oid_float4}, s.data) == static_cast<double>(v) ? 0 : 1;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("a double that a real would round is refused, both ways") {
    for (double const v :
         {0.5, -0.0, 16777216.0, 3.4028234663852886e+38, std::numeric_limits<double>::infinity(),
          -std::numeric_limits<double>::infinity()}) {
        CAPTURE(v);
        CHECK(survives(pg_type{oid_float4}, v));
    }
    CHECK(std::isnan(decode<double>({oid_float4}, encode(pg_type{oid_float4}, std::nan("")).data)));
    for (double const v : {0.1, 16777217.0, 3.5e38, -1e300, 1e-320}) {
        CAPTURE(v);
        CHECK(encode_kind(pg_type{oid_float4}, v) == "out_of_range");
        CHECK(decode_kind<float>({oid_float8}, encode(pg_type{oid_float8}, v).data) == "out_of_range");
    }
}

TEST_CASE("a floating point number is read from an integer only where that is exact") {
    CHECK(decode_hex<double>({oid_int4}, "fffffffe") == -2.0);
    CHECK(decode_hex<double>({oid_int2}, "0007") == 7.0);
    CHECK(decode_hex<double>({oid_int8}, "0020000000000000") == 9007199254740992.0);
    CHECK(decode_hex<double>({oid_int8}, "8000000000000000") == -9223372036854775808.0);
    CHECK(decode_kind<double>({oid_int8}, "0020000000000001") == "out_of_range");
    CHECK(decode_kind<float>({oid_int4}, "01000001") == "out_of_range");
    CHECK(decode_kind<double>({oid_numeric}, "0001000000000000 0001") == "type_mismatch");
    CHECK(decode_message<double>({oid_numeric}, "0001000000000000 0001").find("athanor::decimal<p, s>") !=
          std::string::npos);
    CHECK(decode_kind<double>({oid_text}, "31") == "type_mismatch");
    CHECK(decode_kind<double>({oid_float8}, "00000000") == "type_mismatch");
    CHECK(decode_kind<double>({oid_float4}, "0000000000000000") == "type_mismatch");
}

TEST_CASE("NULL is for std::optional and an optional defaulted") {
    std::optional<std::int32_t> field = 5;
    decode_field(pg_type{oid_int4}, nullptr, 0, field);
    CHECK_FALSE(field.has_value());
    defaulted<std::optional<std::int32_t>> three_states = std::optional<std::int32_t>{5};
    decode_field(pg_type{oid_int4}, nullptr, 0, three_states);
    CHECK(three_states.is_set());
    CHECK_FALSE(three_states->has_value());
    std::int32_t plain = 5;
    CHECK(scratch::kind_of([&] { decode_field(pg_type{oid_int4}, nullptr, 0, plain); }) ==
          "null_in_not_null_field");
    defaulted<std::int32_t> unset;
    CHECK(scratch::kind_of([&] { decode_field(pg_type{oid_int4}, nullptr, 0, unset); }) ==
          "null_in_not_null_field");
    auto const seven = unhex("00000007");
    decode_field(pg_type{oid_int4}, seven.data(), 4, field);
    decode_field(pg_type{oid_int4}, seven.data(), 4, unset);
    CHECK(field == 7);
    CHECK(unset.value() == 7);
}

TEST_CASE("a number goes as text where PostgreSQL must read it itself") {
    CHECK(encode(pg_type{oid_text}, std::int32_t{-5}).text() == "-5");
    CHECK_FALSE(encode(pg_type{oid_text}, std::int32_t{-5}).binary);
    CHECK(encode(pg_type{oid_numeric}, 0.1).text() == "0.1");
    CHECK(encode(pg_type{oid_numeric}, -1e22).text() == "-1e+22");
    CHECK(encode(pg_type{oid_numeric}, std::nan("")).text() == "NaN");
    CHECK(encode(pg_type{oid_numeric}, -std::nan("")).text() == "NaN");
    CHECK(encode(pg_type{oid_int4}, 2.5).text() == "2.5"); // which it refuses
    CHECK(encode(pg_type{oid_text}, true).text() == "true");
    CHECK(encode_kind(pg_type{oid_bytea}, std::int32_t{5}) == "type_mismatch");
}
