#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a schema may ask that SQLite lacks: an error that names it, never silently left out.

#include <athanor/base/error.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::sqlite_dialect {

/// One thing that SQLite lacks, and where it is asked.
struct missing_feature {
    std::string what; // a sentence
    std::string table;
    std::string column;
};
using maybe_missing = std::optional<missing_feature>;

namespace detail {

[[nodiscard]] inline maybe_missing missing(std::string what, std::string_view table,
                                           std::string_view column = {}) {
    return missing_feature{std::move(what), std::string(table), std::string(column)};
}

[[nodiscard]] inline maybe_missing find_missing_name(std::string_view key) {
    auto const dot = key.find('.');
    return dot == std::string_view::npos
               ? std::nullopt
               : missing("SQLite has no schemas: \"" + std::string(key.substr(0, dot)) +
                             "\" has none to be; leave it out for SQLite",
                         key);
}

[[nodiscard]] inline maybe_missing find_missing(std::string_view table, column_def const& c) {
    if (c.type.array) {
        return missing("SQLite has no arrays: keep the values in a table of their own, or as JSON", table,
                       c.name);
    }
    if (c.identity && c.identity->always) {
        return missing("SQLite has no identity ALWAYS: an INSERT may always give the key; say by_default, "
                       "or autoincrement()",
                       table, c.name);
    }
    if (c.identity && c.identity->options != sequence_options{}) {
        return missing("SQLite has no options for an identity: its keys count from 1 by 1", table, c.name);
    }
    return std::nullopt;
}

[[nodiscard]] inline maybe_missing find_missing(std::string_view table, unique_def const& u) {
    if (u.nulls_not_distinct) {
        return missing("SQLite has no NULLS NOT DISTINCT (unique constraint \"" + u.name + "\")", table);
    }
    if (u.deferrable || u.initially_deferred) {
        return missing("SQLite can't defer a unique constraint (\"" + u.name + "\"), only a foreign key",
                       table);
    }
    return std::nullopt;
}

[[nodiscard]] inline maybe_missing find_missing(std::string_view, foreign_key_def const& f) {
    return find_missing_name(f.referred_key());
}

[[nodiscard]] inline maybe_missing find_missing(std::string_view table, exclude_def const& e) {
    return missing("SQLite has no EXCLUDE constraints (\"" + e.name + "\")", table);
}

[[nodiscard]] inline maybe_missing find_missing(std::string_view table, index_def const& i) {
    auto const name = " (index \"" + i.name + "\")";
    if (!i.method.empty() && i.method != "btree") {
        return missing("SQLite has no index method but btree, not " + i.method + name, table);
    }
    if (!i.include.empty()) {
        return missing("SQLite has no INCLUDE: add the columns to the index itself" + name, table,
                       i.include.front());
    }
    if (i.nulls_not_distinct) {
        return missing("SQLite has no NULLS NOT DISTINCT" + name, table);
    }
    for (auto const& p : i.parts) {
        std::string_view const column = p.is_expression ? std::string_view{} : std::string_view(p.text);
        if (p.nulls != nulls_order::by_default) {
            return missing("SQLite has no NULLS FIRST and NULLS LAST in an index" + name, table, column);
        }
        if (!p.operator_class.empty()) {
            return missing("SQLite has no operator classes, such as " + p.operator_class + name, table,
                           column);
        }
    }
    return std::nullopt;
}

template <class Item>
[[nodiscard]] maybe_missing first_missing(std::string_view table, std::vector<Item> const& items) {
    for (auto const& i : items) {
        if (auto found = find_missing(table, i)) {
            return found;
        }
    }
    return std::nullopt;
}

template <class Item>
[[nodiscard]] maybe_missing find_missing_in(std::string_view table, Item const& item) {
    auto found = find_missing_name(table);
    return found ? found : find_missing(table, item);
}

[[nodiscard]] inline maybe_missing missing_sequence(std::string_view key) {
    return missing("SQLite has no sequences (\"" + std::string(key) +
                       "\"): let an autoincrement key count, or keep the number in a table",
                   {});
}

} // namespace detail

/// What the table asks that SQLite lacks; nothing where SQLite has it all. Comments are no such thing: they
/// are kept in the history.
[[nodiscard]] inline maybe_missing find_missing(table_def const& t) {
    auto const key = t.key();
    for (auto found : {detail::find_missing_name(key), detail::first_missing(key, t.columns),
                       detail::first_missing(key, t.uniques), detail::first_missing(key, t.foreign_keys),
                       detail::first_missing(key, t.excludes), detail::first_missing(key, t.indexes)}) {
        if (found) {
            return found;
        }
    }
    for (auto const& c : t.columns) {
        bool const is_key = t.primary_key && t.primary_key->columns == std::vector{c.name};
        if (c.identity && !is_key) {
            return detail::missing(
                "SQLite counts only the primary key: make the column the whole key, or take "
                "its identity away",
                key, c.name);
        }
    }
    return std::nullopt;
}
[[nodiscard]] inline maybe_missing find_missing(catalog const& all) {
    for (auto const& t : all.tables) {
        if (auto found = find_missing(t)) {
            return found;
        }
    }
    return all.sequences.empty() ? std::nullopt : detail::missing_sequence(all.sequences.front().key());
}

/// The same for one change. `concurrently` is no such thing: on SQLite no other writer gets in between
/// anyway.
[[nodiscard]] inline maybe_missing find_missing(operation::any const& op) {
    using namespace operation;
    return std::visit(
        overloaded{[](create_table const& o) { return find_missing(o.table); },
                   [](rename_table const& o) {
                       auto from = detail::find_missing_name(o.from);
                       return from ? from : detail::find_missing_name(o.to);
                   },
                   [](add_column const& o) { return detail::find_missing_in(o.table, o.column); },
                   [](alter_column const& o) { return detail::find_missing_in(o.table, o.to); },
                   [](create_index const& o) { return detail::find_missing_in(o.table, o.index); },
                   [](add_unique const& o) { return detail::find_missing_in(o.table, o.unique); },
                   [](add_foreign_key const& o) { return detail::find_missing_in(o.table, o.key); },
                   [](add_exclude const& o) { return detail::find_missing_in(o.table, o.exclude); },
                   [](create_sequence const& o) { return detail::missing_sequence(o.sequence.key()); },
                   [](drop_sequence const& o) { return detail::missing_sequence(o.name); },
                   [](alter_sequence const& o) { return detail::missing_sequence(o.to.key()); },
                   [](operation::execute const& o) {
                       return o.outside_transaction && o.sqlite.empty() && !o.sql.empty()
                                  ? detail::missing("SQLite runs a unit in one transaction, so this SQL "
                                                    "can't run outside: say it for PostgreSQL only, "
                                                    "postgresql(\"...\").outside_transaction()",
                                                    {})
                                  : std::nullopt;
                   },
                   [](auto const& o) {
                       if constexpr (requires { o.table; }) {
                           return detail::find_missing_name(o.table);
                       } else {
                           return maybe_missing{};
                       }
                   }},
        op);
}

namespace detail {

inline void require_none(maybe_missing const& found) {
    if (found) {
        throw error{error_kind::unsupported, found->what}.with_table(found->table).with_column(found->column);
    }
}

} // namespace detail

/// Throws error_kind::unsupported with table and column where SQLite lacks what a table or an operation asks.
template <class Asked>
void require_supported(Asked const& asked) {
    detail::require_none(find_missing(asked));
}
inline void require_supported(std::string_view table, index_def const& index) {
    detail::require_none(detail::find_missing(table, index));
}

} // namespace athanor::sqlite_dialect
