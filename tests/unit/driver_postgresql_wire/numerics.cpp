// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "unit/driver_postgresql_wire/wire.hpp"

using namespace athanor;
using namespace athanor::detail;
using namespace wire;

namespace {

constexpr pg_type numeric_type{oid_numeric};

std::string digits(std::mt19937_64& random, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += static_cast<char>('0' + (random() % 3 == 0 ? 0 : random() % 10)); // many groups of zeros
    }
    return out;
}
/// Canonical: a digit in front of the point, no zeros before it, no minus before zero.
std::string decimal_text(std::mt19937_64& random, std::size_t whole, std::size_t fraction) {
    std::string front = digits(random, whole);
    front.erase(0, std::min(front.find_first_not_of('0'), front.size()));
    std::string out = front.empty() ? "0" : front;
    if (fraction > 0) {
        out += '.' + digits(random, fraction);
    }
    bool const zero = out.find_first_of("123456789") == std::string::npos;
    return (random() % 2 == 0 && !zero ? "-" : "") + out;
}

template <int P, int S>
int wrong_decimals(std::mt19937_64& random, int times) {
    int wrong = 0;
    for (int i = 0; i < times; ++i) {
        std::string const text = decimal_text(random, random() % (P - S + 1), S);
        decimal<P, S> const value{text};
        auto const s = encode(numeric_type, value);
        wrong += decode<decimal<P, S>>(numeric_type, s.data) == value ? 0 : 1;
        // Both types mean the same number by it.
        wrong += decode<big_decimal>(numeric_type, s.data).text() == text ? 0 : 1;
        wrong += encode(numeric_type, big_decimal{text}).data == s.data ? 0 : 1;
    }
    auto const largest = decimal<P, S>::from_units(power_of_ten(P) - 1);
    wrong += survives(numeric_type, largest) && survives(numeric_type, -largest) ? 0 : 1;
    return wrong;
}

} // namespace

TEST_CASE("a decimal is sent as numeric_send would") {
    CHECK(encode_hex(numeric_type, decimal<5, 0>{0}) == "0000000000000000");
    CHECK(encode_hex(numeric_type, decimal<5, 2>{0}) == "0000000000000002");
    CHECK(encode_hex(numeric_type, decimal<5, 0>{1}) == "00010000000000000001");
    CHECK(encode_hex(numeric_type, decimal<5, 0>{-1}) == "00010000400000000001");
    CHECK(encode_hex(numeric_type, decimal<5, 0>{10000}) == "00010001000000000001");
    CHECK(encode_hex(numeric_type, decimal<10, 1>{"12345678.9"}) == "000300010000000104d2162e2328");
    CHECK(encode_hex(numeric_type, decimal<10, 2>{"-12.50"}) == "0002000040000002000c1388");
    CHECK(encode_hex(numeric_type, decimal<10, 4>{"0.0001"}) == "0001ffff000000040001");
    CHECK(encode_hex(numeric_type, decimal<10, 8>{"0.0001"}) == "0001ffff000000080001");
    CHECK(encode_hex(numeric_type, decimal<38, 0>{std::string(38, '9')}) ==
          "000a0009000000000063270f270f270f270f270f270f270f270f270f");
    CHECK(encode_hex(numeric_type, decimal<38, 38>::from_units(-1)) == "0001fff6400000260064");
    CHECK(encode_hex(numeric_type, big_decimal{"100000000000000000000"}) == "00010005000000000001");
    CHECK(encode_hex(numeric_type, big_decimal{"0.00010000"}) == "0001ffff000000080001");
}

TEST_CASE("decimals of every scale survive, and are the same number to both decimal types") {
    std::mt19937_64 random{7};
    CHECK(wrong_decimals<38, 0>(random, 3000) == 0);
    CHECK(wrong_decimals<38, 1>(random, 2000) == 0);
    CHECK(wrong_decimals<38, 2>(random, 2000) == 0);
    CHECK(wrong_decimals<38, 3>(random, 2000) == 0);
    CHECK(wrong_decimals<38, 4>(random, 2000) == 0);
    CHECK(wrong_decimals<38, 19>(random, 2000) == 0);
    CHECK(wrong_decimals<38, 38>(random, 2000) == 0);
    CHECK(wrong_decimals<18, 5>(random, 2000) == 0);
    CHECK(wrong_decimals<10, 2>(random, 2000) == 0);
    CHECK(wrong_decimals<5, 5>(random, 1000) == 0);
    CHECK(wrong_decimals<1, 0>(random, 100) == 0);
}

