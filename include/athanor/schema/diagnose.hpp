#pragma once
// SPDX-License-Identifier: BSL-1.0
// Every mistake that a model can hold, as a value: one function, the first mistake only.

#include <athanor/schema/build.hpp>
#include <athanor/schema/diagnose_options.hpp>
#include <athanor/schema/diagnose_table.hpp>

namespace athanor {
namespace detail {

template <class T, std::size_t... I>
[[nodiscard]] consteval model_mistake diagnose_built(std::index_sequence<I...>) {
    if (counted_table<T>.refused) {
        return say_that(type_name<T>(),
                        ": a value in a check, computed column or index has no plain SQL text, or databases "
                        "calculate it differently (decimals with + - * / %, % of a fraction, intervals in "
                        "order, an empty list): write the expression as sql(\"...\").");
    }
    member_facts const* const members[] = {&facts_of_member<column_member_type<T, I>>...};
    return diagnose_table(stored_table<T>.info, members);
}

} // namespace detail

/// The sentence for the first mistake in a model: what is wrong, where, what to do. Empty = fine.
///
///     static_assert(athanor::diagnose<User>() == "");
template <class T>
[[nodiscard]] consteval detail::model_mistake diagnose() {
    if constexpr (constexpr auto members = detail::diagnose_members<T>(); !members.empty()) {
        return members;
    } else if constexpr (detail::describes_nothing<T> && detail::key_of<T>.count > 0) {
        return detail::diagnose_built<T>(std::make_index_sequence<column_count<T>>{});
    } else if constexpr (constexpr auto options = detail::diagnose_options<T>(
                             std::type_identity<std::remove_const_t<decltype(detail::description_of<T>)>>{});
                         !options.empty()) {
        return options;
    } else if constexpr (constexpr auto said = detail::diagnose_repetitions<T>(); !said.empty()) {
        return said;
    } else if constexpr (constexpr auto names = detail::diagnose_missing_names<T>(); !names.empty()) {
        return names;
    } else {
        return detail::diagnose_built<T>(std::make_index_sequence<column_count<T>>{});
    }
}

namespace detail {

template <class T>
struct model_sentence {
    static constexpr model_mistake value = diagnose<T>();
};

// ---- several models together
// -------------------------------------------------------------------------------

[[nodiscard]] constexpr bool same_columns(name_view a, name_view b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (auto const& name : a) { // in any order
        bool found = false;
        for (auto const& other : b) {
            found = found || other == name;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}
[[nodiscard]] constexpr bool is_key_of(table_info const& t, name_view columns) {
    bool found = same_columns(t.primary_key.columns, columns);
    for (auto const& u : t.uniques) {
        found = found || (!u.deferrable && same_columns(u.columns, columns));
    }
    for (auto const& i : t.indexes) {
        bool const plain = i.unique && i.where.empty() && i.parts.size() == 1 && columns.size() == 1;
        found = found || (plain && !i.parts[0].is_expression && i.parts[0].text == columns[0]);
    }
    return found;
}

/// Unique, but only at COMMIT: PostgreSQL lets no foreign key refer to it.
[[nodiscard]] constexpr bool is_deferrable_key(table_info const& t, name_view columns) {
    bool found = false;
    for (auto const& u : t.uniques) {
        found = found || (u.deferrable && same_columns(u.columns, columns));
    }
    return found && !is_key_of(t, columns);
}

[[nodiscard]] constexpr model_mistake
diagnose_references(table_info const& t, table_info const* const* tables, std::size_t count) {
    for (auto const& key : t.foreign_keys) {
        table_info const* target = nullptr;
        bool found = false; // not target != nullptr: see table_memory::has_memory
        for (std::size_t n = 0; n < count; ++n) {
            if (same_name(tables[n]->name, key.referred_table) &&
                same_name(tables[n]->schema, key.referred_schema)) {
                target = tables[n];
                found = true;
            }
        }
        auto const* from = t.find_column(key.columns[0]);
        if (!found) {
            return say_that(t.struct_name, ".", from->member, " references the table ", key.referred_table,
                            ", which is missing from metadata<...>: add its struct.");
        }
        if (is_deferrable_key(*target, key.referred_columns)) {
            return say_that(t.struct_name, ".", from->member, " references ", target->struct_name, ".",
                            key.referred_columns[0],
                            ", whose unique constraint is deferrable: take .deferrable() away there.");
        }
        if (!is_key_of(*target, key.referred_columns)) {
            return say_that(t.struct_name, ".", from->member, " references ", target->struct_name, ".",
                            key.referred_columns[0], ", which is neither the primary key nor unique there.");
        }
    }
    return {};
}

/// PostgreSQL keeps tables, indexes and sequences under names of one kind; CREATE ... IF NOT EXISTS would
/// take one for the other.
[[nodiscard]] constexpr model_mistake diagnose_sequence_names(table_info const& a, table_info const& b) {
    for (auto const& s : a.sequences) {
        bool taken = s.schema == b.schema && same_name(s.name, b.name);
        for (auto const& i : b.indexes) {
            taken = taken || (s.schema == b.schema && same_name(s.name, i.name));
        }
        if (taken) {
            return say_that(a.struct_name, ": the sequence ", s.name,
                            " is named like a table or an index of ", b.struct_name,
                            ": give it another name.");
        }
    }
    return {};
}

/// Names of indexes belong to the whole database on SQLite and to the schema on PostgreSQL.
[[nodiscard]] constexpr model_mistake diagnose_pair_of_tables(table_info const& a, table_info const& b) {
    if (same_name(a.name, b.name) && same_name(a.schema, b.schema)) {
        return a.struct_name == b.struct_name
                   ? say_that(a.struct_name, " is in metadata<...> twice: name it once.")
                   : say_that(a.struct_name, " and ", b.struct_name, " are both the table ", a.name,
                              ": give one another name.");
    }
    if (auto const sequence = first_disputed(a.sequences, b.sequences); !sequence.empty()) {
        return say_that(a.struct_name, " and ", b.struct_name, " say the sequence ", sequence,
                        " with different options: say it once.");
    }
    if (auto const s = diagnose_sequence_names(a, b); !s.empty()) {
        return s;
    }
    if (auto const s = diagnose_sequence_names(b, a); !s.empty()) {
        return s;
    }
    for (auto const& i : a.indexes) {
        for (auto const& k : b.indexes) {
            if (same_name(i.name, k.name) && a.schema == b.schema) {
                return say_that(a.struct_name, " and ", b.struct_name, " both have an index named ", i.name,
                                ": give one another name(\"...\").");
            }
        }
    }
    return {};
}

[[nodiscard]] constexpr model_mistake diagnose_tables(table_info const* const* tables, std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
        if (auto const s = diagnose_sequence_names(*tables[n], *tables[n]); !s.empty()) {
            return s;
        }
        for (std::size_t k = 0; k < n; ++k) {
            if (auto const s = diagnose_pair_of_tables(*tables[k], *tables[n]); !s.empty()) {
                return s;
            }
        }
    }
    for (std::size_t n = 0; n < count; ++n) {
        if (auto const s = diagnose_references(*tables[n], tables, count); !s.empty()) {
            return s;
        }
    }
    return {};
}

} // namespace detail

/// The same for several models together: a table that is missing, twice there, or referenced where it has no
/// key. A mistake within one model comes first.
template <class... Models>
[[nodiscard]] consteval detail::model_mistake diagnose_metadata() {
    if constexpr ((diagnose<Models>().empty() && ...)) {
        table_info const* const tables[] = {&detail::stored_table<Models>.info..., nullptr};
        return detail::diagnose_tables(tables, sizeof...(Models));
    } else {
        detail::model_mistake first;
        ((first = first.empty() ? diagnose<Models>() : first), ...);
        return first;
    }
}

} // namespace athanor
