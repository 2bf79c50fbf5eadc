#pragma once
// SPDX-License-Identifier: BSL-1.0
// One open PostgreSQL connection: opened with safe settings that are read back, closed once, guarded against
// a second thread and against use in a forked child, cancelled from anywhere.

#include <athanor/base/error.hpp>
#include <athanor/driver/fork_guard.hpp>
#include <athanor/driver/notice.hpp>
#include <athanor/driver/postgresql/connect.hpp>
#include <athanor/driver/postgresql/error_map.hpp>
#include <athanor/driver/postgresql/options.hpp>

#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::detail {

class pg_handle : public guarded_connection {
public:
    /// Connects and prepares the session. Throws connection, timeout, permission, unsupported, invalid_url.
    explicit pg_handle(pg_options options)
        : options_{std::move(options)} {
        open();
    }
    pg_handle(pg_handle const&) = delete;
    pg_handle& operator=(pg_handle const&) = delete;
    ~pg_handle() { close(); }

    [[nodiscard]] PGconn* get() const noexcept { return conn_.get(); }
    [[nodiscard]] pg_options const& options() const noexcept { return options_; }
    /// Does something like pgbouncer stand between, so that each transaction may meet another server session?
    [[nodiscard]] bool pooled() const noexcept { return pooled_; }
    /// May statements be prepared under a name, to be run again?
    [[nodiscard]] bool keeps_statements() const noexcept {
        using use = pg_options::statement_use;
        return options_.prepared_statements == use::automatic ? !pooled_
                                                              : options_.prepared_statements == use::on;
    }
    /// Such as 150018 for 15.18; 0 when it isn't connected.
    [[nodiscard]] int server_version() const noexcept { return PQserverVersion(get()); }
    [[nodiscard]] PGTransactionStatusType transaction_status() const noexcept {
        return PQtransactionStatus(get());
    }
    [[nodiscard]] bool ok() const noexcept { return PQstatus(get()) == CONNECTION_OK; }

    /// Closes and connects again with the same options; what the session held is gone. Only outside of a
    /// transaction. When it throws, the handle stays closed.
    void reconnect() {
        if (carried_across_fork()) {
            throw_forked();
        }
        close();
        open();
    }
    /// For the next user of a pooled connection: undoes SET, SET ROLE, LISTEN, cursors, temporary tables and
    /// advisory locks, in one go that keeps prepared statements, and sets what must be set again. Only
    /// outside of a transaction. Throws connection_lost, ...
    void reset_session() {
        if (!pooled_) { // behind a pooler it would hit somebody else's session
            static constexpr char const* sql =
                "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; "
                "SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES";
            result const done{PQexec(get(), sql), &PQclear};
            if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
                throw pg_error(get(), done.get(), sql);
            }
        }
        configure();
    }
    void close() noexcept {
        if (carried_across_fork()) {
            // PQfinish would say goodbye to the server in the parent's name: the copy of the socket is
            // closed, the memory is left.
            if (PGconn* const conn = conn_.release(); conn != nullptr) {
                ::close(PQsocket(conn));
            }
            (void)cancel_.release();
            return;
        }
        std::lock_guard const lock{cancel_mutex_};
        cancel_.reset();
        conn_.reset();
    }

    /// Asks the server to stop the statement that runs now, from any thread; that statement ends with kind
    /// interrupted. If it ends by itself at that moment, the next one may be hit. Throws connection_lost,
    /// misuse.
    void cancel() const {
        if (carried_across_fork()) {
            throw_forked();
        }
        std::lock_guard const lock{cancel_mutex_}; // a reconnect waits, so that the new session isn't hit
        std::array<char, 256> why{};
        if (cancel_ == nullptr || PQcancel(cancel_.get(), why.data(), static_cast<int>(why.size())) == 0) {
            throw error{error_kind::connection_lost, "the request to cancel didn't reach the server"}
                .with_server_message(why.data());
        }
    }

    /// Has the server gone, or ended this session? Looks without waiting, between statements.
    [[nodiscard]] bool peer_closed() noexcept {
        if (carried_across_fork() || !ok()) {
            return true;
        }
        if (transaction_status() == PQTRANS_ACTIVE) {
            return false; // an answer is being read: its reader will be told
        }
        // A farewell, then the end: each look takes one of them. More than a few are notices that keep
        // coming.
        for (int looks = 0; looks < 8 && !session_ended_; ++looks) {
            pollfd one{PQsocket(get()), POLLIN, 0};
            if (::poll(&one, 1, 0) != 1) {
                break;
            }
            if (PQconsumeInput(get()) == 0) {
                return true;
            }
            (void)PQisBusy(get()); // hands what came to the notice receiver
        }
        return session_ended_ || !ok();
    }

    void on_notice(notice_callback callback) { callback_ = std::move(callback); }
    /// Was an identifier cut to 63 bytes since this was asked last? PostgreSQL says it in a NOTICE only.
    [[nodiscard]] bool take_truncation_notice() noexcept { return std::exchange(truncated_, false); }

    /// Are the settings that values depend on as they were set at connect? (DISCARD ALL and SET change them.)
    [[nodiscard]] bool settings_hold() const noexcept { return changed_setting().empty(); }

