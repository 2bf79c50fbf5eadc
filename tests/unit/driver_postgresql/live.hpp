#pragma once
// SPDX-License-Identifier: BSL-1.0
// For tests against a real server: its URL, a database of one's own, and SQL through libpq alone.

#include <athanor/driver/postgresql/handle.hpp>

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace live {

using athanor::detail::pg_handle;

/// The superuser's URL of the test cluster.
inline std::string server_url() {
    char const* const url = std::getenv("ATHANOR_TEST_POSTGRESQL");
    if (url == nullptr || *url == '\0') {
        throw std::runtime_error(
            "ATHANOR_TEST_POSTGRESQL is not set: these tests need a PostgreSQL server, run "
            "them through ./dev test");
    }
    return url;
}
/// The folder of the cluster's Unix socket.
inline std::string socket_folder() {
    return athanor::parse_url(server_url()).host;
}

inline athanor::detail::pg_options options(std::string_view url) {
    return athanor::detail::pg_options_of(athanor::parse_url(url));
}

/// A connection that knows nothing of athanor.
class plain {
public:
    explicit plain(std::string const& database = "postgres", std::string const& user = "postgres") {
        std::string const host = socket_folder();
        char const* const names[] = {"host", "dbname", "user", nullptr};
        char const* const values[] = {host.c_str(), database.c_str(), user.c_str(), nullptr};
        conn_ = PQconnectdbParams(names, values, 0);
        if (PQstatus(conn_) != CONNECTION_OK) {
            std::string const why = PQerrorMessage(conn_);
            PQfinish(conn_);
            throw std::runtime_error(why);
        }
        PQsetNoticeProcessor(
            conn_, [](void*, char const*) {}, nullptr);
    }
    plain(plain const&) = delete;
    plain& operator=(plain const&) = delete;
    ~plain() { PQfinish(conn_); }
    [[nodiscard]] PGconn* get() const { return conn_; }

private:
    PGconn* conn_;
};

/// The first field of the first row, or what the server says instead.
inline std::string ask(PGconn* conn, std::string const& sql) {
    PGresult* const result = PQexec(conn, sql.c_str());
    auto const status = PQresultStatus(result);
    std::string out = status == PGRES_TUPLES_OK && PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    std::string const why = PQresultErrorMessage(result);
    PQclear(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        throw std::runtime_error(why + sql);
    }
    return out;
}
inline std::string ask(pg_handle const& handle, std::string const& sql) {
    return ask(handle.get(), sql);
}
inline std::string ask(plain const& p, std::string const& sql) {
    return ask(p.get(), sql);
}

/// The advisory locks of the connection's own database: tests that run at the same time share the server.
inline std::string const advisory_locks = "pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid "
                                          "FROM pg_database WHERE datname = current_database())";

inline std::string unique_name(std::string const& prefix) {
    static std::atomic<int> number{0};
    return prefix + '_' + std::to_string(::getpid()) + '_' + std::to_string(++number);
}

/// A database that goes away again, with whoever is connected to it.
class database {
public:
    database()
        : name_{unique_name("athanor_handle")} {
        ask(plain{}, "CREATE DATABASE " + name_);
    }
    database(database const&) = delete;
    database& operator=(database const&) = delete;
    ~database() {
        try {
            ask(plain{}, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
        } catch (std::exception const&) {
        }
    }
    [[nodiscard]] std::string const& name() const { return name_; }
    [[nodiscard]] std::string url(std::string const& more = {}) const {
        return "postgresql://postgres@/" + name_ + "?host=" + socket_folder() + more;
    }

private:
    std::string name_;
};

/// A role that goes away again.
class role {
public:
    explicit role(std::string const& how)
        : name_{unique_name("athanor_role")} {
        ask(plain{}, "CREATE ROLE " + name_ + ' ' + how);
    }
    role(role const&) = delete;
    role& operator=(role const&) = delete;
    ~role() {
        try {
            ask(plain{}, "DROP ROLE " + name_);
        } catch (std::exception const&) {
        }
    }
    [[nodiscard]] std::string const& name() const { return name_; }

private:
    std::string name_;
};

/// An environment variable for the time of a test.
class environment {
public:
    environment(char const* name, std::string const& value)
        : name_{name} {
        if (char const* const before = std::getenv(name)) {
            before_ = before;
            had_ = true;
        }
        ::setenv(name, value.c_str(), 1);
    }
    environment(environment const&) = delete;
    environment& operator=(environment const&) = delete;
    ~environment() {
        if (had_) {
            ::setenv(name_, before_.c_str(), 1);
        } else {
            ::unsetenv(name_);
        }
    }

private:
    char const* name_;
    std::string before_;
    bool had_ = false;
};

/// The error that a call ends in; a test that expects one fails when there is none.
template <class F>
[[nodiscard]] athanor::error error_of(F&& f) {
    try {
        f();
    } catch (athanor::error const& e) {
        return e;
    }
    throw std::runtime_error("an athanor::error was expected and none was thrown");
}
template <class F>
[[nodiscard]] std::string kind_of(F&& f) {
    return std::string{athanor::facts_of(error_of(std::forward<F>(f)).kind()).name};
}
inline athanor::error connect_error(std::string const& url) {
    return error_of([&] { pg_handle const handle{options(url)}; });
}

[[nodiscard]] inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace live
