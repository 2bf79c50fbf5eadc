#pragma once
// SPDX-License-Identifier: BSL-1.0
// What is wrong with an INSERT, UPDATE or DELETE: columns that are missing, said twice or not to be written,
// a conflict that can't be.

#include <athanor/schema/describe.hpp>
#include <athanor/statement/erase.hpp>
#include <athanor/statement/insert.hpp>
#include <athanor/statement/output_columns.hpp>
#include <athanor/statement/update.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

struct named_columns {
    static constexpr std::size_t most_named = 128;
    std::string_view items[most_named]{};
    std::size_t size = 0;
    constexpr void add(std::string_view name) {
        if (size < most_named) {
            items[size++] = name;
        }
    }
    [[nodiscard]] constexpr bool has(std::string_view name) const {
        for (std::size_t i = 0; i < size; ++i) {
            if (items[i] == name) {
                return true;
            }
        }
        return false;
    }
};

template <class X>
[[nodiscard]] consteval std::string_view name_of_target() {
    if constexpr (any_column<X>) {
        return X::name();
    } else {
        return X::column::name();
    }
}
template <class T, class X>
[[nodiscard]] consteval bool is_target_of() {
    if constexpr (any_column<X>) {
        return std::is_same_v<typename X::owner, T>;
    } else {
        return std::is_same_v<typename X::column::owner, T>;
    }
}
template <class... X>
[[nodiscard]] consteval named_columns names_of(expression::types<X...>) {
    named_columns out;
    (out.add(name_of_target<X>()), ...);
    return out;
}

// ---- the columns that are written
// -----------------------------------------------------------------------------

// Not by find_column(): with sanitizers g++ can't compare its pointer with nullptr at compile time.
[[nodiscard]] constexpr bool is_written_by_database(table_info const& t, std::string_view column) {
    for (auto const& c : t.columns) {
        if (c.name == column) {
            return c.written_by_database();
        }
    }
    return false;
}
template <class T, class... X>
[[nodiscard]] consteval statement_mistake diagnose_targets(expression::types<X...> targets) {
    if (!(is_target_of<T, X>() && ...)) {
        return mistake("This statement writes ", type_name<T>(),
                       " and sets a column of another struct: use columns of ", type_name<T>(), ".");
    }
    constexpr named_columns names = names_of(expression::types<X...>{});
    for (std::size_t i = 0; i < names.size; ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (names.items[i] == names.items[k]) {
                return mistake("This statement sets ", names.items[i], " of ", type_name<T>(),
                               " twice: say it once.");
            }
        }
        if (is_written_by_database(describe<T>(), names.items[i])) {
            return mistake("The database alone writes ", names.items[i], " of ", type_name<T>(),
                           ", which is computed or an identity ALWAYS: leave it out.");
        }
    }
    static_cast<void>(targets);
    return {};
}
template <class T>
[[nodiscard]] consteval statement_mistake diagnose_left_out(named_columns const& given) {
    for (auto const& c : describe<T>().columns) {
        bool const needed = !c.nullable && !c.autoincrement && !c.identity && !c.filled_by_database() &&
                            !c.written_by_database();
        if (needed && !given.has(c.name)) {
            return mistake("This insert leaves out ", c.name, " of ", type_name<T>(),
                           ", which can't be NULL and has no default: set it, or give it a server_default.");
        }
    }
    return {};
}

// ---- ON CONFLICT

[[nodiscard]] constexpr bool same_columns(name_view const& a, named_columns const& b) {
    if (a.size() != b.size) {
        return false;
    }
    for (auto const& name : a) {
        if (!b.has(name)) {
            return false;
        }
    }
    return true;
}
[[nodiscard]] constexpr bool is_unique_together(table_info const& t, named_columns const& columns) {
    if (same_columns(t.primary_key.columns, columns)) {
        return true;
    }
    for (auto const& u : t.uniques) {
        if (same_columns(u.columns, columns)) {
            return true;
        }
    }
    for (auto const& i : t.indexes) {
        bool whole = i.unique && i.where.empty() && i.parts.size() == columns.size;
        for (auto const& p : i.parts) {
            whole = whole && !p.is_expression && columns.has(p.text);
        }
        if (whole) {
            return true;
        }
    }
    return false;
}
template <class T, class... Column, class... A>
[[nodiscard]] consteval statement_mistake
diagnose_conflict(std::type_identity<conflict_clause<conflict_target<Column...>, A...>>) {
    if constexpr (sizeof...(Column) == 0) {
        if (sizeof...(A) > 0) {
            return mistake(
                "on_conflict() without columns can only do_nothing(): say which columns are unique, "
                "on_conflict<&",
                type_name<T>(), "::...>().");
        }
        return {};
    } else {
        if (!is_unique_together(describe<T>(), names_of(expression::types<Column...>{}))) {
            return mistake(
                "No primary key and no unique constraint of ", type_name<T>(),
                " has just these columns, so on_conflict() can never be met: name those of one, or make "
                "them unique.");
        }
        return diagnose_targets<T>(expression::types<A...>{});
    }
}

