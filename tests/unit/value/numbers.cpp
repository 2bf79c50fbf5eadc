// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/value/bytes.hpp>
#include <athanor/value/enumeration.hpp>
#include <athanor/value/numbers.hpp>
#include <athanor/value/string.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using athanor::error;
using athanor::error_kind;
using athanor::mapped_value;
using athanor::value_traits;

enum class mood { sad, happy_ = 5, angry };
enum class small : unsigned char { on = 1, off = 127 };
enum class below : std::int8_t { minus = -3, zero = 0 };
enum class distant { here = 1, there = 1000 };
enum plain { one };

template <class T>
constexpr bool refused(std::int64_t stored) {
    try {
        (void)value_traits<T>::decode(stored);
        return false;
    } catch (error const& e) {
        return e.kind() == error_kind::out_of_range;
    }
}

template <class T>
void check_boundaries() {
    constexpr auto low = static_cast<std::int64_t>(std::numeric_limits<T>::min());
    constexpr auto high = static_cast<std::int64_t>(std::numeric_limits<T>::max());
    for (std::int64_t n : {low, std::int64_t{0}, std::int64_t{1}, high}) {
        CHECK(value_traits<T>::decode(n) == static_cast<T>(n));
        CHECK(value_traits<T>::encode(static_cast<T>(n)) == n);
    }
    if constexpr (std::is_signed_v<T>) {
        CHECK(value_traits<T>::decode(-1) == -1);
    } else {
        CHECK(refused<T>(-1));
    }
    if constexpr (sizeof(T) < 8) {
        CHECK(refused<T>(low - 1));
        CHECK(refused<T>(high + 1));
        CHECK(refused<T>(std::numeric_limits<std::int64_t>::min()));
        CHECK(refused<T>(std::numeric_limits<std::int64_t>::max()));
    }
}

} // namespace

template <>
struct athanor::enum_range<distant> {
    static constexpr int first = 0;
    static constexpr int last = 1000;
};

static_assert(mapped_value<std::int64_t> && mapped_value<long long> && mapped_value<long> &&
              mapped_value<int>);
static_assert(!mapped_value<std::uint64_t> && !mapped_value<unsigned long long>);
static_assert(!mapped_value<char> && !mapped_value<char8_t> && !mapped_value<wchar_t>);
static_assert(!mapped_value<double*> && !mapped_value<plain> && !mapped_value<std::byte> &&
              !mapped_value<long double>);
static_assert(!mapped_value<std::vector<int>>);
static_assert(value_traits<std::int16_t>::type == athanor::smallint());
static_assert(value_traits<std::int8_t>::type == athanor::smallint());
static_assert(value_traits<std::uint8_t>::type == athanor::smallint());
static_assert(value_traits<std::uint16_t>::type == athanor::integer());
static_assert(value_traits<std::int32_t>::type == athanor::integer());
static_assert(value_traits<std::uint32_t>::type == athanor::bigint());
static_assert(value_traits<std::int64_t>::type == athanor::bigint());
static_assert(std::is_same_v<athanor::wire_type<std::uint8_t>, std::int64_t>);
static_assert(std::is_same_v<athanor::wire_type<std::string>, std::string_view>);
static_assert(std::is_same_v<athanor::wire_type<std::vector<std::byte>>, athanor::bytes_view>);
static_assert(std::is_same_v<athanor::wire_type<mood>, std::string_view>);
static_assert(std::is_same_v<athanor::wire_type<float>, double>);
static_assert(std::is_same_v<athanor::wire_type<bool>, bool>);

TEST_CASE("every int16 comes back, and the integers around the range of each type are refused") {
    for (std::int64_t n = -32768; n <= 32767; ++n) {
        REQUIRE(value_traits<std::int16_t>::decode(
                    value_traits<std::int16_t>::encode(static_cast<std::int16_t>(n))) == n);
    }
    check_boundaries<std::int8_t>();
    check_boundaries<std::uint8_t>();
    check_boundaries<std::int16_t>();
    check_boundaries<std::uint16_t>();
    check_boundaries<std::int32_t>();
    check_boundaries<std::uint32_t>();
    check_boundaries<std::int64_t>();
}

