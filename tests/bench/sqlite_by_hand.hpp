#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a careful C programmer writes over sqlite3: statements prepared once, static memory bound, rows into
// the same struct.

#include "model.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <utility>
#include <vector>

inline constexpr char const* sqlite_tables = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name TEXT "
                                             "NOT NULL, email TEXT NOT NULL, age INTEGER "
                                             "NOT NULL, score DOUBLE PRECISION NOT NULL, note TEXT)";
inline constexpr char const* sqlite_orders = "CREATE TABLE orders (id INTEGER NOT NULL PRIMARY KEY, user_id "
                                             "BIGINT NOT NULL, price DOUBLE PRECISION NOT "
                                             "NULL)";

class by_hand {
public:
    explicit by_hand(char const* path) {
        must(sqlite3_open_v2(path, &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                             nullptr));
        run("PRAGMA foreign_keys=ON");
        run(sqlite_tables);
        run(sqlite_orders);
        prepare(insert_, "INSERT INTO users (id, name, email, age, score, note) VALUES (?, ?, ?, ?, ?, ?)");
        prepare(upsert_, "INSERT INTO users (id, name, email, age, score, note) VALUES (?, ?, ?, ?, ?, ?) ON "
                         "CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, age = "
                         "excluded.age, score = excluded.score, note = excluded.note");
        prepare(select_, "SELECT id, name, email, age, score, note FROM users");
        prepare(get_, "SELECT id, name, email, age, score, note FROM users WHERE id = ?");
        prepare(update_, "UPDATE users SET name = ?, email = ?, age = ?, score = ?, note = ? WHERE id = ?");
        prepare(erase_, "DELETE FROM users WHERE id = ?");
        prepare(join_,
                "SELECT users.name, COUNT(orders.id), SUM(orders.price) FROM users LEFT JOIN orders ON "
                "orders.user_id = users.id GROUP BY users.name ORDER BY users.name");
    }
    by_hand(by_hand const&) = delete;
    by_hand& operator=(by_hand const&) = delete;
    ~by_hand() {
        for (auto* s : {insert_, upsert_, select_, get_, update_, erase_, join_}) {
            sqlite3_finalize(s);
        }
        sqlite3_close(db_);
    }
    static constexpr char const* empty_users = "DELETE FROM users";
    void run(char const* sql) const { must(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }

    void fill(std::span<User const> users) const { insert(users); }
    void insert(std::span<User const> users) const { each(insert_, users, true); }
    void upsert(std::span<User const> users) const { each(upsert_, users, true); }
    void update(std::span<User const> users) const { each(update_, users, false); }
    void erase(std::span<User const> users) const {
        run("BEGIN");
        for (auto const& u : users) {
            must(sqlite3_bind_int64(erase_, 1, u.id));
            done(erase_);
        }
        run("COMMIT");
    }
    [[nodiscard]] std::vector<User> select() const {
        std::vector<User> out;
        while (row(select_)) {
            read(select_, out.emplace_back());
        }
        sqlite3_reset(select_);
        return out;
    }
    template <class F>
    void stream(F&& use) const {
        User u;
        while (row(select_)) {
            read(select_, u);
            use(std::as_const(u));
        }
        sqlite3_reset(select_);
    }
    template <class F>
    void views(F&& use) const {
        UserView u;
        while (row(select_)) {
            u.id = sqlite3_column_int64(select_, 0);
            u.name = view(select_, 1);
            u.email = view(select_, 2);
            u.age = sqlite3_column_int(select_, 3);
            u.score = sqlite3_column_double(select_, 4);
            if (sqlite3_column_type(select_, 5) == SQLITE_NULL) {
                u.note.reset();
            } else {
                u.note = view(select_, 5);
            }
            use(std::as_const(u));
        }
        sqlite3_reset(select_);
    }
    [[nodiscard]] User get(std::int64_t id) const {
        User u;
        must(sqlite3_bind_int64(get_, 1, id));
        if (!row(get_)) {
            std::exit(1);
        }
        read(get_, u);
        sqlite3_reset(get_);
        return u;
    }
    [[nodiscard]] std::vector<Total> totals() const {
        std::vector<Total> out;
        while (row(join_)) {
            auto& t = out.emplace_back();
            t.name = view(join_, 0);
            t.orders = sqlite3_column_int64(join_, 1);
            if (sqlite3_column_type(join_, 2) != SQLITE_NULL) {
                t.sum = sqlite3_column_double(join_, 2);
            }
        }
        sqlite3_reset(join_);
        return out;
    }

private:
    void must(int code) const {
        if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
            std::fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db_));
            std::exit(1);
        }
    }
    [[nodiscard]] bool row(sqlite3_stmt* s) const {
        int const code = sqlite3_step(s);
        must(code);
        return code == SQLITE_ROW;
    }
    void done(sqlite3_stmt* s) const {
        must(sqlite3_step(s));
        sqlite3_reset(s);
    }
    void prepare(sqlite3_stmt*& s, char const* sql) const {
        must(sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr));
    }
    void text(sqlite3_stmt* s, int at, std::string const& v) const {
        must(sqlite3_bind_text64(s, at, v.data(), v.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    void bind(sqlite3_stmt* s, int at, User const& u) const {
        text(s, at, u.name);
        text(s, at + 1, u.email);
        must(sqlite3_bind_int(s, at + 2, u.age));
        must(sqlite3_bind_double(s, at + 3, u.score));
        if (u.note) {
            text(s, at + 4, *u.note);
        } else {
            must(sqlite3_bind_null(s, at + 4));
        }
    }
    void each(sqlite3_stmt* s, std::span<User const> users, bool id_first) const {
        run("BEGIN");
        for (auto const& u : users) {
            must(sqlite3_bind_int64(s, id_first ? 1 : 6, u.id));
            bind(s, id_first ? 2 : 1, u);
            done(s);
        }
        run("COMMIT");
    }
    [[nodiscard]] static std::string_view view(sqlite3_stmt* s, int at) {
        auto const* t = reinterpret_cast<char const*>(sqlite3_column_text(s, at));
        return {t, static_cast<std::size_t>(sqlite3_column_bytes(s, at))};
    }
    static void read(sqlite3_stmt* s, User& u) {
        u.id = sqlite3_column_int64(s, 0);
        u.name.assign(view(s, 1));
        u.email.assign(view(s, 2));
        u.age = sqlite3_column_int(s, 3);
        u.score = sqlite3_column_double(s, 4);
        if (sqlite3_column_type(s, 5) == SQLITE_NULL) {
            u.note.reset();
        } else if (u.note) {
            u.note->assign(view(s, 5));
        } else {
            u.note.emplace(view(s, 5));
        }
    }

    sqlite3* db_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
    sqlite3_stmt* upsert_ = nullptr;
    sqlite3_stmt* select_ = nullptr;
    sqlite3_stmt* get_ = nullptr;
    sqlite3_stmt* update_ = nullptr;
    sqlite3_stmt* erase_ = nullptr;
    sqlite3_stmt* join_ = nullptr;
};
