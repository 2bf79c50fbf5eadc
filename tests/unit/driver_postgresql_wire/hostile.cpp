// SPDX-License-Identifier: BSL-1.0
// Whatever a broken or hostile server sends ends in a value or in an athanor::error. Worth most under the
// sanitizers.
#include <doctest/doctest.h>

#include "unit/driver_postgresql_wire/wire.hpp"

#include <athanor/driver/postgresql/cells.hpp>
#include <athanor/value/boost_uuid.hpp>

#include <array>
#include <memory>
#include <tuple>

using namespace athanor;
using namespace athanor::detail;
using namespace wire;

namespace {

template <class T>
using vec = std::vector<T>;

using members =
    std::tuple<bool, signed char, std::int16_t, std::int32_t, std::int64_t, std::uint32_t, float, double,
               std::string, json, bytes, mood, timestamp, date, time_of_day, interval, uuid,
               boost::uuids::uuid, decimal<10, 2>, decimal<38, 38>, big_decimal, vec<std::int32_t>,
               vec<std::optional<std::string>>, vec<vec<std::optional<big_decimal>>>, vec<mood>,
               vec<vec<vec<std::optional<bool>>>>>;

struct outcome {
    long read = 0;
    long refused = 0;
    long other = 0;         // an error of a kind that a reader doesn't give
    long not_sent_back = 0; // read, and then not accepted for the same column
};

/// From memory of exactly this size, so that a sanitizer sees one byte too many.
template <class V>
void read_one(pg_type type, bytes const& data, outcome& seen) {
    auto const copy = std::make_unique<std::byte[]>(data.size() + (data.empty() ? 1 : 0));
    std::copy(data.begin(), data.end(), copy.get());
    std::optional<V> value;
    try {
        decode_field(type, copy.get(), data.size(), value);
        ++seen.read;
    } catch (error const& e) {
        bool const known = e.kind() == error_kind::type_mismatch || e.kind() == error_kind::out_of_range ||
                           e.kind() == error_kind::invalid_text ||
                           e.kind() == error_kind::null_in_not_null_field;
        ++(known ? seen.refused : seen.other);
        return;
    }
    try {
        byte_buffer out;
        (void)encode_value(out, type, *value);
    } catch (error const&) {
        ++seen.not_sent_back;
    }
}
void read_as_everything(pg_type type, bytes const& data, outcome& seen) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (read_one<std::tuple_element_t<I, members>>(type, data, seen), ...);
    }
    (std::make_index_sequence<std::tuple_size_v<members>>{});
}

struct sample {
    pg_type type;
    bytes data;
};
vec<sample> samples() {
    vec<sample> out;
    auto const add = [&](pg_type type, auto const& value) {
        out.push_back({type, encode(type, value).data});
    };
    add({oid_bool}, true);
    add({oid_int2}, std::int16_t{-2});
    add({oid_int4}, std::int32_t{70000});
    add({oid_int8}, std::int64_t{1} << 40U);
    add({oid_float4}, 1.5F);
    add({oid_float8}, -0.1);
    add({oid_text}, std::string{"z\xc3\xbc \xf0\x9f\x98\x80"});
    add({oid_jsonb}, json{"[1]"});
    add({oid_char}, std::string{"c"});
    add({oid_bytea}, bytes(5));
    add(mood_type, mood::happy);
    add({oid_timestamptz}, timestamp::of(2026, 11, 20));
    add({oid_timestamp}, timestamp::of(1, 1, 1));
    add({oid_date}, date::of(9999, 12, 31));
    add({oid_time}, time_of_day::of(23, 59, 59, 999999));
    add({oid_interval}, interval{1, -2, 3});
    add({oid_uuid}, uuid{});
    add({oid_numeric}, decimal<10, 2>{"-12345678.90"});
    add({oid_numeric}, decimal<38, 0>{std::string(38, '9')});
    add({oid_numeric}, big_decimal{"0.000000000000000000000000000001"});
    add({oid_numeric}, big_decimal{"123456789012345678901234567890.5"});
    add({oid_int4_array}, vec<std::int32_t>{1, 2, 3});
    add({oid_text_array}, vec<std::optional<std::string>>{"a", std::nullopt, ""});
    add({oid_numeric_array}, vec<vec<std::optional<big_decimal>>>{{big_decimal{"1.5"}, std::nullopt}});
    add(mood_array_type, vec<mood>{mood::ok});
    add({oid_bool_array}, vec<vec<vec<std::optional<bool>>>>{{{true, std::nullopt}}});
    return out;
}

} // namespace

TEST_CASE("every truncation of good bytes is refused or read, never followed past its end") {
    outcome seen;
    for (auto const& [type, data] : samples()) {
        for (std::size_t size = 0; size <= data.size(); ++size) {
            read_as_everything(type, bytes(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size)),
                               seen);
        }
    }
    CHECK(seen.other == 0);
    CHECK(seen.not_sent_back == 0);
    CHECK(seen.read > 60);
    CHECK(seen.refused > 5000);
}

TEST_CASE("changed and random bytes are refused or read") {
    std::mt19937_64 random{99};
    auto const good = samples();
    auto const types = all_types();
    // What breaks lengths and counts more often than chance does.
    constexpr std::array<unsigned char, 8> loved{0x00, 0x01, 0x7f, 0x80, 0xff, 0xc0, 0x27, 0x40};
    auto const byte = [&] {
        return static_cast<std::byte>(random() % 2 == 0 ? loved[random() % loved.size()] : random());
    };
    outcome seen;
    for (int i = 0; i < 6'000; ++i) { // times 26 members
        auto [type, data] = good[random() % good.size()];
        for (auto n = random() % 4; n > 0 && !data.empty(); --n) {
            data[random() % data.size()] = byte();
        }
        if (random() % 4 == 0) {
            data.resize(random() % (data.size() + 5));
        }
        if (random() % 16 == 0) {
            type = types[random() % types.size()];
        }
        read_as_everything(type, data, seen);
    }
    for (int i = 0; i < 4'000; ++i) {
        bytes data(random() % 64);
        for (auto& b : data) {
            b = byte();
        }
        read_as_everything(types[random() % types.size()], data, seen);
    }
    CHECK(seen.other == 0);
    CHECK(seen.not_sent_back == 0);
    CHECK(seen.read > 5'000);
    CHECK(seen.read + seen.refused == 26 * 10'000);
    MESSAGE("inputs read ", seen.read, ", refused ", seen.refused);
}

TEST_CASE("bytes that come as text are read exactly, and anything else is refused") {
    auto const read = [](std::string_view text) {
        auto const all = bytes_of_text(text);
        return hex(all.data(), all.size());
    };
    CHECK(read("") == "");
    CHECK(read("\\x") == "");
    CHECK(read("\\x00ffAbCd7f") == "00ffabcd7f");
    CHECK(read("a\\\\b\\000\\377x41") == "615c6200ff783431"); // bytea_output = escape
    for (std::string_view const bad :
         {"\\x0", "\\x012", "\\xg0", "\\x0g", "\\x-1", "\\x+1", "\\x 1", "\\x0x11", "\\", "\\1", "\\01",
          "a\\400", "\\089", "\\-01", "\\a", "\\X00"}) {
        CAPTURE(bad);
        try {
            (void)bytes_of_text(bad);
            FAIL_CHECK("it was read");
        } catch (error const& e) {
            CHECK(e.kind() == error_kind::type_mismatch);
            CHECK(std::string_view{e.what()}.find("a bytea") != std::string_view::npos);
        }
    }
}
