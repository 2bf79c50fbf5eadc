#pragma once
// SPDX-License-Identifier: BSL-1.0
// UNION, INTERSECT and EXCEPT: a SELECT whose list is made of two others.

#include <athanor/statement/clause.hpp>
#include <athanor/statement/result.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace athanor::detail {

enum class set_operator : unsigned char { union_, union_all, intersect, except };

template <class Item>
struct original_item {
    using type = Item;
};

/// A column of the result: an item of the first select.
template <class Item, bool Nullable>
struct merged_item : expression::node {
    using value_type = typename Item::value_type;
    using original = typename original_item<Item>::type;
    static constexpr bool nullable = Nullable;
    static constexpr expression::null_rule nulls =
        Nullable ? expression::null_rule::always : expression::null_rule::never;
};
template <class Item, bool Nullable>
requires requires {
    Item::label;
}
struct merged_item<Item, Nullable> : expression::node {
    using value_type = typename Item::value_type;
    using original = typename original_item<Item>::type;
    static constexpr auto label = Item::label;
    static constexpr bool nullable = Nullable;
    static constexpr expression::null_rule nulls =
        Nullable ? expression::null_rule::always : expression::null_rule::never;
};
template <class Item, bool Nullable>
struct original_item<merged_item<Item, Nullable>> {
    using type = typename merged_item<Item, Nullable>::original;
};

[[nodiscard]] constexpr bool merged_null(set_operator o, bool left, bool right) noexcept {
    return o == set_operator::intersect ? left && right : o == set_operator::except ? left : left || right;
}

template <set_operator O, class L, class R, class Item, class Other>
[[nodiscard]] consteval auto merge_item() {
    if constexpr (is_entity<Item>) {
        return std::type_identity<Item>{};
    } else {
        constexpr bool null =
            merged_null(O, item_may_be_null<Item>(scope_of<L>), item_may_be_null<Other>(scope_of<R>));
        return std::type_identity<merged_item<Item, null>>{};
    }
}
template <set_operator O, class L, class R, class... I, class... J>
[[nodiscard]] consteval auto merge_items(expression::types<I...>, expression::types<J...>) {
    if constexpr (sizeof...(I) == sizeof...(J)) {
        return expression::types<typename decltype(merge_item<O, L, R, I, J>())::type...>{};
    } else { // refused by the statement's diagnosis
        return expression::types<typename decltype(merge_item<O, L, R, I, I>())::type...>{};
    }
}

template <set_operator O, class L, class R>
struct set_operation_clause : clause<clause_kind::list> {
    static constexpr set_operator operation = O;
    using left_type = L;
    using right_type = R;
    using items = decltype(merge_items<O, L, R>(typename L::items{}, typename R::items{}));
    L left;
    R right;
    using parts = expression::types<L, R>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(left);
        f(right);
    }
};

template <class List>
inline constexpr bool is_set_operation = false;
template <set_operator O, class L, class R>
inline constexpr bool is_set_operation<set_operation_clause<O, L, R>> = true;

// Structs in the result: an outer join in either select may leave them out.
template <class L, class R, class... I, class... J>
constexpr void add_merged_structs(scope& out, set_operator o, expression::types<I...>,
                                  expression::types<J...>) {
    if constexpr (sizeof...(I) == sizeof...(J)) {
        auto const look = [&]<class A, class B>(std::type_identity<A>, std::type_identity<B>) {
            if constexpr (is_entity<A>) {
                out.add({A::row_source(),
                         merged_null(o, item_may_be_null<A>(scope_of<L>),
                                     is_entity<B> && item_may_be_null<B>(scope_of<R>)),
                         false});
            }
        };
        (look(std::type_identity<I>{}, std::type_identity<J>{}), ...);
    }
}
template <set_operator O, class L, class R>
constexpr void add_merged(scope& out, std::type_identity<set_operation_clause<O, L, R>>) {
    add_merged_structs<L, R>(out, O, typename L::items{}, typename R::items{});
}

// Outside of the lambda below: clang looks into its branches before it knows which are taken.
template <class A, class B>
concept both_named = requires {
    A::label;
    B::label;
};
template <class A, class B>
requires both_named<A, B>
[[nodiscard]] consteval bool have_one_name() {
    return A::label == B::label;
}

/// The place (from 1) of an ORDER BY's subject among the columns of the result; 0 when it is none of them.
template <class Subject, class... Item>
[[nodiscard]] consteval std::size_t place_among(expression::types<Item...>) {
    std::size_t place = 0;
    std::size_t found = 0;
    auto const look = [&]<class I>(std::type_identity<I>) {
        ++place;
        if constexpr (both_named<I, Subject>) {
            found = found == 0 && have_one_name<I, Subject>() ? place : found;
        } else if constexpr (is_entity<I>) {
            if constexpr (any_column<Subject>) {
                if constexpr (std::is_same_v<typename Subject::owner, typename I::row_type>) {
                    auto const& names = column_names<typename I::row_type>;
                    for (std::size_t c = 0; c < column_count<typename I::row_type>; ++c) {
                        found = found == 0 && expression::same_source(Subject::source(), I::row_source()) &&
                                        names[c] == Subject::name()
                                    ? place + c
                                    : found;
                    }
                }
            }
            place += column_count<typename I::row_type> - 1;
        } else {
            found = found == 0 && std::is_same_v<typename original_item<I>::type, Subject> ? place : found;
        }
    };
    (look(std::type_identity<Item>{}), ...);
    return found;
}

} // namespace athanor::detail
