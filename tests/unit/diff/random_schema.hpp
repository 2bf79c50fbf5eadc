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
    explicit random_schema(unsigned seed)
        : random_{seed} {}

    [[nodiscard]] catalog make() {
        catalog c;
        auto pool = std::vector<std::string>{"users", "orders", "products", "notes", "tags", "a\"b table"};
        std::ranges::shuffle(pool, random_);
        auto const count = 1 + below(pool.size() - 1);
        for (std::size_t i = 0; i < count; ++i) {
            c.tables.push_back(table_named(pool[i]));
        }
        for (auto& t : c.tables) {
            add_foreign_keys(c, t);
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
        static types const others{{type_id::boolean}, {type_id::blob}, {type_id::date},       {type_id::uuid},
                                  {type_id::json},    {type_id::text}, {type_id::enumeration}};
        static types const labels{{type_id::enumeration}};
        // Mostly a kind of type for each name, so that values can follow a change.
        types const* const by_name[] = {&whole, &texts, &numbers, &times, &texts, &whole, &labels};
        column_def c;
        c.name = std::move(name);
        auto const digit = c.name.back() >= '0' && c.name.back() <= '6' ? c.name.back() - '0' : 0;
        auto const& kind = (chance(97) ? *by_name[static_cast<std::size_t>(digit)] : others);
        c.type = kind[below(kind.size())];
        c.nullable = chance(60);
        if (c.type.id == type_id::enumeration) {
            c.type_name = "mood";
            c.labels = chance(50) ? std::vector<std::string>{"sad", "ok"}
                                  : std::vector<std::string>{"sad", "ok", "it's fine"};
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
            c.collation = "NOCASE";
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
        key.type = {chance(50) ? type_id::bigint : type_id::integer};
        key.type_name.clear();
        key.labels.clear();
        key.collation.clear();
        key.nullable = false;
        key.server_default = {};
        key.autoincrement = chance(40);
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
                                    chance(50)
                                        ? "\"" + c.name + "\" IS NULL OR \"" + c.name + "\" IS NOT NULL"
                                        : "length(\"" + c.name + "\") < 300"});
            }
        }
        if (chance(20)) {
            t.indexes.push_back(
                {"ix_" + name + "_expr", {{"lower(\"id\")", true, false}, {"id"}}, false, {}});
        }
        if (chance(25) && plain.size() > 1) {
            column_def g;
            g.name = "generated";
            g.type = {type_id::bigint};
            g.computed = chance(50) ? "\"id\" * 2" : "\"id\" + 1";
            g.stored = chance(50);
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
            // Two tables whose rows need each other first can't be filled at all.
            bool const backwards = &target < &t;
            column.nullable = !backwards || chance(60);
            foreign_key_def f{"fk_" + t.name + "_" + column.name, {column.name}, {}, target.name, {"id"}};
            f.on_delete = column.nullable && chance(40) ? fk_action::set_null
                          : chance(50)                  ? fk_action::cascade
                                                        : fk_action::no_action;
            f.deferrable = chance(20);
            f.initially_deferred = f.deferrable && chance(50);
            t.foreign_keys.push_back(f);
            std::erase_if(t.uniques, [&](auto const& u) { return u.columns.front() == column.name; });
        }
    }

    std::mt19937 random_;
};

} // namespace athanor::test
