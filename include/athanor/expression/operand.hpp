#pragma once
// SPDX-License-Identifier: BSL-1.0
// Columns, and the nodes that conditions and arithmetic are made of.

#include <athanor/expression/questions.hpp>

#include <utility>

namespace athanor {
struct timestamp;
} // namespace athanor

namespace athanor::expression {

/// A column: `col<&User::id>`, or through a mixin `col<&Post::times, &Timestamps::created_at>`.
template <auto... Path>
struct column_node : operand<column_node<Path...>> {
    using owner = detail::path_owner<Path...>;
    using member_type = detail::path_type<Path...>;
    using value_type = value_of<member_type>;
    static constexpr bool nullable = field_traits<member_type>::nullable;

    static constexpr null_rule nulls = nullable ? null_rule::always : null_rule::never;

    template <class V>
    constexpr not_comparable operator=(V const&) const {
        return refuse_assignment<V>();
    }
    [[nodiscard]] static consteval source_info const* source() { return &source_of<owner, "">; }
    [[nodiscard]] static consteval std::string_view table() { return detail::table_name<owner>(); }
    [[nodiscard]] static consteval std::string_view name() { return detail::column_name<Path...>(); }
};

/// A column of an alias: `alias<Employee, "boss">.col<&Employee::name>`.
template <detail::text Alias, auto... Path>
struct aliased_column_node : operand<aliased_column_node<Alias, Path...>> {
    using owner = detail::path_owner<Path...>;
    using member_type = detail::path_type<Path...>;
    using value_type = value_of<member_type>;
    static constexpr bool nullable = field_traits<member_type>::nullable;
    static constexpr null_rule nulls = nullable ? null_rule::always : null_rule::never;

    [[nodiscard]] static consteval source_info const* source() { return &source_of<owner, Alias>; }
    [[nodiscard]] static consteval std::string_view table() { return Alias.view(); }
    [[nodiscard]] static consteval std::string_view name() { return detail::column_name<Path...>(); }
};

[[nodiscard]] constexpr bool is_calculation(op o) noexcept {
    return o == op::add || o == op::subtract || o == op::multiply || o == op::divide || o == op::modulo ||
           o == op::negate;
}
template <op O, class V>
[[nodiscard]] consteval std::string_view calculation_not_on_sqlite() {
    if (O == op::modulo && std::is_floating_point_v<V>) {
        return "SQLite cuts the sides of % to whole numbers: divide integers.";
    }
    return {};
}

template <op O, class L, class R, class V>
struct binary_node : operand<binary_node<O, L, R, V>> {
    using value_type = V;
    static constexpr op operation = O;
    static constexpr std::string_view not_on_sqlite = calculation_not_on_sqlite<O, V>();
    static constexpr std::string_view not_on_postgresql =
        O == op::modulo && std::is_floating_point_v<V>
            ? std::string_view{"PostgreSQL has no % of floating-point numbers: divide integers."}
            : std::string_view{};
    static constexpr bool nullable = L::nullable || R::nullable;
    L left;
    R right;
    constexpr binary_node(L lhs, R rhs)
        : left{std::move(lhs)}
        , right{std::move(rhs)} {}

    using parts = types<L, R>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(left);
        f(right);
    }
};

template <op O, class X, class V>
struct unary_node : operand<unary_node<O, X, V>> {
    using value_type = V;
    static constexpr op operation = O;
    static constexpr std::string_view not_on_sqlite = calculation_not_on_sqlite<O, V>();
    static constexpr bool nullable = O != op::is_null && O != op::is_not_null && X::nullable;
    X subject;
    constexpr explicit unary_node(X inner)
        : subject{std::move(inner)} {}

    using parts = types<X>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(subject);
    }
    static constexpr null_rule nulls =
        O == op::is_null || O == op::is_not_null ? null_rule::never : null_rule::any_part;
};

/// `List` has begin() and end(): value_array, or the container that was given.
template <bool Negated, class X, class List>
struct in_node : operand<in_node<Negated, X, List>> {
    using value_type = bool;
    static constexpr bool negated = Negated;
    static constexpr bool nullable = X::nullable;
    X subject;
    List values;
    constexpr in_node(X inner, List list)
        : subject{std::move(inner)}
        , values{std::move(list)} {}

    using parts = types<X>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(subject);
    }
    static constexpr bool is_fixed = is_value_array<List> || is_one_parameter<List>();
};

template <class X, class Low, class High>
struct between_node : operand<between_node<X, Low, High>> {
    using value_type = bool;
    static constexpr bool nullable = X::nullable || Low::nullable || High::nullable;
    X subject;
    Low low;
    High high;
    constexpr between_node(X inner, Low from, High to)
        : subject{std::move(inner)}
        , low{std::move(from)}
        , high{std::move(to)} {}

    using parts = types<X, Low, High>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(subject);
        f(low);
        f(high);
    }
};

/// IS DISTINCT FROM, or IS NOT.
template <bool Distinct, class L, class R>
struct distinct_node : operand<distinct_node<Distinct, L, R>> {
    using value_type = bool;
    static constexpr bool nullable = false;
    static constexpr null_rule nulls = null_rule::never;
    L left;
    R right;
    constexpr distinct_node(L lhs, R rhs)
        : left{std::move(lhs)}
        , right{std::move(rhs)} {}

    using parts = types<L, R>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(left);
        f(right);
    }
};

