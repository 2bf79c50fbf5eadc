#pragma once
// SPDX-License-Identifier: BSL-1.0
// Reads the Chinook sample with the sqlite3 C API alone: the witness that athanor's rows are compared with.

#include "models.hpp"

#include <boost/pfr/core.hpp>
#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace chinook {

struct closer {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
};
using raw_database = std::unique_ptr<sqlite3, closer>;
using raw_statement = std::unique_ptr<sqlite3_stmt, closer>;

[[nodiscard]] inline raw_database open_raw(std::string const& path) {
    sqlite3* db = nullptr;
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) {
        throw std::runtime_error("sqlite3_open " + path);
    }
    return raw_database{db};
}

inline void run_raw(sqlite3* db, std::string const& sql) {
    char* message = nullptr;
    if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
        throw std::runtime_error(std::string("sqlite3_exec: ") + (message != nullptr ? message : ""));
    }
}

[[nodiscard]] inline raw_statement prepare_raw(sqlite3* db, std::string const& sql) {
    sqlite3_stmt* s = nullptr;
    if (sqlite3_prepare_v2(db, sql.c_str(), -1, &s, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sql + ": " + sqlite3_errmsg(db));
    }
    return raw_statement{s};
}

/// The first column of the first row, as text.
[[nodiscard]] inline std::string ask_raw(sqlite3* db, std::string const& sql) {
    auto const s = prepare_raw(db, sql);
    if (sqlite3_step(s.get()) != SQLITE_ROW) {
        throw std::runtime_error(sql + ": no row");
    }
    auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(s.get(), 0));
    return text != nullptr ? text : "NULL";
}

/// The sample as its own script makes it, in memory; nullptr where the script is absent.
[[nodiscard]] inline raw_database sample(std::string const& folder) {
    std::ifstream file(folder + "/Chinook_Sqlite.sql", std::ios::binary);
    if (!file) {
        return nullptr;
    }
    std::string sql{std::istreambuf_iterator<char>(file), {}};
    if (sql.starts_with("\xef\xbb\xbf")) {
        sql.erase(0, 3);
    }
    auto db = open_raw(":memory:");
    run_raw(db.get(), "BEGIN; " + sql + "; COMMIT");
    return db;
}

// ---- one raw column to one member
// ------------------------------------------------------------------------------

inline void read_raw(sqlite3_stmt* s, int i, std::int64_t& out) {
    out = sqlite3_column_int64(s, i);
}
inline void read_raw(sqlite3_stmt* s, int i, std::int32_t& out) {
    out = sqlite3_column_int(s, i);
}
inline void read_raw(sqlite3_stmt* s, int i, std::string& out) {
    out.assign(reinterpret_cast<char const*>(sqlite3_column_text(s, i)),
               static_cast<std::size_t>(sqlite3_column_bytes(s, i)));
}
// The sample keeps prices as REAL: two digits say which decimal was meant.
inline void read_raw(sqlite3_stmt* s, int i, money& out) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", sqlite3_column_double(s, i));
    out = money{std::string_view{text}};
}
// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, by counting; independent of athanor's.
[[nodiscard]] inline std::int64_t days_since_1970(int year, int month, int day) {
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    auto const leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
    std::int64_t days = day - 1;
    for (int y = 1970; y < year; ++y) {
        days += leap(y) ? 366 : 365;
    }
    for (int y = year; y < 1970; ++y) {
        days -= leap(y) ? 366 : 365;
    }
    for (int m = 1; m < month; ++m) {
        days += lengths[m - 1] + (m == 2 && leap(year) ? 1 : 0);
    }
    return days;
}
inline void read_raw(sqlite3_stmt* s, int i, orm::timestamp& out) {
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, se = 0;
    if (std::sscanf(reinterpret_cast<char const*>(sqlite3_column_text(s, i)), "%d-%d-%d %d:%d:%d", &y, &mo,
                    &d, &h, &mi, &se) != 6) {
        throw std::runtime_error("a date in the sample has another form");
    }
    out = orm::timestamp{((days_since_1970(y, mo, d) * 24 + h) * 60 + mi) * 60'000'000 + se * 1'000'000LL};
}
template <class T>
void read_raw(sqlite3_stmt* s, int i, std::optional<T>& out) {
    if (sqlite3_column_type(s, i) == SQLITE_NULL) {
        out.reset();
    } else {
        read_raw(s, i, out.emplace());
    }
}

/// All rows of a table in the order of its first columns, by the C API.
template <class T>
[[nodiscard]] std::vector<T> rows_of(sqlite3* db, std::string const& table) {
    auto const s = prepare_raw(db, "SELECT * FROM \"" + table + "\" ORDER BY 1, 2");
    std::vector<T> out;
    while (sqlite3_step(s.get()) == SQLITE_ROW) {
        T row;
        int i = 0;
        boost::pfr::for_each_field(row, [&](auto& field) { read_raw(s.get(), i++, field); });
        out.push_back(std::move(row));
    }
    return out;
}

} // namespace chinook