private:
    using result = std::unique_ptr<PGresult, decltype(&PQclear)>;
    struct free_cancel {
        void operator()(PGcancel* c) const noexcept { PQfreeCancel(c); }
    };
    struct setting {
        char const* name;
        char const* value; // what it begins with
    };
    static constexpr setting required[] = {{"client_encoding", "UTF8"},
                                           {"TimeZone", "UTC"},
                                           {"standard_conforming_strings", "on"},
                                           {"DateStyle", "ISO"},
                                           {"integer_datetimes", "on"}};

    void open() {
        session_ended_ = false;
        conn_ = pg_connector{options_, &receive, this}.open();
        try {
            configure();
        } catch (...) {
            conn_.reset();
            throw;
        }
        std::lock_guard const lock{cancel_mutex_};
        cancel_.reset(PQgetCancel(get()));
    }

    // The one place that decides how a session behaves. A pooler carries exactly these settings from one
    // server session to the next; others are set only when the URL asks for them.
    void configure() {
        if (server_version() < 120000) {
            throw error{error_kind::unsupported,
                        "the server is PostgreSQL " +
                            std::string{or_empty(PQparameterStatus(get(), "server_version"))} +
                            ", and athanor needs 12 or newer"};
        }
        std::string sql =
            "SELECT pg_catalog.pg_backend_pid(), pg_catalog.set_config('TimeZone', 'UTC', false), "
            "pg_catalog.set_config('standard_conforming_strings', 'on', false), "
            "pg_catalog.set_config('DateStyle', 'ISO, MDY', false)";
        std::vector<std::string> values;
        auto const ask = [&](char const* name, std::string value) {
            values.push_back(std::move(value));
            sql += ", pg_catalog.set_config('" + std::string{name} + "', $" + std::to_string(values.size()) +
                   ", false)";
        };
        if (options_.statement_timeout) {
            ask("statement_timeout", std::to_string(*options_.statement_timeout));
        }
        if (options_.lock_timeout) {
            ask("lock_timeout", std::to_string(*options_.lock_timeout));
        }
        if (options_.search_path) {
            ask("search_path", *options_.search_path);
        }
        std::vector<char const*> pointers;
        for (auto const& v : values) {
            pointers.push_back(v.c_str());
        }
        result const row{PQexecParams(get(), sql.c_str(), static_cast<int>(pointers.size()), nullptr,
                                      pointers.data(), nullptr, nullptr, 0),
                         &PQclear};
        if (PQresultStatus(row.get()) != PGRES_TUPLES_OK) {
            error const e = pg_error(get(), row.get(), sql);
            if (!e.sqlstate().starts_with("22")) {
                throw e;
            }
            error out{error_kind::invalid_url,
                      "the server refuses the value that the URL gives to statement_timeout, lock_timeout or "
                      "search_path"};
            out.with_origin(e);
            throw out;
        }
        // A pooler makes up the number that libpq was told.
        pooled_ = or_empty(PQgetvalue(row.get(), 0, 0)) != std::to_string(PQbackendPID(get()));
        if (std::string const name{changed_setting()}; !name.empty()) {
            throw error{error_kind::unsupported,
                        "the server (or a pooler before it) doesn't take the setting " + name +
                            ", which athanor can't do without"};
        }
    }
    [[nodiscard]] std::string_view changed_setting() const noexcept {
        for (auto const& s : required) {
            if (!or_empty(PQparameterStatus(get(), s.name)).starts_with(s.value)) {
                return s.name;
            }
        }
        return {};
    }

    // Called by libpq, which knows no exceptions.
    static void receive(void* self, PGresult const* said) noexcept {
        try {
            static_cast<pg_handle*>(self)->take(said);
        } catch (...) { // NOLINT(bugprone-empty-catch): nobody could be told
        }
    }
    void take(PGresult const* said) {
        std::string_view const state = error_field(said, PG_DIAG_SQLSTATE);
        truncated_ = truncated_ || state == "42622";
        session_ended_ = session_ended_ || ends_session(said);
        if (callback_) {
            callback_({std::string{error_field(said, PG_DIAG_SEVERITY_NONLOCALIZED)}, std::string{state},
                       std::string{error_field(said, PG_DIAG_MESSAGE_PRIMARY)}});
        }
    }

    pg_options options_;
    notice_callback callback_;
    bool truncated_ = false;
    bool session_ended_ = false;
    bool pooled_ = false;
    pg_connection conn_;
    mutable std::mutex cancel_mutex_;
    std::unique_ptr<PGcancel, free_cancel> cancel_;
};

} // namespace athanor::detail
