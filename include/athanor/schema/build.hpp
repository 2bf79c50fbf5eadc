#pragma once
// SPDX-License-Identifier: BSL-1.0
// Turns the description of a struct into a table_info: counted once, then written into static memory.

#include <athanor/schema/build_indexes.hpp>
#include <athanor/schema/member_facts.hpp>

namespace athanor::detail {

template <class T, class List>
constexpr void add_option(table_memory&, primary_key_option<List> const&) {} // found_key reads it

// ---- the primary key
// ---------------------------------------------------------------------------------------

template <std::size_t Most>
struct found_key {
    std::size_t columns[Most + 1]{};
    std::size_t count = 0;
    std::size_t statements = 0; // more than one is a mistake
    std::string_view name;
    bool autoincrement = false;
};

/// What the description says of the primary key; without a word the member `id` is it.
template <class T>
inline constexpr auto key_of = [] {
    found_key<column_count<T> + 16> key;
    auto const add_column = [&](std::size_t i) {
        if (key.count < column_count<T> + 16) {
            key.columns[key.count++] = i;
        }
    };
    description_of<T>.options.for_each([&]<class O>(O const& option) {
        if constexpr (requires { option.facts; }) {
            if (option.facts.primary_key) {
                ++key.statements;
                add_column(index_of_option<T>(option));
            }
        } else if constexpr (is_primary_key<O>) {
            ++key.statements;
            key.name = option.name_given;
            key.autoincrement = option.is_autoincrement;
            [&]<class... Paths>(std::type_identity<primary_key_option<path_list<Paths...>>>) {
                (add_column(index_of_path<T>(Paths{})), ...);
            }(std::type_identity<O>{});
        }
    });
    if (key.statements == 0) {
        for (std::size_t i = 0; i < column_count<T>; ++i) {
            if (member_names<T>[i] == "id") {
                add_column(i);
                break;
            }
        }
    }
    return key;
}();

template <class T>
constexpr void add_primary_key(table_memory& out, table_info& info) {
    constexpr auto const& key = key_of<T>;
    if (key.count == 0) {
        return;
    }
    constraint_name name{"pk", table_name<T>()};
    info.primary_key.name = out.keep_name(key.name, name);
    for (std::size_t k = 0; k < key.count; ++k) {
        std::size_t const i = key.columns[k];
        if (out.filling() && i < column_count<T>) {
            auto& c = out.columns[i];
            c.primary_key_position = static_cast<int>(k + 1);
            c.nullable = false;
            c.autoincrement = c.autoincrement || key.autoincrement;
            out.add_name(c.name);
        } else {
            out.add_name({});
        }
    }
    info.primary_key.columns = out.last_names(key.count);
}

// ---- all of it
// ---------------------------------------------------------------------------------------------

template <class T, std::size_t... I>
constexpr void add_members(table_memory& out, std::index_sequence<I...>) {
    auto const one = [&](std::size_t i, member_facts const& m) {
        auto const name = out.keep(column_names<T>[i]);
        auto const same = column_names<T>[i] == member_names<T>[i];
        auto const member = same ? name : out.keep(member_names<T>[i]);
        if (out.filling()) {
            column_info& c = out.columns[i];
            c.name = name;
            c.member = member;
            c.index = i;
            c.type = m.type;
            c.type_name = m.type_name;
            c.labels = m.labels;
            c.nullable = m.nullable;
            c.is_defaulted = m.is_defaulted;
        }
    };
    (one(I, facts_of_member<column_member_type<T, I>>), ...);
}

template <class T>
constexpr table_info write_table(table_memory& out) {
    constexpr auto const& description = description_of<T>;
    table_info info;
    info.schema = description.schema_given;
    info.name = table_name<T>();
    info.struct_name = out.keep(type_name<T>());
    info.comment = description.comment_given;
    info.renamed_from = description.renamed_from_given;
    info.strict = description.is_strict;
    info.without_rowid = description.is_without_rowid;
    add_members<T>(out, std::make_index_sequence<column_count<T>>{});
    description.options.for_each([&](auto const& option) { add_option<T>(out, option); });
    add_primary_key<T>(out, info);
    if (out.filling()) {
        info.columns = {out.columns, column_count<T>};
        info.uniques = {out.uniques, out.used.uniques};
        info.checks = {out.checks, out.used.checks};
        info.foreign_keys = {out.foreign_keys, out.used.foreign_keys};
        info.excludes = {out.excludes, out.used.excludes};
        info.indexes = {out.indexes, out.used.indexes};
        info.sequences = {out.sequences, out.used.sequences};
    }
    return info;
}

template <class T>
inline constexpr table_memory counted_table = [] {
    table_memory count;
    (void)write_table<T>(count);
    return count;
}();

/// The memory of T's table_info; points into itself, so it is made in place and never copied.
template <class T>
struct table_storage {
    static constexpr table_sizes sizes = counted_table<T>.used;
    char chars[sizes.chars + 1]{};
    std::string_view names[sizes.names + 1]{};
    column_info columns[column_count<T> + 1]{};
    unique_info uniques[sizes.uniques + 1]{};
    check_info checks[sizes.checks + 1]{};
    foreign_key_info foreign_keys[sizes.foreign_keys + 1]{};
    index_info indexes[sizes.indexes + 1]{};
    index_part_info parts[sizes.parts + 1]{};
    exclude_info excludes[sizes.excludes + 1]{};
    exclude_element_info elements[sizes.elements + 1]{};
    sequence_info sequences[sizes.sequences + 1]{};
    table_info info;

    consteval table_storage() {
        table_memory out{chars, names,    columns,  uniques,   checks, foreign_keys, indexes,
                         parts, excludes, elements, sequences, {},     false,        true};
        info = write_table<T>(out);
    }
    table_storage(table_storage const&) = delete;
};
template <class T>
inline constexpr table_storage<T> stored_table{};

} // namespace athanor::detail
