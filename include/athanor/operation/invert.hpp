#pragma once
// SPDX-License-Identifier: BSL-1.0
// What undoes one operation, given the schema it met: the downgrade of a unit is made of these.

#include <athanor/operation/operations.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::operation {

namespace detail {

struct inverter {
    catalog const& before;
    list out;

    [[nodiscard]] table_def const* table(std::string_view name) const { return before.find(name); }

    void operator()(create_table const& op) { out.emplace_back(drop_table{op.table.key()}); }
    void operator()(drop_table const& op) {
        if (auto const* t = table(op.table)) {
            auto plain = *t;
            auto const indexes = std::exchange(plain.indexes, {});
            create_sequences_of(op.table, {});
            out.emplace_back(create_table{std::move(plain)});
            for (auto const& i : indexes) {
                out.emplace_back(create_index{op.table, i});
            }
            give_sequences_to(op.table, {});
        }
    }
    void operator()(rename_table const& op) { out.emplace_back(rename_table{op.to, op.from}); }
    void operator()(add_column const& op) { out.emplace_back(drop_column{op.table, op.column.name}); }
    void operator()(drop_column const& op) {
        auto const* t = table(op.table);
        auto const* c = t != nullptr ? t->find_column(op.column) : nullptr;
        if (c == nullptr) {
            return;
        }
        create_sequences_of(op.table, op.column);
        out.emplace_back(add_column{op.table, *c, {}});
        give_sequences_to(op.table, op.column);
        auto const has = [&](std::vector<std::string> const& names) {
            return std::ranges::find(names, op.column) != names.end();
        };
        // The databases drop these with the column.
        if (t->primary_key && has(t->primary_key->columns)) {
            out.emplace_back(add_primary_key{op.table, *t->primary_key});
        }
        for (auto const& u : t->uniques) {
            if (has(u.columns)) {
                out.emplace_back(add_unique{op.table, u});
            }
        }
        for (auto const& k : t->checks) {
            if (athanor::detail::mentions(k.expression, op.column)) {
                out.emplace_back(add_check{op.table, k});
            }
        }
        for (auto const& i : t->indexes) {
            if (athanor::detail::mentions(i.where, op.column) || has(i.include) ||
                std::ranges::any_of(i.parts, [&](index_part const& p) {
                    return p.is_expression ? athanor::detail::mentions(p.text, op.column)
                                           : p.text == op.column;
                })) {
                out.emplace_back(create_index{op.table, i});
            }
        }
        for (auto const& f : t->foreign_keys) {
            if (has(f.columns) || (f.referred_key() == op.table && has(f.referred_columns))) {
                out.emplace_back(add_foreign_key{op.table, f});
            }
        }
        for (auto const& e : t->excludes) {
            if (athanor::detail::mentions(e.where, op.column) ||
                std::ranges::any_of(e.elements, [&](exclude_def::element const& p) {
                    return p.is_expression ? athanor::detail::mentions(p.text, op.column)
                                           : p.text == op.column;
                })) {
                out.emplace_back(add_exclude{op.table, e});
            }
        }
    }
    void operator()(rename_column const& op) { out.emplace_back(rename_column{op.table, op.to, op.from}); }
    void operator()(alter_column const& op) {
        auto const* t = table(op.table);
        auto const* c = t != nullptr ? t->find_column(op.to.name) : nullptr;
        if (c != nullptr) {
            out.emplace_back(alter_column{op.table, *c, op.to, {}, {}});
        }
    }
    void operator()(create_index const& op) {
        out.emplace_back(drop_index{op.table, op.index.name, op.concurrently});
    }
    void operator()(drop_index const& op) {
        if (auto const* t = table(op.table)) {
            for (auto const& i : t->indexes) {
                if (i.name == op.name) {
                    out.emplace_back(create_index{op.table, i, op.concurrently});
                }
            }
        }
    }
    void operator()(add_primary_key const& op) {
        out.emplace_back(drop_constraint{op.table, constraint_kind::primary_key, op.key.name});
        // A primary key makes its columns NOT NULL; without it they are again what they were.
        if (auto const* t = table(op.table)) {
            for (auto const& name : op.key.columns) {
                if (auto const* c = t->find_column(name); c != nullptr && c->nullable) {
                    auto now = *c;
                    now.nullable = false;
                    now.autoincrement = now.identity.has_value();
                    out.emplace_back(alter_column{op.table, *c, now, {}, {}});
                }
            }
        }
    }
    void operator()(add_unique const& op) {
        out.emplace_back(drop_constraint{op.table, constraint_kind::unique, op.unique.name});
    }
    void operator()(add_check const& op) {
        out.emplace_back(drop_constraint{op.table, constraint_kind::check, op.check.name});
    }
    void operator()(add_foreign_key const& op) {
        out.emplace_back(drop_constraint{op.table, constraint_kind::foreign_key, op.key.name});
    }
    void operator()(add_exclude const& op) {
        out.emplace_back(drop_constraint{op.table, constraint_kind::exclude, op.exclude.name});
    }
    void operator()(drop_constraint const& op) {
        auto const* t = table(op.table);
        if (t == nullptr) {
            return;
        }
        switch (op.kind) {
        case constraint_kind::primary_key:
            if (t->primary_key) {
                out.emplace_back(add_primary_key{op.table, *t->primary_key});
                // Autoincrement went with the key; an identity stayed.
                for (auto const& name : t->primary_key->columns) {
                    if (auto const* c = t->find_column(name);
                        c != nullptr && c->autoincrement && !c->identity) {
                        auto now = *c;
                        now.autoincrement = false;
                        out.emplace_back(alter_column{op.table, *c, now, {}, {}});
                    }
                }
            }
            break;
        case constraint_kind::unique:
            restore<add_unique>(op, t->uniques);
            break;
        case constraint_kind::check:
            restore<add_check>(op, t->checks);
            break;
        case constraint_kind::foreign_key:
            restore<add_foreign_key>(op, t->foreign_keys);
            break;
        case constraint_kind::exclude:
            restore<add_exclude>(op, t->excludes);
            break;
        }
    }
    void operator()(comment_table const& op) {
        if (auto const* t = table(op.table)) {
            out.emplace_back(comment_table{op.table, t->comment});
        }
    }
    void operator()(create_sequence const& op) { out.emplace_back(drop_sequence{op.sequence.key()}); }
    void operator()(drop_sequence const& op) {
        if (auto const* s = before.find_sequence(op.name)) {
            out.emplace_back(create_sequence{*s});
        }
    }
    void operator()(alter_sequence const& op) {
        if (auto const* s = before.find_sequence(op.to.key())) {
            out.emplace_back(alter_sequence{*s, op.to});
        }
    }
    void operator()(execute const&) { cannot("raw SQL: say in downgrade what undoes it"); }
    void operator()(insert_rows const& op) {
        cannot("inserted rows of " + op.table + ": delete them by key");
    }
    void operator()(update_rows const& op) {
        cannot("updated rows of " + op.table + ": the old values are gone");
    }
    void operator()(delete_rows const& op) { cannot("deleted rows of " + op.table + ": they are gone"); }
    void operator()(run const& op) { cannot("the function \"" + op.description + "\" has no inverse"); }
    void operator()(irreversible const&) {}

private:
    template <class Add, class Item>
    void restore(drop_constraint const& op, std::vector<Item> const& items) {
        for (auto const& i : items) {
            if (i.name == op.name) {
                out.emplace_back(Add{op.table, i});
            }
        }
    }
    // A sequence goes with the column that owns it. It comes back before the column, whose default may ask
    // it, and is owned again after.
    [[nodiscard]] std::vector<sequence_def> sequences_of(std::string_view owner,
                                                         std::string_view column) const {
        std::vector<sequence_def> found;
        for (auto const& s : before.sequences) {
            if (s.owner_table == owner && (column.empty() || s.owner_column == column)) {
                found.push_back(s);
            }
        }
        return found;
    }
    [[nodiscard]] static sequence_def without_owner(sequence_def s) {
        s.owner_table.clear();
        s.owner_column.clear();
        return s;
    }
    void create_sequences_of(std::string_view owner, std::string_view column) {
        for (auto const& s : sequences_of(owner, column)) {
            out.emplace_back(create_sequence{without_owner(s)});
        }
    }
    void give_sequences_to(std::string_view owner, std::string_view column) {
        for (auto const& s : sequences_of(owner, column)) {
            out.emplace_back(alter_sequence{s, without_owner(s)});
        }
    }
    void cannot(std::string reason) { out.emplace_back(irreversible{std::move(reason)}); }
};

} // namespace detail

/// What undoes `op` on a schema that looked like `before`: usually one operation, sometimes several in order,
/// `irreversible` where there is no way back.
[[nodiscard]] inline list inverse_of(any const& op, catalog const& before) {
    detail::inverter v{before, {}};
    std::visit(v, op);
    return std::move(v.out);
}

} // namespace athanor::operation
