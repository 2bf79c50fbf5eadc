#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a careful C programmer writes over libpq: statements prepared once, everything in binary. One
// statement a round trip, as the plain loop does it; what pipelines and COPY save stands beside it.

#include "model.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

inline constexpr char const* postgresql_tables =
    "CREATE TEMP TABLE users (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, age "
    "INTEGER NOT NULL, score DOUBLE PRECISION NOT NULL, note TEXT)";
inline constexpr char const* postgresql_orders =
    "CREATE TEMP TABLE orders (id BIGINT NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, price DOUBLE "
    "PRECISION NOT NULL)";

class by_hand {
public:
    static constexpr char const* empty_users = "TRUNCATE users";

    explicit by_hand(char const* url)
        : conn_{PQconnectdb(url)} {
        must(PQstatus(conn_) == CONNECTION_OK);
        run(postgresql_tables);
        run(postgresql_orders);
        prepare("insert",
                "INSERT INTO users (id, name, email, age, score, note) VALUES ($1, $2, $3, $4, $5, $6)");
        prepare("upsert",
                "INSERT INTO users (id, name, email, age, score, note) VALUES ($1, $2, $3, $4, $5, $6) ON "
                "CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, age = "
                "excluded.age, score = excluded.score, note = excluded.note");
        prepare("select", "SELECT id, name, email, age, score, note FROM users");
        prepare("get", "SELECT id, name, email, age, score, note FROM users WHERE id = $1");
        prepare("update",
                "UPDATE users SET name = $1, email = $2, age = $3, score = $4, note = $5 WHERE id = $6");
        prepare("erase", "DELETE FROM users WHERE id = $1");
        prepare("join", "SELECT users.name, COUNT(orders.id), SUM(orders.price) FROM users LEFT JOIN orders "
                        "ON orders.user_id = users.id GROUP BY users.name ORDER BY users.name");
    }
    by_hand(by_hand const&) = delete;
    by_hand& operator=(by_hand const&) = delete;
    ~by_hand() { PQfinish(conn_); }

    void run(char const* sql) const {
        PGresult* r = PQexec(conn_, sql);
        must(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK);
        PQclear(r);
    }
    void fill(std::span<User const> users) const { copy(users); }
    void insert(std::span<User const> users) const { each("insert", users, false); }
    void upsert(std::span<User const> users) const { each("upsert", users, false); }
    void update(std::span<User const> users) const { each("update", users, true); }
    void erase(std::span<User const> users) const {
        run("BEGIN");
        for (auto const& u : users) {
            auto const key = __builtin_bswap64(static_cast<std::uint64_t>(u.id));
            char const* values[] = {reinterpret_cast<char const*>(&key)};
            done(PQexecPrepared(conn_, "erase", 1, values, key_length, binary, 1));
        }
        run("COMMIT");
    }
    [[nodiscard]] User get(std::int64_t id) const {
        auto const key = __builtin_bswap64(static_cast<std::uint64_t>(id));
        char const* values[] = {reinterpret_cast<char const*>(&key)};
        PGresult* r = PQexecPrepared(conn_, "get", 1, values, key_length, binary, 1);
        must(PQntuples(r) == 1);
        User u;
        read(r, 0, u);
        PQclear(r);
        return u;
    }
    /// The users from `id` on, in one round trip.
    [[nodiscard]] std::array<User, 3> get_three(std::int64_t id) const {
        std::array<User, 3> out;
        must(PQenterPipelineMode(conn_) == 1);
        for (std::size_t i = 0; i < out.size(); ++i) {
            auto const key = __builtin_bswap64(static_cast<std::uint64_t>(id) + i);
            char const* values[] = {reinterpret_cast<char const*>(&key)};
            must(PQsendQueryPrepared(conn_, "get", 1, values, key_length, binary, 1) == 1);
        }
        must(PQpipelineSync(conn_) == 1);
        for (User& u : out) {
            PGresult* r = PQgetResult(conn_);
            must(PQntuples(r) == 1);
            read(r, 0, u);
            PQclear(r);
            must(PQgetResult(conn_) == nullptr);
        }
        PQclear(PQgetResult(conn_)); // the sync
        must(PQexitPipelineMode(conn_) == 1);
        return out;
    }
    [[nodiscard]] std::vector<User> select() const {
        PGresult* r = PQexecPrepared(conn_, "select", 0, nullptr, nullptr, nullptr, 1);
        must(PQresultStatus(r) == PGRES_TUPLES_OK);
        std::vector<User> out;
        int const n = PQntuples(r);
        out.reserve(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i) {
            read(r, i, out.emplace_back());
        }
        PQclear(r);
        return out;
    }
    template <class F>
    void stream(F&& use) const {
        User u;
        one_by_one([&](PGresult const* r) {
            read(r, 0, u);
            use(std::as_const(u));
        });
    }
    template <class F>
    void views(F&& use) const {
        UserView u;
        one_by_one([&](PGresult const* r) {
            u.id = static_cast<std::int64_t>(big64(PQgetvalue(r, 0, 0)));
            u.name = view(r, 0, 1);
            u.email = view(r, 0, 2);
            u.age = static_cast<std::int32_t>(big32(PQgetvalue(r, 0, 3)));
            u.score = std::bit_cast<double>(big64(PQgetvalue(r, 0, 4)));
            if (PQgetisnull(r, 0, 5) != 0) {
                u.note.reset();
            } else {
                u.note = view(r, 0, 5);
            }
            use(std::as_const(u));
        });
    }
    [[nodiscard]] std::vector<Total> totals() const {
        PGresult* r = PQexecPrepared(conn_, "join", 0, nullptr, nullptr, nullptr, 1);
        must(PQresultStatus(r) == PGRES_TUPLES_OK);
        std::vector<Total> out;
        int const n = PQntuples(r);
        out.reserve(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i) {
            auto& t = out.emplace_back();
            t.name = view(r, i, 0);
            t.orders = static_cast<std::int64_t>(big64(PQgetvalue(r, i, 1)));
            if (PQgetisnull(r, i, 2) == 0) {
                t.sum = std::bit_cast<double>(big64(PQgetvalue(r, i, 2)));
            }
        }
        PQclear(r);
        return out;
    }

