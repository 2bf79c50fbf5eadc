// SPDX-License-Identifier: BSL-1.0
#include "seed.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/proof.hpp>
#include <athanor/dialect/quote_key.hpp>
#include <athanor/dialect/sqlite/supported.hpp>
#include <athanor/driver/url.hpp>
#include <athanor/engine/sqlite_backend.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/execute.hpp>
#include <athanor/migrate/introspect/compare_database.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace athanor::codegen {

namespace {

using namespace detail;

// Wrong whatever the rows are: not a reason to try with fewer.
class refuted : public error {
public:
    using error::error;
};

/// A kind of database to prove a unit on.
struct ground {
    std::string name; // "an embedded SQLite"
    scratch_database make;

    [[noreturn]] void fail(std::string const& where, std::string const& what) const {
        throw refuted{error_kind::migration, "nothing was written: on " + name + ", " + where + ": " + what};
    }
};

/// Values of columns that the change must keep, sorted: one text per row.
struct kept_table {
    std::string old_name;
    std::string new_name;
    std::vector<std::pair<std::string, std::string>> columns; // old, new
    std::vector<std::string> rows;
};

std::string text_of(row_set const& rows, std::size_t row) {
    std::string out;
    for (auto const& c : rows.rows[row]) {
        out += literal(dialect_id::sqlite, c) + '\x1f';
    }
    return out;
}

std::vector<std::string> read(database& db, std::string const& table,
                              std::vector<std::string> const& columns) {
    std::string names;
    for (auto const& c : columns) {
        names += (names.empty() ? "" : ", ") + quote_identifier(c);
    }
    auto const rows =
        db.query("SELECT " + (names.empty() ? std::string("count(*)") : names) + " FROM " + quote_key(table));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        out.push_back(text_of(rows, i));
    }
    std::ranges::sort(out);
    return out;
}

// Columns whose type, NULLs and way of being computed stay are kept value for value.
std::vector<kept_table> remember(database& db, catalog const& before, catalog const& after,
                                 operation::list const& upgrade) {
    auto const where = follow(before, upgrade);
    std::vector<kept_table> out;
    for (auto const& [old_name, new_name] : where.tables) {
        kept_table k{old_name, new_name, {}, {}};
        std::vector<std::string> names;
        for (auto const& c : before.find(old_name)->columns) {
            auto const at = where.columns.find({old_name, c.name});
            auto const* later =
                at == where.columns.end() ? nullptr : after.find(new_name)->find_column(at->second);
            if (later != nullptr && later->type == c.type && later->nullable == c.nullable &&
                c.computed.empty() && later->computed.empty()) {
                k.columns.emplace_back(c.name, later->name);
                names.push_back(c.name);
            }
        }
        k.rows = read(db, old_name, names);
        out.push_back(std::move(k));
    }
    return out;
}

void compare_rows(ground const& on, database& db, std::vector<kept_table> const& kept, bool is_new,
                  std::string const& where) {
    for (auto const& k : kept) {
        std::vector<std::string> names;
        for (auto const& c : k.columns) {
            names.push_back(is_new ? c.second : c.first);
        }
        auto const& table = is_new ? k.new_name : k.old_name;
        if (read(db, table, names) != k.rows) {
            on.fail(where, "rows of table " + table + " are not what they were");
        }
    }
}

void in_transaction(database& db, catalog const& before, operation::list const& operations) {
    db.execute(db.dialect() == dialect_id::sqlite ? "BEGIN IMMEDIATE" : "BEGIN");
    try {
        migrate::execute(db, before, operations, "proof");
        db.execute("COMMIT");
    } catch (...) {
        if (db.in_transaction()) {
            db.execute("ROLLBACK");
        }
        throw;
    }
}

void compare_schema(ground const& on, database& db, catalog const& expected,
                    operation::list const& operations, std::string const& where) {
    auto const lines = migrate::compare_database(db, expected, migrate::compare_scope::everything);
    if (lines.empty()) {
        return;
    }
    // The operation to blame: the last that names a table of the first complaint.
    std::string blame;
    for (auto const& op : operations) {
        auto const words = migrate::describe(op);
        for (auto const& t : expected.tables) {
            if (lines.front().find(t.name) != std::string::npos && words.find(t.name) != std::string::npos) {
                blame = words;
            }
        }
    }
    on.fail(where, "the schema isn't what the operations promise: " + lines.front() +
                       (lines.size() > 1 ? " (and " + std::to_string(lines.size() - 1) + " more)" : "") +
                       (blame.empty() ? "" : "; the operation to blame is: " + blame));
}

