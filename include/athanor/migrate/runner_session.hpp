#pragma once
// SPDX-License-Identifier: BSL-1.0
// What surrounds every unit on SQLite: foreign keys off where that still works, one IMMEDIATE transaction,
// the check after.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace athanor::migrate::detail {

/// Inside a transaction SQLite ignores `PRAGMA foreign_keys` without a word, and a rebuild would then delete
/// the children: so it is done before, and read back. The settings come back on every way out.
class session_settings {
public:
    explicit session_settings(database& db)
        : db_{db} {
        if (db_.in_transaction()) {
            throw error{error_kind::misuse,
                        "a migration can't run inside the caller's transaction: commit or roll back "
                        "first (SQLite can't switch foreign keys off in there)"};
        }
        foreign_keys_ = setting("foreign_keys");
        legacy_ = setting("legacy_alter_table");
        db_.execute("PRAGMA foreign_keys=OFF");
        db_.execute("PRAGMA legacy_alter_table=OFF");
        if (setting("foreign_keys")) {
            throw error{error_kind::misuse,
                        "SQLite didn't switch foreign keys off; a rebuild would delete rows that refer "
                        "to the table, so nothing was run"};
        }
    }
    session_settings(session_settings const&) = delete;
    session_settings& operator=(session_settings const&) = delete;
    ~session_settings() {
        try {
            restore();
        } catch (...) { // on the way of another error
        }
    }
    void restore() {
        if (std::exchange(done_, true)) {
            return;
        }
        db_.execute(legacy_ ? "PRAGMA legacy_alter_table=ON" : "PRAGMA legacy_alter_table=OFF");
        db_.execute(foreign_keys_ ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF");
        if (setting("foreign_keys") != foreign_keys_) {
            throw error{error_kind::misuse,
                        "foreign keys could not be switched on again: close this connection"};
        }
    }

private:
    [[nodiscard]] bool setting(std::string const& name) {
        auto const rows = db_.query("PRAGMA " + name);
        return !rows.rows.empty() && int_of(rows.rows[0][0]) != 0;
    }
    database& db_;
    bool foreign_keys_ = false;
    bool legacy_ = false;
    bool done_ = false;
};

/// BEGIN IMMEDIATE, so that the lock is waited for here and never met half-way. Rolls back unless committed.
class write_transaction {
public:
    explicit write_transaction(database& db)
        : db_{db} {
        try {
            db_.execute("BEGIN IMMEDIATE");
        } catch (error const& e) {
            throw hint(e);
        }
    }
    write_transaction(write_transaction const&) = delete;
    write_transaction& operator=(write_transaction const&) = delete;
    ~write_transaction() {
        if (!done_) {
            try {
                if (db_.in_transaction()) {
                    db_.execute("ROLLBACK");
                }
            } catch (...) { // the error that brought us here says more
            }
        }
    }
    void commit() {
        try {
            db_.execute("COMMIT");
        } catch (error const& e) {
            throw hint(e);
        }
        done_ = true;
    }

private:
    [[nodiscard]] static error hint(error const& e) {
        if (e.kind() != error_kind::busy) {
            return e;
        }
        error out{error_kind::busy,
                  "another connection kept the database locked for the whole busy timeout: end its "
                  "transaction, or raise busy_timeout in the URL, then run again"};
        out.with_origin(e);
        return out;
    }
    database& db_;
    bool done_ = false;
};

/// Broken references by child and parent. Old ones are the owner's business, new ones are ours.
using violations = std::map<std::pair<std::string, std::string>, std::int64_t>;

/// nullopt where SQLite can't check because a foreign key of the database refers to something that is no key.
[[nodiscard]] inline std::optional<violations> broken_references(database& db) {
    row_set rows;
    try {
        rows = db.query("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2");
    } catch (error const& e) {
        if (e.kind() != error_kind::sql && e.kind() != error_kind::constraint &&
            e.kind() != error_kind::foreign_key) {
            throw;
        }
        return std::nullopt;
    }
    violations out;
    for (auto const& r : rows.rows) {
        out[{text_of(r[0]), text_of(r[1])}] += int_of(r[2]);
    }
    return out;
}

inline void require_no_new_violations(std::optional<violations> const& before,
                                      std::optional<violations> const& after) {
    if (!before) {
        return;
    }
    if (!after) {
        throw error{error_kind::migration,
                    "a foreign key refers to columns that are neither primary key nor unique: "
                    "refer to a key"};
    }
    auto const sum = [](violations const& v) {
        std::int64_t n = 0;
        for (auto const& [key, count] : v) {
            n += count;
        }
        return n;
    };
    bool const more = sum(*after) > sum(*before);
    for (auto const& [key, count] : *after) {
        auto const old = before->find(key);
        if ((old == before->end() && more) || (old != before->end() && count > old->second)) {
            throw error{error_kind::migration_data,
                        std::to_string(count - (old == before->end() ? 0 : old->second)) +
                            " rows refer to rows that \"" + key.second +
                            "\" doesn't have (or no longer has): delete or correct them first"}
                .with_table(key.first);
        }
    }
}

} // namespace athanor::migrate::detail
