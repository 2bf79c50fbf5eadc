// SPDX-License-Identifier: BSL-1.0
// athanor beside hand-written C on SQLite, in one process, in turns: user CPU time, median of the ratios of
// pairs. usage: bench_sqlite [pairs]

#include <athanor/create_all.hpp>
#include <athanor/sqlite.hpp>

#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace orm = athanor;

namespace {

struct User {
    std::int64_t id{};
    std::string name{};
    std::string email{};
    std::int32_t age{};
    double score{};
    std::optional<std::string> note{};
    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>);
};

constexpr int rows = 100'000;

[[nodiscard]] double user_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec) + static_cast<double>(used.ru_utime.tv_usec) / 1e6;
}

[[nodiscard]] std::vector<User> make_users() {
    std::vector<User> out;
    for (int i = 0; i < rows; ++i) {
        out.push_back({i + 1, "user number " + std::to_string(i), std::to_string(i) + "@example.org", i % 90,
                       i * 0.25, i % 3 == 0 ? std::nullopt : std::optional{std::string("a note")}});
    }
    return out;
}

void must(int code, sqlite3* db) {
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        std::fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
        std::exit(1);
    }
}

/// What a careful C programmer writes: statements prepared once, static memory bound, rows into the same
/// struct.
struct by_hand {
    sqlite3* db = nullptr;
    sqlite3_stmt* insert = nullptr;
    sqlite3_stmt* select = nullptr;
    sqlite3_stmt* get = nullptr;
    sqlite3_stmt* update = nullptr;

    by_hand() {
        must(sqlite3_open(":memory:", &db), db);
        must(sqlite3_exec(
                 db,
                 "PRAGMA foreign_keys=ON; CREATE TABLE users (id BIGINT NOT NULL, name TEXT NOT NULL, email "
                 "TEXT NOT NULL, age INTEGER NOT NULL, score DOUBLE PRECISION NOT NULL, note TEXT, PRIMARY "
                 "KEY (id))",
                 nullptr, nullptr, nullptr),
             db);
        prepare(insert, "INSERT INTO users (id, name, email, age, score, note) VALUES (?, ?, ?, ?, ?, ?)");
        prepare(select, "SELECT id, name, email, age, score, note FROM users");
        prepare(get, "SELECT id, name, email, age, score, note FROM users WHERE id = ?");
        prepare(update, "UPDATE users SET name = ?, email = ?, age = ?, score = ?, note = ? WHERE id = ?");
    }
    by_hand(by_hand const&) = delete;
    by_hand& operator=(by_hand const&) = delete;
    ~by_hand() {
        for (auto* s : {insert, select, get, update}) {
            sqlite3_finalize(s);
        }
        sqlite3_close(db);
    }
    void prepare(sqlite3_stmt*& s, char const* sql) const {
        must(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr), db);
    }
    void run(char const* sql) const { must(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), db); }

    static void text(sqlite3_stmt* s, int at, std::string const& v) {
        sqlite3_bind_text64(s, at, v.data(), v.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    void bind(sqlite3_stmt* s, int at, User const& u) const {
        text(s, at, u.name);
        text(s, at + 1, u.email);
        sqlite3_bind_int(s, at + 2, u.age);
        sqlite3_bind_double(s, at + 3, u.score);
        if (u.note) {
            text(s, at + 4, *u.note);
        } else {
            sqlite3_bind_null(s, at + 4);
        }
    }
    static void read_text(sqlite3_stmt* s, int at, std::string& out) {
        auto const* t = reinterpret_cast<char const*>(sqlite3_column_text(s, at));
        out.assign(t, static_cast<std::size_t>(sqlite3_column_bytes(s, at)));
    }
    static void read(sqlite3_stmt* s, User& u) {
        u.id = sqlite3_column_int64(s, 0);
        read_text(s, 1, u.name);
        read_text(s, 2, u.email);
        u.age = sqlite3_column_int(s, 3);
        u.score = sqlite3_column_double(s, 4);
        if (sqlite3_column_type(s, 5) == SQLITE_NULL) {
            u.note.reset();
        } else {
            read_text(s, 5, u.note.emplace());
        }
    }
};

void report(char const* name, int pairs, std::function<void()> const& ours,
            std::function<void()> const& floor) {
    std::vector<double> ratios;
    std::vector<double> seconds;
    for (int i = 0; i < pairs; ++i) {
        double const start = user_seconds();
        ours();
        double const middle = user_seconds();
        floor();
        double const end = user_seconds();
        seconds.push_back(middle - start);
        ratios.push_back((middle - start) / (end - middle));
    }
    std::ranges::sort(ratios);
    std::ranges::sort(seconds);
    std::printf("sqlite  %-34s %5.2f times hand-written C  (%.0f ms, %d pairs)\n", name,
                ratios[ratios.size() / 2], seconds[seconds.size() / 2] * 1000, pairs);
}

} // namespace

