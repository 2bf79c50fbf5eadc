#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a description says of columns, keys and conditions, written into a table_info.

#include <athanor/schema/build_memory.hpp>
#include <athanor/schema/names.hpp>

namespace athanor::detail {

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

/// nextval('order_number'); a name that isn't plain is quoted, a schema is parted by the first dot.
constexpr void write_next_value(sink& out, std::string_view sequence) {
    auto const write_one = [](sink& into, std::string_view name) {
        bool plain = !name.empty() && !(name[0] >= '0' && name[0] <= '9');
        for (char const c : name) {
            plain = plain && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
        }
        if (plain) {
            into.put(name);
        } else {
            write_quoted_name(into, name);
        }
    };
    out.put("nextval('");
    auto const dot = sequence.find('.');
    if (dot != std::string_view::npos) {
        write_one(out, sequence.substr(0, dot));
        out.put('.');
    }
    write_one(out, dot == std::string_view::npos ? sequence : sequence.substr(dot + 1));
    out.put("')");
}

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
    c.autoincrement = c.autoincrement || f.autoincrement || f.identity;
    c.identity = f.identity;
    c.nullable = c.nullable && !f.identity; // PostgreSQL's identities are never NULL
    c.enforced = f.enforced;
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
    case given_default::next_value:
        c.server_default = {default_kind::expression,
                            out.write([&](sink& s) { write_next_value(s, f.default_text); })};
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
        index_part_info part;
        part.text = c.name;
        out.add(out.parts, out.used.parts, part);
        index_info info;
        info.parts = out.last(out.parts, out.used.parts, 1);
        info.name = out.keep_name({}, name);
        info.unique = f.unique;
        out.add(out.indexes, out.used.indexes, info);
    } else if (f.unique) {
        auto name = constraint_name{"uq", table}.add_part(column);
        out.add_name(c.name);
        auto const columns = out.last_names(1);
        unique_info info;
        info.name = out.keep_name({}, name);
        info.columns = columns;
        out.add(out.uniques, out.used.uniques, info);
    }
}

template <class T, class List>
constexpr void add_option(table_memory& out, unique_option<List> const& option) {
    constraint_name name{"uq", table_name<T>()};
    auto const columns = add_columns<T>(out, name, List{});
    out.add(out.uniques, out.used.uniques,
            unique_info{out.keep_name(option.name_given, name), columns, option.is_nulls_not_distinct,
                        option.is_deferrable, option.is_initially_deferred});
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

} // namespace athanor::detail
