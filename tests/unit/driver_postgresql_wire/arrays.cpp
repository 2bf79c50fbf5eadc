// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "unit/driver_postgresql_wire/wire.hpp"

using namespace athanor;
using namespace athanor::detail;
using namespace wire;

namespace array_models {

struct shelf {
    std::int64_t id{};
    std::vector<std::string> tags;
    std::optional<std::vector<std::optional<std::int32_t>>> readings;
    std::vector<wire::mood> moods;
    std::vector<std::vector<athanor::decimal<10, 2>>> prices;
    athanor::big_decimal balance;
};

} // namespace array_models

namespace {

template <class T>
using vec = std::vector<T>;
using maybe = std::optional<std::int32_t>;
constexpr pg_type int4s{oid_int4_array};

/// A rectangle with NULLs in it.
vec<vec<std::optional<std::string>>> random_rectangle(std::mt19937_64& random) {
    std::size_t const rows = random() % 5;
    std::size_t const columns = 1 + random() % 5;
    vec<vec<std::optional<std::string>>> out(rows);
    for (auto& row : out) {
        for (std::size_t i = 0; i < columns; ++i) {
            row.push_back(random() % 4 == 0
                              ? std::nullopt
                              : std::optional{std::string(random() % 20, static_cast<char>('a' + i))});
        }
    }
    return out;
}

} // namespace

TEST_CASE("arrays are sent as array_send would") {
    CHECK(encode_hex(int4s, vec<maybe>{1, std::nullopt, 3}) ==
          "00000001000000010000001700000003000000010000000400000001ffffffff0000000400000003");
    CHECK(encode_hex(int4s, vec<vec<std::int32_t>>{{1, 2}, {3, 4}}) ==
          "00000002000000000000001700000002000000010000000200000001000000040000000100000004000000020000000400"
          "0000030000"
          "000400000004");
    CHECK(encode_hex({oid_text_array}, vec<std::string>{}) == "000000000000000000000019");
    CHECK(encode_hex({oid_text_array}, vec<vec<std::string>>{}) == "000000000000000000000019");
    CHECK(encode_hex({oid_text_array}, vec<std::string>{"a", "b c"}) ==
          "0000000100000000000000190000000200000001000000016100000003622063");
    CHECK(encode_hex({oid_bool_array}, vec<bool>{true}) == "000000010000000000000010000000010000000100000001"
                                                           "01");
}

