#pragma once
// SPDX-License-Identifier: BSL-1.0
// The WHERE clause of every statement, and the check that it speaks of the statement's own table.

#include <athanor/base/say.hpp>
#include <athanor/expression/operators.hpp>
#include <athanor/reflect/name.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

/// No condition.
struct no_where {};

// ---- which columns an expression names
// -------------------------------------------------------------------------

/// The struct of the first column in N that isn't one of T, or T.
template <class T, class N>
struct stranger {
    using type = T; // a value
};
template <class T, auto... Path>
struct stranger<T, expression::column_node<Path...>> {
    using type = typename expression::column_node<Path...>::owner;
};
template <class T, class... N>
struct first_stranger {
    using type = T;
};
template <class T, class H, class... N>
struct first_stranger<T, H, N...> {
    using here = typename stranger<T, H>::type;
    using type = typename std::conditional_t<std::is_same_v<here, T>, first_stranger<T, N...>,
                                             std::type_identity<here>>::type;
};
template <class T, expression::op O, class L, class R, class V>
struct stranger<T, expression::binary_node<O, L, R, V>> : first_stranger<T, L, R> {};
template <class T, expression::op O, class X, class V>
struct stranger<T, expression::unary_node<O, X, V>> : stranger<T, X> {};
template <class T, bool Negated, class X, class List>
struct stranger<T, expression::in_node<Negated, X, List>> : stranger<T, X> {};
template <class T, bool Descending, class X>
struct stranger<T, expression::ordered_node<Descending, X>> : stranger<T, X> {};
template <class T, class X, class L, class H>
struct stranger<T, expression::between_node<X, L, H>> : first_stranger<T, X, L, H> {};
template <class T, text Name, class V, bool Nullable, class... A>
struct stranger<T, expression::call_node<Name, V, Nullable, A...>> : first_stranger<T, A...> {};

template <class T, class N>
struct stranger_sentence {
    static constexpr auto value = [] {
        using other = typename stranger<T, N>::type;
        bounded_text<300> out;
        if (!std::is_same_v<other, T>) {
            out += "This statement is about ";
            out += type_name<T>();
            out += " and names a column of ";
            out += type_name<other>();
            out += ": use columns of ";
            out += type_name<T>();
            out += " only.";
        }
        return out;
    }();
};

/// Says so at compile time when N names a column of another struct than T.
template <class T, class N>
consteval bool speaks_of() {
    return say<stranger_sentence<T, N>>();
}

template <class C>
concept condition = expression::any_node<C> && !std::is_same_v<C, expression::sql_text> &&
                    std::is_same_v<typename std::remove_cvref_t<C>::value_type, bool>;

/// The condition of two calls of where(): both must hold.
template <class T, class Old, class New>
[[nodiscard]] constexpr auto joined_where([[maybe_unused]] Old const& before, New const& now) {
    static_assert(condition<New>, "athanor: where() takes a condition, such as col<&User::id> == 1");
    if constexpr (condition<New>) {
        static_assert(speaks_of<T, New>());
        if constexpr (std::is_same_v<Old, no_where>) {
            return now;
        } else {
            return before && now;
        }
    } else {
        return no_where{};
    }
}

} // namespace athanor::detail
