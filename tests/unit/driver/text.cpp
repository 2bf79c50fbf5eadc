#include <doctest/doctest.h>

#include <athanor/model.hpp>

#include "unit/driver/scratch.hpp"

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

using namespace athanor;
using namespace athanor::detail;
using scratch::ask;
using scratch::kind_of;

namespace {

// A second opinion, written from the definition of UTF-8 rather than from the table of ranges.
bool is_utf8(std::string_view s) {
    for (std::size_t i = 0; i < s.size();) {
        auto const lead = static_cast<unsigned char>(s[i]);
        int const more = lead < 0x80          ? 0
                         : (lead >> 5U) == 6  ? 1
                         : (lead >> 4U) == 14 ? 2
                         : (lead >> 3U) == 30 ? 3
                                              : -1;
        if (more < 0 || i + static_cast<std::size_t>(more) >= s.size()) {
            return false;
        }
        std::uint32_t point = more == 0 ? lead : lead & (0x3FU >> static_cast<unsigned>(more));
        for (int k = 1; k <= more; ++k) {
            auto const c = static_cast<unsigned char>(s[i + static_cast<std::size_t>(k)]);
            if ((c & 0xC0U) != 0x80U) {
                return false;
            }
            point = (point << 6U) | (c & 0x3FU);
        }
        std::uint32_t const least[] = {1, 0x80, 0x800, 0x10000};
        if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
            return false;
        }
        i += static_cast<std::size_t>(more) + 1;
    }
    return true;
}

void append(std::string& out, std::uint32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | (point >> 6U));
        out += static_cast<char>(0x80 | (point & 0x3FU));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0 | (point >> 12U));
        out += static_cast<char>(0x80 | ((point >> 6U) & 0x3FU));
        out += static_cast<char>(0x80 | (point & 0x3FU));
    } else {
        out += static_cast<char>(0xF0 | (point >> 18U));
        out += static_cast<char>(0x80 | ((point >> 12U) & 0x3FU));
        out += static_cast<char>(0x80 | ((point >> 6U) & 0x3FU));
        out += static_cast<char>(0x80 | (point & 0x3FU));
    }
}

} // namespace

TEST_CASE("a NUL at the start, in the middle or at the end of a text is refused when written and when read") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(v TEXT)");
    sqlite_statement in{handle, "INSERT INTO t VALUES (?)"};
    for (std::string const& text :
         {std::string("\0abc", 4), std::string("ab\0c", 4), std::string("abc\0", 4),
          std::string("12345678\0", 9), std::string("1234567\0", 8), std::string("\0", 1)}) {
        CHECK(kind_of([&] { bind_field(in, 1, text, bound_memory::outlives_statement); }) == "invalid_text");
        sqlite3_stmt* raw = nullptr;
        sqlite3_prepare_v2(handle.get(), "INSERT INTO t VALUES (?)", -1, &raw, nullptr);
        sqlite3_bind_text(raw, 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
        sqlite3_step(raw);
        sqlite3_finalize(raw);
        sqlite_statement out{handle, "SELECT v FROM t"};
        REQUIRE(out.step());
        std::string back = "before";
        CHECK(kind_of([&] { read_field(out, 0, back); }) == "invalid_text");
        CHECK(back == "before");
        out.reset();
        ask(handle.get(), "DELETE FROM t");
    }
}

