#pragma once
// SPDX-License-Identifier: BSL-1.0
// What can be wrong with the parts that only a SELECT has: named rows, unions, windows, labels.

#include <athanor/statement/foreign_key_join.hpp>
#include <athanor/statement/grouping.hpp>
#include <athanor/statement/output_columns.hpp>
#include <athanor/statement/with.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

/// "Order", or "the alias boss".
[[nodiscard]] constexpr statement_mistake called(expression::source_info const& s) {
    return s.alias.empty() ? mistake(s.model) : mistake("the alias ", s.alias);
}

// ---- named rows

/// Do the columns of a select fill the members of Row?
template <class Row, class Select>
[[nodiscard]] consteval statement_mistake diagnose_shape(std::string_view name) {
    constexpr auto const& have = outputs_of<Select>;
    constexpr auto const& want = columns_of_row<Row>;
    if (have.size != want.size) {
        return mistake("The select of ", name, " gives ", columns_in_words(have.size), " and ",
                       type_name<Row>(), " has ", digits_of(want.size),
                       want.size == 1 ? " member" : " members",
                       ": each column fills one member, in their order.");
    }
    for (std::size_t i = 0; i < have.size; ++i) {
        std::string_view const member = member_names<Row>[i];
        if (!fits(have.items[i], want.items[i])) {
            return mistake("Column ", digits_of(i + 1), " of the select of ", name,
                           " is of another type than the member ", member, " of ", type_name<Row>(),
                           ", which it fills: give both the same type.");
        }
        if (have.items[i].nullable && !want.items[i].nullable) {
            return mistake("Column ", digits_of(i + 1), " of the select of ", name,
                           " may be NULL and the member ", member, " of ", type_name<Row>(),
                           ", which it fills, is no std::optional: make it one, or use coalesce().");
        }
    }
    return {};
}
template <class S, class Source>
[[nodiscard]] consteval statement_mistake diagnose_derived() {
    if constexpr (is_derived_source<Source>) {
        using inner = typename Source::select_type;
        if constexpr (!Source::is_lateral) {
            constexpr auto const& named = outer_sources<inner>;
            for (std::size_t i = 0; i < named.size; ++i) {
                if (scope_of<S>.has(named.items[i])) {
                    return mistake("The select of ", Source::name, " names a column of ",
                                   called(*named.items[i]), ", which stands beside it: join it in ",
                                   Source::name, " as well, or say lateral(...) (PostgreSQL).");
                }
            }
        }
        return diagnose_shape<typename Source::row_type, inner>(Source::name);
    } else {
        return {};
    }
}
[[nodiscard]] constexpr bool holds(source_list const& list, expression::source_info const* s) {
    for (std::size_t i = 0; i < list.size; ++i) {
        if (expression::same_source(list.items[i], s)) {
            return true;
        }
    }
    return false;
}
/// A FROM or a JOIN: `defined` are the rows that a WITH around it names.
template <class S, class C>
[[nodiscard]] constexpr statement_mistake diagnose_rows([[maybe_unused]] source_list const& defined) {
    if constexpr (requires { typename C::source_type; }) {
        using source = typename C::source_type;
        if constexpr (mentioned_rows<source>) {
            if (!holds(defined, source::rows())) {
                return mistake("This query reads from ", source::rows_name,
                               ", and nothing says what it is: begin with with(", source::rows_name,
                               ".as(select(...))), or read from(", source::rows_name, ".as(select(...))).");
            }
        }
        return diagnose_derived<S, source>();
    } else {
        return {};
    }
}
template <class S, class... Rows>
[[nodiscard]] consteval statement_mistake diagnose_with(std::type_identity<named_rows_clause<Rows...>>) {
    statement_mistake out;
    source_list later;
    (later.add(Rows::source()), ...);
    std::size_t at = 0;
    auto const look = [&]<class R>(std::type_identity<R>) {
        ++at;
        if (out.empty()) {
            out = diagnose_derived<S, R>();
        }
        for (std::size_t i = at; i < later.size && out.empty(); ++i) {
            if (mentions<typename R::select_type>(later.items[i])) {
                out = mistake("In this with(), ", R::name, " reads from ", later.items[i]->alias,
                              ", which comes after it: name ", later.items[i]->alias, " first.");
            }
        }
    };
    (look(std::type_identity<Rows>{}), ...);
    return out;
}
template <class S>
[[nodiscard]] consteval statement_mistake diagnose_with(std::type_identity<no_clause>) {
    return {};
}

// ---- unions

