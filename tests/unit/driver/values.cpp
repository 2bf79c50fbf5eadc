#include <doctest/doctest.h>

#include <athanor/model.hpp>

#include "unit/driver/scratch.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace athanor;
using namespace athanor::detail;
using scratch::ask;
using scratch::kind_of;

namespace {

/// Reads SQL's own value (a literal, no bind of ours) into a T.
template <class T>
std::string read(sqlite_handle const& handle, std::string const& sql, T& out) {
    sqlite_statement statement{handle, "SELECT " + sql};
    REQUIRE(statement.step());
    return kind_of([&] { read_field(statement, 0, out); });
}

template <class T>
void check_integer(sqlite_handle const& handle) {
    using limits = std::numeric_limits<T>;
    auto const exact = [&](std::int64_t v) {
        // -9223372036854775808 as a literal would be a negated real for other readers of this test
        std::string const sql =
            v == std::numeric_limits<std::int64_t>::min() ? "(-9223372036854775807 - 1)" : std::to_string(v);
        T out{};
        CAPTURE(sql);
        CHECK(read(handle, sql, out) == "no error");
        CHECK(out == v);
    };
    auto const fails = [&](std::string const& sql, char const* kind) {
        T out{42};
        CAPTURE(sql);
        CHECK(read(handle, sql, out) == kind);
        CHECK(out == 42);
    };
    for (std::int64_t const v :
         {std::int64_t{limits::min()}, std::int64_t{limits::min()} + 1, std::int64_t{0},
          std::int64_t{limits::max()} - 1, std::int64_t{limits::max()}}) {
        exact(v);
    }
    if (std::is_signed_v<T>) {
        exact(-1);
    } else {
        fails("-1", "out_of_range");
    }
    if constexpr (sizeof(T) < 8) {
        fails(std::to_string(std::int64_t{limits::min()} - 1), "out_of_range");
        fails(std::to_string(std::int64_t{limits::max()} + 1), "out_of_range");
        fails("9223372036854775807", "out_of_range");
    }
    fails("9223372036854775808", "type_mismatch"); // a real to SQLite
    for (auto const* sql : {"1e300", "2.9", "2.0", "'abc'", "'12'", "'12abc'", "''", "x'3132'", "x''"}) {
        fails(sql, "type_mismatch");
    }
    fails("NULL", "null_in_not_null_field");
    std::optional<T> empty{T{1}};
    CHECK(read(handle, "NULL", empty) == "no error");
    CHECK_FALSE(empty.has_value());
    CHECK(read(handle, "7", empty) == "no error");
    CHECK(empty == T{7});
}

} // namespace

TEST_CASE("an integer is read exactly or not at all") {
    sqlite_handle const handle{scratch::options()};
    check_integer<std::int16_t>(handle);
    check_integer<std::int32_t>(handle);
    check_integer<std::int64_t>(handle);
    check_integer<std::uint16_t>(handle);
    check_integer<std::uint32_t>(handle);
}

TEST_CASE("every 16-bit value comes back through a column") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(v SMALLINT)");
    ask(handle.get(), "BEGIN");
    sqlite_statement in{handle, "INSERT INTO t VALUES (?) RETURNING v"};
    int wrong = 0;
    for (int v = -32768; v <= 32767; ++v) {
        bind_field(in, 1, static_cast<std::int16_t>(v), bound_memory::outlives_statement);
        std::int16_t back = 0;
        REQUIRE(in.step());
        read_field(in, 0, back);
        wrong += back != v ? 1 : 0;
        in.reset();
    }
    CHECK(wrong == 0);
    ask(handle.get(), "COMMIT");
    CHECK(ask(handle.get(), "SELECT count(*) || ' ' || min(v) || ' ' || max(v) || ' ' || sum(v) FROM t") ==
          "65536 -32768 32767 -32768");
}

TEST_CASE("a boolean takes 0 and 1 and no other stored form") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(id INTEGER PRIMARY KEY, b BOOLEAN)");
    ask(handle.get(), "INSERT INTO t(b) VALUES (0), (1), (2), (-1), ('t'), ('true'), (0.5), (NULL), (x'01')");
    char const* const kinds[] = {"no error",      "no error",      "out_of_range",  "out_of_range",
                                 "type_mismatch", "type_mismatch", "type_mismatch", "null_in_not_null_field",
                                 "type_mismatch"};
    sqlite_statement rows{handle, "SELECT b FROM t ORDER BY id"};
    for (int i = 0; i < 9; ++i) {
        CAPTURE(i);
        REQUIRE(rows.step());
        bool out = i == 0;
        CHECK(kind_of([&] { read_field(rows, 0, out); }) == kinds[i]);
        if (i < 2) {
            CHECK(out == (i == 1));
        }
    }
}