TEST_CASE("a number of any size survives as big_decimal, with its scale") {
    std::mt19937_64 random{11};
    int wrong = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string const text = decimal_text(random, random() % 60, random() % 60);
        auto const s = encode(numeric_type, big_decimal{text});
        wrong += decode<big_decimal>(numeric_type, s.data).text() == text ? 0 : 1;
    }
    for (int i = 0; i < 300; ++i) {
        std::string const text = decimal_text(random, random() % 1000, 1000 - random() % 1000);
        auto const s = encode(numeric_type, big_decimal{text});
        wrong += decode<big_decimal>(numeric_type, s.data).text() == text ? 0 : 1;
    }
    CHECK(wrong == 0);
    std::string const largest = "-" + std::string(131072, '9') + "." + std::string(16383, '9');
    CHECK(decode<big_decimal>(numeric_type, encode(numeric_type, big_decimal{largest}).data).text() ==
          largest);
    std::string const smallest = "0." + std::string(16382, '0') + "1";
    CHECK(decode<big_decimal>(numeric_type, encode(numeric_type, big_decimal{smallest}).data).text() ==
          smallest);
}

TEST_CASE("a numeric that the decimal can't hold is out of range") {
    auto const kind = [](std::string_view text, auto member) {
        return decode_kind<decltype(member)>(numeric_type, encode(numeric_type, big_decimal{text}).data);
    };
    using money = decimal<5, 2>;
    CHECK(kind("999.99", money{}) == "no error");
    CHECK(kind("-999.99", money{}) == "no error");
    CHECK(kind("1000", money{}) == "out_of_range");
    CHECK(kind("-1000.00", money{}) == "out_of_range");
    CHECK(kind("0.001", money{}) == "out_of_range");
    CHECK(kind("1.50000000", money{}) == "no error");
    CHECK(kind("1.50000001", money{}) == "out_of_range");
    CHECK(kind("100000", money{}) == "out_of_range");
    CHECK(kind("1" + std::string(131071, '0'), money{}) == "out_of_range");
    CHECK(kind("0." + std::string(16382, '0') + "1", money{}) == "out_of_range");
    CHECK(kind("0." + std::string(16383, '0'), money{}) == "no error");
    CHECK(kind("1" + std::string(38, '0'), decimal<38, 0>{}) == "out_of_range");
    CHECK(kind("0.1", decimal<38, 0>{}) == "out_of_range");
    CHECK(kind("1", decimal<38, 38>{}) == "out_of_range");
    CHECK(decode<money>(numeric_type, encode(numeric_type, big_decimal{"-1.5"}).data) == money{"-1.50"});
    for (char const* special :
         {"00000000c0000000", "00000000d0000020", "00000000f0000020"}) { // NaN, infinities
        CHECK(decode_kind<money>(numeric_type, special) == "out_of_range");
        CHECK(decode_kind<big_decimal>(numeric_type, special) == "out_of_range");
        CHECK(decode_kind<std::int64_t>(numeric_type, special) == "out_of_range");
    }
}

TEST_CASE("bytes that no server sends for a numeric are refused") {
    for (char const* bad : {
             "",
             "00000000000000",        // a short header
             "0001000000000000",      // a group is missing
             "000000000000000001",    // too long
             "0000000000000000 0001", // more groups than said
             "00010000000000002710",  // a group of 10000
             "0001000000000000ffff",  // a negative group
             "00010000100000000001",  // no such sign
             "00010000000040000001",  // a scale of 16384
             "ffff000000000000",      // 65535 groups
         }) {
        CAPTURE(bad);
        CHECK(decode_kind<decimal<10, 2>>(numeric_type, bad) == "type_mismatch");
        CHECK(decode_kind<big_decimal>(numeric_type, bad) == "type_mismatch");
        CHECK(decode_kind<std::int32_t>(numeric_type, bad) == "type_mismatch");
    }
    // Digits behind those that the scale shows would be lost in a text.
    CHECK(decode_kind<big_decimal>(numeric_type, "0002000000000002 000c1389") == "type_mismatch");
    CHECK(decode_kind<big_decimal>(numeric_type, "0001fffe00000000 0001") == "type_mismatch");
    CHECK(decode<big_decimal>(numeric_type, unhex("0002000000000002 000c1388")).text() == "12.50");
}

