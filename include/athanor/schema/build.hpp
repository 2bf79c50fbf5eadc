#pragma once
// SPDX-License-Identifier: BSL-1.0
// Turns the description of a struct into a table_info: counted once, then written into static memory.

#include <athanor/expression/flatten.hpp>
#include <athanor/schema/member_facts.hpp>
#include <athanor/schema/names.hpp>
#include <athanor/schema/table_info.hpp>

namespace athanor::detail {

struct table_sizes {
    std::size_t chars = 0;
    std::size_t names = 0;
    std::size_t uniques = 0;
    std::size_t checks = 0;
    std::size_t foreign_keys = 0;
    std::size_t indexes = 0;
    std::size_t parts = 0;
};

/// Where a table is written; without memory it only counts.
struct table_memory {
    char* chars = nullptr;
    std::string_view* names = nullptr;
    column_info* columns = nullptr;
    unique_info* uniques = nullptr;
    check_info* checks = nullptr;
    foreign_key_info* foreign_keys = nullptr;
    index_info* indexes = nullptr;
    index_part_info* parts = nullptr;
    table_sizes used;
    bool refused = false; // an expression holds a value that has no text
    // Not asked of the pointers: under -fsanitize=undefined g++ can't compare an address with nullptr at
    // compile time.
    bool has_memory = false;

    [[nodiscard]] constexpr bool filling() const noexcept { return has_memory; }