/// In the rows of a select with one column.
template <bool Negated, class X, class Statement>
struct in_subquery_node : operand<in_subquery_node<Negated, X, Statement>> {
    using value_type = bool;
    static constexpr bool negated = Negated;
    static constexpr bool nullable = true;
    static constexpr null_rule nulls = null_rule::always;
    X subject;
    Statement inner;
    constexpr in_subquery_node(X x, Statement s)
        : subject{std::move(x)}
        , inner{std::move(s)} {}

    using parts = types<X, Statement>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(subject);
        f(inner);
    }
};

/// A labelled expression of the select list, named again in GROUP BY or ORDER BY: only its name stands there.
template <detail::text Name, class X>
struct label_reference : node {
    using value_type = typename X::value_type;
    static constexpr bool nullable = X::nullable;
    static constexpr std::string_view label = Name.view();
    using null_parts = types<X>;
};

/// An expression with a name; a select list takes it, GROUP BY and ORDER BY may name it again.
template <detail::text Name, class X>
struct label_node : node {
    using value_type = typename X::value_type;
    static constexpr bool nullable = X::nullable;
    static constexpr std::string_view label = Name.view();
    using reference = label_reference<Name, X>;
    X subject;

    using parts = types<X>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(subject);
    }
    [[nodiscard]] constexpr auto asc() const { return ordered_node<false, label_node>{{}, *this}; }
    [[nodiscard]] constexpr auto desc() const { return ordered_node<true, label_node>{{}, *this}; }
};

/// Not an operand: only ORDER BY and index parts take it.
template <bool Descending, class X>
struct ordered_node : node {
    static constexpr bool descending = Descending;
    X subject;

    [[nodiscard]] constexpr auto nulls_first() const {
        return nulls_placed_node<true, ordered_node>{{}, *this};
    }
    [[nodiscard]] constexpr auto nulls_last() const {
        return nulls_placed_node<false, ordered_node>{{}, *this};
    }
    /// How PostgreSQL's index compares: `asc(col<&Post::tags>).operator_class("jsonb_path_ops")`.
    [[nodiscard]] constexpr auto operator_class(std::string_view name) const {
        return operator_class_node<ordered_node>{{}, *this, name};
    }

    using parts = types<X>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(subject);
    }
};

/// Of an ordered one: where its NULLs stand.
template <bool First, class X>
struct nulls_placed_node : node {
    static constexpr bool first = First;
    X subject;

    [[nodiscard]] constexpr auto operator_class(std::string_view name) const {
        return operator_class_node<nulls_placed_node>{{}, *this, name};
    }

    using parts = types<X>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(subject);
    }
};

/// Only index parts take it.
template <class X>
struct operator_class_node : node {
    X subject;
    std::string_view name;

    [[nodiscard]] constexpr auto nulls_first() const { return over(subject.nulls_first()); }
    [[nodiscard]] constexpr auto nulls_last() const { return over(subject.nulls_last()); }

private:
    template <class Y>
    [[nodiscard]] constexpr operator_class_node<Y> over(Y const& placed) const {
        return {{}, placed, name};
    }
};

/// A function of the common dialect: lower, upper, length, abs, coalesce, ...
/// The name is part of the type, so that the text of a statement is known from its type.
template <detail::text Name, class V, bool Nullable, class... Argument>
struct call_node : operand<call_node<Name, V, Nullable, Argument...>> {
    using value_type = V;
    static constexpr bool nullable = Nullable;
    static constexpr std::string_view name = Name.view();
    pack<Argument...> arguments;
    constexpr explicit call_node(Argument... a)
        : arguments{make_pack(std::move(a)...)} {}
    using parts = types<Argument...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        arguments.for_each(f);
    }
    static constexpr null_rule nulls = name == "coalesce"                         ? null_rule::all_parts
                                       : Nullable && !(Argument::nullable || ...) ? null_rule::always
                                                                                  : null_rule::any_part;
};

/// SQL as a person wrote it, in the common dialect.
struct sql_text : node {
    using value_type = bool; // joins conditions; nothing is checked
    static constexpr bool nullable = true;
    std::string_view text;
    constexpr explicit sql_text(std::string_view written)
        : text{written} {}
};

struct now_node : operand<now_node> {
    using value_type = timestamp;
    static constexpr bool nullable = false;
    static constexpr null_rule nulls = null_rule::never;
    static constexpr std::string_view text = "CURRENT_TIMESTAMP";
    // NOLINTNEXTLINE(google-explicit-constructor): a default is SQL
    [[nodiscard]] constexpr operator sql_text() const { return sql_text{text}; }
};

} // namespace athanor::expression

namespace athanor {

/// A column in an expression: `col<&User::age> >= 18`.
template <auto... Path>
inline constexpr expression::column_node<Path...> col{};

template <expression::any_node X>
[[nodiscard]] constexpr auto asc(X const& x) {
    return x.asc();
}
template <expression::any_node X>
[[nodiscard]] constexpr auto desc(X const& x) {
    return x.desc();
}

/// SQL taken as it is: `server_default(sql("lower('X')"))`. Never build it from what a user typed.
[[nodiscard]] consteval expression::sql_text sql(std::string_view text) {
    return expression::sql_text{text};
}
/// Now, in UTC, as a default or in a query: in whole seconds on SQLite, on PostgreSQL the moment at which the
/// transaction began.
[[nodiscard]] consteval expression::now_node now() {
    return {};
}

} // namespace athanor
