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

[[noreturn, gnu::cold]] inline void throw_not_inserted(std::string_view table) {
    throw error{error_kind::constraint, "the row was not inserted: a trigger ignored it"}.with_table(table);
}
[[noreturn, gnu::cold]] inline void throw_no_row(std::string_view table, char const* verb) {
    throw error{error_kind::not_found,
                std::string{verb} + ": the table has no row with the primary key of this object"}
        .with_table(table);
}
[[noreturn]] inline void rethrow_in(error& e, std::string_view table) {
    if (e.table().empty()) {
        e.with_table(table);
    }
    throw; // NOLINT: only called while `e` is handled
}

/// step() of a statement about one row of T: SQLite names no table when a check or a foreign key is broken.
template <class Statement>
bool step_in(Statement& statement, std::string_view table) {
    try {
        return statement.step();
    } catch (error& e) {
        rethrow_in(e, table);
    }
}
template <class T, class Statement>
bool step_for(Statement& statement) {
    return step_in(statement, table_name<T>());
}

/// The statement that inserts objects with this mask.
template <class T, class Native>
[[nodiscard]] typename Native::lease insert_statement(Native& native, column_mask mask) {
    std::size_t const slot = slot_of_mask<insert_slots<T>, T>(mask);
    if constexpr (row_facts<T>::optional_count > 1) { // else both texts are constants
        if (slot != no_slot && native.has(slot)) [[likely]] {
            return native.take(slot);
        }
    }
    return with_insert_text<Native::dialect_of, T>(
        mask, [&](std::string_view sql) { return native.prepared(slot, sql); });
}

template <class T>
void set_counted_key(T& object, std::int64_t made) {
    auto& key = column_field<row_facts<T>::autoincrement>(object);
    using traits = field_traits<std::remove_cvref_t<decltype(key)>>;
    traits::set(key, value_traits<typename traits::value_type>::decode(made));
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
            throw_not_inserted(table_name<T>());
        }
        if constexpr (!std::is_const_v<Object>) {
            read_returned(statement, object, mask);
        }
        while (statement.step()) {
        }
    } else {
        if (statement.changes() == 0) [[unlikely]] {
            throw_not_inserted(table_name<T>());
        }
        if constexpr (Native::dialect_of == dialect_id::sqlite && facts::autoincrement != facts::none &&
                      !std::is_const_v<Object>) {
            if (facts::comes_back(facts::autoincrement, mask)) {
                set_counted_key(object, native.last_key());
            }
        }
    }
}

// ---- one row, through what models of the same types share
// -----------------------------------------------------------------

template <class Native>
using statement_of = std::remove_cvref_t<decltype(*std::declval<typename Native::lease&>())>;

/// What such a call knows of its model.
template <class Native>
struct row_call {
    row_names const& names;
    typename Native::lease (*statement)(Native&, column_mask);
    column_mask mask;
};

/// `read_back` takes what RETURNING gives; without it the result is the key of the new row, on SQLite.
template <class Native, class Members, class Types, class Given>
std::int64_t insert_members(Native& native, row_call<Native> const& call, Members const& members, Types types,
                            Given given, void (*read_back)(statement_of<Native> const&, void*, column_mask),
                            void* object) {
    auto const guard = native.enter();
    auto statement = call.statement(native, call.mask);
    statement_watch const watch{native.log(), *statement};
    (void)bind_members(*statement, members, types, given, fixed_bits<0>{}, call.names,
                       bound_memory::outlives_statement, 0);
    bool const has_row = step_in(*statement, call.names.table);
    if (read_back != nullptr) {
        if (!has_row) {
            throw_not_inserted(call.names.table);
        }
        read_back(*statement, object, call.mask);
        while (statement->step()) {
        }
    } else if (statement->changes() == 0) [[unlikely]] {
        throw_not_inserted(call.names.table);
    }
    if constexpr (Native::dialect_of == dialect_id::sqlite) {
        return native.last_key();
    } else {
        return 0;
    }
}
template <class T, class Statement>
void read_back(Statement const& row, void* object, column_mask mask) {
    read_returned(row, *static_cast<T*>(object), mask);
}