TEST_CASE("arrays of every kind of element survive") {
    CHECK(survives(int4s, vec<std::int32_t>{INT32_MIN, -1, 0, INT32_MAX}));
    CHECK(survives({oid_int8_array}, vec<std::int64_t>{INT64_MIN, INT64_MAX}));
    CHECK(survives({oid_int8_array}, vec<std::int32_t>{1, 2})); // as in = ANY($1)
    CHECK(survives({oid_bool_array}, vec<bool>{true, false, true}));
    CHECK(survives({oid_bool_array}, vec<std::optional<bool>>{true, std::nullopt}));
    CHECK(survives({oid_float8_array}, vec<double>{1.5, -2}));
    CHECK(survives({oid_numeric_array}, vec<decimal<5, 2>>{1, -2}));
    CHECK(survives({oid_numeric_array}, vec<big_decimal>{big_decimal{"1.50"}}));
    CHECK(survives({oid_date_array}, vec<date>{date::of(1, 1, 1), date::of(9999, 12, 31)}));
    CHECK(survives({oid_timestamptz_array}, vec<std::optional<timestamp>>{timestamp{0}, std::nullopt}));
    CHECK(survives({oid_time_array}, vec<time_of_day>{time_of_day::of(1, 2)}));
    CHECK(survives({oid_interval_array}, vec<interval>{{1, 2, 3}}));
    CHECK(survives({oid_uuid_array}, vec<uuid>{{}, {}}));
    CHECK(survives({oid_jsonb_array}, vec<json>{{"1"}, {"[]"}}));
    CHECK(survives({oid_bytea_array}, vec<bytes>{bytes(300), {}}));
    CHECK(survives({oid_varchar_array}, vec<std::string>{"", "NULL", "{}", "\"\\"}));
    CHECK(survives(mood_array_type, vec<mood>{mood::ok, mood::sad}));
    CHECK(survives(mood_array_type, vec<vec<std::optional<mood>>>{{mood::ok, std::nullopt}}));
    CHECK(survives(citext_array_type, vec<std::string>{"A"}));
    CHECK(survives(int4s, vec<vec<vec<vec<vec<vec<std::int32_t>>>>>>{{{{{{1}, {2}}}}}}));
    std::mt19937_64 random{13};
    int wrong = 0;
    for (int i = 0; i < 5'000; ++i) {
        wrong += survives({oid_text_array}, random_rectangle(random)) ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("an array of another shape than PostgreSQL's is refused") {
    CHECK(encode_kind(int4s, vec<vec<std::int32_t>>{{1, 2}, {3}}) == "out_of_range");
    CHECK(encode_kind(int4s, vec<vec<std::int32_t>>{{1}, {}}) == "out_of_range");
    CHECK(encode_kind(int4s, vec<vec<std::int32_t>>{{}, {1}}) == "out_of_range");
    CHECK(encode_kind(int4s, vec<vec<std::int32_t>>{{}}) == "out_of_range"); // would come back as {}
    CHECK(encode_kind(int4s, vec<vec<vec<std::int32_t>>>{{{1}, {2}}, {{3}}}) == "out_of_range");
    CHECK(encode_kind(int4s, vec<vec<vec<std::int32_t>>>{{{1}}, {{2, 3}}}) == "out_of_range");
    CHECK(encode_kind({oid_int2_array}, vec<std::int32_t>{1, 40000}) == "out_of_range");
    CHECK(encode_kind({oid_text_array}, vec<std::string>{std::string(1, '\0')}) == "invalid_text");
}

TEST_CASE("an array that the member can't hold is refused, and leaves it as it was") {
    auto const two = encode(int4s, vec<vec<std::int32_t>>{{1, 2}, {3, 4}}).data;
    auto const nulls = encode(int4s, vec<maybe>{1, std::nullopt}).data;
    CHECK(decode_kind<vec<std::int32_t>>(int4s, two) == "type_mismatch");
    CHECK(decode_kind<vec<vec<vec<std::int32_t>>>>(int4s, two) == "type_mismatch");
    CHECK(decode_kind<vec<std::int32_t>>(int4s, nulls) == "null_in_not_null_field");
    CHECK(decode_kind<vec<std::int32_t>>({oid_int4}, "00000001") == "type_mismatch");
    CHECK(decode_kind<std::int32_t>(int4s, "00000001") == "type_mismatch");
    CHECK(decode_kind<vec<std::string>>(int4s, nulls) == "type_mismatch");
    CHECK(decode_kind<vec<signed char>>({oid_int4_array}, encode(int4s, vec<std::int32_t>{1000}).data) ==
          "out_of_range");
    // '[0:1]={7,8}'
    char const* const shifted = "0000000100000000000000170000000200000000000000040000000700000004 00000008";
    CHECK(decode_kind<vec<std::int32_t>>(int4s, shifted) == "out_of_range");
    CHECK(decode_message<vec<std::int32_t>>(int4s, shifted).find("lower bounds") != std::string::npos);
    vec<std::int32_t> kept{1, 2, 3};
    CHECK(scratch::kind_of([&] { decode_field(int4s, nulls.data(), nulls.size(), kept); }) ==
          "null_in_not_null_field");
    CHECK(kept == vec<std::int32_t>{1, 2, 3});
    decode_field(int4s, encode(int4s, vec<std::int32_t>{}).data.data(), 12, kept);
    CHECK(kept.empty());
}

TEST_CASE("bytes that no server sends for an array are refused before anything is allocated") {
    for (char const* bad : {
             "",
             "0000000000000000000000",                                      // a short header
             "000000000000000000000019",                                    // of text
             "000000000000000200000017",                                    // flags
             "000000070000000000000017",                                    // seven dimensions
             "ffffffff0000000000000017",                                    //
             "0000000100000000000000177fffffff00000001",                    // two thousand million elements
             "000000010000000000000017ffffffff00000001",                    //
             "0000000100000000000000170000000000000001",                    // a dimension of nothing
             "0000000100000000000000170000000100000001",                    // no element
             "000000010000000000000017000000010000000100000004000000",      // half of one
             "000000010000000000000017000000010000000100000005 0000000100", // of five bytes
             "000000010000000000000017000000010000000180000000 00000001",   // a negative length
             "00000001000000000000001700000001000000010000000400000001 00", // more behind it
             "000000000000000000000017 00",                                 //
         }) {
        CAPTURE(bad);
        CHECK(decode_kind<vec<std::int32_t>>(int4s, bad) == "type_mismatch");
        CHECK(decode_kind<vec<maybe>>(int4s, bad) == "type_mismatch");
    }
    char const* const wide = "0000000200000000000000177fffffff000000017fffffff00000001ffffffff";
    CHECK(decode_kind<vec<vec<maybe>>>(int4s, wide) == "type_mismatch");
}

TEST_CASE("elements without a binary way go as the text of the array") {
    auto const s =
        encode(pg_type{oid_date_array}, vec<std::optional<std::string>>{"2026-11-20", std::nullopt});
    CHECK_FALSE(s.binary);
    CHECK(s.text() == R"({"2026-11-20",NULL})");
    CHECK(encode(pg_type{oid_numeric_array}, vec<vec<double>>{{0.5}, {-1}}).text() == R"({{"0.5"},{"-1"}})");
    CHECK(encode(point_type, vec<std::string>{"a\"b\\c", ""}).text() == R"({"a\"b\\c",""})");
    CHECK(encode(point_type, vec<bool>{true, false}).text() == R"({"true","false"})");
    CHECK(encode(point_type, vec<bytes>{unhex("00ff")}).text() == R"({"\\x00ff"})");
    CHECK(encode_kind({oid_text}, vec<std::string>{"a"}) == "type_mismatch"); // no array there
    CHECK(encode_kind({}, vec<std::string>{"a"}) == "type_mismatch");
}

TEST_CASE("a vector in a model is an array column") {
    using facts = value_traits<vec<std::string>>;
    static_assert(facts::type == array(athanor::types::text()));
    static_assert(value_traits<vec<vec<decimal<10, 2>>>>::type == array(numeric(10, 2)));
    static_assert(value_traits<vec<std::optional<bool>>>::type == array(boolean()));
    static_assert(value_traits<vec<mood>>::type_name == "mood");
    static_assert(value_traits<vec<vec<mood>>>::labels.size() == 3);
    static_assert(value_traits<bytes>::type == blob()); // bytes stay bytes
    static_assert(value_traits<vec<bytes>>::type == array(blob()));
    static_assert(!mapped_value<vec<vec<std::optional<char>>>>);
    static_assert(array_depth<vec<vec<bytes>>>() == 2);

    constexpr auto const& described = describe<array_models::shelf>();
    CHECK(described.columns.size() == 6);
    CHECK(described.columns[1].type == array(athanor::types::text()));
    CHECK_FALSE(described.columns[1].nullable);
    CHECK(described.columns[2].type == array(integer()));
    CHECK(described.columns[2].nullable);
    CHECK(described.columns[3].type.array);
    CHECK(described.columns[3].labels.size() == 3);
    CHECK(described.columns[5].type == numeric());
}

TEST_CASE("SQLite refuses arrays by name") {
    sqlite_handle const handle{scratch::options()};
    sqlite_statement statement{handle, "SELECT ?1, '{}'"};
    vec<std::int32_t> values{1, 2};
    CHECK(scratch::kind_of([&] { bind_field(statement, 1, values, bound_memory::copied); }) == "unsupported");
    REQUIRE(statement.step());
    CHECK(scratch::kind_of([&] { read_field(statement, 1, values); }) == "unsupported");
    CHECK(scratch::message_of([&] { read_field(statement, 1, values); }).find("SQLite has no arrays") !=
          std::string::npos);
    // A big_decimal is its text there.
    sqlite_statement decimals{handle, "SELECT ?1, typeof(?1)"};
    bind_field(decimals, 1, big_decimal{"-0012.500"}, bound_memory::copied);
    REQUIRE(decimals.step());
    big_decimal back;
    std::string type;
    read_field(decimals, 0, back);
    read_field(decimals, 1, type);
    CHECK(back.text() == "-12.500");
    CHECK(type == "text");
}
