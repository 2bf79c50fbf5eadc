#pragma once
// SPDX-License-Identifier: BSL-1.0
// One struct in, out, changed, gone: each with a prepared statement that the connection keeps.

#include <athanor/base/error.hpp>
#include <athanor/dialect/render_row.hpp>
#include <athanor/engine/log.hpp>
#include <athanor/engine/rows.hpp>
#include <athanor/engine/slot.hpp>
#include <athanor/statement/defaults.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace athanor::detail {

template <class T>
struct insert_slots;
template <class T>
struct update_slots;
template <class T>
struct select_key_slot;
template <class T>
struct erase_key_slot;

// Up to this many optional columns each combination has a slot; with more only the two usual ones have.
inline constexpr std::size_t most_slotted_columns = 6;

template <class Kind, class T>
[[nodiscard]] std::size_t slot_of_mask(column_mask mask) {
    constexpr std::size_t columns = row_facts<T>::optional_count;
    if constexpr (columns <= most_slotted_columns) {
        return slot_of<Kind, std::size_t{1} << columns>() + static_cast<std::size_t>(mask);
    } else {
        std::size_t const first = slot_of<Kind, 2>();
        return mask == 0 ? first : mask == full_mask<T> ? first + 1 : no_slot;
    }
}

[[noreturn]] inline void throw_not_inserted(table_info const& table) {
    throw error{error_kind::constraint, "the row was not inserted: a trigger ignored it"}.with_table(
        table.name);
}
[[noreturn]] inline void throw_no_row(table_info const& table, char const* verb) {
    throw error{error_kind::not_found,
                std::string{verb} + ": the table has no row with the primary key of this object"}
        .with_table(table.name);
}
[[noreturn]] inline void rethrow_in(error& e, table_info const& table) {
    if (e.table().empty()) {
        e.with_table(table.name);
    }
    throw; // NOLINT: only called while `e` is handled
}

/// step() of a statement about one row of T: SQLite names no table when a check or a foreign key is broken.
template <class T, class Statement>
bool step_for(Statement& statement) {
    try {
        return statement.step();
    } catch (error& e) {
        rethrow_in(e, describe<T>());
    }
}

/// The statement that inserts objects with this mask.
template <class T, class Native>
[[nodiscard]] auto insert_statement(Native& native, column_mask mask) {
    std::size_t const slot = slot_of_mask<insert_slots<T>, T>(mask);
    if (slot != no_slot && native.has(slot)) [[likely]] {
        return native.take(slot);
    }
    return with_insert_text<Native::dialect_of, T>(
        mask, [&](std::string_view sql) { return native.prepared(slot, sql); });
}

/// One row through a statement that is at hand, and that the caller resets; what the database chose comes
/// back into `object`, if it is mutable.
template <class T, class Native, class Statement, class Object>
void insert_through([[maybe_unused]] Native& native, Statement& statement, Object& object, column_mask mask) {
    using facts = row_facts<T>;
    bind_row<inserted_columns>(statement, static_cast<T const&>(object), mask,
                               bound_memory::outlives_statement);
    bool const has_row = step_for<T>(statement);
    if (inserts_returning<Native::dialect_of, T>(mask)) {
        if (!has_row) {
            throw_not_inserted(describe<T>());
        }
        if constexpr (!std::is_const_v<Object>) {
            read_returned(statement, object, mask);
        }
        while (statement.step()) {
        }
    } else {
        if (statement.changes() == 0) [[unlikely]] {
            throw_not_inserted(describe<T>());
        }
        if constexpr (Native::dialect_of == dialect_id::sqlite && facts::autoincrement != facts::none &&
                      !std::is_const_v<Object>) {
            if (facts::comes_back(facts::autoincrement, mask)) {
                auto& key = column_field<facts::autoincrement>(object);
                using traits = field_traits<std::remove_cvref_t<decltype(key)>>;
                traits::set(key, value_traits<typename traits::value_type>::decode(native.last_key()));
            }
        }
    }
}

template <class T, class Native>
void insert_one(Native& native, T& object) {
    apply_defaults(object);
    column_mask const mask = given_columns<T>(object);
    auto const guard = native.enter();
    auto statement = insert_statement<T>(native, mask);
    statement_watch const watch{native.log(), *statement};
    insert_through<T>(native, *statement, object, mask);
}

template <class T, class Native, class... K>
[[nodiscard]] std::optional<T> get(Native& native, K const&... key) {
    auto const sql = registered_text<Native::dialect_of, select_by_key_text<Native::dialect_of, T>>();
    auto const guard = native.enter();
    auto statement = native.prepared(slot_of<select_key_slot<T>>(), sql);
    statement_watch const watch{native.log(), *statement};
    bind_key<T>(*statement, key...);
    std::optional<T> out;
    if (statement->step()) {
        read_row(*statement, out.emplace());
    }
    return out;
}

/// The statement that updates objects with this mask.
template <class T, class Native>
[[nodiscard]] auto update_statement(Native& native, column_mask mask) {
    std::size_t const slot = slot_of_mask<update_slots<T>, T>(mask);
    if (slot != no_slot && native.has(slot)) [[likely]] {
        return native.take(slot);
    }
    return with_update_text<Native::dialect_of, T>(
        mask, [&](std::string_view sql) { return native.prepared(slot, sql); });
}
template <class T, class Statement>
void bind_update(Statement& statement, T const& object, column_mask mask) {
    int const last = bind_row<assigned_columns>(statement, object, mask, bound_memory::outlives_statement);
    bind_key_of(statement, object, last);
}

template <class T, class Native>
void update_one(Native& native, T const& object) {
    column_mask const mask = updated_columns<T>(object);
    auto const guard = native.enter();
    auto statement = update_statement<T>(native, mask);
    statement_watch const watch{native.log(), *statement};
    bind_update(*statement, object, mask);
    while (step_for<T>(*statement)) {
    }
    if (statement->changes() == 0) {
        throw_no_row(describe<T>(), "update");
    }
}

template <class T, class Native>
[[nodiscard]] auto erase_statement(Native& native) {
    auto const sql = registered_text<Native::dialect_of, erase_by_key_text<Native::dialect_of, T>>();
    return native.prepared(slot_of<erase_key_slot<T>>(), sql);
}

template <class T, class Native, class Bind>
[[nodiscard]] bool erase_by_key(Native& native, Bind&& bind) {
    auto const guard = native.enter();
    auto statement = erase_statement<T>(native);
    statement_watch const watch{native.log(), *statement};
    bind(*statement);
    while (statement->step()) {
    }
    return statement->changes() != 0;
}

} // namespace athanor::detail
