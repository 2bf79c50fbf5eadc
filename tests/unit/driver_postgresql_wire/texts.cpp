// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "unit/driver_postgresql_wire/wire.hpp"

#include <athanor/value/boost_uuid.hpp>

#include <cstring>

namespace {

/// Kept as text; the column is what the type says.
template <athanor::type_id Id>
struct own_text {
    std::string text;
    friend bool operator==(own_text const&, own_text const&) = default;
};
/// Kept as a number, a truth, bytes.
struct own_number {
    int value = 0;
    friend bool operator==(own_number const&, own_number const&) = default;
};
struct own_bytes {
    unsigned char value = 0;
    friend bool operator==(own_bytes const&, own_bytes const&) = default;
};

} // namespace

template <athanor::type_id Id>
struct athanor::value_traits<own_text<Id>> {
    static constexpr sql_type type{Id};
    static std::string encode(own_text<Id> const& v) { return v.text; }
    static own_text<Id> decode(std::string_view stored) { return {std::string{stored}}; }
};
template <>
struct athanor::value_traits<own_number> {
    static constexpr sql_type type = integer();
    static int encode(own_number const& v) { return v.value * 2; }
    static own_number decode(std::int64_t stored) { return {static_cast<int>(stored / 2)}; }
};
template <>
struct athanor::value_traits<own_bytes> {
    static constexpr sql_type type = blob();
    static bytes_view encode(own_bytes const& v) { return {reinterpret_cast<std::byte const*>(&v.value), 1}; }
    static own_bytes decode(bytes_view stored) { return {std::to_integer<unsigned char>(*stored.data)}; }
};

using namespace athanor;
using namespace athanor::detail;
using namespace wire;

namespace {

std::string utf8(char32_t c) {
    auto const tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((c >> shift) & 0x3fU)); };
    if (c < 0x80) {
        return {static_cast<char>(c)};
    }
    if (c < 0x800) {
        return {static_cast<char>(0xc0U | (c >> 6U)), tail(0)};
    }
    if (c < 0x10000) {
        return {static_cast<char>(0xe0U | (c >> 12U)), tail(6), tail(0)};
    }
    return {static_cast<char>(0xf0U | (c >> 18U)), tail(12), tail(6), tail(0)};
}

} // namespace

TEST_CASE("text is sent from where it stands and read back whole, from every plane of Unicode") {
    std::string all;
    for (char32_t c = 1; c < 0x110000; c += 89) {
        if (c < 0xd800 || c > 0xdfff) {
            all += utf8(c);
        }
    }
    for (pg_type const type :
         {pg_type{oid_text}, pg_type{oid_varchar}, pg_type{oid_bpchar}, pg_type{oid_json}, citext_type}) {
        for (std::string const& text : {std::string{}, std::string{"x"}, all}) {
            auto const s = encode(type, text);
            CHECK(s.binary);
            CHECK(s.in_place);
            CHECK(s.text() == text);
            CHECK(decode<std::string>(type, s.data) == text);
        }
    }
    byte_buffer scratch;
    auto const e = encode_value(scratch, pg_type{oid_text}, all);
    CHECK(e.data == reinterpret_cast<std::byte const*>(all.data()));
    CHECK(scratch.size() == 0);
    auto const empty = encode_value(scratch, pg_type{oid_text}, std::string_view{});
    CHECK(empty.data != nullptr); // a null pointer would be NULL
    CHECK(empty.size == 0);
}

TEST_CASE("100 MiB of text and of bytes pass") {
    std::string const large(100U << 20U, 'x');
    CHECK(encode(pg_type{oid_text}, large).in_place);
    std::string back;
    decode_field(pg_type{oid_text}, reinterpret_cast<std::byte const*>(large.data()), large.size(), back);
    CHECK(back == large);
    bytes const blob(100U << 20U, std::byte{0xff});
    byte_buffer scratch;
    CHECK(encode_value(scratch, pg_type{oid_bytea}, blob).data == blob.data());
    CHECK(survives(pg_type{oid_bytea}, blob));
}

TEST_CASE("what PostgreSQL can't store is refused before it is sent") {
    // A size that claims more than there is: it must be looked at before the text.
    constexpr std::size_t most = (std::size_t{1} << 30U) - (std::size_t{1} << 20U);
    for (std::size_t const size : {most + 1, std::size_t{1} << 31U, (std::size_t{1} << 32U) + 5}) {
        std::string_view const claimed{"x", size};
        CHECK(encode_kind(pg_type{oid_text}, claimed) == "out_of_range");
        CHECK(encode_kind(pg_type{oid_jsonb}, claimed) == "out_of_range");
        CHECK(scratch::kind_of([&] { require_pg_size(size); }) == "out_of_range");
    }
    CHECK(scratch::kind_of([&] { require_pg_size(most); }) == "no error");
    for (std::size_t const at : {0U, 3U, 20U}) {
        std::string text(21, 'a');
        text[at] = '\0';
        auto const message = scratch::message_of([&] { (void)encode(pg_type{oid_text}, text); });
        CHECK(message.find("NUL at byte " + std::to_string(at)) != std::string::npos);
        CHECK(message.find("PostgreSQL can't store") != std::string::npos);
        CHECK(encode_kind(pg_type{oid_date}, text) == "invalid_text");
        CHECK(encode_kind(pg_type{oid_jsonb}, json{text}) == "invalid_text");
        CHECK(decode_kind<std::string>({oid_text}, encode(pg_type{oid_bytea}, bytes(4)).data) ==
              "invalid_text");
    }
}

