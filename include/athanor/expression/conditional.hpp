#pragma once
// SPDX-License-Identifier: BSL-1.0
// Choices: CASE, NULLIF, the greatest and the least of several.

#include <athanor/expression/operators.hpp>

#include <type_traits>
#include <utility>

namespace athanor::expression {

// ---- CASE
// ------------------------------------------------------------------------------------------------

template <class C, class X>
struct when_node : node {
    using value_type = typename X::value_type;
    using result_type = X;
    static constexpr bool nullable = X::nullable;
    C condition;
    X result;
    constexpr when_node(C c, X x)
        : condition{std::move(c)}
        , result{std::move(x)} {}

    using parts = types<C, X>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(condition);
        f(result);
    }
};

struct no_else : node {};

template <class V, class Else, class... When>
struct case_node : operand<case_node<V, Else, When...>> {
    static_assert(!std::is_same_v<V, no_value>, "athanor: all results of a case_ have one type");
    using value_type = V;
    static constexpr bool has_else = !std::is_same_v<Else, no_else>;
    static constexpr null_rule nulls = has_else ? null_rule::any_part : null_rule::always;
    static constexpr bool nullable = [] {
        if constexpr (has_else) {
            return Else::nullable || (When::nullable || ...);
        } else {
            return true;
        }
    }();
    pack<When...> branches;
    [[no_unique_address]] Else otherwise;
    constexpr case_node(pack<When...> w, Else e)
        : branches{std::move(w)}
        , otherwise{std::move(e)} {}

    using parts = types<When..., Else>;
    using null_parts = types<typename When::result_type..., Else>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        branches.for_each(f);
        f(otherwise);
    }

    /// Where none of the conditions holds; without it that is NULL.
    template <class Y>
    [[nodiscard]] constexpr auto else_(Y const& y) const {
        static_assert(!has_else, "athanor: a case_ has one else_");
        using second = node_of<Y>;
        return case_node<common_value<V, typename second::value_type>, second, When...>{branches, as_node(y)};
    }
};

// ---- the greatest and the least
// --------------------------------------------------------------------------

template <class V>
[[nodiscard]] consteval bool is_ordered_as_text() {
    constexpr type_id id = detail::type_id_of<V>();
    return id == type_id::interval || id == type_id::enumeration;
}

template <bool Greatest, class V, class... X>
struct extreme_node : operand<extreme_node<Greatest, V, X...>> {
    static_assert(!std::is_same_v<V, no_value>, "athanor: greatest() and least() take values of one type");
    using value_type = V;
    static constexpr bool nullable = (X::nullable && ...);
    static constexpr null_rule nulls = null_rule::all_parts;
    using parts = types<X...>;
    static constexpr std::string_view not_on_sqlite =
        is_ordered_as_text<V>() ? "SQLite keeps intervals and enumerations as text, which doesn't sort like "
                                  "the value: greatest() and least() take none of them there."
        : any_is_over_rows(parts{}) ? no_aggregate_inside
                                    : std::string_view{};

    pack<X...> values;
    constexpr explicit extreme_node(X... x)
        : values{make_pack(std::move(x)...)} {}

    template <class F>
    constexpr void for_each_part(F&& f) const {
        values.for_each(f);
    }
};

} // namespace athanor::expression

namespace athanor {

/// One branch of case_(): `when(col<&User::age> < 18, "minor")`.
template <class C, class X>
[[nodiscard]] constexpr auto when(C const& condition, X const& result) {
    static_assert(expression::any_node<C> && std::is_same_v<typename C::value_type, bool>,
                  "athanor: when() takes a condition, such as col<&User::age> < 18, and a value");
    return expression::when_node<C, expression::node_of<X>>{condition, expression::as_node(result)};
}
/// The result of the first branch whose condition holds; NULL without else_() where none does.
///
///     case_(when(col<&User::age> < 18, "minor"), when(col<&User::age> < 65, "adult")).else_("senior")
template <class... C, class... X>
[[nodiscard]] constexpr auto case_(expression::when_node<C, X> const&... branch) {
    static_assert(sizeof...(C) > 0, "athanor: case_() takes branches: when(condition, value)");
    using V = typename expression::common_value_of<typename X::value_type...>::type;
    return expression::case_node<V, expression::no_else, expression::when_node<C, X>...>{
        expression::make_pack(branch...), {}};
}

/// x, or NULL where it is `value`: `nullif(col<&User::nickname>, "")`.
template <expression::any_node X, class R>
[[nodiscard]] constexpr auto nullif(X const& x, R const& value) {
    static_assert(expression::comparable_with<X, R>, "athanor: nullif() takes two values of one type");
    if constexpr (detail::type_id_of<typename X::value_type>() == type_id::numeric) {
        return expression::formula<"nullif({} COLLATE athanor_decimal, {})", "nullif({}, {})",
                                   typename X::value_type, expression::null_rule::always>(x, value);
    } else {
        return expression::formula<"nullif({}, {})", "nullif({}, {})", typename X::value_type,
                                   expression::null_rule::always>(x, value);
    }
}

/// The largest; NULLs are passed over, and only of nothing but NULLs it is NULL.
template <class... X>
[[nodiscard]] constexpr auto greatest(X const&... x) {
    using V = typename expression::common_value_of<typename expression::node_of<X>::value_type...>::type;
    return expression::extreme_node<true, V, expression::node_of<X>...>{expression::as_node(x)...};
}
/// The smallest; NULLs are passed over.
template <class... X>
[[nodiscard]] constexpr auto least(X const&... x) {
    using V = typename expression::common_value_of<typename expression::node_of<X>::value_type...>::type;
    return expression::extreme_node<false, V, expression::node_of<X>...>{expression::as_node(x)...};
}

} // namespace athanor
