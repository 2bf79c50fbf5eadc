#pragma once
// SPDX-License-Identifier: BSL-1.0
// The columns that a select gives, and those that a struct takes, as values: compared where rows get a name
// or two selects become one.

#include <athanor/base/say.hpp>
#include <athanor/schema/diagnose_members.hpp>
#include <athanor/statement/derived.hpp>
#include <athanor/statement/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace athanor::detail {

enum class output_kind : unsigned char { other, integer, floating, text, bytes };

template <class V>
inline constexpr bool is_bytes =
    std::is_same_v<V, std::vector<std::byte>> || std::is_same_v<V, std::span<std::byte const>>;

struct output_column {
    std::string_view name; // the label, or the member's; empty: none

    std::uint64_t type = 0;
    output_kind kind = output_kind::other;
    std::size_t size = 0;
    bool nullable = false;
};
/// May a column of type `have` be read as `want`? A wider number holds a narrower one.
[[nodiscard]] constexpr bool fits(output_column const& have, output_column const& want) {
    return have.type == want.type ||
           (have.kind == want.kind && have.kind != output_kind::other && have.size <= want.size);
}

/// What a member of into<>() must be called to take it.
template <class Item>
struct item_name {
    static constexpr std::string_view value{};
};
template <class Item>
requires requires {
    Item::label;
}
struct item_name<Item> {
    static constexpr std::string_view value = Item::label;
};
template <class Item> // of a union
requires(
    !requires { Item::label; } && requires { typename Item::original; }) struct item_name<Item>
    : item_name<typename Item::original> {
};
template <class T, auto... Path>
inline constexpr std::string_view member_name_of = member_names<T>[column_index<T, Path...>()];
template <auto... Path>
struct item_name<expression::column_node<Path...>> {
    static constexpr std::string_view value = member_name_of<path_owner<Path...>, Path...>;
};
template <text Alias, auto... Path>
struct item_name<expression::aliased_column_node<Alias, Path...>> {
    static constexpr std::string_view value = member_name_of<path_owner<Path...>, Path...>;
};
template <text Name, text Alias, auto... Path>
struct item_name<row_column<Name, Alias, Path...>> {
    static constexpr std::string_view value = member_name_of<path_owner<Path...>, Path...>;
};
template <row_source Source, std::size_t I>
struct item_name<entity_part_node<Source, I>> {
    static constexpr std::string_view value = member_names<typename Source::row_type>[I];
};
template <class Item>
[[nodiscard]] consteval std::string_view name_of_item() {
    return item_name<Item>::value;
}

struct output_columns {
    static constexpr std::size_t most = 64;
    output_column items[most]{};
    std::size_t size = 0;

    template <class V>
    constexpr void add(std::string_view name, bool nullable) {
        using kind = output_kind;
        constexpr bool integer = std::is_integral_v<V> && !std::is_same_v<V, bool>;
        if (size < most) {
            items[size] = {name, type_number<V>,
                           expression::is_text<V>        ? kind::text
                           : is_bytes<V>                 ? kind::bytes
                           : integer                     ? kind::integer
                           : std::is_floating_point_v<V> ? kind::floating
                                                         : kind::other,
                           expression::is_text<V> || is_bytes<V> ? 0 : sizeof(V), nullable};
        }
        ++size;
    }
    template <class Row>
    constexpr void add_row(bool nullable) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (add<value_of<column_member_type<Row, I>>>(
                 member_names<Row>[I], nullable || field_traits<column_member_type<Row, I>>::nullable),
             ...);
        }
        (std::make_index_sequence<column_count<Row>>{});
    }
    template <class Item>
    constexpr void add_item(scope const& in) {
        if constexpr (is_entity<Item>) {
            add_row<typename Item::row_type>(in.nullable(Item::row_source()));
        } else {
            add<typename Item::value_type>(name_of_item<Item>(), may_be_null<Item>(in));
        }
    }
    template <class... Item>
    constexpr void add_items(expression::types<Item...>, scope const& in) {
        (add_item<Item>(in), ...);
    }
};

/// What a select gives.
template <class Select>
inline constexpr output_columns outputs_of = [] {
    output_columns out;
    out.add_items(typename Select::items{}, scope_of<Select>);
    return out;
}();
/// What a struct takes.
template <class Row>
inline constexpr output_columns columns_of_row = [] {
    output_columns out;
    out.add_row<Row>(false);
    return out;
}();

using statement_mistake = bounded_text<320>;

template <class... S>
[[nodiscard]] constexpr statement_mistake mistake(S const&... pieces) {
    statement_mistake out;
    ((out += pieces), ...);
    return out;
}
/// "3 columns"
[[nodiscard]] constexpr statement_mistake columns_in_words(std::size_t n) {
    return mistake(digits_of(n).view(), n == 1 ? " column" : " columns");
}

} // namespace athanor::detail
