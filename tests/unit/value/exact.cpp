// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/value/boost_uuid.hpp>
#include <athanor/value/decimal.hpp>
#include <athanor/value/json.hpp>
#include <athanor/value/uuid.hpp>

#include <random>
#include <string>

namespace {

using athanor::decimal;
using athanor::error;
using athanor::error_kind;
using athanor::value_traits;

template <class D>
std::string text(D const& value) {
    return std::string{std::string_view{value_traits<D>::encode(value)}};
}
template <class D>
error_kind refusal(std::string_view stored) {
    try {
        (void)value_traits<D>::decode(stored);
    } catch (error const& e) {
        return e.kind();
    }
    FAIL("accepted ", std::string{stored});
    return error_kind::misuse;
}

/// A random canonical text of decimal<p, s>, made without the code under test.
template <int P, int S>
std::string random_text(std::mt19937& random) {
    std::string digits;
    int const count = static_cast<int>(random() % (P - S + 1));
    for (int i = 0; i < count; ++i) {
        digits += static_cast<char>('0' + random() % 10);
    }
    digits.erase(0, digits.find_first_not_of('0') == std::string::npos ? digits.size()
                                                                       : digits.find_first_not_of('0'));
    std::string s = digits.empty() ? "0" : digits;
    bool zero = digits.empty();
    if (S > 0) {
        s += '.';
        for (int i = 0; i < S; ++i) {
            s += static_cast<char>('0' + random() % 10);
            zero = zero && s.back() == '0';
        }
    }
    return (random() % 2 == 0 && !zero ? "-" : "") + s;
}

template <int P, int S>
void round_trips(std::mt19937& random, int times) {
    for (int i = 0; i < times; ++i) {
        auto const s = random_text<P, S>(random);
        auto const d = value_traits<decimal<P, S>>::decode(s);
        REQUIRE(text(d) == s);
        REQUIRE(decimal<P, S>{d.to_string()} == d);
    }
    std::string nines(static_cast<std::size_t>(P), '9');
    if (S > 0) {
        nines.insert(static_cast<std::size_t>(P - S), P == S ? "0." : ".");
    }
    CHECK(text(decimal<P, S>{nines}) == nines);
    CHECK(text(decimal<P, S>{"-" + nines}) == "-" + nines);
    CHECK_THROWS_AS((decimal<P, S>{"1" + nines}), error);
}

constexpr decimal<10, 2> price{"12.50"};
static_assert(static_cast<int>(price.units()) == 1250);
static_assert(value_traits<decimal<10, 2>>::type == athanor::numeric(10, 2));

} // namespace

TEST_CASE("100000 random decimals of up to 38 digits come back digit by digit") {
    std::mt19937 random{5};
    round_trips<1, 0>(random, 10'000);
    round_trips<1, 1>(random, 10'000);
    round_trips<10, 2>(random, 20'000);
    round_trips<18, 18>(random, 10'000);
    round_trips<20, 0>(random, 10'000);
    round_trips<38, 0>(random, 15'000);
    round_trips<38, 10>(random, 15'000);
    round_trips<38, 38>(random, 10'000);
}

TEST_CASE("a decimal never rounds: what doesn't fit is an error") {
    using money = decimal<10, 2>;
    CHECK(refusal<money>("0.001") == error_kind::out_of_range);
    CHECK(refusal<money>("100000000.00") == error_kind::out_of_range);
    CHECK(refusal<money>("99999999999999999999999999999999999999999999") == error_kind::out_of_range);
    CHECK_THROWS_AS(money{100000000}, error);
    CHECK(text(money{"1.5"}) == "1.50");
    CHECK(text(money{"+1"}) == "1.00");
    CHECK(text(money{"1.5000"}) == "1.50");
    CHECK(text(money{"-0"}) == "0.00");
    CHECK(text(money{".5"}) == "0.50");
    CHECK(text(money{-3}) == "-3.00");
    CHECK(text(money{"-0.05"}) == "-0.05");
}

TEST_CASE("text that is no decimal is a type mismatch") {
    using money = decimal<10, 2>;
    for (auto const* bad :
         {"", "-", ".", "NaN", "inf", "1e2", "1,5", " 1", "1 ", "1.2.3", "--1", "0x10", "1.-2"}) {
        CHECK_MESSAGE(refusal<money>(bad) == error_kind::type_mismatch, bad);
    }
    CHECK(refusal<money>(std::string_view{"1\0", 2}) == error_kind::type_mismatch);
}

TEST_CASE("sums of decimals are exact and an overflow is an error") {
    using money = decimal<4, 2>;
    money sum;
    for (int i = 0; i < 100; ++i) {
        sum = sum + money{"0.10"};
    }
    CHECK(sum == money{10});
    CHECK(sum > money{"9.99"});
    CHECK(-sum < money{0});
    CHECK_THROWS_AS((void)(money{"99.99"} + money{"0.01"}), error);
    CHECK_THROWS_AS((void)(money{"-99.99"} - money{"0.01"}), error);
    using widest = decimal<38, 0>;
    widest const top{std::string(38, '9')};
    CHECK_THROWS_AS((void)(top + top), error);
    CHECK(top - top == widest{0});
}

TEST_CASE("a UUID is written in lower case and read in both") {
    auto const u = athanor::uuid::parse("00112233-4455-6677-8899-AABBCCDDEEFF");
    CHECK(text(u) == "00112233-4455-6677-8899-aabbccddeeff");
    CHECK(u.bytes[15] == 0xff);
    std::mt19937 random{4};
    for (int i = 0; i < 100'000; ++i) {
        athanor::uuid v;
        for (auto& b : v.bytes) {
            b = static_cast<unsigned char>(random());
        }
        REQUIRE(value_traits<athanor::uuid>::decode(text(v)) == v);
    }
    for (auto const* bad : {"", "00112233-4455-6677-8899-aabbccddeef",
                            "00112233-4455-6677-8899-aabbccddeeffa", "00112233445566778899aabbccddeeff0000",
                            "0011223g-4455-6677-8899-aabbccddeeff", "{0112233-4455-6677-8899-aabbccddeef}"}) {
        CHECK(refusal<athanor::uuid>(bad) == error_kind::type_mismatch);
    }
}

TEST_CASE("boost::uuids::uuid has the same text") {
    auto const* written = "01020304-0506-0708-090a-0b0c0d0e0f10";
    auto const u = value_traits<boost::uuids::uuid>::decode(written);
    CHECK(u.data[15] == 0x10);
    CHECK(text(u) == written);
}

TEST_CASE("JSON is kept as it was written") {
    athanor::json const j{R"({"a": [1, 2, "x"]})"};
    CHECK(value_traits<athanor::json>::decode(value_traits<athanor::json>::encode(j)) == j);
}
