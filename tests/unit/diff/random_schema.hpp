#pragma once
// SPDX-License-Identifier: BSL-1.0
// Random schemas that a database accepts: for tests that must hold for any pair of schemas.

#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace athanor::test {

class random_schema {
public:
    enum class breadth : unsigned char {
        portable,   // what SQLite takes too
        postgresql, // also sequences, arrays, schemas and all that
    };
    explicit random_schema(unsigned seed, breadth what = breadth::portable)
        : random_{seed}
        , wide_{what == breadth::postgresql} {}

    [[nodiscard]] catalog make() {
        catalog c;
        labels_ = {"sad", "ok"};
        if (chance(50)) {
            labels_.push_back("it's fine");
        }
        auto pool = std::vector<std::string>{"users", "orders", "products", "notes", "tags", "a\"b table"};
        std::ranges::shuffle(pool, random_);
        auto const count = 1 + below(pool.size() - 1);
        for (std::size_t i = 0; i < count; ++i) {
            c.tables.push_back(table_named(pool[i]));
        }
        if (wide_) {
            for (auto& t : c.tables) {
                t.schema = chance(30) ? "billing" : "";
            }
            if (c.tables.front().schema.empty() && chance(50)) { // the same name twice
                auto twin = table_named(c.tables.front().name);
                twin.schema = "billing";
                for (auto& i : twin.indexes) {
                    i.name += "_billing";
                }
                c.tables.push_back(std::move(twin));
            }
        }
        for (auto& t : c.tables) {
            add_foreign_keys(c, t);
        }
        if (wide_) {
            for (auto& t : c.tables) {
                widen(t);
            }
            add_sequences(c);
        }
        return c;
    }

    [[nodiscard]] std::size_t below(std::size_t n) {
        return std::uniform_int_distribution<std::size_t>{0, n - 1}(random_);
    }
    [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }

private:
    [[nodiscard]] column_def column(std::string name) {
        using types = std::vector<sql_type>;
        static types const whole{{type_id::smallint}, {type_id::integer}, {type_id::bigint}};
        static types const texts{
            {type_id::text}, {type_id::varchar, 40}, {type_id::varchar, 255}, {type_id::character, 8}};
        static types const numbers{{type_id::bigint},           {type_id::real},
                                   {type_id::double_precision}, {type_id::numeric, 10, 2},
                                   {type_id::numeric, 12, 4},   {type_id::numeric}};
        static types const times{{type_id::timestamp}, {type_id::timestamp_tz}};
        static types const others{{type_id::boolean}, {type_id::blob},       {type_id::date},
                                  {type_id::uuid},    {type_id::json},       {type_id::jsonb},
                                  {type_id::text},    {type_id::enumeration}};
        static types const labels{{type_id::enumeration}};
        // Mostly a kind of type for each name, so that values can follow a change.
        types const* const by_name[] = {&whole, &texts, &numbers, &times, &texts, &whole, &labels};
        column_def c;
        c.name = std::move(name);
        auto const digit = c.name.back() >= '0' && c.name.back() <= '6' ? c.name.back() - '0' : 0;
        auto const& kind = (wide_ || chance(97) ? *by_name[static_cast<std::size_t>(digit)] : others);
        c.type = kind[below(kind.size())];
        c.nullable = chance(60);
        if (c.type.id == type_id::enumeration) {
            c.type_name = "mood";
            c.labels = labels_;
        }
        auto const id = c.type.id;
        bool const number = id == type_id::smallint || id == type_id::integer || id == type_id::bigint;
        bool const text = id == type_id::text || id == type_id::varchar;
        if (chance(30)) {
            if (number) {
                c.server_default = {default_kind::expression, chance(50) ? "0" : "-7"};
            } else if (text) {
                c.server_default = {default_kind::text, chance(50) ? "it's \\ \"x\"" : ""};
            } else if (id == type_id::boolean) {
                c.server_default = {default_kind::expression, chance(50) ? "TRUE" : "FALSE"};
            } else if (id == type_id::timestamp || id == type_id::timestamp_tz) {
                c.server_default = {default_kind::expression, "CURRENT_TIMESTAMP"};
            }
        }
        if (text && chance(15)) {
            c.collation = wide_ ? "C" : "NOCASE";
        }
        if (chance(8)) {
            c.enforced = true;
        }
        if (chance(10)) {
            c.comment = "a \"comment\" // \\";
        }
        return c;
    }

    [[nodiscard]] table_def table_named(std::string const& name) {
        table_def t;
        t.name = name;
        auto key = column("id");
        key.type = {wide_ || chance(50) ? type_id::bigint : type_id::integer};
        key.type_name.clear();
        key.labels.clear();
        key.collation.clear();
        key.nullable = false;
        key.server_default = {};
        key.autoincrement = chance(40);
        key.enforced = false;
        if (key.autoincrement && chance(20)) {
            key.identity = identity_def{};
        }
        t.columns.push_back(key);
        t.primary_key = primary_key_def{"pk_" + name, {"id"}};
        for (int i = 0; i < 7; ++i) {
            if (chance(60)) {
                t.columns.push_back(column("c" + std::to_string(i)));
            }
        }
        std::shuffle(t.columns.begin(), t.columns.end(), random_);
        auto const plain = t.columns;
        for (auto const& c : plain) {
            if (c.name == "id") {
                continue;
            }
            if (chance(12)) {
                t.uniques.push_back({"uq_" + name + "_" + c.name, {c.name}});
            }
            if (chance(15)) {
                index_def i{"ix_" + name + "_" + c.name, {{c.name, false, chance(50)}}, false, {}};
                if (chance(30)) {
                    i.where = "\"" + c.name + "\" IS NOT NULL";
                }
                t.indexes.push_back(i);
            }
            if (chance(10)) {
                t.checks.push_back({"ck_" + name + "_" + c.name,
                                    wide_ || chance(50)
                                        ? "\"" + c.name + "\" IS NULL OR \"" + c.name + "\" IS NOT NULL"
                                        : "length(\"" + c.name + "\") < 300"});
            }
        }
        if (chance(20)) {
            t.indexes.push_back(
                {"ix_" + name + "_expr", {{"lower(CAST(\"id\" AS TEXT))", true, false}, {"id"}}, false, {}});
        }
        if (chance(25) && plain.size() > 1) {
            column_def g;
            g.name = "generated";
            g.type = {type_id::bigint};
            g.computed = chance(50) ? "\"id\" * 2" : "\"id\" + 1";
            g.stored = wide_ || chance(50);
            t.columns.push_back(g);
        }
        if (chance(10)) {
            t.comment = "about " + name;
        }
        return t;
    }

