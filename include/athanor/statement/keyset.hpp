#pragma once
// SPDX-License-Identifier: BSL-1.0
// The rows behind a given one in the order of a query: what select(...).after(...) compares.

#include <athanor/statement/order_by.hpp>
#include <athanor/statement/run_time_part.hpp>
#include <athanor/statement/scope.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace athanor::detail {

/// `(a, b) > (?, ?)`: an index over (a, b) finds the place.
template <bool Descending, class Keys, class Values>
struct row_after_node;
template <bool Descending, class... K, class... V>
struct row_after_node<Descending, expression::types<K...>, expression::types<V...>>
    : expression::operand<row_after_node<Descending, expression::types<K...>, expression::types<V...>>> {
    using value_type = bool;
    static constexpr bool nullable = false;
    static constexpr expression::null_rule nulls = expression::null_rule::never;
    expression::pack<K...> keys;
    expression::pack<V...> values;
    constexpr row_after_node(expression::pack<K...> k, expression::pack<V...> v)
        : keys{std::move(k)}
        , values{std::move(v)} {}

    using parts = expression::types<K..., V...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        keys.for_each(f);
        values.for_each(f);
    }
};

template <class Key, class V>
[[nodiscard]] consteval bool fits_key() {
    if constexpr (is_optional_value<V>) {
        return expression::comparable_types<typename Key::value_type,
                                            expression::kept_t<typename V::value_type>>;
    } else {
        return std::is_same_v<V, std::nullopt_t> || expression::comparable_with<Key, V>;
    }
}
/// What after() is given for a key: a value, or one that may be NULL.
template <class Key, class V>
[[nodiscard]] constexpr auto keyset_value(V const& value) {
    if constexpr (std::is_same_v<V, std::nullopt_t>) {
        using kept = expression::kept_t<typename Key::value_type>;
        return expression::value_node<std::optional<kept>>{std::optional<kept>{}};
    } else if constexpr (is_optional_value<V>) {
        using kept = expression::kept_t<typename V::value_type>;
        return expression::value_node<std::optional<kept>>{value ? std::optional<kept>{kept(*value)}
                                                                 : std::optional<kept>{}};
    } else {
        return expression::as_node(value);
    }
}

/// One part of ORDER BY and the value that the last row had for it.
template <class K, class V, bool Descending, bool NullsFirst, bool Nullable>
struct keyset_part {
    static constexpr bool plain = !Nullable;
    static constexpr bool descending = Descending;
    static constexpr auto direction = Descending ? expression::op::less : expression::op::greater;
    static constexpr auto direction_or_same =
        Descending ? expression::op::less_equal : expression::op::greater_equal;
    // A value that is never NULL is met by no NULL.
    static constexpr bool value_may_be_null = is_optional_value<typename V::value_type>;
    using key_type = K;
    using value_type = V;
    K key;
    V value;

    template <expression::op O>
    [[nodiscard]] constexpr auto compared() const {
        return expression::binary_node<O, K, V, bool>{key, value};
    }
    // A comparison with NULL is NULL: then the place of the NULLs decides.
    template <class Else>
    [[nodiscard]] constexpr auto compared_or(Else const& otherwise) const {
        auto const c = compared<direction>();
        return expression::call_node<"coalesce", bool, false, std::remove_const_t<decltype(c)>, Else>{
            c, otherwise};
    }
    /// Does a row stand behind it?
    [[nodiscard]] constexpr auto behind() const {
        if constexpr (!Nullable || (NullsFirst && !value_may_be_null)) {
            return compared<direction>();
        } else if constexpr (NullsFirst) {
            return compared_or(key.is_not_null());
        } else if constexpr (!value_may_be_null) {
            return compared_or(key.is_null());
        } else {
            return compared_or(key.is_null()) && expression::distinct_node<true, K, V>{key, value};
        }
    }
    [[nodiscard]] constexpr auto same() const {
        if constexpr (value_may_be_null) {
            return expression::distinct_node<false, K, V>{key, value};
        } else {
            return compared<expression::op::equal>();
        }
    }
};

template <class Statement, bool Descending, class K, class V>
[[nodiscard]] constexpr auto make_keyset_part(expression::ordered_node<Descending, K> const& order,
                                              V const& v) {
    constexpr bool labelled = requires {
        K::label;
    };
    static_assert(expect<!labelled, "after() compares what order_by() says: order by the column or the "
                                    "expression itself, not by its name in the select list">());
    constexpr bool nullable = may_be_null<K>(scope_of<Statement>);
    auto value = keyset_value<K>(v);
    constexpr bool fit = nullable || !is_optional_value<typename decltype(value)::value_type>;
    static_assert(
        expect<fit,
               "this part of order_by() is never NULL: give after() a value for it, no std::optional">());
    return keyset_part<K, decltype(value), Descending, !Descending, nullable>{order.subject,
                                                                              std::move(value)};
}
template <class Statement, bool First, bool Descending, class K, class V>
[[nodiscard]] constexpr auto
make_keyset_part(expression::nulls_placed_node<First, expression::ordered_node<Descending, K>> const& order,
                 V const& v) {
    auto part = make_keyset_part<Statement>(order.subject, v);
    return keyset_part<K, typename decltype(part)::value_type, Descending, First, !decltype(part)::plain>{
        std::move(part.key), std::move(part.value)};
}

template <class Part>
[[nodiscard]] constexpr auto keyset_steps(Part const& last) {
    return last.behind();
}
template <class Part, class... More>
requires(sizeof...(More) > 0)
    [[nodiscard]] constexpr auto keyset_steps(Part const& first, More const&... more) {
    return first.behind() || (first.same() && keyset_steps(more...));
}
template <class Part, class... More>
[[nodiscard]] constexpr auto keyset_condition(Part const& first, More const&... more) {
    constexpr bool plain = Part::plain && (More::plain && ...);
    constexpr bool one_way = ((More::descending == Part::descending) && ...);
    if constexpr (sizeof...(More) == 0) {
        return first.behind();
    } else if constexpr (plain && one_way) {
        return row_after_node<Part::descending,
                              expression::types<typename Part::key_type, typename More::key_type...>,
                              expression::types<typename Part::value_type, typename More::value_type...>>{
            expression::make_pack(first.key, more.key...), expression::make_pack(first.value, more.value...)};
    } else if constexpr (Part::plain) { // the first comparison alone lets an index find the place
        return first.template compared<Part::direction_or_same>() && keyset_steps(first, more...);
    } else {
        return keyset_steps(first, more...);
    }
}

template <class Statement, class... X, class... V>
[[nodiscard]] constexpr auto keyset(order_clause<X...> const& order, V const&... last) {
    constexpr bool as_many = sizeof...(X) == sizeof...(V);
    static_assert(expect<as_many, "after() takes one value for each part of order_by()">());
    if constexpr (as_many) {
        constexpr bool fit = (fits_key<typename ordered_subject<X>::type, V>() && ...);
        static_assert(expect<fit, "after() takes a value of the type of each part of order_by()">());
        if constexpr (fit) {
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return keyset_condition(make_keyset_part<Statement>(element<I>(order.orders), last)...);
            }
            (std::index_sequence_for<X...>{});
        } else {
            return expression::not_comparable{};
        }
    } else {
        return expression::not_comparable{};
    }
}

} // namespace athanor::detail
