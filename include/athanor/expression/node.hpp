#pragma once
// SPDX-License-Identifier: BSL-1.0
// What an expression is made of: small structs that know a column by table, name and type, never a
// descriptor, so that a CHECK in a model and the WHERE of a query are written with the same words.

#include <athanor/base/text.hpp>
#include <athanor/expression/pack.hpp>
#include <athanor/reflect/member.hpp>
#include <athanor/value/field.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

// The names in the database of what a path of member pointers leads to. Declared here, known in
// schema/names.hpp.
template <auto... Path>
[[nodiscard]] consteval std::string_view column_name();
template <class T>
[[nodiscard]] consteval std::string_view table_name();
template <class T>
[[nodiscard]] consteval std::string_view table_schema();

} // namespace athanor::detail

/// Nodes and the operators that build them; found by argument, so that nothing else sees them.
namespace athanor::expression {

struct node {};

template <class T>
concept any_node = std::is_base_of_v<node, std::remove_cvref_t<T>>;

// ---- plain values
// ------------------------------------------------------------------------------------------

/// How a plain C++ value is kept in a node: literals by view, strings by value, numbers widened.
template <class T>
struct kept {
    using type = T;
};
template <std::size_t N>
struct kept<char[N]> {
    using type = std::string_view;
};
template <>
struct kept<char const*> {
    using type = std::string_view;
};
template <>
struct kept<char*> {
    using type = std::string_view;
};
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char>) struct kept<T> {
    using type = std::int64_t;
};
template <>
struct kept<float> {
    using type = double;
};
template <class T>
using kept_t = typename kept<std::remove_cvref_t<T>>::type;

/// A value: a parameter of a query, a literal of a CHECK.
template <class V>
struct value_node : node {
    using value_type = V;
    static constexpr bool nullable = false;
    V value;
    constexpr explicit value_node(V plain)
        : value{std::move(plain)} {}
};

template <class T>
[[nodiscard]] constexpr auto as_node(T const& operand) {
    if constexpr (any_node<T>) {
        return operand;
    } else {
        using V = kept_t<T>;
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
            static_assert(
                sizeof(T) < 8 || std::is_signed_v<T>,
                "athanor: no SQL type holds every unsigned 64-bit value: compare with std::int64_t");
        }
        return value_node<V>{V(operand)};
    }
}
template <class T>
using node_of = decltype(as_node(std::declval<T const&>()));

// ---- which types may meet
// ----------------------------------------------------------------------------------

template <class T>
inline constexpr bool is_text = std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>;
template <class T>
inline constexpr bool is_number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

/// May the two be compared? Same type, two numbers, or two texts; a type of the user's own says more by
/// specialising this.
template <class A, class B>
inline constexpr bool comparable_types = std::is_same_v<A, B> || (is_number<A> && is_number<B>) ||
                                         (is_text<A> && is_text<B>);

template <class L, class R>
concept comparable_with = comparable_types < typename node_of<L>::value_type,
typename node_of<R>::value_type > ;

template <class L, class R>
using arithmetic_result =
    std::conditional_t<std::is_floating_point_v<L> || std::is_floating_point_v<R>, double,
                       std::conditional_t<is_number<L> && is_number<R>, std::int64_t, L>>;

// ---- nodes
// -------------------------------------------------------------------------------------------------

enum class op : unsigned char {
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    and_,
    or_,
    add,
    subtract,
    multiply,
    divide,
    modulo,
    concatenate,
    like,
    not_like,
    not_,
    negate,
    is_null,
    is_not_null,
};

/// " = ", " AND ", ...; of the unary ones the word alone.
[[nodiscard]] constexpr std::string_view words_of(op o) noexcept {
    switch (o) {
    case op::equal:
        return " = ";
    case op::not_equal:
        return " <> ";
    case op::less:
        return " < ";
    case op::less_equal:
        return " <= ";
    case op::greater:
        return " > ";
    case op::greater_equal:
        return " >= ";
    case op::and_:
        return " AND ";
    case op::or_:
        return " OR ";
    case op::add:
        return " + ";
    case op::subtract:
        return " - ";
    case op::multiply:
        return " * ";
    case op::divide:
        return " / ";
    case op::modulo:
        return " % ";
    case op::concatenate:
        return " || ";
    case op::like:
        return " LIKE ";
    case op::not_like:
        return " NOT LIKE ";
    case op::not_:
        return "NOT ";
    case op::negate:
        return "-";
    case op::is_null:
        return " IS NULL";
    case op::is_not_null:
        return " IS NOT NULL";
    }
    return {};
}