TEST_CASE("text that isn't UTF-8 is refused on both ways, with its place") {
    for (char const* bad : {"61ff", "61c0af", "61eda080", "61f4908080", "61e28280c3", "6180"}) {
        CAPTURE(bad);
        auto const data = unhex(bad);
        std::string const text{reinterpret_cast<char const*>(data.data()), data.size()};
        CHECK(encode_kind(pg_type{oid_text}, text) == "invalid_text");
        CHECK(decode_kind<std::string>({oid_text}, bad) == "invalid_text");
        CHECK(decode_kind<std::string>(mood_type, bad) == "invalid_text");
        CHECK(decode_kind<json>({oid_json}, bad) == "invalid_text");
    }
    CHECK(decode_message<std::string>({oid_text}, "61ff").find("byte 1") != std::string::npos);
    std::string kept = "as it was";
    auto const bad = unhex("ff");
    CHECK(scratch::kind_of([&] { decode_field(pg_type{oid_text}, bad.data(), 1, kept); }) == "invalid_text");
    std::string_view view;
    CHECK(scratch::kind_of([&] { decode_field(pg_type{oid_text}, bad.data(), 1, view); }) == "invalid_text");
    CHECK(kept == "as it was");
}

TEST_CASE("std::string reads kinds of text, and nothing that would have to be converted") {
    for (pg_type const type :
         {pg_type{oid_text}, pg_type{oid_varchar}, pg_type{oid_bpchar}, pg_type{oid_name}, pg_type{oid_json},
          pg_type{oid_unknown}, mood_type, citext_type}) {
        CHECK(decode_hex<std::string>(type, "612020") == "a  "); // CHAR(3) keeps its padding
    }
    for (pg_type const type : all_types()) {
        bool const text = text_form_of(type) != text_form::none;
        CAPTURE(type.oid);
        CHECK((decode_kind<std::string>(type, "01") == "type_mismatch") == !text);
    }
}

TEST_CASE("jsonb has a version in front") {
    CHECK(encode_hex({oid_jsonb}, json{R"({"a": 1})"}) == "017b2261223a20317d");
    CHECK(encode_hex({oid_jsonb}, std::string{"[]"}) == "015b5d");
    CHECK(encode_hex({oid_json}, json{"[]"}) == "5b5d");
    CHECK(decode_hex<json>({oid_jsonb}, "015b5d").text == "[]");
    CHECK(decode_hex<std::string>({oid_jsonb}, "015b5d") == "[]");
    CHECK(decode_kind<json>({oid_jsonb}, "025b5d") == "type_mismatch");
    CHECK(decode_kind<json>({oid_jsonb}, "") == "type_mismatch");
    CHECK(decode_kind<json>({oid_int4}, "00000001") == "type_mismatch");
    CHECK(decode_message<json>({oid_int4}, "00000001").find("the member takes JSON") != std::string::npos);
}

TEST_CASE("\"char\" is one byte") {
    CHECK(encode_hex({oid_char}, std::string{"r"}) == "72");
    CHECK(encode_hex({oid_char}, std::string{}) == "00");
    CHECK(encode_kind({oid_char}, std::string{"rv"}) == "out_of_range");
    CHECK(decode_hex<std::string>({oid_char}, "72") == "r");
    CHECK(decode_hex<std::string>({oid_char}, "00").empty());
    CHECK(decode_kind<std::string>({oid_char}, "7272") == "type_mismatch");
    CHECK(decode_kind<std::string>({oid_char}, "ff") == "invalid_text");
}

TEST_CASE("bytes go to and from bytea, and are the raw form of an unknown type") {
    bytes all;
    for (int i = 0; i < 256; ++i) {
        all.push_back(static_cast<std::byte>(i));
    }
    for (pg_type const type : {pg_type{oid_bytea}, point_type}) {
        CHECK(survives(type, all));
        CHECK(survives(type, bytes{}));
        CHECK(encode(type, all).in_place);
    }
    CHECK(encode_kind({oid_text}, all) == "type_mismatch");
    CHECK(encode_kind({oid_int8}, all) == "type_mismatch");
    CHECK(decode_kind<bytes>({oid_text}, "61") == "type_mismatch");
    CHECK(decode_kind<bytes>({oid_uuid}, std::string(32, '0')) == "type_mismatch");
    // Its reader would take a backslash for itself.
    CHECK(encode_kind({oid_bytea}, std::string{"\\x41"}) == "type_mismatch");
    CHECK(encode_kind({oid_bytea}, json{}) == "type_mismatch");
}