    void add_foreign_keys(catalog const& c, table_def& t) {
        for (auto& column : t.columns) {
            if ((column.name != "c0" && column.name != "c5") || !chance(60)) {
                continue;
            }
            auto const& target = c.tables[below(c.tables.size())];
            column.type = target.find_column("id")->type;
            column.type_name.clear();
            column.labels.clear();
            column.collation.clear();
            column.server_default = {};
            column.enforced = false;
            // Two tables whose rows need each other first can't be filled at all.
            bool const backwards = &target < &t;
            column.nullable = !backwards || chance(60);
            foreign_key_def f{
                "fk_" + t.name + "_" + column.name, {column.name}, target.schema, target.name, {"id"}};
            f.on_delete = column.nullable && chance(40) ? fk_action::set_null
                          : chance(50)                  ? fk_action::cascade
                                                        : fk_action::no_action;
            f.deferrable = chance(20);
            f.initially_deferred = f.deferrable && chance(50);
            t.foreign_keys.push_back(f);
            std::erase_if(t.uniques, [&](auto const& u) { return u.columns.front() == column.name; });
        }
    }

    [[nodiscard]] sequence_options counting() {
        sequence_options o;
        if (chance(50)) {
            o.start = 5;
        }
        if (chance(30)) {
            o.increment = -2;
            o.minimum = -100;
            o.maximum = 100;
        }
        if (chance(30)) {
            o.cache = 10;
        }
        o.cycle = chance(20);
        return o;
    }
    // What only PostgreSQL has, in ways that it takes.
    void widen(table_def& t) {
        for (auto& c : t.columns) {
            bool const referring = std::ranges::any_of(
                t.foreign_keys, [&](auto const& f) { return f.columns.front() == c.name; });
            if (c.name == "c4") {
                c.type.array = true;
                c.server_default = {};
                c.collation.clear();
                c.enforced = false;
            } else if ((c.name == "id" && chance(30)) || (c.name == "c0" && !referring && chance(20))) {
                c.type = {type_id::bigint};
                c.server_default = {};
                c.autoincrement = true;
                c.nullable = false;
                c.identity = identity_def{chance(50), counting()};
            }
        }
        for (auto& u : t.uniques) {
            u.nulls_not_distinct = chance(20);
            u.deferrable = chance(30);
            u.initially_deferred = u.deferrable && chance(50);
        }
        for (auto& i : t.indexes) {
            widen(t, i);
        }
        if (chance(25)) {
            exclude_def e{"ex_" + t.key(), chance(50) ? "gist" : "", {}, {}, chance(30), false};
            e.elements.push_back(
                {"int8range(\"id\", \"id\" + 1)", true, "&&", chance(20) ? "range_ops" : ""});
            if (chance(30)) {
                e.method = "btree";
                e.elements = {{"id", false, "=", ""}};
            }
            e.where = chance(30) ? "\"id\" > 0" : "";
            e.initially_deferred = e.deferrable && chance(50);
            t.excludes.push_back(e);
        }
    }
    void widen(table_def const& t, index_def& i) {
        auto& first = i.parts.front();
        if (first.text == "c4" && chance(50)) {
            first.descending = false;
            i.method = "gin";
            return;
        }
        if (i.parts.size() == 1 && chance(20)) {
            first.descending = false;
            i.method = "hash";
            return;
        }
        for (auto& p : i.parts) {
            p.nulls = chance(20) ? nulls_order::first : chance(20) ? nulls_order::last : p.nulls;
        }
        if (first.text == "c1" && t.find_column("c1")->type.id != type_id::character && chance(30)) {
            first.operator_class = "text_pattern_ops";
        }
        if (chance(20)) {
            i.include = {t.columns.front().name};
        }
    }
    void add_sequences(catalog& c) {
        for (int n = 0; n < 3; ++n) {
            if (!chance(40)) {
                continue;
            }
            sequence_def q;
            q.name = "count" + std::to_string(n);
            q.type = {chance(30) ? type_id::integer : type_id::bigint};
            q.options = counting();
            auto& t = c.tables[below(c.tables.size())];
            auto& column = t.columns[below(t.columns.size())];
            bool const asks = column.type == sql_type{type_id::bigint} && column.computed.empty() &&
                              !column.autoincrement && t.foreign_keys.empty();
            q.schema = chance(30) ? "billing" : "";
            if (asks) {
                column.server_default = {default_kind::expression, "nextval('" + q.key() + "')"};
            } else if (!column.autoincrement && column.computed.empty()) { // one that owns what it asks is a serial
                q.schema = t.schema;
                q.owner_table = t.key();
                q.owner_column = column.name;
            }
            c.sequences.push_back(q);
        }
    }

    std::mt19937 random_;
    bool wide_;
    std::vector<std::string> labels_; // of the one enumeration
};

} // namespace athanor::test
