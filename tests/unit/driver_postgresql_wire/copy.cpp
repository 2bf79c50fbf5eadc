// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "unit/driver_postgresql_wire/wire.hpp"

#include <athanor/value/boost_uuid.hpp>

#include <type_traits>

using namespace athanor;
using namespace athanor::detail;
using namespace wire;

namespace {

/// can_copy() must promise what put_copy_field() and encode_value() do, for every type there is.
template <class V>
int broken_promises(V const& value) {
    int broken = 0;
    for (pg_type const type : all_types()) {
        bool binary = false;
        bool refused = false;
        try {
            binary = encode(type, value).binary;
        } catch (error const& e) {
            refused = e.kind() == error_kind::type_mismatch;
            binary = e.kind() != error_kind::type_mismatch; // it has a way, but not for this value
        }
        bool copied = false;
        byte_buffer out;
        try {
            put_copy_field(out, type, value);
            copied = true;
        } catch (error const& e) {
            copied = e.kind() != error_kind::type_mismatch && e.kind() != error_kind::misuse;
        }
        bool const promised = can_copy<V>(type);
        bool const same = promised == binary && promised == copied &&
                          can_copy<std::optional<V>>(type) == promised &&
                          can_copy<defaulted<V>>(type) == promised;
        broken += same && !(promised && refused) ? 0 : 1;
        if (!same) {
            MESSAGE("OID ", type.oid, ": can_copy ", promised, ", sent binary ", binary, ", copied ", copied);
        }
    }
    return broken;
}

} // namespace

TEST_CASE("COPY is promised exactly where there is a binary form") {
    CHECK(broken_promises(true) == 0);
    CHECK(broken_promises(std::int16_t{1}) == 0);
    CHECK(broken_promises(std::int32_t{1}) == 0);
    CHECK(broken_promises(std::int64_t{1}) == 0);
    CHECK(broken_promises(std::uint32_t{1}) == 0);
    CHECK(broken_promises(1.0F) == 0);
    CHECK(broken_promises(1.0) == 0);
    CHECK(broken_promises(decimal<5, 2>{1}) == 0);
    CHECK(broken_promises(big_decimal{"1"}) == 0);
    CHECK(broken_promises(std::string{"x"}) == 0);
    CHECK(broken_promises(json{"1"}) == 0);
    CHECK(broken_promises(bytes(1)) == 0);
    CHECK(broken_promises(timestamp{}) == 0);
    CHECK(broken_promises(date{}) == 0);
    CHECK(broken_promises(time_of_day{}) == 0);
    CHECK(broken_promises(interval{1, 2, 3}) == 0);
    CHECK(broken_promises(uuid{}) == 0);
    CHECK(broken_promises(boost::uuids::uuid{}) == 0);
    CHECK(broken_promises(mood::ok) == 0);
    CHECK(broken_promises(std::vector<std::int32_t>{1}) == 0);
    CHECK(broken_promises(std::vector<std::int32_t>{}) == 0);
    CHECK(broken_promises(std::vector<std::vector<std::optional<std::string>>>{{"x", std::nullopt}}) == 0);
    CHECK(broken_promises(std::vector<mood>{mood::ok}) == 0);
    CHECK(broken_promises(std::vector<decimal<5, 2>>{1}) == 0);
}

TEST_CASE("a field of a COPY has its length in front, and -1 for NULL") {
    byte_buffer out;
    put_copy_field(out, {oid_int4}, std::int32_t{7});
    put_copy_field(out, {oid_int4}, std::optional<std::int32_t>{});
    put_copy_field(out, {oid_text}, std::optional<std::string>{"ab"});
    put_copy_field(out, {oid_text}, std::string{});
    put_copy_field(out, {oid_bytea}, bytes{std::byte{255}});
    put_copy_field(out, {oid_jsonb}, json{"1"});
    put_copy_field(out, {oid_bool}, defaulted<bool>{true});
    put_copy_field(out, {oid_int2_array}, std::vector<std::int16_t>{3});
    CHECK(hex(out.data(), out.size()) == "0000000400000007"
                                         "ffffffff"
                                         "000000026162"
                                         "00000000"
                                         "00000001ff"
                                         "000000020131"
                                         "0000000101"
                                         "0000001a000000010000000000000015000000010000000100000002"
                                         "0003");
}

TEST_CASE("a buffer keeps what was put, however it grows, and its memory when it is cleared") {
    byte_buffer out;
    std::string expected;
    std::mt19937_64 random{17};
    for (int i = 0; i < 3'000; ++i) {
        auto const v = random();
        out.put_int64(static_cast<std::int64_t>(v));
        out.put_int16(static_cast<std::int16_t>(v));
        std::string const text(v % 50, 'x');
        out.put(text);
        for (unsigned shift = 64; shift > 0; shift -= 8) {
            expected += static_cast<char>(v >> (shift - 8));
        }
        expected += static_cast<char>(v >> 8U);
        expected += static_cast<char>(v);
        expected += text;
    }
    REQUIRE(out.size() == expected.size());
    CHECK(std::string_view{reinterpret_cast<char const*>(out.data()), out.size()} == expected);
    out.overwrite_int32(2, 0x01020304);
    out.truncate(7);
    CHECK(hex(out.data() + 2, out.size() - 2) ==
          "01020304" + hex(reinterpret_cast<std::byte const*>(expected.data()) + 6, 1));
    auto const* const memory = out.data();
    out.clear();
    out.put_byte(1);
    CHECK(out.data() == memory);
    CHECK(out.size() == 1);
    byte_buffer moved = std::move(out);
    CHECK(moved.size() == 1);
    CHECK(moved.data() == memory);
    static_assert(!std::is_copy_constructible_v<byte_buffer>);
}

TEST_CASE("each type's array and element lead to each other") {
    for (auto const& type : pg_builtin_types) {
        CHECK(array_of(type.oid) == type.array);
        CHECK(element_of(type.array) == type.oid);
        CHECK(element_of(type.oid) == 0);
        CHECK(is_known_oid(type.oid));
        CHECK(is_known_oid(type.array));
    }
    CHECK(array_of(0) == 0);
    CHECK(element_of(0) == 0);
    CHECK(is_known_oid(oid_unknown));
    CHECK_FALSE(is_known_oid(600));
    CHECK(element_type(mood_array_type) == mood_type);
    CHECK(element_type(citext_array_type) == citext_type);
    CHECK(own_oid_of(array(numeric(10, 2))) == oid_numeric_array);
    CHECK(own_oid_of(jsonb()) == oid_jsonb);
    CHECK(own_oid_of({type_id::enumeration}) == 0);
}
