#pragma once
// SPDX-License-Identifier: BSL-1.0
// INSERT by columns: one row, several, those of a select; and what happens when a row is there already. A
// struct is inserted by conn.insert(object).

#include <athanor/statement/returning.hpp>
#include <athanor/statement/select.hpp>
#include <athanor/statement/update.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

/// The columns that a list of rows or a select fills.
template <class... Column>
struct target_clause : clause<clause_kind::list> {
    using columns = expression::types<Column...>;
};

template <class... Assignment>
struct values_row : expression::node {
    expression::pack<Assignment...> values;
    using parts = expression::types<Assignment...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        values.for_each(f);
    }
};
/// VALUES (...), (...)
template <class... Row>
struct values_clause : clause<clause_kind::set> {
    using rows = expression::types<Row...>;
    expression::pack<Row...> rows_given;
    using parts = rows;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        rows_given.for_each(f);
    }
};
template <class Select>
struct rows_of_clause : clause<clause_kind::set> {
    using select_type = Select;
    Select select;
    using parts = expression::types<Select>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(select);
    }
};
struct default_values_clause : clause<clause_kind::set> {};

// ---- ON CONFLICT

/// The value that the row would have got.
template <auto... Path>
struct excluded_node : expression::operand<excluded_node<Path...>> {
    using column = expression::column_node<Path...>;
    using value_type = typename column::value_type;
    static constexpr bool nullable = column::nullable;
    static constexpr expression::null_rule nulls = column::nulls;
    [[nodiscard]] static consteval expression::source_info const* row_source() {
        return &expression::source_of<typename column::owner, "excluded">;
    }
};

template <class... Column>
struct conflict_target {
    using columns = expression::types<Column...>;
};
template <class Target, class... Assignment>
struct conflict_clause : clause<clause_kind::conflict> {
    using target = Target;
    static constexpr bool updates = sizeof...(Assignment) > 0;
    using assignments = expression::types<Assignment...>;
    expression::pack<Assignment...> assigned;
    using parts = assignments;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        assigned.for_each(f);
    }
};

template <class Column, class Assignment>
struct assignment_of_column;

template <class Statement, class Target>
struct conflict_builder : expression::node { // not a statement yet
    Statement statement;

    /// The row that is there stays as it is; the statement then gives no row for it.
    [[nodiscard]] constexpr auto do_nothing() const {
        return statement.with(conflict_clause<Target>{{}, {}});
    }
    /// These columns take the values that the new row would have had.
    template <auto... Member>
    requires(sizeof...(Member) > 0) [[nodiscard]] constexpr auto do_update() const {
        return do_update(assignment<excluded_node<Member>, Member>{excluded_node<Member>{}}...);
    }
    /// `do_update(set<&Counter::n>(col<&Counter::n> + excluded<&Counter::n>))`; a where() behind it says for
    /// which rows.
    template <class... A>
    requires(sizeof...(A) > 0) [[nodiscard]] constexpr auto do_update(A const&... assigned) const {
        return statement.with(conflict_clause<Target, A...>{{}, expression::make_pack(assigned...)});
    }
};

} // namespace detail

/// In do_update(): the value that the new row would have had.
template <auto... Path>
inline constexpr detail::excluded_node<Path...> excluded{};

/// What a column gets, where a statement takes several: `set<&User::name>("x")`.
template <auto... Path, class V>
[[nodiscard]] constexpr auto set(V const& value) {
    auto assigned = detail::assigned_node<expression::column_node<Path...>>(value);
    return detail::assignment<decltype(assigned), Path...>{std::move(assigned)};
}

/// `insert<User>().set<&User::name>("Ann").set<&User::age>(7)`; several rows by columns() and values(), those
/// of a select by columns() and from(). A column that is left out gets its default; one that has none and
/// can't be NULL is an error of the compiler.
///
///     insert<User>().set<&User::email>("a@b.c").set<&User::name>("Ann")
///         .on_conflict<&User::email>().do_update<&User::name>()
///         .returning(col<&User::id>)
template <class T, class... Clause>
struct insert_statement : detail::change_statement<insert_statement<T, Clause...>, Clause...> {
    using model_type = T;
    using base = detail::change_statement<insert_statement, Clause...>;
    using base::with;
    template <class... C>
    using rebound = insert_statement<T, C...>;

