#pragma once
// SPDX-License-Identifier: BSL-1.0
// Conditions and orders that are put together at run time, of the same typed parts as fixed ones.

#include <athanor/base/say.hpp>
#include <athanor/statement/grouping.hpp>
#include <athanor/statement/order_by.hpp>
#include <athanor/statement/output_columns.hpp>
#include <athanor/statement/parameters.hpp>
#include <athanor/statement/run_time_part.hpp>
#include <athanor/statement/where.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace athanor {
namespace detail {

/// Names a table as a column of it would.
template <class T>
struct source_mark : expression::node {
    [[nodiscard]] static consteval expression::source_info const* row_source() {
        if constexpr (detail::row_source<T>) {
            return T::source();
        } else {
            return &expression::source_of<T, "">;
        }
    }
};

template <class N, class... T>
[[nodiscard]] consteval statement_mistake diagnose_run_time_part() {
    source_list used;
    collect_sources<N>(used, typename N::parts{});
    for (std::size_t i = 0; i < used.size; ++i) {
        if (!(expression::same_source(source_mark<T>::row_source(), used.items[i]) || ...)) {
            auto const& s = *used.items[i];
            return mistake("This filter or ordering gets a column of ", s.alias.empty() ? s.model : s.alias,
                           ", which isn't among the models in its <...>: name it there as well.");
        }
    }
    if (facts_of_node<N>.has_aggregate) {
        return mistake("A filter is about single rows and can't hold an aggregate: use having().");
    }
    return {};
}
template <class N, class... T>
struct run_time_part_sentence {
    static constexpr statement_mistake value = diagnose_run_time_part<N, T...>();
};

template <class V>
void add_value(run_time_piece& out, V const& v) {
    if constexpr (differs_by_database<V>) {
        out.for_postgresql.push_back({out.values.size(), cell_for(true, v)});
    }
    out.values.push_back(cell_for(false, v));
}

template <class N>
[[nodiscard]] run_time_piece make_run_time_piece(N const& n) {
    run_time_piece out{&write_run_time<N>, false, {}, {}, list_sizes_of(n), {}};
    for_each_parameter(n, [&out](auto const& v) { add_value(out, v); });
    for_each_run_time_list(n, [&out](run_time_list const& list) { out.nested.push_back(list); });
    return out;
}

} // namespace detail

/// A condition that is put together at run time; the empty one holds for every row. Give it the models (or
/// aliases) whose columns it may name:
///
///     filter<User> wanted;
///     if (adults_only) wanted &= col<&User::age> >= 18;
///     if (!name.empty()) wanted &= col<&User::name>.like(name + "%");
///     auto rows = conn.all(select<User>().where(wanted));
///
/// The text is made at run time and its statement is kept for the next time that it is the same. Throws
/// unsupported, when it runs, for what the database lacks.
template <class... T>
class filter : public expression::operand<filter<T...>>, public detail::run_time_part {
public:
    using value_type = bool;
    static constexpr bool nullable = true;
    static constexpr expression::null_rule nulls = expression::null_rule::always;
    static constexpr bool is_fixed = false;
    using parts = expression::types<detail::source_mark<T>...>;

    filter() = default;
    template <class C>
    requires(expression::any_node<C> && !detail::known_at_run_time<C>)
        // NOLINTNEXTLINE(google-explicit-constructor): a condition is a filter
        filter(C const& first) {
        *this &= first;
    }

    /// Both must hold. What is empty changes nothing.
    template <class C>
    filter& operator&=(C const& c) {
        return add(c, false);
    }
    /// What there is so far must hold, or this. The first condition of an empty filter begins it, either way.
    template <class C>
    filter& operator|=(C const& c) {
        return add(c, true);
    }
    /// Does it hold for every row?
    [[nodiscard]] bool empty() const noexcept { return chosen.pieces.empty(); }

private:
    template <class C>
    auto& add(C const& c, bool or_) { // not filter&: clang names the user's line only of what it needs now
        static_assert(detail::expect<detail::condition<C>,
                                     "a filter takes conditions, such as col<&User::age> >= 18">());
        if constexpr (detail::condition<C>) {
            static_assert(detail::say<detail::run_time_part_sentence<C, T...>>());
            if constexpr (detail::known_at_run_time<C>) {
                if (c.chosen.pieces.empty()) {
                    return *this;
                }
            }
            auto piece = detail::make_run_time_piece(c);
            piece.begins_or = or_;
            chosen.pieces.push_back(std::move(piece));
        }
        return *this;
    }
};

/// An order that is chosen at run time; the empty one is none.
///
///     ordering<User> order;
///     order.then_by(by_age ? ordering<User>{desc(col<&User::age>)} : ordering<User>{col<&User::name>});
///     order.then_by(col<&User::id>);
///     auto rows = conn.all(select<User>().order_by(order));
template <class... T>
class ordering : public expression::node, public detail::run_time_part {
public:
    static constexpr bool is_fixed = false;
    using parts = expression::types<detail::source_mark<T>...>;

    ordering() = default;
    template <class X>
    requires(expression::any_node<X> && !detail::known_at_run_time<X>)
        // NOLINTNEXTLINE(google-explicit-constructor): a column is an order
        ordering(X const& first) {
        then_by(first);
    }

    /// Among rows that are equal so far.
    template <class X>
    requires(!detail::known_at_run_time<X>) ordering& then_by(X const& x) {
        auto const order = detail::as_ordering(x);
        using part = std::remove_const_t<decltype(order)>;
        static_assert(detail::say<detail::run_time_part_sentence<part, T...>>());
        chosen.pieces.push_back(detail::make_run_time_piece(order));
        return *this;
    }
    ordering& then_by(ordering const& more) {
        chosen.pieces.insert(chosen.pieces.end(), more.chosen.pieces.begin(), more.chosen.pieces.end());
        return *this;
    }
    [[nodiscard]] bool empty() const noexcept { return chosen.pieces.empty(); }
};

namespace detail {

template <class... T>
inline constexpr bool is_ordering<ordering<T...>> = true;

} // namespace detail
} // namespace athanor
