#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a unit says as one number: a unit that was edited after it ran is found out by it.

#include <athanor/base/fingerprint.hpp>
#include <athanor/operation/operations.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace athanor::migrate::detail {

/// Feeds every member of what operations are made of; a new member must be added here by hand, with extra():
/// checksums of units that ran long ago stay what they are.
struct operation_hasher {
    athanor::detail::hasher state;

    void add(std::string const& s) { state.text(s); }
    void add(bool b) { state.number(b ? 1 : 0); }
    void add(int n) { state.number(static_cast<std::uint64_t>(n)); }
    template <class E>
    requires std::is_enum_v<E>
    void add(E e) { state.number(static_cast<std::uint64_t>(e)); }
    template <class T>
    void add(std::vector<T> const& items) {
        state.number(items.size());
        for (auto const& i : items) {
            add(i);
        }
    }
    template <class T>
    void add(std::optional<T> const& o) {
        add(o.has_value());
        if (o) {
            add(*o);
        }
    }
    template <class... T>
    void all(T const&... parts) {
        (add(parts), ...);
    }
    void add(cell const& c) {
        state.number(c.index());
        std::visit(operation::overloaded{
                       [](std::monostate) {},
                       [this](bool b) { add(b); },
                       [this](std::int64_t n) { state.number(static_cast<std::uint64_t>(n)); },
                       [this](double d) { state.number(std::bit_cast<std::uint64_t>(d)); },
                       [this](std::string const& s) { add(s); },
                       [this](std::vector<std::byte> const& bytes) {
                           state.number(bytes.size());
                           for (auto const b : bytes) {
                               state.byte(std::to_integer<unsigned char>(b));
                           }
                       },
                   },
                   c);
    }
    /// A member that came later: fed only where it says something, under a word of its own.
    template <class T>
    void extra(std::string_view word, T const& value) {
        if (value != T{}) {
            state.text(word);
            add(value);
        }
    }
    void add(sql_type const& t) {
        all(t.id, t.length, t.scale);
        extra("array", t.array);
    }
    void add(std::int64_t n) { state.number(static_cast<std::uint64_t>(n)); }
    void add(sequence_options const& o) { all(o.start, o.increment, o.minimum, o.maximum, o.cache, o.cycle); }
    void add(identity_def const& i) { all(i.always, i.options); }
    void add(sequence_def const& s) {
        all(s.schema, s.name, s.type, s.options, s.owner_table, s.owner_column);
    }
    void add(default_def const& d) { all(d.kind, d.text); }
    void add(column_def const& c) {
        all(c.name, c.type, c.type_name, c.labels, c.nullable, c.autoincrement, c.server_default, c.computed,
            c.stored, c.collation, c.comment);
        extra("identity", c.identity);
        extra("enforced", c.enforced);
    }
    void add(primary_key_def const& k) { all(k.name, k.columns); }
    void add(unique_def const& u) {
        all(u.name, u.columns);
        extra("nulls not distinct", u.nulls_not_distinct);
        extra("deferrable", u.deferrable);
        extra("initially deferred", u.initially_deferred);
    }
    void add(check_def const& c) { all(c.name, c.expression); }
    void add(foreign_key_def const& f) {
        all(f.name, f.columns, f.referred_schema, f.referred_table, f.referred_columns, f.on_delete,
            f.on_update, f.deferrable, f.initially_deferred);
    }
    void add(index_part const& p) {
        all(p.text, p.is_expression, p.descending);
        extra("nulls", p.nulls);
        extra("operator class", p.operator_class);
    }
    void add(index_def const& i) {
        all(i.name, i.parts, i.unique, i.where);
        extra("method", i.method);
        extra("include", i.include);
        extra("nulls not distinct", i.nulls_not_distinct);
    }
    void add(exclude_def::element const& e) { all(e.text, e.is_expression, e.with, e.operator_class); }
    void add(exclude_def const& e) {
        all(e.name, e.method, e.elements, e.where, e.deferrable, e.initially_deferred);
    }
    void add(table_def const& t) {
        all(t.schema, t.name, t.comment, t.columns, t.primary_key, t.uniques, t.checks, t.foreign_keys,
            t.indexes, t.strict, t.without_rowid);
        extra("excludes", t.excludes);
    }

    void add(operation::create_table const& o) { all(o.table); }
    void add(operation::drop_table const& o) { all(o.table); }
    void add(operation::rename_table const& o) { all(o.from, o.to); }
    void add(operation::add_column const& o) { all(o.table, o.column, o.fill); }
    void add(operation::drop_column const& o) { all(o.table, o.column); }
    void add(operation::rename_column const& o) { all(o.table, o.from, o.to); }
    void add(operation::alter_column const& o) { all(o.table, o.to, o.from, o.fill, o.convert); }
    void add(operation::create_index const& o) {
        all(o.table, o.index);
        extra("concurrently", o.concurrently);
    }
    void add(operation::drop_index const& o) {
        all(o.table, o.name);
        extra("concurrently", o.concurrently);
    }
    void add(operation::add_primary_key const& o) { all(o.table, o.key); }
    void add(operation::add_unique const& o) { all(o.table, o.unique); }
    void add(operation::add_check const& o) { all(o.table, o.check); }
    void add(operation::add_foreign_key const& o) { all(o.table, o.key); }
    void add(operation::drop_constraint const& o) { all(o.table, o.kind, o.name); }
    void add(operation::comment_table const& o) { all(o.table, o.comment); }
    void add(operation::execute const& o) {
        all(o.sql, o.sqlite, o.postgresql);
        extra("outside transaction", o.outside_transaction);
    }
    void add(operation::insert_rows const& o) { all(o.table, o.columns, o.rows); }
    void add(operation::update_rows const& o) { all(o.table, o.columns, o.keys, o.rows); }
    void add(operation::delete_rows const& o) { all(o.table, o.keys, o.rows); }
    void add(operation::run const& o) { all(o.description); } // code can't be compared
    void add(operation::irreversible const& o) { all(o.reason); }
    void add(operation::add_exclude const& o) { all(o.table, o.exclude); }
    void add(operation::create_sequence const& o) { all(o.sequence); }
    void add(operation::drop_sequence const& o) { all(o.name); }
    void add(operation::alter_sequence const& o) { all(o.to, o.from); }
};

[[nodiscard]] inline std::string hex16(std::uint64_t n) {
    std::string out(16, '0');
    for (std::size_t i = 16; i-- > 0; n >>= 4U) {
        out[i] = "0123456789abcdef"[n & 15U];
    }
    return out;
}

} // namespace athanor::migrate::detail

namespace athanor::migrate {

/// 16 hexadecimal digits over all that the operations say.
[[nodiscard]] inline std::string checksum(operation::list const& operations) {
    detail::operation_hasher h;
    for (auto const& op : operations) {
        h.state.number(op.index());
        std::visit([&h](auto const& o) { h.add(o); }, op);
    }
    return detail::hex16(h.state.mixed());
}

} // namespace athanor::migrate
