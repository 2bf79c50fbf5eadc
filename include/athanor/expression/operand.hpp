#pragma once
// SPDX-License-Identifier: BSL-1.0
// Columns, and the nodes that conditions and arithmetic are made of.

#include <athanor/expression/value_facts.hpp>

#include <utility>

namespace athanor::expression {

/// A table of a query, or what stands for one, as its columns know it. Two are the same when their addresses
/// are.
struct source_info {
    std::string_view model;
    std::string_view alias;
};
template <class T, detail::text Alias>
inline constexpr source_info source_of{detail::type_name<T>(), Alias.view()};

/// Statements that can be asked for values; see statement/.
struct statement_base {};
template <class S>
concept any_statement = std::is_base_of_v<statement_base, S>;

template <op O, class L, class R, class V>
struct binary_node;
template <op O, class X, class V>
struct unary_node;
template <bool Negated, class X, class List>
struct in_node;
template <class X, class Low, class High>
struct between_node;
template <bool Distinct, class L, class R>
struct distinct_node;
template <detail::text Name, class X>
struct label_node;
template <bool Negated, class X, class Statement>
struct in_subquery_node;
template <bool Descending, class X>
struct ordered_node;
template <bool First, class X>
struct nulls_placed_node;
template <class X>
struct operator_class_node;

/// What is asked of a text: a pattern of the user, or where a needle stands; see pattern.hpp.
enum class pattern_kind : unsigned char { like, contains, starts, ends };
template <pattern_kind Kind, bool Folded, class P>
[[nodiscard]] constexpr auto as_pattern(P const& given);
template <pattern_kind Kind, bool Folded, class X, class P>
[[nodiscard]] constexpr auto match(X const& x, P const& given);
template <class X, class P>
[[nodiscard]] constexpr auto shell_pattern(X const& x, P const& pattern);
template <class X, class P>
[[nodiscard]] constexpr auto regular_expression(X const& x, P const& pattern);
template <detail::text Operator, class X, class Y>
[[nodiscard]] constexpr auto array_test(X const& x, Y const& y); // array.hpp
template <class X, class K>
[[nodiscard]] constexpr auto json_step(X const& x, K const& key); // json.hpp

/// The named questions that any operand answers: `col<&User::username>.is_null()`.
template <class Self>
struct operand : node {
    [[nodiscard]] constexpr auto is_null() const { return unary_node<op::is_null, Self, bool>{self()}; }
    [[nodiscard]] constexpr auto is_not_null() const {
        return unary_node<op::is_not_null, Self, bool>{self()};
    }
    /// `%` and `_` in the pattern are wildcards, `\\` takes their meaning away. In a query 'A' isn't 'a', on
    /// both databases; in a CHECK of SQLite it is.
    template <class P>
    [[nodiscard]] constexpr auto like(P const& pattern) const {
        return like_node<op::like>(pattern);
    }
    template <class P>
    [[nodiscard]] constexpr auto not_like(P const& pattern) const {
        return like_node<op::not_like>(pattern);
    }
    /// The same, and 'A' is 'a'; of other letters than a-z only PostgreSQL knows that.
    template <class P>
    [[nodiscard]] constexpr auto ilike(P const& pattern) const {
        return match<pattern_kind::like, true>(self(), pattern);
    }
    template <class P>
    [[nodiscard]] constexpr auto not_ilike(P const& pattern) const {
        return !match<pattern_kind::like, true>(self(), pattern);
    }
    /// Does the text stand in it, as it is? `%` and `_` mean themselves. Of an array: does it hold all of
    /// these?
    template <class P>
    [[nodiscard]] constexpr auto contains(P const& needle) const {
        if constexpr (detail::array_value<typename Self::value_type>) {
            return array_test<"({} @> {})">(self(), needle);
        } else {
            return match<pattern_kind::contains, false>(self(), needle);
        }
    }
    template <class P>
    [[nodiscard]] constexpr auto starts_with(P const& needle) const {
        return match<pattern_kind::starts, false>(self(), needle);
    }
    template <class P>
    [[nodiscard]] constexpr auto ends_with(P const& needle) const {
        return match<pattern_kind::ends, false>(self(), needle);
    }
    template <class P>
    [[nodiscard]] constexpr auto icontains(P const& needle) const {
        return match<pattern_kind::contains, true>(self(), needle);
    }
    template <class P>
    [[nodiscard]] constexpr auto istarts_with(P const& needle) const {
        return match<pattern_kind::starts, true>(self(), needle);
    }
    template <class P>
    [[nodiscard]] constexpr auto iends_with(P const& needle) const {
        return match<pattern_kind::ends, true>(self(), needle);
    }
    /// Shell's pattern with `*`, `?` and `[a-z]` (SQLite only).
    template <class P>
    [[nodiscard]] constexpr auto glob(P const& pattern) const {
        return shell_pattern(self(), pattern);
    }
    /// Does a part of it match the regular expression (PostgreSQL only)?
    template <class P>
    [[nodiscard]] constexpr auto regexp(P const& pattern) const {
        return regular_expression(self(), pattern);
    }
    /// The elements of an array, as sets (PostgreSQL only): `col<&Post::tags>.overlaps(wanted)`.
    template <class P>
    [[nodiscard]] constexpr auto contained_by(P const& whole) const {
        return array_test<"({} <@ {})">(self(), whole);
    }
    template <class P>
    [[nodiscard]] constexpr auto overlaps(P const& other) const {
        return array_test<"({} && {})">(self(), other);
    }
    /// What stands in a JSON value under a key, or at a place of a JSON array counted from 0:
    /// `col<&Order::doc>["address"]["city"].as_text() == "Rome"`. NULL where nothing stands.
    template <class K>
    [[nodiscard]] constexpr auto operator[](K const& key) const {
        return json_step(self(), key);
    }
    template <class L, class H>
    [[nodiscard]] constexpr auto between(L const& low, H const& high) const {
        static_assert(comparable_with<Self, L> && comparable_with<Self, H>,
                      "athanor: between() takes values of the column's type");
        return between_node<Self, node_of<L>, node_of<H>>{self(), as_node(low), as_node(high)};
    }
    /// `in(1, 2, 3)`; one container (a std::vector of values) is taken as the list itself.
    template <class... V>
    [[nodiscard]] constexpr auto in(V const&... values) const {
        static_assert(sizeof...(V) > 0, "athanor: in() takes values, a container of them, or a select");
        return make_in<false>(values...);
    }
    template <class... V>
    [[nodiscard]] constexpr auto not_in(V const&... values) const {
        static_assert(sizeof...(V) > 0, "athanor: not_in() takes values, a container of them, or a select");
        return make_in<true>(values...);
    }

