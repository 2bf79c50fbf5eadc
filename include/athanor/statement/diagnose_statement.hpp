#pragma once
// SPDX-License-Identifier: BSL-1.0
// What is wrong with a statement, as one sentence at compile time. Said where the statement is used, because
// only then all its clauses are there.

#include <athanor/base/say.hpp>
#include <athanor/statement/diagnose_change.hpp>
#include <athanor/statement/diagnose_select.hpp>
#include <athanor/statement/erase.hpp>
#include <athanor/statement/foreign_key_join.hpp>
#include <athanor/statement/grouping.hpp>
#include <athanor/statement/into.hpp>
#include <athanor/statement/select.hpp>
#include <athanor/statement/update.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

// ---- tables
// ------------------------------------------------------------------------------------------------------

template <class S>
inline constexpr bool is_about_one_model = requires {
    typename S::model_type;
};

template <class S>
[[nodiscard]] consteval statement_mistake diagnose_strangers() {
    constexpr auto const& strangers = outer_sources<S>;
    if constexpr (strangers.size == 0) {
        return {};
    } else {
        expression::source_info const& other = *strangers.items[0];
        if (other.alias == "excluded") {
            return mistake("excluded<...> is the row that an insert couldn't add: it stands only in the "
                           "do_update() of its on_conflict() and in the where() behind that.");
        }
        if constexpr (is_about_one_model<S>) {
            return mistake("This statement is about ", type_name<typename S::model_type>(),
                           " and names a column of ", called(other), ": use columns of ",
                           type_name<typename S::model_type>(), ", or put the others in a subquery.");
        } else if (other.alias.empty()) {
            return mistake("This query names a column of ", other.model,
                           ", which it doesn't read from: add join<", other.model, ">(), or from<",
                           other.model, ">().");
        } else {
            return mistake("This query names a column of the alias ", other.alias,
                           ", which it doesn't read from: add join(", other.alias, ", ...).");
        }
    }
}
[[nodiscard]] constexpr statement_mistake diagnose_twice(scope const& in) {
    for (std::size_t i = 0; i < in.size; ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (expression::same_source(in.items[i].source, in.items[k].source)) {
                auto const& s = *in.items[i].source;
                return mistake(called(s), " stands twice in this query: give one another name with alias<",
                               s.model, ", \"name\">.");
            }
        }
    }
    return {};
}

template <class S, class C>
[[nodiscard]] consteval statement_mistake diagnose_join() {
    if constexpr (requires {
                      typename C::condition_type;
                      C::how;
                  }) {
        if constexpr (std::is_same_v<typename C::condition_type, along_foreign_key>) {
            constexpr auto match = foreign_key_of_join<S, C>();
            constexpr std::string_view model = C::source_type::source()->model;
            if (match.count == 0) {
                return mistake("No foreign key joins ", model, " to the tables before it: say on what, join<",
                               model, ">(condition).");
            }
            if (match.count > 1 && match.key_name == match.other_key) {
                return mistake(model, " is joined to itself by the foreign key ", match.key_name,
                               ", which leads both ways: say which row has the key, "
                               "join(..., col<...> == ...).");
            }
            if (match.count > 1) {
                return mistake(model, " is joined to the tables before it by several foreign keys (",
                               match.key_name, ", ", match.other_key, "): say on what, join<", model,
                               ">(condition).");
            }
        }
    }
    return {};
}

// ---- groups
// ------------------------------------------------------------------------------------------------------

template <class S>
[[nodiscard]] consteval statement_mistake say_ungrouped(ungrouped const& u) {
    if (u.column.empty()) {
        return mistake("This query groups its rows and selects all of ", u.model,
                       ": group by its primary key, or select single columns.");
    }
    return mistake("This query groups its rows and reads the column ", u.column, " of ", u.model,
                   " outside of an aggregate: add it to group_by(), or put it in one, such as min().");
}
template <class G>
[[nodiscard]] consteval bool is_group_without_name() {
    return !any_column<G> && !requires {
        G::label;
    }
    &&facts_of_node<G>.has_values;
}
template <class S, class... G>
[[nodiscard]] consteval std::string_view find_repeated_group_in_statement(expression::types<G...> groups) {
    using having = typename S::template clause_type<clause_kind::having>;
    using order = typename S::template clause_type<clause_kind::order_by>;
    std::string_view out = find_repeated_group_in_list(typename S::items{}, groups);
    if constexpr (!std::is_same_v<having, no_clause>) {
        out = out.empty() ? find_repeated_group_in(typename having::parts{}, groups) : out;
    }
    if constexpr (!std::is_same_v<order, no_clause>) {
        out = out.empty() ? find_repeated_group_in(typename order::parts{}, groups) : out;
    }
    return out;
}
template <class S, class... G>
[[nodiscard]] consteval statement_mistake diagnose_groups(expression::types<G...> groups) {
    constexpr bool aggregates =
        facts_of_nodes<typename S::items>.has_aggregate || S::template has<clause_kind::having>;
    if constexpr (S::template has<clause_kind::group_by> || aggregates) {
        if constexpr ((is_group_without_name<G>() || ...)) {
            return mistake(
                "group_by() takes columns, or an expression of the select list by its name: give it "
                "one with .as<\"name\">() and say the same in both places.");
        } else {
            constexpr ungrouped u =
                find_ungrouped_in(typename S::items{}, scope_of<S>, expression::types<G...>{});
            if constexpr (u.found) {
                return say_ungrouped<S>(u);
            }
            using having = typename S::template clause_type<clause_kind::having>;
            if constexpr (!std::is_same_v<having, no_clause>) {
                constexpr ungrouped h = find_ungrouped<having>(scope_of<S>, expression::types<G...>{});
                if constexpr (h.found) {
                    return say_ungrouped<S>(h);
                }
            }
            using order = typename S::template clause_type<clause_kind::order_by>;
            if constexpr (!std::is_same_v<order, no_clause>) {
                constexpr ungrouped o = find_ungrouped<order>(scope_of<S>, expression::types<G...>{});
                if constexpr (o.found) {
                    return say_ungrouped<S>(o);
                }
            }
            if constexpr ((is_group_with_value<G>() || ...)) {
                constexpr std::string_view repeated =
                    find_repeated_group_in_statement<S>(expression::types<G...>{});
                if (!repeated.empty()) {
                    return mistake(
                        "group_by() has ", repeated,
                        ", which holds a value, and it stands again inside another expression, with "
                        "a value that PostgreSQL can't know to be the same: ask in where(), or group "
                        "in a subquery (derived<Row, \"name\">) and compute outside.");
                }
            }
        }
    }
    static_cast<void>(groups);
    return {};
}
template <class S>
[[nodiscard]] consteval statement_mistake diagnose_where() {
    using where = typename S::template clause_type<clause_kind::where>;
    if constexpr (!std::is_same_v<where, no_clause>) {
        if (facts_of_node<where>.has_aggregate) {
            return mistake(
                "where() is asked of single rows and can't hold an aggregate: move the condition to "
                "having().");
        }
    }
    return {};
}