    /// A value, std::nullopt, or an expression.
    template <auto... Path, class V>
    [[nodiscard]] constexpr auto set(V const& value) const {
        return with(detail::set_clause_with(detail::find_clause<detail::clause_kind::set>(this->clauses),
                                            athanor::set<Path...>(value)));
    }
    /// The columns that values() or from() fill, in this order.
    template <auto... Member>
    [[nodiscard]] constexpr auto columns() const {
        return with(detail::target_clause<expression::column_node<Member>...>{});
    }
    /// One row for the columns of columns(); said again, one row more.
    template <class... V>
    [[nodiscard]] constexpr auto values(V const&... value) const {
        using target = typename base::template clause_type<detail::clause_kind::list>;
        if constexpr (!std::is_same_v<target, detail::no_clause>) {
            return with(added_row(row_for(typename target::columns{}, value...)));
        } else { // a mistake of the statement: nothing says what the values are for
            return *this;
        }
    }
    /// The rows of a select, whose items are for the columns of columns().
    template <expression::any_statement S>
    [[nodiscard]] constexpr auto from(S const& select) const {
        return with(detail::rows_of_clause<S>{{}, select});
    }
    /// One row of defaults.
    [[nodiscard]] constexpr auto default_values() const { return with(detail::default_values_clause{}); }

    /// When a row with the same values in these columns is there:
    /// `.on_conflict<&User::email>().do_nothing()`. They must be the primary key or unique together. Without
    /// columns, any conflict (do_nothing() only).
    template <auto... Member>
    [[nodiscard]] constexpr auto on_conflict() const {
        using target = detail::conflict_target<expression::column_node<Member>...>;
        return detail::conflict_builder<insert_statement, target>{{}, *this};
    }

private:
    template <class... Column, class... V>
    [[nodiscard]] static constexpr auto row_for(expression::types<Column...>, V const&... value) {
        constexpr bool as_many = sizeof...(Column) == sizeof...(V);
        static_assert(
            detail::expect<as_many, "values() takes one value for each column of columns<...>()">());
        if constexpr (as_many) {
            constexpr bool fit = (detail::takes_value<Column, V>() && ...);
            static_assert(detail::expect<fit, "values() takes values of the columns' types (std::nullopt for "
                                              "NULL, where the member is a std::optional)">());
            if constexpr (fit) {
                return make_row(detail::assigned<Column>(value)...);
            } else {
                return make_row(detail::assigned<Column>(detail::null_node{})...);
            }
        } else {
            return make_row();
        }
    }
    template <class... A>
    [[nodiscard]] static constexpr detail::values_row<A...> make_row(A... assigned) {
        return {{}, expression::make_pack(std::move(assigned)...)};
    }
    template <class Row>
    [[nodiscard]] constexpr auto added_row(Row const& row) const {
        using before = typename base::template clause_type<detail::clause_kind::set>;
        if constexpr (requires { typename before::rows; }) {
            return with_row(detail::find_clause<detail::clause_kind::set>(this->clauses), row);
        } else {
            return detail::values_clause<Row>{{}, expression::pack_of_copies(row)};
        }
    }
    template <class... R, class Row>
    [[nodiscard]] static constexpr auto with_row(detail::values_clause<R...> const& before, Row const& row) {
        return detail::values_clause<R..., Row>{{}, expression::appended(before.rows_given, row)};
    }
};

template <class T>
[[nodiscard]] constexpr insert_statement<T> insert() {
    return {};
}

namespace detail {

template <class X>
inline constexpr bool is_insert = false;
template <class T, class... C>
inline constexpr bool is_insert<insert_statement<T, C...>> = true;

template <class T, class... C>
inline constexpr scope scope_of<insert_statement<T, C...>> = [] {
    scope out;
    out.add({plain_table<T>::source(), false, true});
    if constexpr (has_clause<clause_kind::conflict, C...>) {
        out.add({&expression::source_of<T, "excluded">, false, true});
    }
    return out;
}();
template <class T, class... C>
inline constexpr source_list
    outer_sources<insert_statement<T, C...>> = sources_outside<insert_statement<T, C...>, C...>();

/// Statements whose rows can be read.
template <class S>
concept gives_rows = is_select<S> || returns_rows<S>;

} // namespace detail
} // namespace athanor