TEST_CASE("an enumerator is its name") {
    for (pg_type const type : {mood_type, pg_type{oid_text}, pg_type{oid_varchar}}) {
        CHECK(encode(type, mood::happy).text() == "happy");
        CHECK(encode(type, mood::happy).binary);
        CHECK(survives(type, mood::sad));
        CHECK(decode_kind<mood>(type, "6e6f") == "type_mismatch");
        CHECK(decode_kind<mood>(type, "") == "type_mismatch");
    }
    CHECK(encode_kind(mood_type, static_cast<mood>(77)) == "out_of_range");
    CHECK(decode_kind<mood>({oid_int4}, "00000001") == "type_mismatch");
}

TEST_CASE("a UUID is 16 bytes, also that of another library") {
    auto const id = uuid::parse("123e4567-e89b-12d3-a456-426614174000");
    boost::uuids::uuid theirs{};
    std::memcpy(theirs.data, id.bytes, 16);
    CHECK(encode_hex({oid_uuid}, id) == "123e4567e89b12d3a456426614174000");
    CHECK(encode_hex({oid_uuid}, theirs) == "123e4567e89b12d3a456426614174000");
    CHECK(survives(pg_type{oid_uuid}, id));
    CHECK(survives(pg_type{oid_uuid}, theirs));
    CHECK(survives(pg_type{oid_text}, id));
    CHECK(survives(pg_type{oid_text}, theirs));
    for (std::string const& bad : {std::string{}, std::string(30, '0'), std::string(34, '0')}) {
        CHECK(decode_kind<uuid>({oid_uuid}, bad) == "type_mismatch");
        CHECK(decode_kind<boost::uuids::uuid>({oid_uuid}, bad) == "type_mismatch");
    }
    CHECK(decode_kind<uuid>({oid_bytea}, std::string(32, '0')) == "type_mismatch");
}

TEST_CASE("text for any other type goes in text format, for the server to judge") {
    for (std::uint32_t const oid : {oid_date, oid_int4, oid_numeric, oid_uuid, oid_interval, oid_bool}) {
        auto const s = encode(pg_type{oid}, std::string{"2026-11-20"});
        CHECK_FALSE(s.binary);
        CHECK(s.text() == "2026-11-20");
    }
    CHECK_FALSE(encode(pg_type{}, std::string_view{"not resolved"}).binary);
    CHECK_FALSE(encode(point_type, std::string{"(1,2)"}).binary);
}

TEST_CASE("a type of the user's own goes by what it encodes to and by the type that it names") {
    using email = own_text<type_id::varchar>;
    using day = own_text<type_id::date>;
    using moment = own_text<type_id::timestamp>;
    using number = own_text<type_id::numeric>;
    using key = own_text<type_id::uuid>;
    CHECK(encode(pg_type{oid_varchar}, email{"a@b"}).text() == "a@b");
    CHECK(encode(pg_type{oid_varchar}, email{"a@b"}).binary);
    CHECK(survives(pg_type{oid_varchar}, email{"a@b"}));
    CHECK_FALSE(encode(pg_type{oid_date}, day{"2026-11-20"}).binary);
    CHECK(decode<day>({oid_date}, encode(pg_type{oid_date}, date::of(2026, 11, 20)).data) ==
          day{"2026-11-20"});
    CHECK(decode<moment>({oid_timestamptz}, encode(pg_type{oid_timestamptz}, timestamp{0}).data) ==
          moment{"1970-01-01 00:00:00"});
    CHECK(decode<number>({oid_numeric}, encode(pg_type{oid_numeric}, big_decimal{"1.50"}).data) ==
          number{"1.50"});
    CHECK(survives(pg_type{oid_uuid}, key{"123e4567-e89b-12d3-a456-426614174000"}));
    CHECK(encode_kind({oid_uuid}, key{"nonsense"}) == "type_mismatch");
    CHECK(decode_kind<email>({oid_date}, "00000000") == "type_mismatch"); // it never said that it is a date
    CHECK(decode_kind<day>({oid_date}, "7fffffff") == "out_of_range");
    CHECK(encode_hex({oid_int4}, own_number{5}) == "0000000a");
    CHECK(encode_hex({oid_int8}, own_number{5}) == "000000000000000a");
    CHECK(survives(pg_type{oid_int4}, own_number{5}));
    CHECK(encode_hex({oid_bytea}, own_bytes{7}) == "07");
    CHECK(survives(pg_type{oid_bytea}, own_bytes{7}));
}

TEST_CASE("a literal and a view are text") {
    CHECK(encode(pg_type{oid_text}, std::string_view{"abc"}).in_place);
    CHECK(encode(pg_type{oid_jsonb}, std::string_view{"[]"}).text() == "\1[]");
}