// ---- all of it
// ---------------------------------------------------------------------------------------------------

[[nodiscard]] constexpr bool is_simple_clause(clause_kind kind) noexcept {
    return kind == clause_kind::list || kind == clause_kind::from || kind == clause_kind::where ||
           kind == clause_kind::order_by || kind == clause_kind::limit || kind == clause_kind::offset;
}
template <class S, class... C>
[[nodiscard]] consteval bool is_simple(expression::types<C...> parts) {
    constexpr node_facts facts = facts_of_nodes<decltype(parts)>;
    return (is_simple_clause(C::kind) && ...) && !facts.has_statement && !facts.has_aggregate &&
           !facts.has_window && !facts.has_label;
}
/// Most statements read one table and hold nothing but columns and values: the questions after strangers are
/// all about something else, and each would cost its walk through templates.
template <class S>
[[nodiscard]] consteval bool is_simple_select() {
    if constexpr (is_select<S>) {
        return is_simple<S>(typename S::parts{}) && !is_set_operation<typename S::list_type> &&
               scope_of<S>.size == 1 && scope_of<S>.items[0].is_table;
    } else {
        return false;
    }
}

// `defined`: the rows that a WITH of the statements around it names.
template <class S>
[[nodiscard]] constexpr statement_mistake diagnose_inside(source_list const& defined);
template <class... P>
[[nodiscard]] constexpr statement_mistake diagnose_parts(expression::types<P...>,
                                                         source_list const& defined) {
    statement_mistake out;
    auto const look = [&]<class N>(std::type_identity<N>) {
        if (out.empty()) {
            if constexpr (expression::any_statement<N>) {
                out = diagnose_inside<N>(defined);
            } else if constexpr (facts_of_node<N>.has_statement) {
                out = diagnose_parts(typename N::parts{}, defined);
            }
        }
    };
    (look(std::type_identity<P>{}), ...);
    return out;
}

template <class S, class... C>
[[nodiscard]] constexpr statement_mistake diagnose_clauses(expression::types<C...> clauses,
                                                           [[maybe_unused]] source_list const& defined) {
    statement_mistake out = diagnose_twice(scope_of<S>);
    ((out.empty() ? void(out = diagnose_join<S, C>()) : void()), ...);
    if (out.empty()) {
        out = diagnose_where<S>();
    }
    if constexpr (is_about_one_model<S>) {
        if (out.empty()) {
            out = diagnose_change(std::type_identity<S>{});
        }
    }
    if constexpr (is_select<S>) {
        if (out.empty()) {
            out = diagnose_select<S>(clauses, defined);
        }
        if constexpr (!is_set_operation<typename S::list_type>) {
            if (out.empty()) {
                out = diagnose_groups<S>(typename groups_of_clause<
                                         typename S::template clause_type<clause_kind::group_by>>::type{});
            }
        }
    }
    if (out.empty()) {
        out = diagnose_into<S>(std::type_identity<typename S::template clause_type<clause_kind::into>>{});
    }
    return out;
}
template <class... Rows>
constexpr void add_rows(source_list& out, std::type_identity<named_rows_clause<Rows...>>) {
    (out.add(Rows::source()), ...);
}
constexpr void add_rows(source_list&, std::type_identity<no_clause>) {}
/// Of a statement that may stand inside another, whose columns it may name.
template <class S>
[[nodiscard]] constexpr statement_mistake diagnose_inside(source_list const& defined) {
    source_list here = defined;
    add_rows(here, std::type_identity<typename S::template clause_type<clause_kind::with>>{});
    statement_mistake out = diagnose_clauses<S>(typename S::parts{}, here);
    if constexpr (facts_of_nodes<typename S::parts>.has_statement) {
        return out.empty() ? diagnose_parts(typename S::parts{}, here) : out;
    } else {
        return out;
    }
}

/// The first mistake of a statement that stands alone.
template <class S>
struct statement_sentence {
    static constexpr statement_mistake value = [] {
        statement_mistake out = diagnose_strangers<S>();
        if constexpr (is_simple_select<S>()) {
            return out;
        } else {
            return out.empty() ? diagnose_inside<S>(source_list{}) : out;
        }
    }();
};
template <class S>
inline constexpr bool is_sound_statement = statement_sentence<S>::value.empty();

} // namespace athanor::detail
