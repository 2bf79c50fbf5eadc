#pragma once
// SPDX-License-Identifier: BSL-1.0
// What an expression is made of: small structs that know a column by table, name and type, never a
// descriptor, so that a CHECK in a model and the WHERE of a query are written with the same words.

#include <athanor/base/say.hpp>
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

/// When an expression is NULL: when one of its parts is, never, always possibly, or when all of them are.
enum class null_rule : unsigned char { any_part, never, always, all_parts };

/// What every node says of itself; what is left out is as here. `parts` are the nodes inside it, in the order
/// in which its text names them, and for_each_part(f) calls f with each of them: parameters, columns and
/// aggregates are found by walking them, so a new node needs these two and a text in the renderer.
struct node {
    using parts = types<>;
    template <class F>
    constexpr void for_each_part(F&&) const {}
    /// Is the text known from the type alone?
    static constexpr bool is_fixed = true;
    static constexpr bool is_aggregate = false;
    static constexpr bool is_window = false;
    static constexpr null_rule nulls = null_rule::any_part;
    /// Why a database can't run it; empty when it can.
    static constexpr std::string_view not_on_sqlite{};
    static constexpr std::string_view not_on_postgresql{};
};

template <class T> // the compiler's own word: std::is_base_of makes a class for each T
concept any_node = __is_base_of(node, std::remove_cvref_t<T>);

/// What a wrong comparison answers: nothing that could be used further.
struct not_comparable : node {
    using value_type = bool;
    static constexpr bool nullable = false;
};

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

template <detail::text Name, class X>
struct label_node;

/// A value: a parameter of a query, a literal of a CHECK.
template <class V>
struct value_node : node {
    using value_type = V;
    static constexpr bool nullable = false;
    V value;
    constexpr explicit value_node(V plain)
        : value{std::move(plain)} {}
    /// Its name in the result, as operand::as() has it.
    template <detail::text Name>
    [[nodiscard]] constexpr auto as() const {
        return label_node<Name, value_node>{{}, *this};
    }
};

/// A value that each database gets in a form of its own: `Form` has for_sqlite(value) and
/// for_postgresql(value), which make texts, and postgresql_type.
template <class Form, class V>
struct adapted_value : node {
    using value_type = V;
    static constexpr bool nullable = false;
    V value;
    constexpr explicit adapted_value(V given)
        : value{std::move(given)} {}
    [[nodiscard]] std::string for_database(bool is_postgresql) const {
        return is_postgresql ? Form::for_postgresql(value) : Form::for_sqlite(value);
    }
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

template <class L, class R> // what was refused isn't refused twice
concept comparable_with = comparable_types < typename node_of<L>::value_type,
typename node_of<R>::value_type > || std::is_same_v<L, not_comparable> || std::is_same_v<R, not_comparable>;

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

} // namespace athanor::expression