template <class S>
[[nodiscard]] consteval bool has_clauses_of_tables() {
    return S::template has<clause_kind::from> || S::template has<clause_kind::join> ||
           S::template has<clause_kind::where> || S::template has<clause_kind::group_by> ||
           S::template has<clause_kind::having> || S::template has<clause_kind::distinct> ||
           S::template has<clause_kind::lock>;
}
template <class Items, class X>
[[nodiscard]] consteval bool is_foreign_order() {
    using subject = typename ordered_subject<X>::type;
    return place_among<subject>(Items{}) == 0;
}
template <class Items, class... X>
[[nodiscard]] consteval bool orders_by_another(std::type_identity<order_clause<X...>>) {
    return (is_foreign_order<Items, X>() || ...);
}
template <class Items>
[[nodiscard]] consteval bool orders_by_another(std::type_identity<no_clause>) {
    return false;
}
template <class S>
[[nodiscard]] consteval statement_mistake diagnose_union() {
    using list = typename S::list_type;
    if constexpr (is_set_operation<list>) {
        constexpr auto const& left = outputs_of<typename list::left_type>;
        constexpr auto const& right = outputs_of<typename list::right_type>;
        constexpr std::string_view words[] = {"union_()", "union_all()", "intersect()", "except()"};
        constexpr std::string_view word = words[static_cast<int>(list::operation)];
        if (left.size != right.size) {
            return mistake(word, " joins a select of ", columns_in_words(left.size), " and one of ",
                           columns_in_words(right.size), ": both must give the same columns.");
        }
        for (std::size_t i = 0; i < left.size; ++i) {
            if (!fits(right.items[i], left.items[i])) {
                return mistake("Column ", digits_of(i + 1), " of the two selects of ", word,
                               " has different types: give both the same type, the wider one first.");
            }
        }
        if (has_clauses_of_tables<S>()) {
            return mistake("Only order_by(), limit() and offset() can stand behind ", word,
                           ": say the others in the selects that it joins, or read from the whole with "
                           "derived<Row, \"name\">.");
        }
        using order = typename S::template clause_type<clause_kind::order_by>;
        if (orders_by_another<typename S::items>(std::type_identity<order>{})) {
            return mistake(
                "The order_by() behind ", word,
                " names something that isn't a column of its first select: select it there, or give it "
                "a name with .as<\"name\">().");
        }
    }
    return {};
}

// ---- windows and labels

template <class S>
[[nodiscard]] consteval statement_mistake diagnose_windows() {
    auto const look = []<class C>(std::type_identity<C>, std::string_view where) {
        if constexpr (!std::is_same_v<C, no_clause>) {
            if (facts_of_node<C>.has_window) {
                return mistake(
                    where, " comes before windows are looked at: select the window function in a subquery "
                           "(derived<Row, \"name\">) and ask there.");
            }
        }
        return statement_mistake{};
    };
    statement_mistake out =
        look(std::type_identity<typename S::template clause_type<clause_kind::where>>{}, "where()");
    if (out.empty()) {
        out = look(std::type_identity<typename S::template clause_type<clause_kind::having>>{}, "having()");
    }
    return out.empty() ? look(std::type_identity<typename S::template clause_type<clause_kind::group_by>>{},
                              "group_by()")
                       : out;
}

template <class Items, class X>
constexpr void find_unknown_label(std::string_view& out) {
    using subject = typename ordered_subject<X>::type;
    if constexpr (requires { subject::label; }) {
        if (out.empty() && place_among<subject>(Items{}) == 0) {
            out = subject::label;
        }
    }
}
template <class Items, class... X>
[[nodiscard]] consteval std::string_view unknown_label(expression::types<X...>) {
    std::string_view out;
    (find_unknown_label<Items, X>(out), ...);
    return out;
}
template <class S>
[[nodiscard]] consteval statement_mistake diagnose_labels() {
    auto const look = []<class C>(std::type_identity<C>, std::string_view where) {
        if constexpr (!std::is_same_v<C, no_clause>) {
            constexpr std::string_view label = unknown_label<typename S::items>(typename C::parts{});
            if (!label.empty()) {
                return mistake(where, " names ", label,
                               ", which the select list doesn't have: select the expression with .as<\"",
                               label, "\">() as well.");
            }
        }
        return statement_mistake{};
    };
    statement_mistake const out =
        look(std::type_identity<typename S::template clause_type<clause_kind::group_by>>{}, "group_by()");
    return out.empty() ? look(std::type_identity<typename S::template clause_type<clause_kind::order_by>>{},
                              "order_by()")
                       : out;
}

// ---- distinct

template <class S>
[[nodiscard]] consteval statement_mistake diagnose_distinct() {
    using distinct = typename S::template clause_type<clause_kind::distinct>;
    if constexpr (std::is_same_v<distinct, distinct_clause<>>) {
        using order = typename S::template clause_type<clause_kind::order_by>;
        if (orders_by_another<typename S::items>(std::type_identity<order>{})) {
            return mistake(
                "This query gives each row once and orders by something that isn't in its rows: select "
                "it as well, or leave distinct() away.");
        }
    }
    return {};
}

/// All of this about one SELECT.
template <class S, class... C>
[[nodiscard]] constexpr statement_mistake diagnose_select(expression::types<C...>,
                                                          source_list const& defined) {
    statement_mistake out =
        diagnose_with<S>(std::type_identity<typename S::template clause_type<clause_kind::with>>{});
    ((out.empty() ? void(out = diagnose_rows<S, C>(defined)) : void()), ...);
    if (out.empty()) {
        out = diagnose_union<S>();
    }
    if (out.empty()) {
        out = diagnose_windows<S>();
    }
    if (out.empty()) {
        out = diagnose_labels<S>();
    }
    return out.empty() ? diagnose_distinct<S>() : out;
}

} // namespace athanor::detail
