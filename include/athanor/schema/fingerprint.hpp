#pragma once
// SPDX-License-Identifier: BSL-1.0
// One figure for a schema: equal for models and for the replayed history exactly when both say the same.

#include <athanor/base/fingerprint.hpp>
#include <athanor/schema/table_info.hpp>

namespace athanor::detail {

// Written once for both forms, table_info and table_def: their members have the same names.

template <class Names>
constexpr void hash_names(hasher& h, Names const& names) {
    h.number(names.size());
    for (auto const& name : names) {
        h.text(name);
    }
}
/// The sum over a list whose order means nothing.
template <class List, class F>
[[nodiscard]] constexpr std::uint64_t sum_of(List const& list, F&& one) {
    std::uint64_t sum = list.size();
    for (auto const& item : list) {
        hasher h;
        one(h, item);
        sum += h.mixed();
    }
    return sum;
}

template <class Column>
constexpr void hash_column(hasher& h, Column const& c) {
    h.text(c.name).byte(static_cast<unsigned char>(c.type.id));
    h.number(static_cast<std::uint64_t>(c.type.length)).number(static_cast<std::uint64_t>(c.type.scale));
    h.text(c.type_name);
    hash_names(h, c.labels);
    h.byte(c.nullable).byte(c.autoincrement);
    h.byte(static_cast<unsigned char>(c.server_default.kind)).text(c.server_default.text);
    h.text(c.computed).byte(c.stored).text(c.collation).text(c.comment);
}

template <class Table>
[[nodiscard]] constexpr std::uint64_t hash_table(Table const& t) {
    hasher h;
    h.text(t.schema).text(t.name).text(t.comment).byte(t.strict).byte(t.without_rowid);
    h.number(sum_of(t.columns, [](hasher& one, auto const& c) { hash_column(one, c); }));
    if (t.primary_key) {
        h.text(t.primary_key->name);
        hash_names(h, t.primary_key->columns);
    }
    h.number(sum_of(t.uniques, [](hasher& one, auto const& u) {
        one.text(u.name);
        hash_names(one, u.columns);
    }));
    h.number(sum_of(t.checks, [](hasher& one, auto const& c) { one.text(c.name).text(c.expression); }));
    h.number(sum_of(t.foreign_keys, [](hasher& one, auto const& f) {
        one.text(f.name);
        hash_names(one, f.columns);
        one.text(f.referred_schema).text(f.referred_table);
        hash_names(one, f.referred_columns);
        one.byte(static_cast<unsigned char>(f.on_delete)).byte(static_cast<unsigned char>(f.on_update));
        one.byte(f.deferrable).byte(f.initially_deferred);
    }));
    h.number(sum_of(t.indexes, [](hasher& one, auto const& i) {
        one.text(i.name).byte(i.unique).text(i.where).number(i.parts.size());
        for (auto const& part : i.parts) {
            one.text(part.text).byte(part.is_expression).byte(part.descending);
        }
    }));
    return h.mixed();
}

/// Of several tables, in any order.
[[nodiscard]] constexpr std::uint64_t combine(std::uint64_t sum, std::size_t tables) noexcept {
    return hasher{}.number(tables).number(sum).state;
}

} // namespace athanor::detail
