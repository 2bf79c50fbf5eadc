#pragma once
// SPDX-License-Identifier: BSL-1.0
// Says that a database is at a revision, without running anything, after a look whether that is true.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/check_live.hpp>
#include <athanor/migrate/postgresql/lock.hpp>
#include <athanor/migrate/postgresql/session.hpp>
#include <athanor/migrate/runner.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace athanor::migrate {

struct stamp_options {
    bool purge = false; // forget the whole history first, also what this build doesn't know
    bool force = false; // believe without comparing
};

namespace detail {

/// The history written anew, in one transaction under the lock that migrations take.
class history_writer {
public:
    explicit history_writer(database& db)
        : db_{db} {
        if (db_.dialect() == dialect_id::sqlite) {
            sqlite_.emplace(db_);
            return;
        }
        auto const where = pg::find_place(db_);
        pg::require_writable(where);
        run_options const options;
        lock_ = pg::migration_lock::take(db_, where, options);
        postgresql_.emplace(db_);
        if (lock_ == nullptr) {
            pg::wait_for_lock(options, db_, where.lock_key,
                              [&] { return pg::try_transaction_lock(db_, where.lock_key); });
        }
    }
    [[nodiscard]] bool has_history() {
        return db_.dialect() == dialect_id::sqlite ? has_version_table(db_) : pg::find_place(db_).has_history;
    }
    void clear() {
        ensure_version_table(db_);
        if (db_.dialect() == dialect_id::sqlite) {
            db_.execute("DELETE FROM main.athanor_migrations");
        } else {
            auto const where = pg::find_place(db_);
            db_.execute("DELETE FROM " + where.history());
            db_.execute("DELETE FROM " + where.journal());
        }
    }
    void add(revision const& r, std::string checksum, std::string schema_after) {
        auto values = history_values(r, std::move(checksum), std::move(schema_after), 0);
        if (db_.dialect() == dialect_id::sqlite) {
            db_.execute(insert_history_sql, values);
        } else {
            values.emplace_back(std::string("done"));
            db_.execute(pg::insert_history_sql(pg::find_place(db_).history()), values);
        }
    }
    void commit() {
        if (sqlite_) {
            sqlite_->commit();
        } else {
            postgresql_->commit();
        }
    }

private:
    database& db_;
    std::unique_ptr<pg::migration_lock> lock_;
    std::optional<write_transaction> sqlite_;
    std::optional<pg::transaction> postgresql_;
};

} // namespace detail

/// Makes the history say that the database is at `target`. The live schema is compared with that revision
/// first: migration_drift lists what differs, table by table; `force` skips the comparison. A revision in the
/// history that this build doesn't know is migration_ahead unless `purge` is given.
inline void stamp(database& db, revision_graph const& graph, std::string_view target,
                  stamp_options options = {}) {
    if (db.in_transaction()) {
        throw error{error_kind::misuse,
                    "stamp can't run inside the caller's transaction: commit or roll back first"};
    }
    detail::history_writer writer{db};
    auto const rows = options.purge && !writer.has_history() ? history{} : current(db);
    auto const applied = detail::known_only(graph, ids_of(rows));
    if (!options.purge && applied.size() != rows.size()) {
        throw error{error_kind::migration_ahead,
                    "the history has revisions that this build doesn't know or that are half-way: update the "
                    "program, or stamp with --purge"};
    }
    auto const wanted = detail::stamped_set(graph, applied, target);
    if (!options.force) {
        if (auto const lines = compare_with(db, graph, wanted); !lines.empty()) {
            std::string text;
            for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 10); ++i) {
                text += "\n  " + lines[i];
            }
            if (lines.size() > 10) {
                text += "\n  and " + std::to_string(lines.size() - 10) + " more";
            }
            throw error{error_kind::migration_drift,
                        "the database is not at " + std::string(target) + ", so it was not stamped:" + text +
                            "\nstamp the revision that it is at, or use --force if you know better"};
        }
    }
    writer.clear();
    catalog state;
    for (auto const* r : graph.in_order(wanted)) {
        auto const operations = detail::record_unit(*r, direction::up);
        state = replay(std::move(state), operations);
        writer.add(*r, checksum(operations), detail::hex16(fingerprint(state)));
    }
    writer.commit();
}

} // namespace athanor::migrate
