#pragma once
// SPDX-License-Identifier: BSL-1.0
// SELECT of whole structs, and the questions count and exists that are asked with one.

#include <athanor/statement/order_by.hpp>
#include <athanor/statement/where.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

struct no_limit {};

} // namespace detail

/// `select<User>().where(...).order_by(...).limit(10)`: each call gives a new statement, and the type says
/// its shape.
template <class T, class Where = detail::no_where, class Order = expression::pack<>,
          class Limit = detail::no_limit, class Offset = detail::no_limit>
struct select_statement {
    using result_type = T;
    using where_type = Where;
    using order_type = Order;
    static constexpr bool has_limit = std::is_same_v<Limit, std::int64_t>;
    static constexpr bool has_offset = std::is_same_v<Offset, std::int64_t>;

    [[no_unique_address]] Where condition;
    [[no_unique_address]] Order order;
    [[no_unique_address]] Limit limit_rows;
    [[no_unique_address]] Offset offset_rows;

    /// Rows for which this holds; said twice, both must hold.
    template <class C>
    [[nodiscard]] constexpr auto where(C const& c) const {
        auto joined = detail::joined_where<T>(condition, c);
        return select_statement<T, decltype(joined), Order, Limit, Offset>{std::move(joined), order,
                                                                           limit_rows, offset_rows};
    }
    /// Columns or expressions, first one first; `desc(...)` for largest first. Replaces an earlier order.
    template <class... X>
    [[nodiscard]] constexpr auto order_by(X const&... x) const {
        auto orders = expression::make_pack(detail::as_ordering(x)...);
        static_assert((detail::speaks_of<T, decltype(detail::as_ordering(x))>() && ...));
        return select_statement<T, Where, decltype(orders), Limit, Offset>{condition, std::move(orders),
                                                                           limit_rows, offset_rows};
    }
    /// At most this many rows (a parameter: the statement stays the same for every number).
    [[nodiscard]] constexpr auto limit(std::int64_t rows) const {
        return select_statement<T, Where, Order, std::int64_t, Offset>{condition, order, rows, offset_rows};
    }
    /// Leaves out the first rows.
    [[nodiscard]] constexpr auto offset(std::int64_t rows) const {
        return select_statement<T, Where, Order, Limit, std::int64_t>{condition, order, limit_rows, rows};
    }
};

/// All rows of a model's table, to be narrowed by where() and the others.
template <class T>
[[nodiscard]] constexpr select_statement<T> select() {
    return {};
}

namespace detail {

template <class X>
inline constexpr bool is_select = false;
template <class T, class W, class O, class L, class F>
inline constexpr bool is_select<select_statement<T, W, O, L, F>> = true;

/// SELECT count(*) over the rows that a select would give.
template <class Select>
struct count_of {
    using inner_type = Select;
    Select const& inner;
};
/// SELECT EXISTS over the same.
template <class Select>
struct exists_of {
    using inner_type = Select;
    Select const& inner;
};

} // namespace detail
} // namespace athanor