    /// The same value, NULL counting as one: `IS DISTINCT FROM` of the standard. Takes a std::optional too.
    template <class R>
    [[nodiscard]] constexpr auto is_distinct_from(R const& other) const {
        static_assert(comparable_with<Self, value_of<R>>,
                      "athanor: is_distinct_from() takes a value of the column's type");
        return distinct_node<true, Self, node_of<R>>{self(), as_node(other)};
    }
    template <class R>
    [[nodiscard]] constexpr auto is_not_distinct_from(R const& other) const {
        static_assert(comparable_with<Self, value_of<R>>,
                      "athanor: is_not_distinct_from() takes a value of the column's type");
        return distinct_node<false, Self, node_of<R>>{self(), as_node(other)};
    }
    /// Its name in the result: `count().as<"orders">()`.
    template <detail::text Name>
    [[nodiscard]] constexpr auto as() const {
        return label_node<Name, Self>{{}, self()};
    }

    /// Ascending or descending, in an ORDER BY or an index.
    [[nodiscard]] constexpr auto asc() const { return ordered_node<false, Self>{{}, self()}; }
    [[nodiscard]] constexpr auto desc() const { return ordered_node<true, Self>{{}, self()}; }

private:
    [[nodiscard]] constexpr Self const& self() const { return static_cast<Self const&>(*this); }

    template <op O, class P>
    [[nodiscard]] constexpr auto like_node(P const& given) const {
        static_assert(is_kept_as_text<typename Self::value_type>() &&
                          is_text<typename node_of<P>::value_type>,
                      "athanor: like() asks a text, and takes a text pattern");
        auto pattern = as_pattern<pattern_kind::like, false>(given);
        return binary_node<O, Self, decltype(pattern), bool>{self(), std::move(pattern)};
    }

    template <bool Negated, class First, class... V>
    [[nodiscard]] constexpr auto make_in(First const& first, V const&... rest) const {
        if constexpr (any_statement<First>) {
            static_assert(detail::expect<sizeof...(V) == 0, "in() takes one subquery">());
            static_assert(
                detail::expect<comparable_types<typename Self::value_type, typename First::scalar_type>,
                               "in() takes a subquery with one column of the column's type">());
            return in_subquery_node<Negated, Self, First>{self(), first};
        } else if constexpr (sizeof...(V) == 0 &&
                             requires {
                                 typename First::value_type;
                                 first.begin();
                             } &&
                             !is_text<First>) {
            static_assert(detail::expect<comparable_with<Self, typename First::value_type>,
                                         "in() takes values of the column's type">());
            return in_node<Negated, Self, First>{self(), first};
        } else {
            static_assert(detail::expect < comparable_with<Self, First> && (comparable_with<Self, V> && ...),
                          "in() takes values of the column's type" > ());
            using kept_type = kept_t<First>;
            return in_node<Negated, Self, value_array<kept_type, 1 + sizeof...(V)>>{
                self(), {{kept_type(first), kept_type(rest)...}}};
        }
    }
};

/// A column: `col<&User::id>`, or through a mixin `col<&Post::times, &Timestamps::created_at>`.
template <auto... Path>
struct column_node : operand<column_node<Path...>> {
    using owner = detail::path_owner<Path...>;
    using member_type = detail::path_type<Path...>;
    using value_type = value_of<member_type>;
    static constexpr bool nullable = field_traits<member_type>::nullable;

    static constexpr null_rule nulls = nullable ? null_rule::always : null_rule::never;

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

template <op O, class L, class R, class V>
struct binary_node : operand<binary_node<O, L, R, V>> {
    using value_type = V;
    static constexpr op operation = O;
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
    [[nodiscard]] constexpr auto asc() const { return ordered_node<false, reference>{{}, {}}; }
    [[nodiscard]] constexpr auto desc() const { return ordered_node<true, reference>{{}, {}}; }
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
/// The moment of the statement, on every back end.
[[nodiscard]] consteval expression::sql_text now() {
    return expression::sql_text{"CURRENT_TIMESTAMP"};
}

} // namespace athanor
