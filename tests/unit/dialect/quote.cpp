#include <doctest/doctest.h>

#include <athanor/dialect/quote.hpp>

#include "unit/driver/scratch.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace athanor;
using namespace athanor::detail;
using scratch::kind_of;

namespace {

constexpr auto sl = dialect_id::sqlite;
constexpr auto pg = dialect_id::postgresql;

// Valid UTF-8 made of the characters that break naive quoting.
std::string nasty_text(std::mt19937& random, std::size_t most_bytes) {
    static char const* const parts[] = {"\"",
                                        "'",
                                        "\\",
                                        ";",
                                        "--",
                                        "/*",
                                        "*/",
                                        "\n",
                                        "\r",
                                        "\t",
                                        " ",
                                        ".",
                                        "[",
                                        "]",
                                        "`",
                                        "%",
                                        "_",
                                        "?",
                                        "$1",
                                        ":a",
                                        "@a",
                                        "\x01",
                                        "\x7f",
                                        "a",
                                        "B",
                                        "9",
                                        "\xC3\xA9",
                                        "\xE2\x82\xAC",
                                        "\xF0\x9F\x98\x80",
                                        "select",
                                        "x'00'",
                                        "E'",
                                        "\\'",
                                        "''",
                                        "\"\""};
    std::string out;
    for (auto n = 1 + random() % 12; n > 0; --n) {
        std::string const part = parts[random() % std::size(parts)];
        if (out.size() + part.size() <= most_bytes) {
            out += part;
        }
    }
    return out;
}

} // namespace

TEST_CASE("an identifier is quoted, its quotes doubled, and what can't be a name is refused") {
    CHECK(quote_identifier("users") == "\"users\"");
    CHECK(quote_identifier("na\"me") == "\"na\"\"me\"");
    CHECK(quote_identifier("\"") == "\"\"\"\"");
    CHECK(quote_identifier(std::string(63, 'x')).size() == 65);
    CHECK(kind_of([] { (void)quote_identifier(""); }) == "misuse");
    CHECK(kind_of([] { (void)quote_identifier(std::string(64, 'x')); }) == "out_of_range");
    CHECK(kind_of([] { (void)quote_identifier(std::string("a\0b", 3)); }) == "invalid_text");
    CHECK(kind_of([] { (void)quote_identifier("\xFF"); }) == "invalid_text");
}

