#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs the steps of a unit on PostgreSQL, and explains what the server refuses.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/execute_errors.hpp>
#include <athanor/migrate/execute_rows.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/postgresql/step.hpp>
#include <athanor/operation/operations.hpp>

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace athanor::migrate::detail::pg {

/// What the server said, in words of the migration. Its DETAIL of a dependency holds names only.
[[nodiscard]] inline error in_words(error const& e, step const& s) {
    auto const say = [&](error_kind kind, std::string text) {
        error out{kind, std::move(text)};
        out.with_table(s.table.empty() ? e.table() : s.table)
            .with_column(s.column.empty() ? e.column() : s.column)
            .with_constraint(e.constraint())
            .with_statement(e.statement())
            .with_origin(e);
        return out;
    };
    std::string_view const state = e.sqlstate();
    if (state == "2BP01" || (state == "0A000" && !e.detail().empty())) {
        return say(error_kind::migration,
                   "other objects depend on it (" + e.detail() +
                       "): drop or change them in the unit before; nothing is dropped with CASCADE");
    }
    if (state == "42846" || (state == "42804" && s.sql.find(" TYPE ") != std::string::npos)) {
        return say(error_kind::migration,
                   "PostgreSQL has no cast between the two types: say using_(...) how the values "
                   "convert");
    }
    bool const data = s.what != step::kind::data;
    switch (e.kind()) {
    case error_kind::unique:
    case error_kind::foreign_key:
    case error_kind::not_null:
    case error_kind::check:
    case error_kind::constraint:
    case error_kind::out_of_range:
    case error_kind::type_mismatch:
    case error_kind::invalid_text:
        return say(data ? error_kind::migration_data : e.kind(),
                   data ? "rows stand in the way: " + e.message() + "; correct them first" : e.message());
    default:
        return e;
    }
}

class executor {
public:
    executor(database& db, operation::list const& operations)
        : db_{db}
        , operations_{operations} {}

    /// Errors name the operation by its position (from 1), kind and table.
    void run(step const& s) {
        auto const where = operations_shown({s.origin}, operations_);
        try {
            dispatch(s);
        } catch (error const& e) {
            throw explained(in_words(e, s), where, s.table);
        } catch (std::exception const& e) {
            // The text may hold anything, so it doesn't go into what().
            error out{error_kind::migration, where + " threw"};
            out.with_table(s.table).with_server_message(e.what());
            throw out;
        } catch (...) {
            throw error{error_kind::migration, where + " threw"};
        }
    }

    /// 0 = not done, 1 = done, 2 = broken off half-way.
    [[nodiscard]] std::int64_t probe(step const& s) {
        return s.probe.empty() ? 0 : int_of(db_.query(s.probe).rows.at(0).at(0));
    }

private:
    void dispatch(step const& s) {
        switch (s.what) {
        case step::kind::sql:
        case step::kind::alone:
            db_.execute(s.sql);
            break;
        case step::kind::must_be_zero:
            if (auto const n = int_of(db_.query(s.sql).rows.at(0).at(0)); n != 0) {
                throw rows_in_the_way(n, s.complaint, s.table, s.column);
            }
            break;
        case step::kind::data:
            run_on_data(db_, *s.op);
            if (!db_.in_transaction()) {
                throw error{error_kind::migration,
                            "it ended the migration's own transaction: leave BEGIN, COMMIT and "
                            "ROLLBACK out of a unit"};
            }
            break;
        }
    }

    database& db_;
    operation::list const& operations_;
};

} // namespace athanor::migrate::detail::pg
