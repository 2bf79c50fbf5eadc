#pragma once
// SPDX-License-Identifier: BSL-1.0
// A database for migrations, a witness beside it, and a connection that can be watched or killed at any
// statement.

#include <athanor/driver/url.hpp>
#include <athanor/engine/postgresql_backend.hpp>
#include <athanor/migrate/check_live.hpp>
#include <athanor/migrate/runner.hpp>

#include "unit/driver_postgresql/live.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace m = athanor::migrate;
using athanor::detail::postgresql_backend;

[[nodiscard]] inline std::unique_ptr<postgresql_backend> connect(std::string const& url) {
    return std::make_unique<postgresql_backend>(athanor::parse_url(url));
}

/// Calls back before each statement; open_another() isn't watched.
class watched final : public athanor::database {
public:
    explicit watched(std::string const& url)
        : inner_{connect(url)} {}
    std::function<void(std::string_view)> before_each = [](std::string_view) {};

    [[nodiscard]] athanor::dialect_id dialect() const noexcept override { return inner_->dialect(); }
    [[nodiscard]] std::string display_name() const override { return inner_->display_name(); }
    [[nodiscard]] bool in_transaction() const override { return inner_->in_transaction(); }
    [[nodiscard]] std::unique_ptr<database> open_another() const override { return inner_->open_another(); }
    [[nodiscard]] bool pooled() const noexcept override { return inner_->pooled(); }
    std::int64_t execute(std::string_view sql, std::span<athanor::cell const> parameters) override {
        before_each(sql);
        return inner_->execute(sql, parameters);
    }
    void execute_script(std::string_view sql) override {
        before_each(sql);
        inner_->execute_script(sql);
    }
    [[nodiscard]] athanor::row_set query(std::string_view sql,
                                         std::span<athanor::cell const> parameters) override {
        before_each(sql);
        return inner_->query(sql, parameters);
    }

private:
    std::unique_ptr<postgresql_backend> inner_;
};

struct bench {
    live::database database;
    live::plain witness{database.name()};

    [[nodiscard]] std::string url(std::string const& more = {}) const { return database.url(more); }
    [[nodiscard]] std::string ask(std::string const& sql) const { return live::ask(witness, sql); }
    [[nodiscard]] auto open() const { return connect(url()); }
    /// Schema, rows and history as one text.
    [[nodiscard]] std::string dump() const {
        return ask("SELECT coalesce(string_agg(x, E'\\n' ORDER BY x), '') FROM ("
                   "SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' "
                   "' || a.attnotnull "
                   "|| ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS x FROM pg_class c JOIN "
                   "pg_attribute a ON "
                   "a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON "
                   "d.adrelid = c.oid "
                   "AND d.adnum = a.attnum WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace "
                   "AND c.relname "
                   "NOT LIKE 'athanor%' "
                   "UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || "
                   "pg_get_constraintdef(oid) FROM "
                   "pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text "
                   "NOT LIKE 'athanor%' "
                   "UNION ALL SELECT pg_get_indexdef(indexrelid) || indisvalid FROM pg_index i JOIN pg_class "
                   "c ON c.oid = "
                   "i.indrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE "
                   "'athanor%' "
                   "UNION ALL SELECT t.typname || ' ' || string_agg(e.enumlabel, ',' ORDER BY "
                   "e.enumsortorder) FROM pg_type t "
                   "JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname) s") +
               '\n' + rows();
    }
    [[nodiscard]] std::string rows() const {
        return ask("SELECT coalesce(md5(string_agg(query_to_xml('SELECT * FROM ' || quote_ident(relname) || "
                   "' ORDER BY "
                   "1', true, "
                   "true, '')::text, '' ORDER BY relname)), '') FROM pg_class WHERE relkind = 'r' AND "
                   "relnamespace = "
                   "'public'::regnamespace AND relname NOT LIKE 'athanor%'");
    }
    [[nodiscard]] std::string history() const {
        return ask(
            "SELECT coalesce(string_agg(id || ':' || state, ' ' ORDER BY seq), '') FROM athanor_migrations");
    }
    [[nodiscard]] std::string journal() const { return ask("SELECT count(*) FROM athanor_journal"); }
};