TEST_CASE("decimals and integers meet where the number is whole, and never floating point") {
    CHECK(encode_hex({oid_int4}, decimal<5, 2>{"-3.00"}) == "fffffffd");
    CHECK(encode_hex({oid_int8}, decimal<20, 0>{INT64_MAX}) == "7fffffffffffffff");
    CHECK(encode_kind({oid_int4}, decimal<5, 2>{"3.01"}) == "out_of_range");
    CHECK(encode_kind({oid_int8}, decimal<20, 0>{"9223372036854775808"}) == "out_of_range");
    CHECK(encode_kind({oid_int2}, decimal<9, 2>{"40000.00"}) == "out_of_range");
    CHECK(decode_hex<decimal<5, 2>>({oid_int2}, "0007") == decimal<5, 2>{"7.00"});
    CHECK(decode_kind<decimal<5, 2>>({oid_int4}, "000003e8") == "out_of_range");
    CHECK(decode_hex<big_decimal>({oid_int8}, "8000000000000000").text() == "-9223372036854775808");
    for (std::uint32_t const oid : {oid_float4, oid_float8}) {
        CHECK(encode_kind(pg_type{oid}, decimal<5, 2>{1}) == "type_mismatch");
        CHECK(encode_kind(pg_type{oid}, big_decimal{"1"}) == "type_mismatch");
        CHECK(decode_kind<decimal<5, 2>>(pg_type{oid}, "3ff0000000000000") == "type_mismatch");
        CHECK(decode_kind<big_decimal>(pg_type{oid}, "3ff0000000000000") == "type_mismatch");
    }
    CHECK(decode_kind<decimal<5, 2>>({oid_bool}, "01") == "type_mismatch");
    CHECK(encode(pg_type{oid_text}, decimal<5, 2>{1}).text() == "1.00");
    CHECK(decode<decimal<5, 2>>({oid_text}, unhex("312e30")) == decimal<5, 2>{1});
}

TEST_CASE("big_decimal takes digits and a point, and drops what means nothing") {
    auto const text = [](char const* s) { return big_decimal{s}.text(); };
    CHECK(text("0") == "0");
    CHECK(text("-0") == "0");
    CHECK(text("-0.00") == "0.00");
    CHECK(text("+1.50") == "1.50");
    CHECK(text("0001.50") == "1.50");
    CHECK(text("-000.5") == "-0.5");
    CHECK(text(".5") == "0.5");
    CHECK(text("-.5") == "-0.5");
    CHECK(text("5.") == "5");
    CHECK(text("000") == "0");
    CHECK(text("100") == "100");
    CHECK(text("00.00100") == "0.00100");
    CHECK(big_decimal{}.text() == "0");
    CHECK(big_decimal{"+01.5"} == big_decimal{"1.5"});
    CHECK_FALSE(big_decimal{"1.5"} == big_decimal{"1.50"});
    for (char const* bad :
         {"", "-", "+", ".", "-.", "1e5", "1 ", " 1", "1.2.3", "--1", "1-", "0x1", "NaN", "1,5"}) {
        CAPTURE(bad);
        CHECK(scratch::kind_of([&] { (void)big_decimal{bad}; }) == "type_mismatch");
    }
    CHECK(scratch::kind_of([] { (void)big_decimal{std::string(131072, '9')}; }) == "no error");
    CHECK(scratch::kind_of([] { (void)big_decimal{std::string(131073, '9')}; }) == "out_of_range");
    CHECK(scratch::kind_of([] { (void)big_decimal{"000" + std::string(131072, '9')}; }) == "no error");
    CHECK(scratch::kind_of([] { (void)big_decimal{"0." + std::string(16384, '0')}; }) == "out_of_range");
}