TEST_CASE("NULL never becomes a value, whatever the member's type") {
    sqlite_handle const handle{scratch::options()};
    auto const check = [&]<class T>(T v) {
        CHECK(read(handle, "NULL", v) == "null_in_not_null_field");
        std::optional<T> o{v};
        CHECK(read(handle, "NULL", o) == "no error");
        CHECK_FALSE(o.has_value());
        defaulted<T> d{v};
        CHECK(read(handle, "NULL", d) == "null_in_not_null_field");
    };
    check(true);
    check(std::int16_t{});
    check(std::int32_t{});
    check(std::int64_t{});
    check(std::uint32_t{});
    check(1.5F);
    check(1.5);
    check(std::string{"x"});
    check(std::vector<std::byte>{std::byte{1}});
    check(timestamp{});
}

TEST_CASE("a double comes back bit for bit, except NaN, which is refused") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(id INTEGER PRIMARY KEY, v DOUBLE PRECISION)");
    ask(handle.get(), "BEGIN");
    sqlite_statement in{handle, "INSERT INTO t(v) VALUES (?)"};
    constexpr int million = 1'000'000;
    std::mt19937_64 random{20261120};
    std::vector<double> sent;
    sent.reserve(million);
    while (sent.size() < million) {
        double const v = std::bit_cast<double>(random());
        if (std::isnan(v)) {
            continue;
        }
        sent.push_back(v);
        in.bind_double(1, v);
        (void)in.step();
        in.reset();
    }
    ask(handle.get(), "COMMIT");
    sqlite_statement out{handle, "SELECT v FROM t ORDER BY id"};
    std::size_t row = 0;
    std::size_t wrong = 0;
    while (out.step()) {
        double back = 0;
        read_field(out, 0, back);
        wrong += std::bit_cast<std::uint64_t>(back) != std::bit_cast<std::uint64_t>(sent[row]) ? 1U : 0U;
        ++row;
    }
    CHECK(row == sent.size());
    CHECK(wrong == 0);
}

TEST_CASE("special floating-point numbers survive, float and double, and NaN says what to do") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(v REAL)");
    auto const check = [&]<class F>(F) {
        using limits = std::numeric_limits<F>;
        sqlite_statement in{handle, "INSERT INTO t VALUES (?) RETURNING v"};
        for (F const v : {F{0}, F{1} / F{3}, limits::infinity(), -limits::infinity(), limits::max(),
                          limits::lowest(), limits::min(), limits::denorm_min(), -limits::denorm_min()}) {
            CAPTURE(v);
            bind_field(in, 1, v, bound_memory::outlives_statement);
            F back{};
            REQUIRE(in.step());
            read_field(in, 0, back);
            CHECK(std::memcmp(&back, &v, sizeof v) == 0);
            in.reset();
        }
        for (F const v : {limits::quiet_NaN(), -limits::quiet_NaN()}) {
            CHECK(kind_of([&] { bind_field(in, 1, v, bound_memory::outlives_statement); }) == "out_of_range");
        }
    };
    check(0.0F);
    check(0.0);
    // SQLite keeps a real that is a small integer as an integer on disk: -0.0 is its one casualty, and equal
    // to 0.
    ask(handle.get(), "DELETE FROM t");
    sqlite_statement in{handle, "INSERT INTO t VALUES (?) RETURNING v"};
    bind_field(in, 1, -0.0, bound_memory::outlives_statement);
    double back = 1;
    REQUIRE(in.step());
    read_field(in, 0, back);
    CHECK(back == 0.0);
    float narrow_one = 0;
    CHECK(read(handle, "1e39", narrow_one) == "out_of_range");
    CHECK(read(handle, "0.1", narrow_one) == "out_of_range");
    double whole = 0;
    CHECK(read(handle, "9007199254740992", whole) == "no error");
    CHECK(whole == 9007199254740992.0);
    CHECK(read(handle, "9007199254740993", whole) == "out_of_range");
    CHECK(read(handle, "'1.5'", whole) == "type_mismatch");
    CHECK(read(handle, "x'00'", whole) == "type_mismatch");
}

TEST_CASE("blobs of no byte, one byte and 64 MiB come back, and stay blobs") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(v BLOB NOT NULL)");
    sqlite_statement in{handle, "INSERT INTO t VALUES (?)"};
    sqlite_statement out{handle, "SELECT v FROM t"};
    for (std::size_t const size :
         {std::size_t{0}, std::size_t{1}, std::size_t{4096}, std::size_t{64} << 20U}) {
        CAPTURE(size);
        std::vector<std::byte> v(size);
        for (std::size_t i = 0; i < size; i += 97) {
            v[i] = static_cast<std::byte>(i);
        }
        bind_field(in, 1, v, bound_memory::outlives_statement);
        (void)in.step();
        in.reset();
        CHECK(ask(handle.get(), "SELECT typeof(v) || length(v) FROM t") == "blob" + std::to_string(size));
        std::vector<std::byte> back{std::byte{9}};
        REQUIRE(out.step());
        read_field(out, 0, back);
        CHECK(back == v);
        out.reset();
        ask(handle.get(), "DELETE FROM t");
    }
}
