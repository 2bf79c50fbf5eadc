#pragma once
// SPDX-License-Identifier: BSL-1.0
// Many structs in one transaction: all of them or none, through statements prepared once.

#include <athanor/engine/object_statements.hpp>
#include <athanor/engine/transaction.hpp>

#include <cstddef>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

namespace athanor::detail {

/// Inserts each element. The statement is kept from row to row while the same columns are given.
template <class Native, class Range>
std::size_t insert_range(Native& native, Range& rows) {
    using T = std::ranges::range_value_t<Range>;
    transaction tx{native};
    std::size_t number = 0;
    std::optional<std::pair<column_mask, typename Native::lease>> at_hand;
    auto const insert = [&](auto& object) {
        column_mask const mask = given_columns<T>(object);
        auto const guard = native.enter(); // per row: the range may be a query on this connection
        if (!at_hand || at_hand->first != mask) {
            at_hand.reset();
            at_hand.emplace(mask, insert_statement<T>(native, mask));
            native.log().note(*at_hand->second);
        }
        insert_through<T>(native, *at_hand->second, object, mask);
        ++number;
    };
    for (auto&& object : rows) {
        if constexpr (!std::is_const_v<std::remove_reference_t<decltype(object)>>) {
            apply_defaults<T>(object);
            insert(object);
        } else if constexpr (has_defaults<T>) {
            T copy = object;
            apply_defaults(copy);
            insert(copy);
        } else {
            insert(object);
        }
    }
    at_hand.reset();
    tx.commit();
    return number;
}

} // namespace athanor::detail
