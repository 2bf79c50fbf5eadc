#pragma once
// SPDX-License-Identifier: BSL-1.0
// What rows can come from: tables, their aliases, the rows of a WITH or of a subquery.

#include <athanor/expression/operators.hpp>
#include <athanor/statement/clause.hpp>

#include <type_traits>

namespace athanor {

/// A table under another name, for queries in which it stands twice:
///
///     constexpr auto boss = alias<Employee, "boss">;
///     select(col<&Employee::name>, boss.col<&Employee::name>)
///         .left_join(boss, boss.col<&Employee::id> == col<&Employee::reports_to>)
template <class T, detail::text Name>
struct aliased {
    using row_type = T;
    static constexpr std::string_view name = Name.view();
    static constexpr bool is_table = true;

    template <auto... Path>
    static constexpr expression::aliased_column_node<Name, Path...> col{};
    [[nodiscard]] static consteval expression::source_info const* source() {
        return &expression::source_of<T, Name>;
    }
};
template <class T, detail::text Name>
inline constexpr aliased<T, Name> alias{};

namespace detail {

/// A table under its own name.
template <class T>
struct plain_table {
    using row_type = T;
    static constexpr bool is_table = true;
    [[nodiscard]] static consteval expression::source_info const* source() {
        return &expression::source_of<T, "">;
    }
};

template <class S>
concept row_source = requires {
    typename S::row_type;
    S::source();
};

/// A part of a FROM. Tables have nothing inside; subqueries have.
template <row_source Source>
struct from_clause : clause<clause_kind::from> {
    using source_type = Source;
    [[no_unique_address]] Source source;
    using parts =
        std::conditional_t<expression::any_node<Source>, expression::types<Source>, expression::types<>>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        if constexpr (expression::any_node<Source>) {
            f(source);
        }
    }
};

enum class join_kind : unsigned char { inner, left, right, full, cross };

/// Joined along the one foreign key between the new table and those before it.
struct along_foreign_key : expression::node {};
struct no_condition : expression::node {};

template <join_kind Kind, row_source Source, class On>
struct join_clause : clause<clause_kind::join> {
    using source_type = Source;
    using condition_type = On;
    static constexpr join_kind how = Kind;
    [[no_unique_address]] Source source;
    [[no_unique_address]] On on;
    using parts = std::conditional_t<expression::any_node<Source>, expression::types<Source, On>,
                                     expression::types<On>>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        if constexpr (expression::any_node<Source>) {
            f(source);
        }
        f(on);
    }
};

} // namespace detail
} // namespace athanor
