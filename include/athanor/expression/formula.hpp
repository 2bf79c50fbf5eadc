#pragma once
// SPDX-License-Identifier: BSL-1.0
// An expression whose text is written out for each database: what most functions need, and the user's own
// SQL.

#include <athanor/expression/operand.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace athanor::expression {

/// Where the next {} of a formula's text stands, or npos. Not by find(): with sanitizers g++ takes the
/// pointers that it compares for no constants.
[[nodiscard]] constexpr std::size_t next_place(std::string_view text, std::size_t from = 0) noexcept {
    for (std::size_t at = from; at + 1 < text.size(); ++at) {
        if (text[at] == '{' && text[at + 1] == '}') {
            return at;
        }
    }
    return std::string_view::npos;
}

/// Does N need all rows of a group or a window? (What a subquery needs is its own affair.)
template <class N>
[[nodiscard]] consteval bool is_over_rows();
template <class... P>
[[nodiscard]] consteval bool any_is_over_rows(types<P...>) {
    return (is_over_rows<P>() || ...);
}
template <class N>
[[nodiscard]] consteval bool is_over_rows() {
    if constexpr (any_statement<N>) {
        return false;
    } else {
        return N::is_aggregate || N::is_window || any_is_over_rows(typename N::parts{});
    }
}
inline constexpr std::string_view no_aggregate_inside =
    "SQLite can't calculate this from an aggregate or a window function: select that in a subquery and "
    "calculate "
    "from its column.";

/// `{}` in the texts stands for the arguments in their order; a text must bind like a function call, so write
/// operators in parentheses. A text that begins with `!` is the reason why that database can't run it.
///
///     formula_node<"instr({}, {}) > 0", "strpos({}, {}) > 0", bool, null_rule::any_part, X, Y>
template <detail::text Sqlite, detail::text Postgresql, class V, null_rule Nulls, class... Argument>
struct formula_node : operand<formula_node<Sqlite, Postgresql, V, Nulls, Argument...>> {
    using value_type = V;
    static constexpr null_rule nulls = Nulls;
    static constexpr bool nullable = Nulls == null_rule::always ||
                                     (Nulls == null_rule::any_part && (Argument::nullable || ...)) ||
                                     (Nulls == null_rule::all_parts && (Argument::nullable && ...));
    static constexpr std::string_view sqlite_text = Sqlite.view();
    static constexpr std::string_view postgresql_text = Postgresql.view();
    static constexpr std::string_view not_on_sqlite = [] {
        if constexpr (sqlite_text.starts_with('!')) {
            return sqlite_text.substr(1);
        } else if constexpr (sqlite_text.starts_with("(SELECT ")) {
            return any_is_over_rows(types<Argument...>{}) ? no_aggregate_inside : std::string_view{};
        } else {
            return std::string_view{};
        }
    }();
    static constexpr std::string_view not_on_postgresql =
        postgresql_text.starts_with('!') ? postgresql_text.substr(1) : std::string_view{};

    pack<Argument...> arguments;
    constexpr explicit formula_node(Argument... a)
        : arguments{make_pack(std::move(a)...)} {}

    using parts = types<Argument...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        arguments.for_each(f);
    }
};

/// A formula over nodes and plain values.
template <detail::text Sqlite, detail::text Postgresql, class V, null_rule Nulls = null_rule::any_part,
          class... X>
[[nodiscard]] constexpr auto formula(X const&... x) {
    return formula_node<Sqlite, Postgresql, V, Nulls, node_of<X>...>{as_node(x)...};
}

} // namespace athanor::expression