template <class T, class Native>
void insert_one(Native& native, T& object) {
    apply_defaults(object);
    column_mask const mask = given_columns<T>(object);
    if constexpr (fits_column_bits<T>) {
        using facts = row_facts<T>;
        constexpr auto dialect = Native::dialect_of;
        row_call<Native> const call{names_of_row<T>, &insert_statement<T, Native>, mask};
        auto const members = struct_access<T>::tie(object);
        void (*reader)(statement_of<Native> const&, void*, column_mask) = nullptr;
        if constexpr (inserts_returning<dialect, T>(0)) { // with nothing given most comes back
            if (inserts_returning<dialect, T>(mask)) {
                reader = &read_back<T, statement_of<Native>>;
            }
        }
        [[maybe_unused]] std::int64_t const made = insert_members(
            native, call, members, sql_types_of<T>{}, inserted_columns::bits<T>(mask), reader, &object);
        if constexpr (dialect == dialect_id::sqlite && facts::autoincrement != facts::none) {
            if (reader == nullptr && facts::comes_back(facts::autoincrement, mask)) {
                set_counted_key(object, made);
            }
        }
    } else {
        auto const guard = native.enter();
        auto statement = insert_statement<T>(native, mask);
        statement_watch const watch{native.log(), *statement};
        insert_through<T>(native, *statement, object, mask);
    }
}

template <class Key, class Native, class Members, class... K>
[[nodiscard]] bool get_members(Native& native, std::size_t slot, std::string_view sql, row_names const& names,
                               std::size_t const* places, Members const& members, K const&... key) {
    auto const guard = native.enter();
    auto statement = native.prepared(slot, sql);
    statement_watch const watch{native.log(), *statement};
    Key::bind(*statement, names, places, key...);
    bool const found = statement->step();
    if (found) {
        read_members(*statement, 0, names, members);
    }
    return found;
}

template <class T, class Native, class... K>
[[nodiscard]] std::optional<T> get(Native& native, K const&... key) {
    auto const sql = registered_text<Native::dialect_of, select_by_key_text<Native::dialect_of, T>>();
    std::size_t const slot = slot_of<select_key_slot<T>>();
    std::optional<T> out; // in the outermost scope: g++ moves what is returned from an inner one
    if constexpr (is_flat<T>) {
        auto const members = struct_access<T>::tie(out.emplace());
        if (!get_members<key_binder_of<T>>(native, slot, sql, names_of_row<T>, row_facts<T>::key.items,
                                           members, key...)) {
            out.reset();
        }
    } else {
        auto const guard = native.enter();
        auto statement = native.prepared(slot, sql);
        statement_watch const watch{native.log(), *statement};
        bind_key<T>(*statement, key...);
        if (statement->step()) {
            read_row(*statement, out.emplace());
        }
    }
    return out;
}

/// The statement that updates objects with this mask.
template <class T, class Native>
[[nodiscard]] typename Native::lease update_statement(Native& native, column_mask mask) {
    std::size_t const slot = slot_of_mask<update_slots<T>, T>(mask);
    if constexpr (row_facts<T>::optional_count > 0) {
        if (slot != no_slot && native.has(slot)) [[likely]] {
            return native.take(slot);
        }
    }
    return with_update_text<Native::dialect_of, T>(
        mask, [&](std::string_view sql) { return native.prepared(slot, sql); });
}
template <class T, class Statement>
void bind_update(Statement& statement, T const& object, column_mask mask) {
    constexpr auto memory = bound_memory::outlives_statement;
    if constexpr (fits_column_bits<T> && row_facts<T>::has_key_in_order) {
        (void)bind_members(statement, struct_access<T>::tie(object), sql_types_of<T>{},
                           assigned_columns::bits<T>(mask), fixed_bits<row_facts<T>::key_bits>{},
                           names_of_row<T>, memory, 0);
    } else {
        bind_key_of(statement, object, bind_row<assigned_columns>(statement, object, mask, memory));
    }
}

template <class Native, class Members, class Types, class Assigned, class Key>
void update_members(Native& native, row_call<Native> const& call, Members const& members, Types types,
                    Assigned assigned, Key key) {
    auto const guard = native.enter();
    auto statement = call.statement(native, call.mask);
    statement_watch const watch{native.log(), *statement};
    (void)bind_members(*statement, members, types, assigned, key, call.names,
                       bound_memory::outlives_statement, 0);
    while (step_in(*statement, call.names.table)) {
    }
    if (statement->changes() == 0) {
        throw_no_row(call.names.table, "update");
    }
}
template <class T, class Native>
void update_one(Native& native, T const& object) {
    using facts = row_facts<T>;
    column_mask const mask = updated_columns<T>(object);
    if constexpr (fits_column_bits<T> && facts::has_key_in_order) {
        row_call<Native> const call{names_of_row<T>, &update_statement<T, Native>, mask};
        update_members(native, call, struct_access<T>::tie(object), sql_types_of<T>{},
                       assigned_columns::bits<T>(mask), fixed_bits<facts::key_bits>{});
    } else {
        auto const guard = native.enter();
        auto statement = update_statement<T>(native, mask);
        statement_watch const watch{native.log(), *statement};
        bind_update(*statement, object, mask);
        while (step_for<T>(*statement)) {
        }
        if (statement->changes() == 0) {
            throw_no_row(table_name<T>(), "update");
        }
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
