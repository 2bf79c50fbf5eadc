#pragma once
// SPDX-License-Identifier: BSL-1.0
// One figure for a schema: equal for models and for the replayed history exactly when both say the same.

#include <athanor/base/fingerprint.hpp>
#include <athanor/schema/table_info.hpp>

namespace athanor::detail {

// Written once for both forms, table_info and table_def: their members have the same names. What was added
// after the first release takes part only where it is said, under a word of its own: figures that stand in
// databases stay.

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

/// Does the database count? An identity does, said or not.
template <class Column>
[[nodiscard]] constexpr bool counts(Column const& c) {
    return c.autoincrement || c.identity;
}

/// `start`, `increment`, ... of a sequence or an identity: those that are given.
template <class Options>
constexpr void hash_sequence_options(hasher& h, Options const& o) {
    auto const given = [&h](std::string_view word, auto const& number) {
        if (number) {
            h.text(word).number(static_cast<std::uint64_t>(*number));
        }
    };
    given("start", o.start);
    given("increment", o.increment);
    given("minimum", o.minimum);
    given("maximum", o.maximum);
    given("cache", o.cache);
    if (o.cycle) {
        h.text("cycle");
    }
}

/// A named flag, only where it is set.
constexpr void hash_flag(hasher& h, std::string_view word, bool set) {
    if (set) {
        h.text(word);
    }
}
/// A named text, only where there is one.
constexpr void hash_extra(hasher& h, std::string_view word, std::string_view text) {
    if (!text.empty()) {
        h.text(word).text(text);
    }
}

template <class Column>
constexpr void hash_column(hasher& h, Column const& c) {
    h.text(c.name).byte(static_cast<unsigned char>(c.type.id));
    h.number(static_cast<std::uint64_t>(c.type.length)).number(static_cast<std::uint64_t>(c.type.scale));
    h.text(c.type_name);
    hash_names(h, c.labels);
    h.byte(c.nullable).byte(counts(c));
    h.byte(static_cast<unsigned char>(c.server_default.kind)).text(c.server_default.text);
    h.text(c.computed).byte(c.stored).text(c.collation).text(c.comment);
    hash_flag(h, "array", c.type.array);
    if (c.identity) {
        h.text("identity").byte(c.identity->always);
        hash_sequence_options(h, c.identity->options);
    }
    hash_flag(h, "enforced", c.enforced);
}

template <class Index>
constexpr void hash_index(hasher& h, Index const& i) {
    h.text(i.name).byte(i.unique).text(i.where).number(i.parts.size());
    for (auto const& part : i.parts) {
        h.text(part.text).byte(part.is_expression).byte(part.descending);
    }
    for (auto const& part : i.parts) {
        if (auto const nulls = static_cast<unsigned char>(part.nulls); nulls != 0) {
            h.text("nulls").text(part.text).byte(nulls);
        }
        if (!part.operator_class.empty()) {
            h.text("operator class").text(part.text).text(part.operator_class);
        }
    }
    hash_extra(h, "method", i.method);
    if (!i.include.empty()) {
        h.text("include");
        hash_names(h, i.include);
    }
    hash_flag(h, "nulls not distinct", i.nulls_not_distinct);
}

template <class Exclude>
constexpr void hash_exclude(hasher& h, Exclude const& e) {
    h.text(e.name).text(e.method).text(e.where).byte(e.deferrable).byte(e.initially_deferred);
    h.number(e.elements.size());
    for (auto const& part : e.elements) {
        h.text(part.text).byte(part.is_expression).text(part.with).text(part.operator_class);
    }
}

/// A sequence that stands beside the tables.
template <class Sequence>
[[nodiscard]] constexpr std::uint64_t hash_sequence(Sequence const& s) {
    hasher h;
    h.text("sequence").text(s.schema).text(s.name).byte(static_cast<unsigned char>(s.type.id));
    hash_sequence_options(h, s.options);
    h.text(s.owner_table).text(s.owner_column);
    return h.mixed();
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
        hash_flag(one, "nulls not distinct", u.nulls_not_distinct);
        hash_flag(one, "deferrable", u.deferrable);
        hash_flag(one, "initially deferred", u.initially_deferred);
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
    h.number(sum_of(t.indexes, [](hasher& one, auto const& i) { hash_index(one, i); }));
    if (!t.excludes.empty()) {
        h.text("excludes").number(sum_of(t.excludes, [](hasher& one, auto const& e) {
            hash_exclude(one, e);
        }));
    }
    return h.mixed();
}

/// Of several tables and sequences, in any order: `sum` is that of the hashes of both.
[[nodiscard]] constexpr std::uint64_t combine(std::uint64_t sum, std::size_t tables,
                                              std::size_t sequences = 0) noexcept {
    hasher h;
    h.number(tables).number(sum);
    if (sequences != 0) {
        h.number(sequences);
    }
    return h.state;
}

} // namespace athanor::detail
