#pragma once
// SPDX-License-Identifier: BSL-1.0
// What INSERT, UPDATE and DELETE share: their clauses, WHERE, and the rows that RETURNING gives.

#include <athanor/statement/into.hpp>
#include <athanor/statement/result.hpp>
#include <athanor/statement/scope.hpp>
#include <athanor/statement/where.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::detail {

template <class... Item>
struct returning_clause : clause<clause_kind::returning> {
    using items = expression::types<Item...>;
    expression::pack<Item...> selected;
    using parts = items;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        selected.for_each(f);
    }
};

template <class Clause>
struct items_of_returning {
    using type = expression::types<>;
};
template <class... Item>
struct items_of_returning<returning_clause<Item...>> {
    using type = expression::types<Item...>;
};

/// The tables that a change names and neither changes nor reads from.
template <class Statement, class... C>
[[nodiscard]] consteval source_list sources_outside() {
    source_list used;
    (collect_sources<C>(used, typename C::parts{}), ...);
    source_list out;
    for (std::size_t i = 0; i < used.size; ++i) {
        if (!scope_of<Statement>.has(used.items[i])) {
            out.add(used.items[i]);
        }
    }
    return out;
}

/// Does RETURNING name a column of another table than the one that is changed?
template <class Model, class Returning>
[[nodiscard]] consteval bool returns_of_another() {
    if constexpr (std::is_same_v<Returning, no_clause>) {
        return false;
    } else {
        source_list used;
        collect_sources<Returning>(used, typename Returning::parts{});
        return used.size > 1 ||
               (used.size == 1 && !expression::same_source(used.items[0], plain_table<Model>::source()));
    }
}

template <class Self, class... Clause>
struct change_statement : expression::node, expression::statement_base {
    expression::pack<Clause...> clauses;

    using parts = expression::types<Clause...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        clauses.for_each(f);
    }
    template <clause_kind K>
    static constexpr bool has = has_clause<K, Clause...>;
    template <clause_kind K>
    using clause_type = clause_of<K, Clause...>;
    /// What RETURNING gives; without it the statement has no rows.
    using items = typename items_of_returning<clause_type<clause_kind::returning>>::type;
    using result_type = typename row_type_of<Self, clause_type<clause_kind::into>, items>::type;
    using scalar_type = void;
    static constexpr std::string_view not_on_sqlite =
        returns_of_another<typename Self::model_type, clause_type<clause_kind::returning>>()
            ? std::string_view{"SQLite's RETURNING knows only the table that is changed: select the other "
                               "columns by themselves, or as scalar(...)."}
            : std::string_view{};

    /// Rows for which this holds; said twice, both must hold.
    template <class C>
    [[nodiscard]] constexpr auto where(C const& c) const {
        return of(with_condition<clause_kind::where>(clauses, c));
    }
    /// Yes, all rows of the table.
    [[nodiscard]] constexpr auto every_row() const { return with(every_row_clause{}); }
    /// The statement gives rows then, as a select does:
    /// `conn.all(update<...>()...returning(col<&User::id>))`.
    template <class... X>
    [[nodiscard]] constexpr auto returning(X const&... x) const {
        return with(returning_clause<decltype(as_item(x))...>{{}, expression::make_pack(as_item(x)...)});
    }
    /// All columns of the changed rows.
    template <class T>
    [[nodiscard]] constexpr auto returning() const {
        return with(returning_clause<entity_node<plain_table<T>>>{{}, {}});
    }
    /// Rows as a struct of your own, its members filled by name: see select().
    template <class Row>
    [[nodiscard]] constexpr auto into() const {
        static_assert(has<clause_kind::returning>, "athanor: into() stands behind returning(...)");
        if constexpr (has<clause_kind::returning>) {
            return with(narrowed<Row>(find_clause<clause_kind::returning>(clauses))).with(into_clause<Row>{});
        } else {
            return *this;
        }
    }

    /// With one more clause, or another in the place of the one of its kind.
    template <class New>
    [[nodiscard]] constexpr auto with(New added) const {
        return of(with_clause(clauses, std::move(added)));
    }

protected:
    template <class... C>
    [[nodiscard]] static constexpr auto of(expression::pack<C...> all) {
        return typename Self::template rebound<C...>{{{}, {}, std::move(all)}};
    }
};

/// A change that gives rows.
template <class S>
concept returns_rows = requires {
    typename S::model_type;
}
&&S::template has<clause_kind::returning>;

} // namespace athanor::detail