void prove_with(ground const& on, seed_level level, catalog const& before, catalog const& after,
                operation::list const& upgrade, operation::list const& downgrade) {
    auto const scratch = on.make();
    database& db = *scratch;
    bool const is_sqlite = db.dialect() == dialect_id::sqlite;
    if (is_sqlite) {
        db.execute_script("PRAGMA foreign_keys = OFF");
    }
    migrate::decisions any;
    any.allow_all_loss = true;
    in_transaction(db, {}, migrate::diff({}, {before, {}}, any).upgrade);
    seed(db, before, after, upgrade, level);
    auto const kept = remember(db, before, after, upgrade);
    auto const run = [&](catalog const& from, operation::list const& operations, std::string const& where) {
        try {
            in_transaction(db, from, operations);
        } catch (error const& e) {
            error out{e.kind(), where + " fails: " + e.message()};
            throw out.with_table(e.table())
                .with_column(e.column())
                .with_constraint(e.constraint())
                .with_origin(e);
        }
        if (!is_sqlite) {
            return; // foreign keys were never off
        }
        if (auto const rows = db.query("PRAGMA foreign_key_check").rows; !rows.empty()) {
            throw error{error_kind::migration_data,
                        "after " + where + " a row of table " + std::get<std::string>(rows.front().at(0)) +
                            " refers to a row of " + std::get<std::string>(rows.front().at(2)) +
                            " that doesn't exist"};
        }
    };
    run(before, upgrade, "upgrade");
    compare_schema(on, db, after, upgrade, "after upgrade");
    compare_rows(on, db, kept, true, "after upgrade");
    run(after, downgrade, "downgrade");
    compare_schema(on, db, before, downgrade, "after downgrade");
    compare_rows(on, db, kept, false, "after downgrade");
}

// What must run outside a transaction has the same effect inside, or none on the schema.
operation::list in_one_transaction(operation::list operations) {
    std::erase_if(operations, [](operation::any const& op) {
        auto const* sql = std::get_if<operation::execute>(&op);
        return sql != nullptr && sql->outside_transaction;
    });
    for (auto& op : operations) {
        if (auto* create = std::get_if<operation::create_index>(&op)) {
            create->concurrently = false;
        } else if (auto* drop = std::get_if<operation::drop_index>(&op)) {
            drop->concurrently = false;
        }
    }
    return operations;
}

// Notes for the unit's head.
std::vector<std::string> prove_on(ground const& on, catalog const& before, operation::list const& upgrade,
                                  operation::list const& downgrade) {
    auto const after = migrate::replay(before, upgrade);
    std::optional<error> first;
    for (auto const level :
         {seed_level::nasty, seed_level::tame, seed_level::sparse, seed_level::single, seed_level::none}) {
        try {
            prove_with(on, level, before, after, upgrade, downgrade);
        } catch (refuted const&) {
            throw;
        } catch (error const& e) {
            if (level == seed_level::none) { // not the rows' fault
                error out{e.kind(), "nothing was written: on " + on.name + ", " + e.message()};
                throw out.with_table(e.table())
                    .with_column(e.column())
                    .with_constraint(e.constraint())
                    .with_origin(e);
            }
            if (!first) {
                first = e;
            }
            continue;
        }
        if (!first) {
            return {};
        }
        std::string const where = level == seed_level::single ? "where a table has several rows"
                                  : level == seed_level::none ? "where a table has rows"
                                                              : "for some rows";
        return {"Beware " + where + ": " + first->message()};
    }
    return {};
}

// Why SQLite can't hold what comes up on the way; empty where it can.
std::string beyond_sqlite(catalog const& before, operation::list const& upgrade,
                          operation::list const& downgrade) {
    auto found = sqlite_dialect::find_missing(before);
    for (auto const* operations : {&upgrade, &downgrade}) {
        for (auto const& op : *operations) {
            if (!found) {
                found = sqlite_dialect::find_missing(op);
            }
        }
    }
    if (!found) {
        found = sqlite_dialect::find_missing(migrate::replay(before, upgrade));
    }
    if (!found) {
        return {};
    }
    return found->what + (found->table.empty()    ? ""
                          : found->column.empty() ? " (" + found->table + ")"
                                                  : " (" + found->table + "." + found->column + ")");
}

} // namespace

proof prove(catalog const& before, operation::list const& upgrade, operation::list const& downgrade,
            scratch_database const& postgresql) {
    auto const up = in_one_transaction(upgrade);
    auto const down = in_one_transaction(downgrade);
    proof out;
    auto const run = [&](ground const& on) {
        for (auto& note : prove_on(on, before, up, down)) {
            if (std::ranges::find(out.notes, note) == out.notes.end()) {
                out.notes.push_back(std::move(note));
            }
        }
        out.proven_on.push_back(on.name);
    };
    auto const beyond = beyond_sqlite(before, up, down);
    if (beyond.empty()) {
        run({"an embedded SQLite",
             [] { return std::make_unique<athanor::detail::sqlite_backend>(parse_url("sqlite://")); }});
    }
    if (postgresql) {
        run({"a scratch PostgreSQL", postgresql});
    }
    if (out.proven_on.empty()) {
        out.unproven = beyond;
        out.notes = {"Not proven: " + beyond +
                     ". It can be proven on a PostgreSQL server: give revision its URL with --scratch-url, "
                     "or in ATHANOR_SCRATCH_URL."};
    }
    return out;
}

} // namespace athanor::codegen
