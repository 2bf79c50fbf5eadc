#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a description says of indexes, exclusions and sequences, written into a table_info.

#include <athanor/schema/build_options.hpp>

namespace athanor::detail {

/// What stands around the subject of an index part.
struct part_words {
    bool descending = false;
    nulls_order nulls = nulls_order::by_default;
    std::string_view operator_class;
};

template <class T, auto... Path>
constexpr void add_index_part(table_memory& out, constraint_name& name, expression::column_node<Path...>,
                              part_words words = {}) {
    auto const column = column_name<Path...>();
    name.add_part(column);
    out.add(out.parts, out.used.parts,
            index_part_info{out.keep(column), false, words.descending, words.nulls, words.operator_class});
}
template <class T, class E>
constexpr void add_index_part(table_memory& out, constraint_name& name, E const& e, part_words words = {}) {
    name.add_part("expression");
    out.add(
        out.parts, out.used.parts,
        index_part_info{out.keep_expression(e), true, words.descending, words.nulls, words.operator_class});
}
template <class T, bool Descending, class X>
constexpr void add_index_part(table_memory& out, constraint_name& name,
                              expression::ordered_node<Descending, X> const& part, part_words words = {}) {
    words.descending = Descending;
    add_index_part<T>(out, name, part.subject, words);
}
template <class T, bool First, class X>
constexpr void add_index_part(table_memory& out, constraint_name& name,
                              expression::nulls_placed_node<First, X> const& part, part_words words = {}) {
    words.nulls = First ? nulls_order::first : nulls_order::last;
    add_index_part<T>(out, name, part.subject, words);
}
template <class T, class X>
constexpr void add_index_part(table_memory& out, constraint_name& name,
                              expression::operator_class_node<X> const& part, part_words words = {}) {
    words.operator_class = part.name;
    add_index_part<T>(out, name, part.subject, words);
}

template <class T, class Where, class Include, class... Parts>
constexpr void add_option(table_memory& out, index_option<Where, Include, Parts...> const& option) {
    constraint_name name{"ix", table_name<T>()};
    option.parts.for_each([&](auto const& part) { add_index_part<T>(out, name, part); });
    index_info info;
    info.parts = out.last(out.parts, out.used.parts, sizeof...(Parts));
    info.unique = option.said.unique;
    info.name = out.keep_name(option.said.name, name);
    info.method = option.said.method;
    info.nulls_not_distinct = option.said.nulls_not_distinct;
    if constexpr (!std::is_same_v<Where, nothing>) {
        info.where = out.keep_expression(option.predicate);
    }
    if constexpr (!std::is_same_v<Include, no_columns>) {
        info.include = add_columns<T>(out, name, Include{}); // no part of the name, which is written
    }
    out.add(out.indexes, out.used.indexes, info);
}

template <class T, auto... Path>
constexpr void add_element(table_memory& out, exclude_element<expression::column_node<Path...>> const& e) {
    out.add(out.elements, out.used.elements,
            exclude_element_info{out.keep(column_name<Path...>()), false, e.with, e.class_name});
}
template <class T, class E>
constexpr void add_element(table_memory& out, exclude_element<E> const& e) {
    out.add(out.elements, out.used.elements,
            exclude_element_info{out.keep_expression(e.subject), true, e.with, e.class_name});
}

template <class T, class Where, class... Elements>
constexpr void add_option(table_memory& out, exclude_option<Where, Elements...> const& option) {
    auto name = constraint_name{"ex", table_name<T>()}.add_part(option.said.name);
    option.elements.for_each([&](auto const& e) { add_element<T>(out, e); });
    exclude_info info;
    info.elements = out.last(out.elements, out.used.elements, sizeof...(Elements));
    info.name = out.keep_name({}, name);
    info.method = option.said.method;
    info.deferrable = option.said.deferrable;
    info.initially_deferred = option.said.initially_deferred;
    if constexpr (!std::is_same_v<Where, nothing>) {
        info.where = out.keep_expression(option.predicate);
    }
    out.add(out.excludes, out.used.excludes, info);
}

template <class T, class Owner>
constexpr void add_option(table_memory& out, sequence_option<Owner> const& option) {
    sequence_info info;
    info.schema = option.said.schema;
    info.name = option.said.name;
    info.type = option.said.type;
    info.options = option.said.options;
    if constexpr (!std::is_same_v<Owner, nothing>) {
        info.owner_table = out.write([](sink& s) {
            s.put(table_schema<T>()).put(table_schema<T>().empty() ? "" : ".").put(table_name<T>());
        });
        constexpr std::size_t i = index_of_path<T>(Owner{});
        info.owner_column = out.keep(i < column_count<T> ? column_names<T>[i] : std::string_view{});
    }
    out.add(out.sequences, out.used.sequences, info);
}

} // namespace athanor::detail
