#pragma once
// SPDX-License-Identifier: BSL-1.0
// Rows as a struct of the user's own: its members are filled by the columns of the same name.

#include <athanor/statement/output_columns.hpp>
#include <athanor/statement/set_operation.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::detail {

inline constexpr std::size_t no_place = static_cast<std::size_t>(-1);

/// The column of that name; `again` is where the name comes a second time.
struct place_of_name {
    std::size_t first = no_place;
    std::size_t again = no_place;
};
[[nodiscard]] constexpr place_of_name find_output(output_columns const& in, std::string_view name) {
    place_of_name out;
    std::size_t const n = in.size < output_columns::most ? in.size : output_columns::most;
    for (std::size_t i = 0; i < n; ++i) {
        if (in.items[i].name == name) {
            (out.first == no_place ? out.first : out.again) = i;
        }
    }
    return out;
}

/// For each member of Row the column that fills it.
template <class Statement, class Row>
inline constexpr auto places_of = [] {
    struct {
        std::size_t items[column_count<Row> + 1];
    } out{};
    for (std::size_t i = 0; i < column_count<Row>; ++i) {
        out.items[i] = find_output(outputs_of<Statement>, member_names<Row>[i]).first;
    }
    return out;
}();

template <class Statement, class Row>
[[nodiscard]] consteval statement_mistake diagnose_into() {
    constexpr auto const& have = outputs_of<Statement>;
    constexpr auto const& want = columns_of_row<Row>;
    constexpr std::string_view row = type_name<Row>();
    for (std::size_t i = 0; i < want.size; ++i) {
        std::string_view const member = member_names<Row>[i];
        auto const place = find_output(have, member);
        if (place.first == no_place) {
            return mistake("into<", row, ">(): no column of the list is called ", member,
                           ", as a member is: select it, or name an expression with .as<\"", member,
                           "\">().");
        }
        if (place.again != no_place) {
            return mistake("into<", row, ">(): two columns of the list are called ", member,
                           ": give one another name with .as<\"name\">().");
        }
        if (!fits(have.items[place.first], want.items[i])) {
            return mistake("into<", row, ">(): the column ", member,
                           " is of another type than the member of that name: give both the same type.");
        }
        if (have.items[place.first].nullable && !want.items[i].nullable) {
            return mistake("into<", row, ">(): the column ", member,
                           " may be NULL and the member of that name is no std::optional: make it one, or "
                           "use coalesce().");
        }
    }
    for (std::size_t i = 0; i < have.size && i < output_columns::most; ++i) {
        bool used = false;
        for (std::size_t k = 0; k < want.size; ++k) {
            used = used || have.items[i].name == member_names<Row>[k];
        }
        if (!used) {
            if (have.items[i].name.empty()) {
                return mistake("into<", row, ">(): column ", digits_of(i + 1).view(),
                               " of the list has no name: say the member that it fills with "
                               ".as<\"member\">().");
            }
            return mistake("into<", row, ">(): no member is called ", have.items[i].name,
                           ", as a column of the list is: add it, or name the member that it fills with "
                           ".as<\"member\">().");
        }
    }
    return {};
}
template <class Statement, class Row>
[[nodiscard]] consteval statement_mistake diagnose_into(std::type_identity<into_clause<Row>>) {
    return diagnose_into<Statement, Row>();
}
template <class Statement>
[[nodiscard]] consteval statement_mistake diagnose_into(std::type_identity<no_clause>) {
    return {};
}

// ---- of models selected whole, only the columns that Row has

template <class Row>
[[nodiscard]] constexpr bool has_member(std::string_view name) {
    for (std::size_t i = 0; i < column_count<Row>; ++i) {
        if (member_names<Row>[i] == name) {
            return true;
        }
    }
    return false;
}

/// The columns of a model that Row names.
template <class Row, class Source>
inline constexpr auto parts_for_row = [] {
    using T = typename Source::row_type;
    struct {
        std::size_t items[column_count<T> + 1];
        std::size_t size;
    } out{};
    for (std::size_t i = 0; i < column_count<T>; ++i) {
        if (has_member<Row>(member_names<T>[i])) {
            out.items[out.size++] = i;
        }
    }
    return out;
}();

/// Calls f with the items one after the other, models as their parts; what f collects is the new list.
template <class Row, class Item, class Next>
[[nodiscard]] constexpr auto with_parts(Item const& item, Next&& next) {
    if constexpr (is_entity<Item>) {
        using source = typename Item::source_type;
        constexpr auto const& parts = parts_for_row<Row, source>;
        return [&]<std::size_t... K>(std::index_sequence<K...>) {
            return next(entity_part_node<source, parts.items[K]>{}...);
        }
        (std::make_index_sequence<parts.size>{});
    } else {
        return next(item);
    }
}
template <class Row, template <class...> class List, std::size_t From, class... Item, class... Done>
[[nodiscard]] constexpr auto narrowed_items(expression::pack<Item...> const& items, Done const&... done) {
    if constexpr (From == sizeof...(Item)) {
        return List<Done...>{{}, expression::make_pack(done...)};
    } else {
        return with_parts<Row>(expression::element<From>(items), [&](auto const&... parts) {
            return narrowed_items<Row, List, From + 1>(items, done..., parts...);
        });
    }
}
template <class Row, template <class...> class List, class... Item>
[[nodiscard]] constexpr auto narrowed(List<Item...> const& list) {
    if constexpr ((is_entity<Item> || ...)) {
        return narrowed_items<Row, List, 0>(list.selected);
    } else {
        return list;
    }
}
/// A union's lists stay as they are: their columns belong to each other by place.
template <class Row, set_operator O, class L, class R>
[[nodiscard]] constexpr auto narrowed(set_operation_clause<O, L, R> const& list) {
    return list;
}

} // namespace athanor::detail
