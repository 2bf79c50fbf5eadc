#pragma once
// SPDX-License-Identifier: BSL-1.0
// What has been done of a unit that can't be one transaction: a row for each step, written when it is.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/revision_graph.hpp>
#include <athanor/migrate/runner_options.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

namespace athanor::migrate::detail::pg {

class journal {
public:
    /// Reads what an earlier run has left. Throws migration_drift when the unit was edited since.
    journal(database& db, std::string table, revision const& unit, direction way, std::string checksum)
        : db_{db}
        , table_{std::move(table)}
        , id_{unit.id}
        , way_{way == direction::up ? "up" : "down"}
        , checksum_{std::move(checksum)} {
        cell const id{id_};
        auto const rows = db_.query("SELECT j.step::bigint, j.state, j.checksum FROM " + table_ +
                                        " j WHERE j.revision = $1::text",
                                    {&id, 1});
        for (auto const& r : rows.rows) {
            if (text_of(r[2]) != checksum_) {
                throw error{error_kind::migration_drift, "it was edited after a part of it was run: undo the "
                                                         "edit, run it to its end, and put the change "
                                                         "into a new revision"}
                    .with_revision(id_);
            }
            if (text_of(r[1]) == "done") {
                done_.insert(int_of(r[0]));
            }
        }
    }

    [[nodiscard]] bool is_done(std::size_t step) const {
        return done_.contains(static_cast<std::int64_t>(step));
    }
    void running(std::size_t step, std::string const& what) { write(step, "running", what); }
    void done(std::size_t step, std::string const& what) { write(step, "done", what); }
    /// All of the unit's rows.
    void forget() {
        cell const id{id_};
        db_.execute("DELETE FROM " + table_ + " WHERE revision = $1::text", {&id, 1});
    }

private:
    void write(std::size_t step, char const* state, std::string const& what) {
        cell const values[] = {id_,  std::string{way_}, static_cast<std::int64_t>(step), std::string{state},
                               what, checksum_};
        db_.execute("INSERT INTO " + table_ +
                        " AS j (revision, direction, step, state, what, checksum) VALUES ($1::text, "
                        "$2::text, $3::integer, "
                        "$4::text, $5::text, $6::text) ON CONFLICT (revision, step) DO UPDATE SET state = "
                        "EXCLUDED.state, "
                        "finished = CASE WHEN EXCLUDED.state = 'done' THEN pg_catalog.now() END",
                    values);
    }

    database& db_;
    std::string table_;
    std::string id_;
    char const* way_;
    std::string checksum_;
    std::set<std::int64_t> done_;
};

} // namespace athanor::migrate::detail::pg
