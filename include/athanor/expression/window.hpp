#pragma once
// SPDX-License-Identifier: BSL-1.0
// Window functions: `row_number().over(partition_by(col<&Track::album_id>).order_by(col<&Track::name>))`.

#include <athanor/expression/aggregate.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::expression {

// ---- the frame: part of the type, so that the text is fixed

enum class frame_unit : unsigned char { none, rows, range, groups };
enum class frame_edge : unsigned char {
    unbounded_preceding,
    preceding,
    current_row,
    following,
    unbounded_following
};

struct frame_bound {
    frame_edge edge = frame_edge::current_row;
    std::int64_t rows = 0;
};
struct frame {
    frame_unit unit = frame_unit::none;
    frame_bound from{};
    frame_bound to{};
};
template <frame_edge Edge, std::int64_t Rows>
struct bound_type {
    static constexpr frame_bound value{Edge, Rows};
};

// ---- the window

template <class Partition, class Order, frame Frame>
struct window;

template <class... P, class... O, frame Frame>
struct window<types<P...>, types<O...>, Frame> : node {
    static constexpr frame framed = Frame;
    using partition = types<P...>;
    using order = types<O...>;
    [[no_unique_address]] pack<P...> partitions;
    [[no_unique_address]] pack<O...> orders;
    constexpr window(pack<P...> p, pack<O...> o)
        : partitions{std::move(p)}
        , orders{std::move(o)} {}

    using parts = types<P..., O...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        partitions.for_each(f);
        orders.for_each(f);
    }

    /// The order of the rows within a partition.
    template <class... X>
    [[nodiscard]] constexpr auto order_by(X const&... x) const {
        return window<types<P...>, types<decltype(as_window_order(x))...>, Frame>{
            partitions, make_pack(as_window_order(x)...)};
    }
    /// Which rows of the partition a row sees: `rows_between(unbounded_preceding, current_row)`.
    template <class From, class To>
    [[nodiscard]] constexpr auto rows_between(From, To) const {
        return window<types<P...>, types<O...>, frame{frame_unit::rows, From::value, To::value}>{partitions,
                                                                                                 orders};
    }
    template <class From, class To>
    [[nodiscard]] constexpr auto range_between(From, To) const {
        return window<types<P...>, types<O...>, frame{frame_unit::range, From::value, To::value}>{partitions,
                                                                                                  orders};
    }
    template <class From, class To>
    [[nodiscard]] constexpr auto groups_between(From, To) const {
        return window<types<P...>, types<O...>, frame{frame_unit::groups, From::value, To::value}>{partitions,
                                                                                                   orders};
    }

private:
    template <class X>
    [[nodiscard]] static constexpr auto as_window_order(X const& x) {
        if constexpr (
            requires { X::descending; } || requires { X::first; }) {
            return x;
        } else {
            return x.asc();
        }
    }
};

// ---- functions over it

template <class A, class B>
struct joined_types;
template <class... A, class... B>
struct joined_types<types<A...>, types<B...>> {
    using type = types<A..., B...>;
};

/// Is one of the parts of an order a decimal?
template <class O>
[[nodiscard]] consteval bool orders_decimals();
template <class... O>
[[nodiscard]] consteval bool any_orders_decimals(types<O...>) {
    return (orders_decimals<O>() || ...);
}
template <class O>
[[nodiscard]] consteval bool orders_decimals() {
    if constexpr (requires { typename O::value_type; }) {
        return is_decimal<typename O::value_type>;
    } else {
        return any_orders_decimals(typename O::parts{});
    }
}
/// Does the frame say how far the values may be from the row's?
[[nodiscard]] constexpr bool is_by_distance(frame const& f) noexcept {
    auto const counts = [](frame_edge e) { return e == frame_edge::preceding || e == frame_edge::following; };
    return f.unit == frame_unit::range && (counts(f.from.edge) || counts(f.to.edge));
}

/// F over W: one value for each row, none for a group.
template <class F, class W>
struct over_node : operand<over_node<F, W>> {
    using value_type = typename F::value_type;
    static constexpr bool nullable = F::nullable;
    static constexpr bool is_window = true;
    static constexpr null_rule nulls = F::nullable ? null_rule::always : null_rule::never;
    using function = F;
    using window_type = W;
    static constexpr std::string_view not_on_sqlite = [] {
        std::string_view out;
        if constexpr (is_by_distance(W::framed)) {
            if (any_orders_decimals(typename W::order{})) {
                out =
                    "SQLite keeps decimals as text and can't say how far apart two are: order the window by "
                    "an integer, or use rows_between().";
            }
        }
        return out;
    }();
    F called;
    W over;
    constexpr over_node(F f, W w)
        : called{std::move(f)}
        , over{std::move(w)} {}