int main(int argc, char** argv) {
    int const pairs = argc > 1 ? std::atoi(argv[1]) : 7;
    auto const users = make_users();
    by_hand hand;
    auto conn = orm::connect<orm::sqlite>("sqlite://");
    conn.create_all<orm::metadata<User>>();
    long long checksum = 0;

    report(
        "insert 100k rows, a range", pairs,
        [&] {
            conn.execute("DELETE FROM users");
            conn.insert(users);
        },
        [&] {
            hand.run("DELETE FROM users; BEGIN");
            for (auto const& u : users) {
                sqlite3_bind_int64(hand.insert, 1, u.id);
                hand.bind(hand.insert, 2, u);
                must(sqlite3_step(hand.insert), hand.db);
                sqlite3_reset(hand.insert);
            }
            hand.run("COMMIT");
        });
    report(
        "insert 100k rows, one by one", pairs,
        [&] {
            conn.execute("DELETE FROM users");
            auto transaction = conn.transaction();
            for (auto const& u : users) {
                conn.insert(u);
            }
            transaction.commit();
        },
        [&] {
            hand.run("DELETE FROM users; BEGIN");
            for (auto const& u : users) {
                sqlite3_bind_int64(hand.insert, 1, u.id);
                hand.bind(hand.insert, 2, u);
                must(sqlite3_step(hand.insert), hand.db);
                sqlite3_reset(hand.insert);
            }
            hand.run("COMMIT");
        });
    report(
        "select 100k rows into a vector", pairs,
        [&] { checksum += static_cast<long long>(conn.all(orm::select<User>()).size()); },
        [&] {
            std::vector<User> out;
            while (sqlite3_step(hand.select) == SQLITE_ROW) {
                by_hand::read(hand.select, out.emplace_back());
            }
            sqlite3_reset(hand.select);
            checksum -= static_cast<long long>(out.size());
        });
    report(
        "stream 100k rows", pairs,
        [&] {
            for (auto const& u : conn.stream(orm::select<User>())) {
                checksum += u.age;
            }
        },
        [&] {
            User u;
            while (sqlite3_step(hand.select) == SQLITE_ROW) {
                by_hand::read(hand.select, u);
                checksum -= u.age;
            }
            sqlite3_reset(hand.select);
        });
    report(
        "get 100k rows by key", pairs,
        [&] {
            for (std::int64_t i = 1; i <= rows; ++i) {
                checksum += conn.get<User>(i)->age;
            }
        },
        [&] {
            for (std::int64_t i = 1; i <= rows; ++i) {
                User u;
                sqlite3_bind_int64(hand.get, 1, i);
                must(sqlite3_step(hand.get), hand.db);
                by_hand::read(hand.get, u);
                sqlite3_reset(hand.get);
                checksum -= u.age;
            }
        });
    report(
        "update 10k rows by key", pairs,
        [&] {
            auto transaction = conn.transaction();
            for (std::size_t i = 0; i < 10'000; ++i) {
                conn.update(users[i]);
            }
            transaction.commit();
        },
        [&] {
            hand.run("BEGIN");
            for (std::size_t i = 0; i < 10'000; ++i) {
                hand.bind(hand.update, 1, users[i]);
                sqlite3_bind_int64(hand.update, 6, users[i].id);
                must(sqlite3_step(hand.update), hand.db);
                sqlite3_reset(hand.update);
            }
            hand.run("COMMIT");
        });
    if (checksum != 0) {
        std::fprintf(stderr, "the two sides read different rows\n");
        return 1;
    }
}