template <op O, class L, class R, class V>
struct binary_node;
template <op O, class X, class V>
struct unary_node;
template <bool Negated, class X, class List>
struct in_node;
template <class X, class Low, class High>
struct between_node;
template <bool Descending, class X>
struct ordered_node;
template <bool First, class X>
struct nulls_placed_node;
template <class X>
struct operator_class_node;

template <class V, std::size_t N>
struct value_array {
    static constexpr std::size_t count = N;
    V items[N];
    [[nodiscard]] constexpr V const* begin() const { return items; }
    [[nodiscard]] constexpr V const* end() const { return items + N; }
};

/// The named questions that any operand answers: `col<&User::username>.is_null()`.
template <class Self>
struct operand : node {
    [[nodiscard]] constexpr auto is_null() const { return unary_node<op::is_null, Self, bool>{self()}; }
    [[nodiscard]] constexpr auto is_not_null() const {
        return unary_node<op::is_not_null, Self, bool>{self()};
    }
    /// `%` and `_` in the pattern are wildcards.
    template <class P>
    [[nodiscard]] constexpr auto like(P const& pattern) const {
        static_assert(is_text<typename node_of<P>::value_type>, "athanor: like() takes a text pattern");
        return binary_node<op::like, Self, node_of<P>, bool>{self(), as_node(pattern)};
    }
    template <class P>
    [[nodiscard]] constexpr auto not_like(P const& pattern) const {
        static_assert(is_text<typename node_of<P>::value_type>, "athanor: not_like() takes a text pattern");
        return binary_node<op::not_like, Self, node_of<P>, bool>{self(), as_node(pattern)};
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
        return make_in<false>(values...);
    }
    template <class... V>
    [[nodiscard]] constexpr auto not_in(V const&... values) const {
        return make_in<true>(values...);
    }

    /// Ascending or descending, in an ORDER BY or an index.
    [[nodiscard]] constexpr auto asc() const { return ordered_node<false, Self>{{}, self()}; }
    [[nodiscard]] constexpr auto desc() const { return ordered_node<true, Self>{{}, self()}; }

private:
    [[nodiscard]] constexpr Self const& self() const { return static_cast<Self const&>(*this); }

    template <bool Negated, class First, class... V>
    [[nodiscard]] constexpr auto make_in(First const& first, V const&... rest) const {
        if constexpr (sizeof...(V) == 0 &&
                      requires {
                          typename First::value_type;
                          first.begin();
                      } &&
                      !is_text<First>) {
            static_assert(comparable_with<Self, typename First::value_type>,
                          "athanor: in() takes values of the column's type");
            return in_node<Negated, Self, First>{self(), first};
        } else {
            static_assert(comparable_with<Self, First> && (comparable_with<Self, V> && ...),
                          "athanor: in() takes values of the column's type");
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

    [[nodiscard]] static consteval std::string_view table() { return detail::table_name<owner>(); }
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
};

template <op O, class X, class V>
struct unary_node : operand<unary_node<O, X, V>> {
    using value_type = V;
    static constexpr op operation = O;
    static constexpr bool nullable = O != op::is_null && O != op::is_not_null && X::nullable;
    X subject;
    constexpr explicit unary_node(X inner)
        : subject{std::move(inner)} {}
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
};

/// Of an ordered one: where its NULLs stand.
template <bool First, class X>
struct nulls_placed_node : node {
    static constexpr bool first = First;
    X subject;

    [[nodiscard]] constexpr auto operator_class(std::string_view name) const {
        return operator_class_node<nulls_placed_node>{{}, *this, name};
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