TEST_CASE("100 000 mutated texts are accepted exactly when they are UTF-8, written and read") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(v TEXT)");
    ask(handle.get(), "BEGIN");
    sqlite_statement in{handle, "INSERT INTO t VALUES (?)"};
    sqlite_statement raw{handle, "INSERT INTO t VALUES (CAST(? AS TEXT)) RETURNING v"};
    std::mt19937 random{42};
    auto const below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    char const* const nasty[] = {"\xC0\x80",
                                 "\xC1\xBF",
                                 "\xE0\x80\x80",
                                 "\xE0\x9F\xBF",
                                 "\xED\xA0\x80",
                                 "\xED\xBF\xBF",
                                 "\xF0\x80\x80\x80",
                                 "\xF0\x8F\xBF\xBF",
                                 "\xF4\x90\x80\x80",
                                 "\xF5\x80\x80\x80",
                                 "\xFF",
                                 "\xFE",
                                 "\x80",
                                 "\xE2\x82",
                                 "\xF0\x9F\x98",
                                 "\xC3",
                                 "\xF8\x88\x80\x80\x80"};
    int accepted = 0;
    int wrong = 0;
    for (int i = 0; i < 100'000; ++i) {
        std::string text;
        for (std::uint32_t n = below(24); n > 0; --n) {
            std::uint32_t const limits[] = {0x80, 0x80, 0x800, 0x10000, 0x110000};
            append(text, 1 + below(limits[below(5)] - 1));
        }
        if (below(3) != 0 && !text.empty()) {
            for (std::uint32_t n = 1 + below(2); n > 0; --n) {
                std::size_t const at = below(static_cast<std::uint32_t>(text.size()));
                switch (below(4)) {
                case 0:
                    text[at] = static_cast<char>(random());
                    break;
                case 1:
                    text.insert(at, nasty[below(17)]);
                    break;
                case 2:
                    text.resize(at);
                    break;
                default:
                    text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
                    break;
                }
                if (text.empty()) {
                    break;
                }
            }
        }
        bool const good = is_utf8(text);
        accepted += good ? 1 : 0;
        bool written = true;
        try {
            bind_field(in, 1, text, bound_memory::outlives_statement);
            (void)in.step();
            in.reset();
        } catch (error const& e) {
            written = e.kind() != error_kind::invalid_text;
        }
        wrong += written != good ? 1 : 0;
        auto const* bytes = reinterpret_cast<std::byte const*>(text.data());
        raw.bind_blob(1, {bytes, text.size()}, bound_memory::outlives_statement);
        (void)raw.step();
        std::string back;
        bool was_read = true;
        try {
            read_field(raw, 0, back);
        } catch (error const& e) {
            was_read = e.kind() != error_kind::invalid_text;
        }
        wrong += was_read != good || (good && back != text) ? 1 : 0;
        raw.reset();
    }
    ask(handle.get(), "COMMIT");
    CHECK(wrong == 0);
    CHECK(accepted > 20'000);
    CHECK(accepted < 80'000);
}

TEST_CASE("an invalid text says at which byte") {
    sqlite_handle const handle{scratch::options()};
    sqlite_statement in{handle, "SELECT ?"};
    CHECK(scratch::message_of([&] {
              in.bind_text(1, "abcdefgh\xFFz", bound_memory::outlives_statement);
          }).find("byte 8") != std::string::npos);
}

TEST_CASE("text of every size up to 64 MiB comes back, the empty one too") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(v TEXT NOT NULL)");
    sqlite_statement in{handle, "INSERT INTO t VALUES (?)"};
    sqlite_statement out{handle, "SELECT v FROM t"};
    for (std::size_t const size :
         {std::size_t{0}, std::size_t{1}, std::size_t{4096}, std::size_t{64} << 20U}) {
        CAPTURE(size);
        std::string v(size, 'a');
        if (size > 10) {
            v.replace(size - 7, 4, "\xF0\x9F\x98\x80");
        }
        bind_field(in, 1, v, bound_memory::outlives_statement);
        (void)in.step();
        in.reset();
        std::string back = "x";
        REQUIRE(out.step());
        read_field(out, 0, back);
        CHECK(back == v);
        out.reset();
        ask(handle.get(), "DELETE FROM t");
    }
    sqlite_statement empty{handle, "SELECT typeof(?), typeof(?)"};
    empty.bind_text(1, {}, bound_memory::outlives_statement);
    empty.bind_blob(2, {}, bound_memory::outlives_statement);
    REQUIRE(empty.step());
    CHECK(empty.column_text(0) == "text");
    CHECK(empty.column_text(1) == "blob");
}

TEST_CASE("a value past SQLite's limit is refused before any of its memory is touched") {
    sqlite_handle handle{scratch::options()};
    sqlite_statement in{handle, "SELECT ?"};
    auto const* nowhere = reinterpret_cast<char const*>(std::uintptr_t{16});
    std::uint64_t const limit = handle.length_limit();
    CHECK(limit >= 1'000'000);
    for (std::uint64_t const size : {limit + 1, std::uint64_t{std::numeric_limits<int>::max()} + 1,
                                     (std::uint64_t{1} << 32U) + 5, std::uint64_t{1} << 62U}) {
        CAPTURE(size);
        CHECK(kind_of([&] {
                  in.bind_text(1, {nowhere, size}, bound_memory::outlives_statement);
              }) == "out_of_range");
        CHECK(kind_of([&] {
                  in.bind_blob(1, {reinterpret_cast<std::byte const*>(nowhere), size},
                               bound_memory::outlives_statement);
              }) == "out_of_range");
    }
    handle.length_limit(1000);
    std::string const most(1000, 'x');
    in.bind_text(1, most, bound_memory::outlives_statement);
    CHECK(in.step());
    in.reset();
    CHECK(kind_of([&] { in.bind_text(1, most + "x", bound_memory::outlives_statement); }) == "out_of_range");
}
