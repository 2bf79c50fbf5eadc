#pragma once
// SPDX-License-Identifier: BSL-1.0
// One migrating process at a time: an advisory lock on a connection of its own, tried again and again.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/postgresql/place.hpp>
#include <athanor/migrate/postgresql/session.hpp>
#include <athanor/migrate/runner_options.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace athanor::migrate::detail::pg {

/// Sleeps from 25 ms to 1 s, a little at random, so that processes don't ask in step.
class waiting {
public:
    explicit waiting(std::chrono::milliseconds limit)
        : end_{std::chrono::steady_clock::now() + limit} {}
    [[nodiscard]] bool is_over() const { return std::chrono::steady_clock::now() >= end_; }
    void sleep() {
        std::uniform_real_distribution<double> around{0.5, 1.0};
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
        auto const nap = std::chrono::milliseconds{
            static_cast<std::int64_t>(static_cast<double>(pause_.count()) * around(random_))};
        std::this_thread::sleep_for(
            std::clamp(nap, std::chrono::milliseconds{1}, std::max(left, std::chrono::milliseconds{1})));
        pause_ = std::min(pause_ * 2, std::chrono::milliseconds{1000});
    }

private:
    std::chrono::steady_clock::time_point end_;
    std::chrono::milliseconds pause_{25};
    std::minstd_rand random_{std::random_device{}()};
};

/// The name under which others find us in pg_stat_activity, at most 63 bytes.
[[nodiscard]] inline std::string lock_name(std::string_view revision) {
    char host[256] = {};
    if (::gethostname(host, sizeof host - 1) != 0) {
        host[0] = '\0';
    }
    auto const rest = ':' + std::to_string(::getpid()) + ':' + std::string(revision.substr(0, 16));
    return "athanor migrate: " + std::string(host).substr(0, 46 - rest.size()) + rest;
}

[[nodiscard]] inline std::string key_text(std::int64_t key) {
    return "(" + std::to_string(key) + ")::pg_catalog.int8";
}

/// The lock's row in pg_locks, as a condition on `l`.
[[nodiscard]] inline std::string lock_row_sql(std::int64_t key) {
    auto const bits = static_cast<std::uint64_t>(key);
    return "l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = " +
           std::to_string(bits >> 32U) +
           "::pg_catalog.oid AND l.objid = " + std::to_string(bits & 0xffffffffU) +
           "::pg_catalog.oid AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = "
           "current_catalog)";
}

/// Who holds the lock, for people; empty where nobody does.
[[nodiscard]] inline std::string lock_holder(database& db, std::int64_t key) {
    auto const rows =
        db.query("SELECT a.pid::pg_catalog.int8, coalesce(a.application_name, ''), "
                 "coalesce(a.usename::pg_catalog.text, ''), coalesce(pg_catalog.floor(pg_catalog.date_part("
                 "'epoch', pg_catalog.now() - a.backend_start))::pg_catalog.int8, 0) FROM "
                 "pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE " +
                 lock_row_sql(key));
    if (rows.rows.empty()) {
        return {};
    }
    auto const& r = rows.rows.front();
    auto const name = text_of(r.at(1));
    return (name.empty() ? "a session" : '"' + name + '"') + " (role " + text_of(r.at(2)) +
           ", server process " + std::to_string(int_of(r.at(0))) + ", connected for " +
           std::to_string(int_of(r.at(3))) + " s)";
}

[[nodiscard]] inline error lock_not_had(std::chrono::milliseconds waited, std::string const& holder) {
    return error{error_kind::busy, "another process has been migrating this database for the whole " +
                                       std::to_string(waited.count()) + " ms that were allowed for waiting" +
                                       (holder.empty() ? "" : ": " + holder) +
                                       ". Nothing was run: run again, or end that process"};
}

/// Tries until `attempt` says yes; tells on_event when it has to wait, and for whom.
template <class Attempt>
void wait_for_lock(run_options const& options, database& db, std::int64_t key, Attempt attempt) {
    waiting clock{options.lock_wait};
    std::string told;
    while (!attempt()) {
        auto const holder = lock_holder(db, key);
        if (clock.is_over()) {
            throw lock_not_had(options.lock_wait, holder);
        }
        if (options.on_event && !holder.empty() && told.empty()) {
            told = holder;
            run_event event;
            event.what = run_event::kind::waiting;
            event.detail = holder;
            options.on_event(event);
        }
        clock.sleep();
    }
}

[[nodiscard]] inline std::int64_t backend_pid(database& db) {
    return int_of(db.query("SELECT pg_catalog.pg_backend_pid()::pg_catalog.int8").rows.at(0).at(0));
}

/// The lock for a whole run. It lives on a connection that never has a transaction open: a waiter that did,
/// or one that waited inside the server, would deadlock with CREATE INDEX CONCURRENTLY of the holder.
class migration_lock {
public:
    /// nullptr where a pooler makes session locks worthless.
    [[nodiscard]] static std::unique_ptr<migration_lock> take(database& db, place const& where,
                                                              run_options const& options) {
        if (db.pooled()) {
            return nullptr;
        }
        auto lock = std::make_unique<migration_lock>(db.open_another(), where.lock_key);
        // A pooler that hides itself gives both connections the same server process, or one of them several.
        if (lock->pid_ == backend_pid(db) || lock->moves()) {
            return nullptr;
        }
        lock->name({});
        wait_for_lock(options, *lock->connection_, where.lock_key, [&] {
            return int_of(lock->connection_
                              ->query("SELECT pg_catalog.pg_try_advisory_lock(" + key_text(where.lock_key) +
                                      ")::pg_catalog.int4")
                              .rows.at(0)
                              .at(0)) != 0;
        });
        return lock;
    }
    migration_lock(std::unique_ptr<database> connection, std::int64_t key)
        : connection_{std::move(connection)}
        , key_{key}
        , pid_{backend_pid(*connection_)} {}
    migration_lock(migration_lock const&) = delete;
    migration_lock& operator=(migration_lock const&) = delete;
    ~migration_lock() {
        try { // closing the connection would free it too, a moment later
            (void)connection_->query("SELECT pg_catalog.pg_advisory_unlock(" + key_text(key_) + ')');
        } catch (...) { // then it is gone already
        }
    }

    /// Says in pg_stat_activity what is being done.
    void name(std::string_view revision) {
        (void)connection_->query("SELECT pg_catalog.set_config('application_name', " +
                                 lit(lock_name(revision)) + ", false)");
    }
    /// Asked on the connection that changes the schema: a lock whose session ended protects nobody.
    void require_held(database& db) const {
        if (db.query("SELECT 1 FROM pg_catalog.pg_locks l WHERE l.pid = " + std::to_string(pid_) + " AND " +
                     lock_row_sql(key_))
                .rows.empty()) {
            throw error{error_kind::connection_lost,
                        "the connection that held the migration lock is gone, so another process may be "
                        "migrating: stopped before the next step; run again"};
        }
    }

private:
    [[nodiscard]] bool moves() {
        for (int i = 0; i < 4; ++i) {
            if (backend_pid(*connection_) != pid_) {
                return true;
            }
        }
        return false;
    }

    std::unique_ptr<database> connection_;
    std::int64_t key_;
    std::int64_t pid_;
};

/// The same lock for one transaction: what works behind a pooler too.
inline bool try_transaction_lock(database& db, std::int64_t key) {
    return int_of(
               db.query("SELECT pg_catalog.pg_try_advisory_xact_lock(" + key_text(key) + ")::pg_catalog.int4")
                   .rows.at(0)
                   .at(0)) != 0;
}

} // namespace athanor::migrate::detail::pg
