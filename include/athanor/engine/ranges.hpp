#pragma once
// SPDX-License-Identifier: BSL-1.0
// Many structs in one transaction: all of them or none, through statements prepared once.

#include <athanor/engine/any_range.hpp>
#include <athanor/engine/object_statements.hpp>
#include <athanor/engine/transaction.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace athanor::detail {

/// Calls `use` with the object after its C++ defaults are filled in: in place where it can be changed, in a
/// copy otherwise.
template <class T, class Object, class Use>
decltype(auto) with_defaults(Object&& object, Use&& use) {
    if constexpr (!std::is_const_v<std::remove_reference_t<Object>>) {
        apply_defaults<T>(object);
        return use(object);
    } else if constexpr (has_defaults<T>) {
        T copy = object;
        apply_defaults(copy);
        return use(copy);
    } else {
        return use(object);
    }
}

/// Inserts each element. The statement is kept from row to row while the same columns are given.
template <class Native, class Range>
std::size_t insert_range(Native& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    std::size_t number = 0;
    std::optional<std::pair<column_mask, typename Native::lease>> at_hand;
    for (auto&& element : rows) {
        with_defaults<T>(element, [&](auto& object) {
            column_mask const mask = given_columns<T>(object);
            auto const guard = native.enter(); // per row: the range may be a query on this connection
            if (!at_hand || at_hand->first != mask) {
                at_hand.reset();
                at_hand.emplace(mask, insert_statement<T>(native, mask));
                native.log().note(*at_hand->second);
            }
            insert_through<T>(native, *at_hand->second, object, mask);
            at_hand->second->reset();
        });
        ++number;
    }
    at_hand.reset();
    tx.commit();
    return number;
}

/// Updates each element by its primary key.
template <class Native, class Range>
std::size_t update_range(Native& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    std::size_t number = 0;
    for (auto&& element : rows) {
        update_one(native, static_cast<T const&>(element));
        ++number;
    }
    tx.commit();
    return number;
}

/// Erases each element by its primary key; returns how many were there.
template <class Native, class Range>
std::size_t erase_range(Native& native, Range& rows) {
    using T = detail::range_value<Range>;
    transaction tx{native};
    std::size_t number = 0;
    for (auto&& element : rows) {
        T const& object = element;
        number += erase_by_key<T>(native, [&](auto& s) { bind_key_of(s, object, 0); }) ? 1U : 0U;
    }
    tx.commit();
    return number;
}

} // namespace athanor::detail