    // ---- what needs more than one statement a round trip

    void update_by_pipeline(std::span<User const> users) const { pipeline("update", users, true); }
    void upsert_by_pipeline(std::span<User const> users) const { pipeline("upsert", users, false); }
    void copy(std::span<User const> users) const {
        PGresult* r =
            PQexec(conn_, "COPY users (id, name, email, age, score, note) FROM STDIN (FORMAT BINARY)");
        must(PQresultStatus(r) == PGRES_COPY_IN);
        PQclear(r);
        std::string out("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
        for (auto const& u : users) {
            put<std::uint16_t>(out, 6);
            put<std::uint32_t>(out, 8);
            put(out, static_cast<std::uint64_t>(u.id));
            put_text(out, u.name);
            put_text(out, u.email);
            put<std::uint32_t>(out, 4);
            put(out, static_cast<std::uint32_t>(u.age));
            put<std::uint32_t>(out, 8);
            put(out, std::bit_cast<std::uint64_t>(u.score));
            if (u.note) {
                put_text(out, *u.note);
            } else {
                put<std::uint32_t>(out, 0xffffffffU);
            }
            if (out.size() > 64UL * 1024) {
                must(PQputCopyData(conn_, out.data(), static_cast<int>(out.size())) == 1);
                out.clear();
            }
        }
        put<std::uint16_t>(out, 0xffffU);
        must(PQputCopyData(conn_, out.data(), static_cast<int>(out.size())) == 1);
        must(PQputCopyEnd(conn_, nullptr) == 1);
        while (PGresult* end = PQgetResult(conn_)) {
            done(end);
        }
    }

private:
    static constexpr int key_length[] = {8};
    static constexpr int binary[] = {1, 1, 1, 1, 1, 1};

    /// The values of one row, in the order of INSERT or of UPDATE.
    struct row {
        row(User const& u, bool id_last)
            : id{__builtin_bswap64(static_cast<std::uint64_t>(u.id))}
            , score{__builtin_bswap64(std::bit_cast<std::uint64_t>(u.score))}
            , age{__builtin_bswap32(static_cast<std::uint32_t>(u.age))} {
            int const first = id_last ? 0 : 1;
            set(id_last ? 5 : 0, &id, 8);
            set(first, u.name.data(), u.name.size());
            set(first + 1, u.email.data(), u.email.size());
            set(first + 2, &age, 4);
            set(first + 3, &score, 8);
            set(first + 4, u.note ? u.note->data() : nullptr, u.note ? u.note->size() : 0);
        }
        row(row const&) = delete;
        row& operator=(row const&) = delete;
        ~row() = default;
        void set(int at, void const* data, std::size_t size) {
            values[at] = static_cast<char const*>(data);
            lengths[at] = static_cast<int>(size);
        }
        std::uint64_t id;
        std::uint64_t score;
        std::uint32_t age;
        char const* values[6];
        int lengths[6];
    };

    void must(bool right) const {
        if (!right) {
            std::fprintf(stderr, "libpq: %s\n", PQerrorMessage(conn_));
            std::exit(1);
        }
    }
    void done(PGresult* r) const {
        must(PQresultStatus(r) == PGRES_COMMAND_OK);
        PQclear(r);
    }
    void prepare(char const* name, char const* sql) const { done(PQprepare(conn_, name, sql, 0, nullptr)); }
    void each(char const* statement, std::span<User const> users, bool id_last) const {
        run("BEGIN");
        for (auto const& u : users) {
            row const values{u, id_last};
            done(PQexecPrepared(conn_, statement, 6, values.values, values.lengths, binary, 1));
        }
        run("COMMIT");
    }
    void pipeline(char const* statement, std::span<User const> users, bool id_last) const {
        run("BEGIN");
        must(PQenterPipelineMode(conn_) == 1);
        constexpr std::size_t batch = 512;
        for (std::size_t from = 0; from < users.size(); from += batch) {
            std::size_t const to = std::min(users.size(), from + batch);
            for (std::size_t i = from; i < to; ++i) {
                row const values{users[i], id_last};
                must(PQsendQueryPrepared(conn_, statement, 6, values.values, values.lengths, binary, 1) == 1);
            }
            PQpipelineSync(conn_);
            for (std::size_t i = from; i < to; ++i) {
                done(PQgetResult(conn_));
                must(PQgetResult(conn_) == nullptr);
            }
            PQclear(PQgetResult(conn_));
        }
        PQexitPipelineMode(conn_);
        run("COMMIT");
    }
    template <class F>
    void one_by_one(F&& use) const {
        must(PQsendQueryPrepared(conn_, "select", 0, nullptr, nullptr, nullptr, 1) == 1);
        PQsetSingleRowMode(conn_);
        while (PGresult* r = PQgetResult(conn_)) {
            if (PQresultStatus(r) == PGRES_SINGLE_TUPLE) {
                use(static_cast<PGresult const*>(r));
            } else {
                must(PQresultStatus(r) == PGRES_TUPLES_OK);
            }
            PQclear(r);
        }
    }
    template <class U>
    static void put(std::string& out, U v) {
        char bytes[sizeof(U)];
        for (std::size_t i = 0; i < sizeof(U); ++i) {
            bytes[i] = static_cast<char>((v >> (8 * (sizeof(U) - 1 - i))) & 0xffU);
        }
        out.append(bytes, sizeof(U));
    }
    static void put_text(std::string& out, std::string const& v) {
        put(out, static_cast<std::uint32_t>(v.size()));
        out += v;
    }
    [[nodiscard]] static std::uint64_t big64(char const* p) {
        std::uint64_t v = 0;
        std::memcpy(&v, p, 8);
        return __builtin_bswap64(v);
    }
    [[nodiscard]] static std::uint32_t big32(char const* p) {
        std::uint32_t v = 0;
        std::memcpy(&v, p, 4);
        return __builtin_bswap32(v);
    }
    [[nodiscard]] static std::string_view view(PGresult const* r, int row, int at) {
        return {PQgetvalue(r, row, at), static_cast<std::size_t>(PQgetlength(r, row, at))};
    }
    static void read(PGresult const* r, int row, User& u) {
        u.id = static_cast<std::int64_t>(big64(PQgetvalue(r, row, 0)));
        u.name.assign(view(r, row, 1));
        u.email.assign(view(r, row, 2));
        u.age = static_cast<std::int32_t>(big32(PQgetvalue(r, row, 3)));
        u.score = std::bit_cast<double>(big64(PQgetvalue(r, row, 4)));
        if (PQgetisnull(r, row, 5) != 0) {
            u.note.reset();
        } else if (u.note) {
            u.note->assign(view(r, row, 5));
        } else {
            u.note.emplace(view(r, row, 5));
        }
    }

    PGconn* conn_;
};