TEST_CASE("a float comes back bit by bit, and a double that no float equals is refused") {
    std::mt19937 random{7};
    for (int i = 0; i < 1'000'000; ++i) {
        auto const f = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        auto const back = value_traits<float>::decode(value_traits<float>::encode(f));
        if (std::isnan(f)) {
            REQUIRE(std::isnan(back));
        } else {
            REQUIRE(std::bit_cast<std::uint32_t>(back) == std::bit_cast<std::uint32_t>(f));
        }
    }
    using limits = std::numeric_limits<float>;
    for (float f : {0.0F, -0.0F, limits::min(), limits::max(), limits::lowest(), limits::denorm_min(),
                    limits::infinity(), -limits::infinity()}) {
        CHECK(std::bit_cast<std::uint32_t>(value_traits<float>::decode(value_traits<float>::encode(f))) ==
              std::bit_cast<std::uint32_t>(f));
    }
    for (double d : {0.1, 1e300, -1e300, 3.5e38, 1e-320, 16777217.0}) {
        CHECK_THROWS_AS((void)value_traits<float>::decode(d), error);
    }
    for (int i = 0; i < 100'000; ++i) {
        auto const bits = (std::uint64_t{random()} << 32) | random();
        auto const d = std::bit_cast<double>(bits);
        REQUIRE(std::bit_cast<std::uint64_t>(value_traits<double>::decode(value_traits<double>::encode(d))) ==
                bits);
    }
}

TEST_CASE("text and bytes come back, NUL and all, and empty stays empty") {
    for (std::string const& s :
         {std::string{}, std::string{"a"}, std::string{"a\0b", 3}, std::string(100000, 'x')}) {
        CHECK(value_traits<std::string>::decode(value_traits<std::string>::encode(s)) == s);
    }
    using bytes = std::vector<std::byte>;
    for (std::size_t n : {0U, 1U, 4096U}) {
        bytes const b(n, std::byte{0xff});
        CHECK(value_traits<bytes>::decode(value_traits<bytes>::encode(b)) == b);
    }
}

TEST_CASE("an enumerator is stored by its name") {
    CHECK(value_traits<mood>::encode(mood::happy_) == "happy_");
    CHECK(value_traits<mood>::decode("angry") == mood::angry);
    CHECK(value_traits<mood>::labels.size() == 3);
    CHECK(value_traits<mood>::labels[0] == "sad");
    CHECK(value_traits<mood>::type_name == "mood");
    CHECK(value_traits<small>::encode(small::off) == "off");
    CHECK(value_traits<below>::decode("minus") == below::minus);
    CHECK(value_traits<distant>::encode(distant::there) == "there");
}

TEST_CASE("a text that names no enumerator, and a value that is none, are errors") {
    for (auto const* bad : {"", "SAD", "sad ", "happy", "0"}) {
        try {
            (void)value_traits<mood>::decode(bad);
            FAIL("accepted");
        } catch (error const& e) {
            CHECK(e.kind() == error_kind::type_mismatch);
            CHECK(std::string{e.what()}.find("SAD") == std::string::npos);
        }
    }
    CHECK_THROWS_AS((void)value_traits<mood>::encode(static_cast<mood>(4)), error);
}

TEST_CASE("defaulted tells unset, NULL and a value apart") {
    using field = athanor::defaulted<std::optional<int>>;
    using traits = athanor::field_traits<field>;
    static_assert(traits::nullable && traits::is_defaulted);
    static_assert(!athanor::field_traits<athanor::defaulted<int>>::nullable);
    field f;
    CHECK(!traits::is_set(f));
    CHECK(traits::get(f) == nullptr);
    f = std::optional<int>{};
    CHECK(traits::is_set(f));
    CHECK(traits::get(f) == nullptr);
    traits::set(f, 5);
    CHECK(*traits::get(f) == 5);
    traits::set_null(f);
    CHECK((traits::is_set(f) && traits::get(f) == nullptr));
    f.unset();
    CHECK(!traits::is_set(f));
    CHECK(f == field{});
}
