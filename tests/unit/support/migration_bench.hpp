#pragma once
// SPDX-License-Identifier: BSL-1.0
// A database with its catalog: applies operations as the runner does, and after each asks the live schema.

#include "raw_sqlite_database.hpp"

#include <athanor/migrate/execute.hpp>
#include <athanor/migrate/introspect/compare.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/migrate/runner_session.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::test {

namespace op = operation;

[[nodiscard]] inline column_def col(std::string name, sql_type type, bool nullable = true) {
    column_def c;
    c.name = std::move(name);
    c.type = type;
    c.nullable = nullable;
    return c;
}
[[nodiscard]] inline column_def with_default(column_def c, std::string expression) {
    c.server_default = {default_kind::expression, std::move(expression)};
    return c;
}
[[nodiscard]] inline column_def with_text_default(column_def c, std::string text) {
    c.server_default = {default_kind::text, std::move(text)};
    return c;
}
[[nodiscard]] inline column_def enum_col(std::string name, std::vector<std::string> labels,
                                         bool nullable = true) {
    auto c = col(std::move(name), {type_id::enumeration}, nullable);
    c.type_name = "mood";
    c.labels = std::move(labels);
    return c;
}
[[nodiscard]] inline column_def generated(std::string name, sql_type type, std::string expression,
                                          bool stored) {
    auto c = col(std::move(name), type);
    c.computed = std::move(expression);
    c.stored = stored;
    return c;
}
[[nodiscard]] inline foreign_key_def fk(std::string name, std::string column, std::string table,
                                        std::string referred, fk_action on_delete = fk_action::no_action) {
    foreign_key_def f;
    f.name = std::move(name);
    f.columns = {std::move(column)};
    f.referred_table = std::move(table);
    f.referred_columns = {std::move(referred)};
    f.on_delete = on_delete;
    return f;
}
[[nodiscard]] inline index_def index_on(std::string name, std::vector<std::string> columns,
                                        bool unique = false) {
    index_def i;
    i.name = std::move(name);
    i.unique = unique;
    for (auto& c : columns) {
        i.parts.push_back({std::move(c), false, false});
    }
    return i;
}
[[nodiscard]] inline op::alter_column alter(std::string table, column_def to, std::string fill = {},
                                            std::string convert = {}) {
    return {std::move(table), std::move(to), {}, std::move(fill), std::move(convert)};
}
[[nodiscard]] inline op::drop_constraint drop(std::string table, op::constraint_kind kind, std::string name) {
    return {std::move(table), kind, std::move(name)};
}

/// users (autoincrement, a unique name) with five rows and orders that refer to them with ON DELETE CASCADE.
[[nodiscard]] inline op::list users_and_orders() {
    table_def users;
    users.name = "users";
    auto id = col("id", integer(), false);
    id.autoincrement = true;
    users.columns = {id, col("name", varchar(20), false), col("age", text()),
                     with_default(col("made", {type_id::timestamp_tz}), "CURRENT_TIMESTAMP")};
    users.primary_key = primary_key_def{"pk_users", {"id"}};
    users.uniques = {{"uq_users_name", {"name"}}};
    table_def orders;
    orders.name = "orders";
    orders.columns = {col("id", integer(), false), col("user_id", bigint()),
                      col("total", numeric(10, 2), false)};
    orders.primary_key = primary_key_def{"pk_orders", {"id"}};
    orders.foreign_keys = {fk("fk_orders_user_id", "user_id", "users", "id", fk_action::cascade)};
    return {op::create_table{users}, op::create_table{orders},
            op::create_index{"orders", index_on("ix_orders_user_id", {"user_id"})}};
}

class migration_bench {
public:
    raw_sqlite_database db;
    catalog state;

    explicit migration_bench(op::list const& start = {}, std::string_view rows = {}) {
        apply(start);
        if (!rows.empty()) {
            db.execute_script(rows);
        }
    }

    /// As a unit: one transaction, foreign keys off and then on again, nothing left to change afterwards.
    void apply(op::list const& ops, std::string const& revision = "0001") {
        {
            migrate::detail::session_settings settings{db};
            migrate::detail::write_transaction transaction{db};
            auto const broken = migrate::detail::broken_references(db);
            migrate::execute(db, state, ops, revision);
            migrate::detail::require_no_new_violations(broken, migrate::detail::broken_references(db));
            transaction.commit();
            settings.restore();
        }
        state = migrate::replay(state, ops);
        CHECK(db.shown("PRAGMA foreign_keys") == "1\n");
        CHECK(differences() == "");
        CHECK(db.shown("PRAGMA integrity_check") == "ok\n");
    }
    [[nodiscard]] std::string differences() {
        std::string out;
        for (auto const& line : migrate::compare_live(state, migrate::introspect(db), dialect_id::sqlite)) {
            out += line + '\n';
        }
        return out;
    }
    /// The error of a list that must fail, with schema and rows as they were.
    [[nodiscard]] error refused(op::list const& ops) {
        auto const before = db.dump();
        try {
            apply(ops);
        } catch (error const& e) {
            CHECK(db.dump() == before);
            CHECK(db.shown("PRAGMA foreign_keys") == "1\n");
            return e;
        }
        FAIL("it was not refused");
        return error{error_kind::misuse, ""};
    }
    /// How often a statement was run since the log was cleared.
    [[nodiscard]] std::size_t statements_with(std::string_view part) const {
        std::size_t n = 0;
        for (auto const& s : db.log) {
            n += s.find(part) != std::string::npos ? 1U : 0U;
        }
        return n;
    }
    [[nodiscard]] std::size_t rebuilds() const { return statements_with("INSERT INTO \"__athanor_"); }
    [[nodiscard]] std::string rows(std::string const& sql) { return db.shown(sql); }
    [[nodiscard]] std::string sql_of(std::string const& name) {
        return db.shown("SELECT sql FROM sqlite_schema WHERE name = '" + name + "'");
    }
};

inline constexpr std::string_view shop_rows =
    "INSERT INTO users (id, name, age, made) VALUES (1, 'ann', '41', '2020-01-01 00:00:00'),"
    " (2, 'bob', '007', '2021-01-01 00:00:00'), (3, 'cy', NULL, NULL), (4, '\xC3\xA9mile', '8.5', "
    "'1999-12-31 23:59:59'),"
    " (50, 'gone', '1', NULL);"
    "DELETE FROM users WHERE id = 50;"
    "INSERT INTO users (id, name, age) VALUES (5, 'eve', '1e3');"
    "INSERT INTO orders VALUES (10, 1, '9.90'), (11, 1, '0.50'), (12, 2, '100.00'), (13, NULL, '-1.25');";

} // namespace athanor::test
