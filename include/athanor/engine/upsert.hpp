#pragma once
// SPDX-License-Identifier: BSL-1.0
// One struct, or a range of them, inserted or updated: never a row deleted and made anew, as INSERT OR
// REPLACE would, which takes its children along.

#include <athanor/engine/any_range.hpp>
#include <athanor/engine/ranges.hpp>
#include <athanor/statement/diagnose_change.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace athanor::detail {

/// The columns that say which row is meant: the given ones, else the primary key.
template <class T, auto... Member>
[[nodiscard]] consteval auto upsert_target() {
    if constexpr (sizeof...(Member) > 0) {
        return std::index_sequence<column_index<T, Member>()...>{};
    } else {
        return []<std::size_t... K>(std::index_sequence<K...>) {
            return std::index_sequence<row_facts<T>::key[K]...>{};
        }
        (std::make_index_sequence<row_facts<T>::key_count>{});
    }
}

template <class T, auto... Member>
struct upsert_sentence {
    static constexpr statement_mistake value = [] {
        if constexpr (!is_row<T>) {
            return mistake(std::string_view{row_sentence<T>::value});
        } else if constexpr (sizeof...(Member) == 0) {
            return describe<T>().primary_key.columns.empty()
                       ? mistake(type_name<T>(),
                                 " has no primary key: say which columns are unique, upsert<&",
                                 type_name<T>(), "::...>(object).")
                       : statement_mistake{};
        } else {
            using target = conflict_target<expression::column_node<Member>...>;
            return diagnose_conflict<T>(std::type_identity<conflict_clause<target>>{});
        }
    }();
};

template <class T, class Target>
struct upsert_slots;

template <class T, class Native, std::size_t... Target>
[[nodiscard]] auto upsert_statement(Native& native, column_mask mask, std::index_sequence<Target...> target) {
    std::size_t const slot = slot_of_mask<upsert_slots<T, decltype(target)>, T>(mask);
    if (slot != no_slot && native.has(slot)) [[likely]] {
        return native.take(slot);
    }
    text_sink text;
    row_renderer<Native::dialect_of, text_sink>{{text}}.template upsert<T, Target...>(mask);
    return native.prepared(slot, text.text);
}

/// What the database chose comes back into the object, if it is mutable.
template <class T, class Statement, class Object>
void upsert_through(Statement& statement, Object& object, column_mask mask) {
    bind_row<inserted_columns>(statement, static_cast<T const&>(object), mask,
                               bound_memory::outlives_statement);
    bool const has_row = step_for<T>(statement);
    if (row_facts<T>::returned_count(mask) > 0) {
        if (!has_row) {
            throw_not_inserted(table_name<T>());
        }
        if constexpr (!std::is_const_v<Object>) {
            read_returned(statement, object, mask);
        }
        while (statement.step()) {
        }
    }
    statement.reset();
}

template <class T, auto... Member, class Native>
void upsert_one(Native& native, T& object) {
    apply_defaults(object);
    column_mask const mask = given_columns<T>(object);
    auto const guard = native.enter();
    auto statement = upsert_statement<T>(native, mask, upsert_target<T, Member...>());
    statement_watch const watch{native.log(), *statement};
    upsert_through<T>(*statement, object, mask);
}

/// Each element, all or none. The statement is kept from row to row while the same columns are given.
template <auto... Member, class Native, class Range>
std::size_t upsert_range(Native& native, Range& rows) {
    using T = range_value<Range>;
    transaction tx{native};
    std::size_t number = 0;
    std::optional<std::pair<column_mask, typename Native::lease>> at_hand;
    range_watch watch{native.log()};
    for (auto&& element : rows) {
        with_defaults<T>(element, [&](auto& object) {
            column_mask const mask = given_columns<T>(object);
            auto const guard = native.enter();
            if (!at_hand || at_hand->first != mask) {
                at_hand.reset();
                at_hand.emplace(mask, upsert_statement<T>(native, mask, upsert_target<T, Member...>()));
                watch.begin(at_hand->second->sql());
            }
            upsert_through<T>(*at_hand->second, object, mask);
        });
        watch.one_row_more();
        ++number;
    }
    at_hand.reset();
    tx.commit();
    return number;
}

} // namespace athanor::detail