TEST_CASE("a million fuzzed names mean themselves to SQLite") {
    sqlite_handle const handle{scratch::options()};
    std::mt19937 random{7};
    constexpr int batch = 1000;
    int wrong = 0;
    std::vector<std::string> names(batch);
    for (int round = 0; round < 1000; ++round) {
        std::string sql = "SELECT ";
        for (int i = 0; i < batch; ++i) {
            auto& name = names[static_cast<std::size_t>(i)];
            do {
                name = nasty_text(random, max_identifier);
            } while (name.empty());
            sql += (i == 0 ? "1 AS " : ", 1 AS ") + quote_identifier(name);
        }
        sqlite_statement const statement{handle, sql};
        for (int i = 0; i < batch; ++i) {
            wrong += statement.column_name(i) != names[static_cast<std::size_t>(i)] ? 1 : 0;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("fuzzed names work as names of tables and columns") {
    sqlite_handle const handle{scratch::options()};
    std::mt19937 random{8};
    for (int round = 0; round < 500; ++round) {
        std::string const table = "t" + nasty_text(random, 60);
        std::string const column = "c" + nasty_text(random, 60);
        CAPTURE(table);
        CAPTURE(column);
        std::string const t = quote_identifier(table);
        std::string const c = quote_identifier(column);
        scratch::ask(handle.get(), "CREATE TABLE " + t + " (" + c + " TEXT)");
        scratch::ask(handle.get(), "INSERT INTO " + t + " (" + c + ") VALUES ('v')");
        CHECK(scratch::ask(handle.get(), "SELECT " + t + "." + c + " FROM " + t) == "v");
        CHECK(scratch::ask(handle.get(), "SELECT name FROM sqlite_schema WHERE type = 'table'") == table);
        scratch::ask(handle.get(), "DROP TABLE " + t);
    }
}

TEST_CASE("a million fuzzed literals come out of SQLite byte for byte") {
    sqlite_handle const handle{scratch::options()};
    std::mt19937 random{9};
    constexpr int batch = 1000;
    int wrong = 0;
    std::vector<std::string> texts(batch);
    for (int round = 0; round < 1000; ++round) {
        std::string sql = "SELECT ";
        for (int i = 0; i < batch; ++i) {
            auto& text = texts[static_cast<std::size_t>(i)];
            text = nasty_text(random, 100);
            sql += (i == 0 ? "" : ", ") + quote_literal(sl, text);
        }
        sqlite_statement statement{handle, sql};
        REQUIRE(statement.step());
        for (int i = 0; i < batch; ++i) {
            wrong += statement.column_text(i) != texts[static_cast<std::size_t>(i)] ? 1 : 0;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("every kind of value has a literal") {
    CHECK(literal(sl, cell{}) == "NULL");
    CHECK(literal(sl, true) == "1");
    CHECK(literal(pg, true) == "TRUE");
    CHECK(literal(sl, std::int64_t{-5}) == "-5");
    CHECK(literal(sl, 1.0) == "1.0");
    CHECK(literal(sl, 0.1) == "0.1");
    CHECK(literal(pg, 1e300) == "1e+300");
    CHECK(literal(sl, std::string("it's")) == "'it''s'");
    CHECK(literal(pg, std::string("it's")) == "'it''s'");
    CHECK(literal(pg, std::string("a\\'b")) == "E'a\\\\''b'");
    CHECK(literal(sl, std::string("a\\b")) == "'a\\b'");
    CHECK(literal(sl, std::vector<std::byte>{std::byte{0}, std::byte{0xff}}) == "x'00ff'");
    CHECK(literal(sl, std::vector<std::byte>{}) == "x''");
    CHECK(literal(pg, std::vector<std::byte>{std::byte{0xab}}) == "E'\\\\xab'::bytea");
    CHECK(kind_of([] { (void)literal(sl, std::numeric_limits<double>::quiet_NaN()); }) == "out_of_range");
    CHECK(literal(pg, std::numeric_limits<double>::quiet_NaN()) == "'NaN'::double precision");
    CHECK(kind_of([] { (void)quote_literal(sl, std::string("a\0b", 3)); }) == "invalid_text");
    CHECK(kind_of([] { (void)quote_literal(pg, "\xC0\x80"); }) == "invalid_text");

    sqlite_handle const handle{scratch::options()};
    for (std::int64_t const v :
         {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
        CHECK(scratch::ask(handle.get(), "SELECT typeof(" + literal(sl, v) + ") || " + literal(sl, v)) ==
              "integer" + std::to_string(v));
    }
}

TEST_CASE("literals of doubles mean exactly the same double to SQLite") {
    sqlite_handle const handle{scratch::options()};
    std::mt19937_64 random{10};
    using limits = std::numeric_limits<double>;
    std::vector<double> values{0.0,
                               0.1 + 0.2,
                               1e15,
                               1e16,
                               123456789012345678.0,
                               1e22,
                               1e23,
                               1e300,
                               -1e-300,
                               limits::max(),
                               limits::min(),
                               limits::denorm_min(),
                               -limits::max(),
                               limits::infinity(),
                               -limits::infinity()};
    while (values.size() < 200'000) {
        double const v = std::bit_cast<double>(random());
        if (!std::isnan(v)) {
            values.push_back(v);
            values.push_back(
                std::ldexp(static_cast<double>(random() >> 11U), -static_cast<int>(random() % 90)));
            values.push_back(static_cast<double>(random() % 10'000'000) / 100);
        }
    }
    constexpr std::size_t batch = 500;
    int wrong = 0;
    for (std::size_t from = 0; from + batch <= values.size(); from += batch) {
        std::string sql = "SELECT ";
        for (std::size_t i = 0; i < batch; ++i) {
            sql += (i == 0 ? "" : ", ") + literal(sl, values[from + i]);
        }
        sqlite_statement statement{handle, sql};
        REQUIRE(statement.step());
        for (std::size_t i = 0; i < batch; ++i) {
            int const at = static_cast<int>(i);
            bool const same = statement.column_type(at) == SQLITE_FLOAT &&
                              std::bit_cast<std::uint64_t>(statement.column_double(at)) ==
                                  std::bit_cast<std::uint64_t>(values[from + i]);
            wrong += same ? 0 : 1;
        }
    }
    CHECK(wrong == 0);
    CHECK(scratch::ask(handle.get(), "CREATE TABLE t(a, b REAL DEFAULT " + literal(sl, 1e300) + ")").empty());
}
