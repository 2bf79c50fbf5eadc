#pragma once
// SPDX-License-Identifier: BSL-1.0
// The rows of a SELECT under a name: a subquery in FROM, or a common table expression of a WITH.

#include <athanor/statement/scope.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

/// A column of named rows, called `Alias` in this query.
template <text Name, text Alias, auto... Path>
struct row_column : expression::operand<row_column<Name, Alias, Path...>> {
    using owner = path_owner<Path...>;
    using member_type = path_type<Path...>;
    using value_type = value_of<member_type>;
    static constexpr bool nullable = field_traits<member_type>::nullable;
    static constexpr expression::null_rule nulls =
        nullable ? expression::null_rule::always : expression::null_rule::never;
    static constexpr bool is_of_named_rows = true;

    template <class V>
    constexpr expression::not_comparable operator=(V const&) const {
        return expression::refuse_assignment<V>();
    }

    [[nodiscard]] static consteval expression::source_info const* source() {
        return &expression::source_of<owner, Alias>;
    }
    [[nodiscard]] static consteval std::string_view table() { return Alias.view(); }
    [[nodiscard]] static consteval std::string_view name() { return column_name<Path...>(); }
};

enum class materialization : unsigned char { unsaid, materialized, not_materialized };

/// Rows with the select that makes them.
template <class Row, text Name, class Select, materialization How, bool Lateral>
struct derived_source : expression::node {
    using row_type = Row;
    using select_type = Select;
    static constexpr std::string_view name = Name.view();
    static constexpr bool is_table = false;
    static constexpr bool is_lateral = Lateral;
    static constexpr materialization how = How;
    static constexpr std::string_view not_on_sqlite =
        Lateral ? std::string_view{"SQLite has no LATERAL: use scalar(...) in the select list, or number the "
                                   "rows with row_number() and keep the first ones."}
                : std::string_view{};
    [[nodiscard]] static consteval expression::source_info const* source() {
        return &expression::source_of<Row, Name>;
    }

    Select inner;
    constexpr explicit derived_source(Select s)
        : inner{std::move(s)} {}
    using parts = expression::types<Select>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(inner);
    }

    /// In a WITH: computed once, whatever the planner thinks of it.
    [[nodiscard]] constexpr auto materialized() const {
        return derived_source<Row, Name, Select, materialization::materialized, Lateral>{inner};
    }
    /// In a WITH: as if it were written where it is used.
    [[nodiscard]] constexpr auto not_materialized() const {
        return derived_source<Row, Name, Select, materialization::not_materialized, Lateral>{inner};
    }
};

/// Rows by their name alone.
template <class Row, text Name, text Alias>
struct named_rows {
    using row_type = Row;
    static constexpr std::string_view name = Alias.view();
    static constexpr std::string_view rows_name = Name.view();
    static constexpr bool is_table = false;

    template <auto... Path>
    static constexpr row_column<Name, Alias, Path...> col{};
    [[nodiscard]] static consteval expression::source_info const* source() {
        return &expression::source_of<Row, Alias>;
    }
    [[nodiscard]] static consteval expression::source_info const* rows() {
        return &expression::source_of<Row, Name>;
    }

    /// What the rows are: the select's columns fill the struct's members in their order.
    template <expression::any_statement Select>
    [[nodiscard]] constexpr auto as(Select const& select) const {
        static_assert(Name.view() == Alias.view(),
                      "athanor: as() says what the rows are, once: call it on the name, not on its alias");
        return derived_source<Row, Name, Select, materialization::unsaid, false>{select};
    }
    /// The same rows a second time in one query: `tree.alias<"parent">()`.
    template <text Other>
    [[nodiscard]] constexpr auto alias() const {
        return named_rows<Row, Name, Other>{};
    }
};

template <text Name, text Alias, auto... Path>
struct first_source<row_column<Name, Alias, Path...>> {
    using type = named_rows<typename row_column<Name, Alias, Path...>::owner, Name, Alias>;
};

template <class S>
inline constexpr bool is_derived_source = false;
template <class Row, text Name, class Select, materialization How, bool Lateral>
inline constexpr bool is_derived_source<derived_source<Row, Name, Select, How, Lateral>> = true;

/// Named rows that a FROM only mentions: a WITH must say what they are.
template <class S>
concept mentioned_rows = requires {
    S::rows();
    S::rows_name;
};

// ---- which names does a statement mention?

template <class N>
[[nodiscard]] constexpr bool mentions(expression::source_info const* rows);
template <class... P>
[[nodiscard]] constexpr bool any_mentions(expression::types<P...>,
                                          [[maybe_unused]] expression::source_info const* rows) {
    return (mentions<P>(rows) || ...);
}
/// Does N read from these named rows, itself or in a subquery?
template <class N>
[[nodiscard]] constexpr bool mentions([[maybe_unused]] expression::source_info const* rows) {
    if constexpr (requires { typename N::source_type; }) {
        if constexpr (mentioned_rows<typename N::source_type>) {
            if (expression::same_source(N::source_type::rows(), rows)) {
                return true;
            }
        }
    }
    return any_mentions(typename N::parts{}, rows);
}

} // namespace detail

/// The rows of a subquery under a name; a plain struct says names and types of its columns, which are
/// compared with the select's:
///
///     struct Spent { std::int64_t user_id{}; double total{}; };
///     constexpr auto spent = derived<Spent, "spent">;
///     select(col<&User::name>, spent.col<&Spent::total>)
///         .join(spent.as(select(col<&Order::user_id>, coalesce(sum(col<&Order::price>), 0.0))
///                            .group_by(col<&Order::user_id>)),
///               spent.col<&Spent::user_id> == col<&User::id>)
template <class Row, detail::text Name>
inline constexpr detail::named_rows<Row, Name, Name> derived{};

/// The rows of a common table expression; see with().
template <class Row, detail::text Name>
inline constexpr detail::named_rows<Row, Name, Name> cte{};

/// A subquery in a join that may name columns of the tables before it (PostgreSQL only):
/// `.cross_join(lateral(last.as(select<Order>().where(col<&Order::user_id> == col<&User::id>).limit(1))))`.
template <class Row, detail::text Name, class Select, detail::materialization How, bool L>
[[nodiscard]] constexpr auto lateral(detail::derived_source<Row, Name, Select, How, L> const& rows) {
    return detail::derived_source<Row, Name, Select, How, true>{rows.inner};
}

} // namespace athanor