/// The select of an insert fills the columns of columns<...>() in their order.
template <class Column>
[[nodiscard]] consteval output_column column_filled() {
    output_columns out;
    out.add<typename Column::value_type>(Column::name(), Column::nullable);
    return out.items[0];
}
template <class T, class... Column, class Select>
[[nodiscard]] consteval statement_mistake diagnose_rows_of(expression::types<Column...>,
                                                           std::type_identity<rows_of_clause<Select>>) {
    constexpr auto const& given = outputs_of<Select>;
    if (given.size != sizeof...(Column)) {
        return mistake("columns<...>() of this insert names ", columns_in_words(sizeof...(Column)),
                       " and its select gives ", columns_in_words(given.size),
                       ": each fills one, in their order.");
    }
    output_column const filled[] = {column_filled<Column>()...};
    for (std::size_t i = 0; i < given.size; ++i) {
        if (filled[i].type != given.items[i].type &&
            (filled[i].kind != given.items[i].kind || filled[i].kind == output_kind::other)) {
            return mistake("Column ", digits_of(i + 1), " of the select is of another type than ",
                           filled[i].name, " of ", type_name<T>(),
                           ", which it fills: give both the same type.");
        }
    }
    return {};
}
template <class T, class Columns, class Given>
[[nodiscard]] consteval statement_mistake diagnose_rows_of(Columns, std::type_identity<Given>) {
    return {};
}

// ---- of each statement

template <class T, class... C>
[[nodiscard]] consteval statement_mistake diagnose_change(std::type_identity<insert_statement<T, C...>>) {
    using S = insert_statement<T, C...>;
    using given = typename S::template clause_type<clause_kind::set>;
    using target = typename S::template clause_type<clause_kind::list>;
    using conflict = typename S::template clause_type<clause_kind::conflict>;
    statement_mistake out;
    if constexpr (requires { typename given::assignments; }) {
        out = diagnose_targets<T>(typename given::assignments{});
        out = out.empty() ? diagnose_left_out<T>(names_of(typename given::assignments{})) : out;
    } else if constexpr (std::is_same_v<given, default_values_clause>) {
        out = diagnose_left_out<T>({});
    } else if constexpr (std::is_same_v<given, no_clause> || std::is_same_v<target, no_clause>) {
        out =
            mistake("This insert has no columns with values: say set<...>(...), columns<...>().values(...), "
                    "columns<...>().from(select) or default_values().");
    } else {
        out = diagnose_targets<T>(typename target::columns{});
        out = out.empty() ? diagnose_left_out<T>(names_of(typename target::columns{})) : out;
        out =
            out.empty() ? diagnose_rows_of<T>(typename target::columns{}, std::type_identity<given>{}) : out;
    }
    if constexpr (!std::is_same_v<conflict, no_clause>) {
        out = out.empty() ? diagnose_conflict<T>(std::type_identity<conflict>{}) : out;
    } else if constexpr (S::template has<clause_kind::where>) {
        out = out.empty()
                  ? mistake("where() of an insert stands behind do_update(): it says which rows are updated.")
                  : out;
    }
    return out;
}
template <class T, class... C>
[[nodiscard]] consteval statement_mistake diagnose_change(std::type_identity<update_statement<T, C...>>) {
    using set = typename update_statement<T, C...>::template clause_type<clause_kind::set>;
    if constexpr (std::is_same_v<set, no_clause>) {
        return mistake("This update of ", type_name<T>(), " changes nothing: add set<...>(...).");
    } else if constexpr (!update_statement<T, C...>::template has<clause_kind::where>) {
        return mistake("This update would change every row of ", type_name<T>(),
                       ": add where(), or say every_row() if you mean it.");
    } else {
        return diagnose_targets<T>(typename set::assignments{});
    }
}
template <class T, class... C>
[[nodiscard]] consteval statement_mistake diagnose_change(std::type_identity<erase_statement<T, C...>>) {
    if constexpr (!erase_statement<T, C...>::template has<clause_kind::where>) {
        return mistake("This erase would remove every row of ", type_name<T>(),
                       ": add where(), or say every_row() if you mean it.");
    } else {
        return {};
    }
}

} // namespace athanor::detail
