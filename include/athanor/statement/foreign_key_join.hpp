#pragma once
// SPDX-License-Identifier: BSL-1.0
// A join without a condition: the one foreign key between the new table and those before it.

#include <athanor/schema/describe.hpp>
#include <athanor/statement/scope.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

struct foreign_key_match {
    std::size_t count = 0;
    std::string_view from; // the table that has the key, as the query calls it
    std::string_view to;
    name_view columns;
    name_view referred;
    std::string_view key_name;
    std::string_view other_key; // of two
};

template <class Source>
[[nodiscard]] consteval std::string_view qualifier_of() {
    if constexpr (requires { Source::name; }) {
        return Source::name;
    } else {
        return table_name<typename Source::row_type>();
    }
}

constexpr void match_one_way(foreign_key_match& out, table_info const& from, std::string_view from_name,
                             table_info const& to, std::string_view to_name) {
    for (auto const& key : from.foreign_keys) {
        if (key.referred_table == to.name && key.referred_schema == to.schema) {
            if (++out.count == 1) {
                out = {1, from_name, to_name, key.columns, key.referred_columns, key.name, {}};
            } else if (out.other_key.empty()) {
                out.other_key = key.name;
            }
        }
    }
}
template <class New, class Old>
constexpr void match_both_ways(foreign_key_match& out) {
    if constexpr (New::is_table && Old::is_table) {
        table_info const& fresh = describe<typename New::row_type>();
        table_info const& old = describe<typename Old::row_type>();
        match_one_way(out, fresh, qualifier_of<New>(), old, qualifier_of<Old>());
        match_one_way(out, old, qualifier_of<Old>(), fresh, qualifier_of<New>());
    }
}

// Clauses stand in the order of the text, so those before the join are the tables before it.
template <class Join, class... C>
[[nodiscard]] consteval foreign_key_match match_join(expression::types<C...>) {
    foreign_key_match out;
    bool before = true;
    auto const look = [&]<class X>(std::type_identity<X>) {
        if constexpr (std::is_same_v<X, Join>) {
            before = false;
        } else if constexpr (requires { typename X::source_type; }) {
            if (before) {
                match_both_ways<typename Join::source_type, typename X::source_type>(out);
            }
        }
    };
    (look(std::type_identity<C>{}), ...);
    return out;
}
template <class Statement, class Join>
[[nodiscard]] consteval foreign_key_match foreign_key_of_join() {
    return match_join<Join>(typename Statement::parts{});
}

} // namespace athanor::detail