    template <class F>
    constexpr std::string_view write(F&& writer) {
        char* const begin = filling() ? chars + used.chars : nullptr;
        sink out = filling() ? sink{begin} : sink{};
        writer(out);
        refused = refused || out.refused();
        used.chars += out.size();
        return filling() ? std::string_view{begin, out.size()} : std::string_view{};
    }
    constexpr std::string_view keep(std::string_view text) {
        return write([&](sink& out) { out.put(text); });
    }
    constexpr std::string_view keep_name(std::string_view given, constraint_name& generated) {
        return given.empty() ? keep(generated.view()) : given;
    }
    template <class E>
    constexpr std::string_view keep_expression(E const& e) {
        return write([&](sink& out) { flatten(out, e); });
    }
    constexpr void add_name(std::string_view name) {
        if (filling()) {
            names[used.names] = name;
        }
        ++used.names;
    }
    /// The last `n` names.
    [[nodiscard]] constexpr name_view last_names(std::size_t n) const noexcept {
        return filling() ? name_view{names + used.names - n, n} : name_view{};
    }
    template <class Info>
    constexpr void add(Info* into, std::size_t& count, Info const& info) {
        if (filling()) {
            into[count] = info;
        }
        ++count;
    }
};

/// Columns of one constraint of T, by their names; the constraint's own name is written along.
template <class T, class... Paths>
constexpr name_view add_columns(table_memory& out, constraint_name& name, path_list<Paths...>) {
    auto const one = [&](std::size_t i) {
        auto const column = i < column_count<T> ? column_names<T>[i] : std::string_view{};
        name.add_part(column);
        out.add_name(out.filling() && i < column_count<T> ? out.columns[i].name : column);
    };
    (one(index_of_path<T>(Paths{})), ...);
    return out.last_names(sizeof...(Paths));
}

template <auto... Path>
[[nodiscard]] consteval std::string_view name_at(member_path_to<Path...>) {
    return column_name<Path...>();
}
template <auto... Path>
consteval std::type_identity<path_owner<Path...>> owner_at(member_path_to<Path...>);
template <class First, class... Rest>
consteval auto owner_of_list(path_list<First, Rest...>) -> decltype(owner_at(First{}));
/// The struct whose columns a list of paths begins with.
template <class List>
using list_owner = typename decltype(owner_of_list(List{}))::type;

// ---- one overload per option
// -------------------------------------------------------------------------------

template <class T, class D, class C, class P, auto... Path>
constexpr void add_option(table_memory& out, column_option<D, C, P, Path...> const& option) {
    constexpr std::size_t i = column_index<T, Path...>();
    auto const& f = option.facts;
    auto const table = table_name<T>();
    column_info ignored;
    column_info& c = out.filling() && i < column_count<T> ? out.columns[i] : ignored;
    auto const column = i < column_count<T> ? column_names<T>[i] : std::string_view{};
    if (f.type_given) {
        c.type = f.type;
        c.type_name = f.custom_type;
        c.labels = {};
    }
    c.collation = f.collation;
    c.comment = f.comment;
    c.renamed_from = f.renamed_from;
    c.stored = f.stored;
    c.autoincrement = c.autoincrement || f.autoincrement;
    c.has_default_value = !std::is_same_v<D, nothing>;
    switch (f.server_default) {
    case given_default::none:
        break;
    case given_default::text:
    case given_default::enumerator:
        c.server_default = {default_kind::text, f.default_text};
        break;
    case given_default::boolean:
        c.server_default = {default_kind::expression, f.default_number != 0 ? "TRUE" : "FALSE"};
        break;
    case given_default::number:
        c.server_default = {default_kind::expression,
                            out.write([&](sink& s) { s.number(f.default_number); })};
        break;
    case given_default::expression:
        c.server_default = {default_kind::expression, f.default_text};
        break;
    }
    if constexpr (!std::is_same_v<P, nothing>) {
        c.computed = out.keep_expression(option.computed_given);
    }
    if constexpr (!std::is_same_v<C, nothing>) {
        auto const name = constraint_name{"ck", table}.add_part(column);
        auto copy = name;
        out.add(out.checks, out.used.checks,
                check_info{out.keep_name({}, copy), out.keep_expression(option.check_given)});
    }
    if (f.index) {
        auto name = constraint_name{"ix", table}.add_part(column);
        out.add(out.parts, out.used.parts, index_part_info{c.name, false, false});
        auto const parts = out.filling() ? view<index_part_info>{out.parts + out.used.parts - 1, 1}
                                         : view<index_part_info>{};
        out.add(out.indexes, out.used.indexes, index_info{out.keep_name({}, name), parts, f.unique, {}});
    } else if (f.unique) {
        auto name = constraint_name{"uq", table}.add_part(column);
        out.add_name(c.name);
        auto const columns = out.last_names(1);
        out.add(out.uniques, out.used.uniques, unique_info{out.keep_name({}, name), columns});
    }
}

template <class T, class List>
constexpr void add_option(table_memory& out, unique_option<List> const& option) {
    constraint_name name{"uq", table_name<T>()};
    auto const columns = add_columns<T>(out, name, List{});
    out.add(out.uniques, out.used.uniques, unique_info{out.keep_name(option.name_given, name), columns});
}

template <class T, class List, class Referred>
constexpr void add_option(table_memory& out, foreign_key_option<List, Referred> const& option) {
    using target = list_owner<Referred>;
    constraint_name name{"fk", table_name<T>()};
    foreign_key_info key;
    key.columns = add_columns<T>(out, name, List{});
    key.name = out.keep_name(option.name_given, name);
    key.referred_schema = table_schema<target>();
    key.referred_table = table_name<target>();
    [&]<class... Paths>(path_list<Paths...>) {
        (out.add_name(out.keep(name_at(Paths{}))), ...);
        key.referred_columns = out.last_names(sizeof...(Paths));
    }(Referred{});
    key.on_delete = option.delete_action;
    key.on_update = option.update_action;
    key.deferrable = option.is_deferrable;
    key.initially_deferred = option.is_initially_deferred;
    out.add(out.foreign_keys, out.used.foreign_keys, key);
}
template <class T, class List>
constexpr void add_option(table_memory&, foreign_key_start<List> const&) {}

template <class T, class E>
constexpr void add_option(table_memory& out, check_option<E> const& option) {
    auto name = constraint_name{"ck", table_name<T>()}.add_part(option.name);
    out.add(out.checks, out.used.checks,
            check_info{out.keep_name({}, name), out.keep_expression(option.condition)});
}

template <class T, auto... Path>
constexpr void add_index_part(table_memory& out, constraint_name& name, expression::column_node<Path...>,
                              bool descending = false) {
    auto const column = column_name<Path...>();
    name.add_part(column);
    out.add(out.parts, out.used.parts, index_part_info{out.keep(column), false, descending});
}
template <class T, class E>
constexpr void add_index_part(table_memory& out, constraint_name& name, E const& e, bool descending = false) {
    name.add_part("expression");
    out.add(out.parts, out.used.parts, index_part_info{out.keep_expression(e), true, descending});
}
template <class T, bool Descending, class X>
constexpr void add_index_part(table_memory& out, constraint_name& name,
                              expression::ordered_node<Descending, X> const& part) {
    add_index_part<T>(out, name, part.subject, Descending);
}

template <class T, class Where, class... Parts>
constexpr void add_option(table_memory& out, index_option<Where, Parts...> const& option) {
    constraint_name name{"ix", table_name<T>()};
    option.parts.for_each([&](auto const& part) { add_index_part<T>(out, name, part); });
    index_info info;
    info.parts = out.filling()
                     ? view<index_part_info>{out.parts + out.used.parts - sizeof...(Parts), sizeof...(Parts)}
                     : view<index_part_info>{};
    info.unique = option.is_unique;
    info.name = out.keep_name(option.name_given, name);
    if constexpr (!std::is_same_v<Where, nothing>) {
        info.where = out.keep_expression(option.predicate);
    }
    out.add(out.indexes, out.used.indexes, info);
}

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
        info.indexes = {out.indexes, out.used.indexes};
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
    table_info info;

    consteval table_storage() {
        table_memory out{chars,   names, columns, uniques, checks, foreign_keys,
                         indexes, parts, {},      false,   true};
        info = write_table<T>(out);
    }
    table_storage(table_storage const&) = delete;
};
template <class T>
inline constexpr table_storage<T> stored_table{};

} // namespace athanor::detail