    using parts = typename joined_types<typename F::parts, typename W::parts>::type;
    template <class V>
    constexpr void for_each_part(V&& visit) const {
        called.for_each_part(visit);
        over.for_each_part(visit);
    }
};

/// All rows are one partition, in no order.
template <class F>
[[nodiscard]] constexpr auto over_all_rows(F const& function) {
    return function.over(window<types<>, types<>, frame{}>{{}, {}});
}

/// A function that means something only over a window.
template <detail::text Name, detail::text Cast, class V, bool Nullable, class... Argument>
struct window_function { // no node: it stands in a query only over a window
    using value_type = V;
    static constexpr bool nullable = Nullable;
    static constexpr std::string_view name = Name.view();
    static constexpr std::string_view cast = Cast.view();
    [[no_unique_address]] pack<Argument...> arguments;
    constexpr explicit window_function(pack<Argument...> a)
        : arguments{std::move(a)} {}

    using parts = types<Argument...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        arguments.for_each(f);
    }
    template <class W>
    [[nodiscard]] constexpr auto over(W const& w) const {
        return over_node<window_function, W>{*this, w};
    }
    [[nodiscard]] constexpr auto over() const { return over_all_rows(*this); }
};
template <detail::text Name, detail::text Cast, class V, bool Nullable, class... X>
[[nodiscard]] constexpr auto make_window_function(X const&... x) {
    return window_function<Name, Cast, V, Nullable, node_of<X>...>{make_pack(as_node(x)...)};
}

} // namespace athanor::expression

namespace athanor {

inline constexpr expression::bound_type<expression::frame_edge::unbounded_preceding, 0> unbounded_preceding{};
inline constexpr expression::bound_type<expression::frame_edge::current_row, 0> current_row{};
inline constexpr expression::bound_type<expression::frame_edge::unbounded_following, 0> unbounded_following{};
template <std::int64_t Rows>
inline constexpr expression::bound_type<expression::frame_edge::preceding, Rows> preceding{};
template <std::int64_t Rows>
inline constexpr expression::bound_type<expression::frame_edge::following, Rows> following{};

/// A window of the rows that agree in these: `.over(partition_by(col<&Track::album_id>))`.
template <class... X>
[[nodiscard]] constexpr auto partition_by(X const&... x) {
    return expression::window<expression::types<X...>, expression::types<>, expression::frame{}>{
        expression::make_pack(x...), {}};
}
/// A window of all rows, in an order.
template <class... X>
[[nodiscard]] constexpr auto window_order_by(X const&... x) {
    return partition_by().order_by(x...);
}

[[nodiscard]] constexpr auto row_number() {
    return expression::make_window_function<"row_number", "", std::int64_t, false>();
}
[[nodiscard]] constexpr auto rank() {
    return expression::make_window_function<"rank", "", std::int64_t, false>();
}
[[nodiscard]] constexpr auto dense_rank() {
    return expression::make_window_function<"dense_rank", "", std::int64_t, false>();
}
[[nodiscard]] constexpr auto percent_rank() {
    return expression::make_window_function<"percent_rank", "", double, false>();
}
[[nodiscard]] constexpr auto cume_dist() {
    return expression::make_window_function<"cume_dist", "", double, false>();
}
/// The number of the row's part, when the partition is cut into as many equal ones; at most 2147483647.
[[nodiscard]] constexpr auto ntile(std::int32_t parts) {
    return expression::window_function<"ntile", "bigint", std::int64_t, false, expression::small_value>{
        expression::make_pack(expression::small_value{parts})};
}
/// x of the row so many before this one; NULL where there is none.
template <expression::any_node X>
[[nodiscard]] constexpr auto lag(X const& x, std::int32_t rows = 1) {
    return expression::window_function<"lag", "", typename X::value_type, true, X, expression::small_value>{
        expression::make_pack(x, expression::small_value{rows})};
}
template <expression::any_node X>
[[nodiscard]] constexpr auto lead(X const& x, std::int32_t rows = 1) {
    return expression::window_function<"lead", "", typename X::value_type, true, X, expression::small_value>{
        expression::make_pack(x, expression::small_value{rows})};
}
/// x of the first row that the frame has.
template <expression::any_node X>
[[nodiscard]] constexpr auto first_value(X const& x) {
    return expression::make_window_function<"first_value", "", typename X::value_type, true>(x);
}
/// x of the last row of the frame, which without rows_between() ends at this row.
template <expression::any_node X>
[[nodiscard]] constexpr auto last_value(X const& x) {
    return expression::make_window_function<"last_value", "", typename X::value_type, true>(x);
}
template <expression::any_node X>
[[nodiscard]] constexpr auto nth_value(X const& x, std::int32_t n) {
    return expression::window_function<"nth_value", "", typename X::value_type, true, X,
                                       expression::small_value>{
        expression::make_pack(x, expression::small_value{n})};
}

} // namespace athanor
