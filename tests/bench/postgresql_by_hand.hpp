#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a careful C programmer writes over libpq: statements prepared once, everything in binary, pipelines
// and COPY.

#include <libpq-fe.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

struct User {
    std::int64_t id{};
    std::string name{};
    std::string email{};
    std::int32_t age{};
    double score{};
    std::optional<std::string> note{};
};

class by_hand {
public:
    explicit by_hand(char const* url)
        : conn_{PQconnectdb(url)} {
        must(PQstatus(conn_) == CONNECTION_OK);
        run("CREATE TEMP TABLE users (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT "
            "NULL, age "
            "INTEGER NOT NULL, score DOUBLE PRECISION NOT NULL, note TEXT)");
        prepare("insert",
                "INSERT INTO users (id, name, email, age, score, note) VALUES ($1, $2, $3, $4, $5, $6)");
        prepare("select", "SELECT id, name, email, age, score, note FROM users");
        prepare("get", "SELECT id, name, email, age, score, note FROM users WHERE id = $1");
        prepare("update",
                "UPDATE users SET name = $1, email = $2, age = $3, score = $4, note = $5 WHERE id = $6");
    }
    by_hand(by_hand const&) = delete;
    by_hand& operator=(by_hand const&) = delete;
    ~by_hand() { PQfinish(conn_); }

    void run(char const* sql) const {
        PGresult* r = PQexec(conn_, sql);
        must(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK);
        PQclear(r);
    }
    void get(std::int64_t id, User& out) const {
        auto const key = __builtin_bswap64(static_cast<std::uint64_t>(id));
        char const* values[] = {reinterpret_cast<char const*>(&key)};
        int const lengths[] = {8};
        int const formats[] = {1};
        PGresult* r = PQexecPrepared(conn_, "get", 1, values, lengths, formats, 1);
        must(PQntuples(r) == 1);
        read(r, 0, out);
        PQclear(r);
    }
    [[nodiscard]] std::vector<User> select() const {
        PGresult* r = PQexecPrepared(conn_, "select", 0, nullptr, nullptr, nullptr, 1);
        must(PQresultStatus(r) == PGRES_TUPLES_OK);
        std::vector<User> out;
        int const n = PQntuples(r);
        for (int i = 0; i < n; ++i) {
            read(r, i, out.emplace_back());
        }
        PQclear(r);
        return out;
    }
    [[nodiscard]] std::size_t stream() const {
        must(PQsendQueryPrepared(conn_, "select", 0, nullptr, nullptr, nullptr, 1) == 1);
        PQsetSingleRowMode(conn_);
        std::size_t bytes = 0;
        User u;
        while (PGresult* r = PQgetResult(conn_)) {
            if (PQntuples(r) == 1) {
                read(r, 0, u);
                bytes += u.name.size();
            }
            PQclear(r);
        }
        return bytes;
    }
    void pipeline(char const* statement, std::vector<User> const& users, bool id_last) const {
        run("BEGIN");
        must(PQenterPipelineMode(conn_) == 1);
        constexpr std::size_t batch = 512;
        for (std::size_t from = 0; from < users.size(); from += batch) {
            std::size_t const to = std::min(users.size(), from + batch);
            for (std::size_t i = from; i < to; ++i) {
                send(statement, users[i], id_last);
            }
            PQpipelineSync(conn_);
            for (std::size_t i = from; i < to; ++i) {
                PGresult* r = PQgetResult(conn_);
                must(PQresultStatus(r) == PGRES_COMMAND_OK);
                PQclear(r);
                must(PQgetResult(conn_) == nullptr);
            }
            PQclear(PQgetResult(conn_));
        }
        PQexitPipelineMode(conn_);
        run("COMMIT");
    }
    void copy(std::vector<User> const& users) const {
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
            if (out.size() > 256 * 1024) {
                must(PQputCopyData(conn_, out.data(), static_cast<int>(out.size())) == 1);
                out.clear();
            }
        }
        put<std::uint16_t>(out, 0xffffU);
        must(PQputCopyData(conn_, out.data(), static_cast<int>(out.size())) == 1);
        must(PQputCopyEnd(conn_, nullptr) == 1);
        while (PGresult* end = PQgetResult(conn_)) {
            must(PQresultStatus(end) == PGRES_COMMAND_OK);
            PQclear(end);
        }
    }

private:
    void must(bool right) const {
        if (!right) {
            std::fprintf(stderr, "libpq: %s\n", PQerrorMessage(conn_));
            std::exit(1);
        }
    }
    void prepare(char const* name, char const* sql) const {
        PGresult* r = PQprepare(conn_, name, sql, 0, nullptr);
        must(PQresultStatus(r) == PGRES_COMMAND_OK);
        PQclear(r);
    }
    template <class U>
    static void put(std::string& out, U v) {
        for (int i = static_cast<int>(sizeof(U)) - 1; i >= 0; --i) {
            out += static_cast<char>((v >> (8 * i)) & 0xffU);
        }
    }
    static void put_text(std::string& out, std::string const& v) {
        put(out, static_cast<std::uint32_t>(v.size()));
        out += v;
    }
    void send(char const* statement, User const& u, bool id_last) const {
        auto const id = __builtin_bswap64(static_cast<std::uint64_t>(u.id));
        auto const age = __builtin_bswap32(static_cast<std::uint32_t>(u.age));
        auto const score = __builtin_bswap64(std::bit_cast<std::uint64_t>(u.score));
        int const first = id_last ? 0 : 1;
        char const* values[6];
        int lengths[6];
        constexpr int formats[6] = {1, 1, 1, 1, 1, 1};
        auto const set = [&](int at, void const* data, std::size_t size) {
            values[at] = static_cast<char const*>(data);
            lengths[at] = static_cast<int>(size);
        };
        set(id_last ? 5 : 0, &id, 8);
        set(first, u.name.data(), u.name.size());
        set(first + 1, u.email.data(), u.email.size());
        set(first + 2, &age, 4);
        set(first + 3, &score, 8);
        set(first + 4, u.note ? u.note->data() : nullptr, u.note ? u.note->size() : 0);
        must(PQsendQueryPrepared(conn_, statement, 6, values, lengths, formats, 1) == 1);
    }
    static std::uint64_t big64(char const* p) {
        std::uint64_t v = 0;
        std::memcpy(&v, p, 8);
        return __builtin_bswap64(v);
    }
    static void read(PGresult const* r, int row, User& u) {
        auto const text = [&](int at, std::string& out) {
            out.assign(PQgetvalue(r, row, at), static_cast<std::size_t>(PQgetlength(r, row, at)));
        };
        u.id = static_cast<std::int64_t>(big64(PQgetvalue(r, row, 0)));
        text(1, u.name);
        text(2, u.email);
        std::uint32_t age = 0;
        std::memcpy(&age, PQgetvalue(r, row, 3), 4);
        u.age = static_cast<std::int32_t>(__builtin_bswap32(age));
        u.score = std::bit_cast<double>(big64(PQgetvalue(r, row, 4)));
        if (PQgetisnull(r, row, 5) != 0) {
            u.note.reset();
        } else {
            text(5, u.note.emplace());
        }
    }

    PGconn* conn_;
};
