#pragma once
// SPDX-License-Identifier: BSL-1.0
// Functions over the rows of a group: count, sum, avg, min, max.

#include <athanor/expression/operators.hpp>
#include <athanor/value/big_decimal.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::expression {

struct no_filter : node {};

template <class F, class W>
struct over_node;
template <class F>
[[nodiscard]] constexpr auto over_all_rows(F const& function); // window.hpp

/// A number that PostgreSQL's function takes as a 32-bit integer.
struct small_value : node {
    using value_type = std::int32_t;
    static constexpr bool nullable = false;
    value_node<std::int64_t> value;
    constexpr explicit small_value(std::int32_t v)
        : value{v} {}
    using parts = types<value_node<std::int64_t>>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(value);
    }
};

/// `Cast`: the type that PostgreSQL's result is brought back to, which widens more than C++ does; empty for
/// none.
template <detail::text Name, detail::text Cast, class V, bool Distinct, class Filter, class... Argument>
struct aggregate_node : operand<aggregate_node<Name, Cast, V, Distinct, Filter, Argument...>> {
    using value_type = V;
    static constexpr std::string_view name = Name.view();
    static constexpr std::string_view cast = Cast.view();
    static constexpr bool is_distinct = Distinct;
    static constexpr bool is_aggregate = true;
    static constexpr bool nullable = Name.view() != "count"; // of no rows
    static constexpr null_rule nulls = nullable ? null_rule::always : null_rule::never;
    using filter_type = Filter;

    pack<Argument...> arguments;
    [[no_unique_address]] Filter condition;
    constexpr aggregate_node(pack<Argument...> a, Filter f)
        : arguments{std::move(a)}
        , condition{std::move(f)} {}

    using parts = types<Argument..., Filter>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        arguments.for_each(f);
        f(condition);
    }

    /// Over those rows only for which the condition holds.
    template <class C>
    [[nodiscard]] constexpr auto filter(C const& c) const {
        static_assert(std::is_same_v<typename node_of<C>::value_type, bool>,
                      "athanor: filter() takes a condition, such as col<&Order::paid> == true");
        return aggregate_node<Name, Cast, V, Distinct, C, Argument...>{arguments, c};
    }
    /// For each row, over the rows of a window: see expression/window.hpp.
    template <class W>
    [[nodiscard]] constexpr auto over(W const& w) const {
        return over_node<aggregate_node, W>{*this, w};
    }
    /// Over all rows: a row beside the total.
    [[nodiscard]] constexpr auto over() const { return over_all_rows(*this); }
    /// Over each value once: `count(col<&Order::user_id>).distinct()`.
    [[nodiscard]] constexpr auto distinct() const {
        return aggregate_node<Name, Cast, V, true, Filter, Argument...>{arguments, condition};
    }
};

template <detail::text Name, detail::text Cast, class V, class... X>
[[nodiscard]] constexpr auto aggregate(X const&... x) {
    return aggregate_node<Name, Cast, V, false, no_filter, X...>{make_pack(x...), {}};
}

} // namespace athanor::expression

namespace athanor {

/// The number of rows.
[[nodiscard]] constexpr auto count() {
    return expression::aggregate<"count", "", std::int64_t>();
}
/// The number of rows in which x is not NULL.
template <expression::any_node X>
[[nodiscard]] constexpr auto count(X const& x) {
    return expression::aggregate<"count", "", std::int64_t>(x);
}
/// Of integers a std::int64_t, of floating-point numbers a double, of decimals a big_decimal; NULL of no
/// rows. A sum that doesn't fit is an error of kind out_of_range.
template <expression::any_node X>
[[nodiscard]] constexpr auto sum(X const& x) {
    using V = typename X::value_type;
    static_assert(expression::is_number<V> || expression::is_decimal<V>, "athanor: sum() takes a number");
    if constexpr (expression::is_decimal<V>) {
        return expression::aggregate<"sum", "", big_decimal>(x);
    } else if constexpr (std::is_floating_point_v<V>) {
        return expression::aggregate<"sum", "double precision", double>(x);
    } else {
        return expression::aggregate<"sum", "bigint", std::int64_t>(x);
    }
}
/// A double, of decimals a big_decimal with at least 16 digits that count; NULL of no rows.
template <expression::any_node X>
[[nodiscard]] constexpr auto avg(X const& x) {
    using V = typename X::value_type;
    static_assert(expression::is_number<V> || expression::is_decimal<V>, "athanor: avg() takes a number");
    if constexpr (expression::is_decimal<V>) {
        return expression::aggregate<"avg", "", big_decimal>(x);
    } else {
        return expression::aggregate<"avg", "double precision", double>(x);
    }
}
template <expression::any_node X>
[[nodiscard]] constexpr auto min(X const& x) {
    return expression::aggregate<"min", "", typename X::value_type>(x);
}
template <expression::any_node X>
[[nodiscard]] constexpr auto max(X const& x) {
    return expression::aggregate<"max", "", typename X::value_type>(x);
}

} // namespace athanor
