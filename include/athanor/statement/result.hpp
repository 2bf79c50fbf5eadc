#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a row of a query is in C++: a struct, a value, or a std::tuple of them. A left join makes optional.

#include <athanor/statement/scope.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>

namespace athanor::detail {

template <class V>
struct kept_by_reader {
    using type = V;
};
template <>
struct kept_by_reader<std::string_view> {
    using type = std::string;
};
/// The type in which a value of an expression is kept by its reader.
template <class V>
using owned_type = typename kept_by_reader<V>::type;

template <class Item, bool Nullable>
struct item_value {
    using value = owned_type<typename Item::value_type>;
    using type = std::conditional_t<Nullable, std::optional<value>, value>;
};
template <class S, bool Nullable>
struct item_value<entity_node<S>, Nullable> {
    using value = typename S::row_type;
    using type = std::conditional_t<Nullable, std::optional<value>, value>;
};

template <class Item>
[[nodiscard]] constexpr bool item_may_be_null(scope const& in) {
    if constexpr (is_entity<Item>) {
        return in.nullable(Item::row_source());
    } else {
        return may_be_null<Item>(in);
    }
}

/// What one item of a statement's list gives.
template <class Statement, class Item>
using item_type = typename item_value<Item, item_may_be_null<Item>(scope_of<Statement>)>::type;

template <class Items>
struct scalar_of_items {
    using type = void;
};
template <class Item>
requires(!is_entity<Item>) struct scalar_of_items<expression::types<Item>> {
    using type = typename Item::value_type;
};

template <class Statement, class Into, class Items>
struct row_type_of;
template <class Statement, class Item>
struct row_type_of<Statement, no_clause, expression::types<Item>> {
    using type = item_type<Statement, Item>;
};
template <class Statement, class... Item>
struct row_type_of<Statement, no_clause, expression::types<Item...>> {
    using type = std::tuple<item_type<Statement, Item>...>;
};
template <class Statement, class Row, class... Item>
struct row_type_of<Statement, into_clause<Row>, expression::types<Item...>> {
    using type = Row;
};

} // namespace athanor::detail
