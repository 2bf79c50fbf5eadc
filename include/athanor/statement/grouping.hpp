#pragma once
// SPDX-License-Identifier: BSL-1.0
// What GROUP BY asks of a select list: each item is grouped by, or inside an aggregate.

#include <athanor/schema/describe.hpp>
#include <athanor/statement/node_facts.hpp>
#include <athanor/statement/order_by.hpp>
#include <athanor/statement/scope.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

/// The first column outside an aggregate that the groups don't determine.
struct ungrouped {
    bool found = false;
    std::string_view model;
    std::string_view column;
};

/// Do the groups hold the whole primary key of the table? Then they determine all of its columns.
template <class Row, class... G>
[[nodiscard]] consteval bool groups_by_key(expression::source_info const* source, expression::types<G...>) {
    auto const& key = describe<Row>().primary_key.columns;
    if (key.empty()) {
        return false;
    }
    for (auto const& column : key) {
        auto const is = [&]<class X>(std::type_identity<X>) {
            if constexpr (any_column<X>) {
                return expression::same_source(X::source(), source) && X::name() == column;
            } else {
                return false;
            }
        };
        if (!(is(std::type_identity<G>{}) || ...)) {
            return false;
        }
    }
    return true;
}

template <class N, class... G>
[[nodiscard]] consteval ungrouped find_ungrouped(scope const& in, expression::types<G...> groups);
template <class... P, class... G>
[[nodiscard]] consteval ungrouped find_ungrouped_in(expression::types<P...>, [[maybe_unused]] scope const& in,
                                                    [[maybe_unused]] expression::types<G...> groups) {
    ungrouped out;
    ((out.found ? void() : void(out = find_ungrouped<P>(in, groups))), ...);
    return out;
}
/// Is the item grouped by, itself or by its name?
template <class N, class G>
[[nodiscard]] consteval bool is_same_group() {
    if constexpr (requires {
                      N::label;
                      G::label;
                  }) {
        return N::label == G::label;
    } else {
        return std::is_same_v<N, G>;
    }
}
template <class N, class... G>
[[nodiscard]] consteval ungrouped find_ungrouped(scope const& in,
                                                 [[maybe_unused]] expression::types<G...> groups) {
    if constexpr ((is_same_group<N, G>() || ...) || N::is_aggregate || expression::any_statement<N>) {
        return {};
    } else if constexpr (any_column<N>) {
        bool const is_here = in.has(N::source());
        bool by_key = false;
        if constexpr (!requires { N::is_of_named_rows; }) { // those have no key
            by_key = in.find(N::source()).is_table && groups_by_key<typename N::owner>(N::source(), groups);
        }
        return !is_here || by_key // a column of an outer query is one value
                   ? ungrouped{}
                   : ungrouped{true, N::source()->model, N::name()};
    } else if constexpr (is_entity<N>) {
        bool by_key = false;
        if constexpr (N::source_type::is_table) {
            by_key = groups_by_key<typename N::row_type>(N::row_source(), groups);
        }
        return by_key ? ungrouped{} : ungrouped{true, N::row_source()->model, {}};
    } else {
        return find_ungrouped_in(typename N::parts{}, in, groups);
    }
}

/// A group by the name of an expression that holds a value.
template <class G>
[[nodiscard]] consteval bool is_group_with_value() {
    if constexpr (requires { G::label; }) {
        return facts_of_nodes<typename G::null_parts>.has_values;
    } else {
        return false;
    }
}
/// The name of such a group inside another expression: its value would be another parameter there.
template <class N, class... G>
[[nodiscard]] consteval std::string_view find_repeated_group();
template <class... P, class... G>
[[nodiscard]] consteval std::string_view find_repeated_group_in(expression::types<P...>,
                                                                expression::types<G...>) {
    std::string_view out;
    ((out.empty() ? void(out = find_repeated_group<P, G...>()) : void()), ...);
    return out;
}
template <class N, class... G>
[[nodiscard]] consteval std::string_view find_repeated_group() {
    if constexpr (N::is_aggregate || expression::any_statement<N>) {
        return {};
    } else {
        if constexpr (requires { typename N::reference; }) {
            if (((is_group_with_value<G>() && is_same_group<N, G>()) || ...)) {
                return N::label;
            }
        }
        return find_repeated_group_in(typename N::parts{}, expression::types<G...>{});
    }
}
/// The name itself may stand in the list.
template <class Item, class... G>
[[nodiscard]] consteval std::string_view find_repeated_group_in_item() {
    if constexpr (requires { typename Item::reference; }) {
        return find_repeated_group_in(typename Item::parts{}, expression::types<G...>{});
    } else {
        return find_repeated_group<Item, G...>();
    }
}
template <class... Item, class... G>
[[nodiscard]] consteval std::string_view find_repeated_group_in_list(expression::types<Item...>,
                                                                     expression::types<G...>) {
    std::string_view out;
    ((out.empty() ? void(out = find_repeated_group_in_item<Item, G...>()) : void()), ...);
    return out;
}

template <class C>
struct groups_of_clause {
    using type = expression::types<>;
};
template <class... X>
struct groups_of_clause<group_clause<X...>> {
    using type = expression::types<X...>;
};

} // namespace athanor::detail
