#pragma once
// SPDX-License-Identifier: BSL-1.0
// Typed rows in a unit, through a struct frozen in that unit:
//
//     struct role_v1 {
//         std::int64_t id{};
//         std::string name{};
//     };
//     op.insert<role_v1>("roles", {{1, "admin"}, {2, "guest"}});
//     op.update<role_v1>("roles", {"id"}, {{2, "visitor"}});
//
// The struct's members are the columns. It never is the live model: a unit means the same for ever.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/recorder.hpp>
#include <athanor/migrate/row_batch.hpp>
#include <athanor/migrate/unit.hpp>
#include <athanor/reflect/fields.hpp>
#include <athanor/value/cell.hpp>
#include <athanor/value/field.hpp>
#include <athanor/value/numbers.hpp>
#include <athanor/value/string.hpp>
#include <athanor/value/traits.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace athanor::migrate {

namespace detail {

template <class Field>
[[nodiscard]] cell cell_of(Field const& field) {
    using V = value_of<Field>;
    static_assert(mapped_value<V>,
                  "athanor: a member of a row in a migration unit has no SQL type. "
                  "Specialise athanor::value_traits for it, or include the header that does.");
    auto const* value = field_traits<Field>::get(field);
    if (value == nullptr) {
        return std::monostate{};
    }
    decltype(auto) encoded = value_traits<V>::encode(*value);
    using wire = wire_type<V>;
    if constexpr (std::is_same_v<wire, std::string_view>) {
        return std::string{encoded};
    } else if constexpr (std::is_same_v<wire, bytes_view>) {
        return std::vector<std::byte>(encoded.data, encoded.data + encoded.size);
    } else {
        return wire(encoded);
    }
}

template <class Row>
[[nodiscard]] std::vector<std::string> column_names() {
    std::vector<std::string> out;
    for (std::string_view const name : athanor::detail::field_names<Row>.items) {
        out.emplace_back(name);
    }
    return out;
}

template <class Row>
[[nodiscard]] std::vector<cell> cells_of(Row const& row) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::vector<cell>{cell_of(athanor::detail::field<I>(row))...};
    }
    (std::make_index_sequence<athanor::detail::field_count<Row>>{});
}

[[nodiscard]] inline std::vector<std::string>
checked_keys(names const& keys, std::vector<std::string> const& columns, std::string const& table) {
    auto out = strs(refer(keys));
    if (out.empty()) {
        throw error{error_kind::migration, "update and erase need the columns that say which row"}.with_table(
            table);
    }
    for (auto const& key : out) {
        if (std::ranges::find(columns, key) == columns.end()) {
            throw error{error_kind::migration, "a key column is no member of the struct that the rows have"}
                .with_table(table)
                .with_column(key);
        }
    }
    return out;
}

} // namespace detail

template <class Row>
struct include_athanor_migrate_data_hpp {
    static_assert(std::is_aggregate_v<Row>,
                  "athanor: the rows of a migration unit need a plain struct without "
                  "constructors or base classes");

    static void insert(operations& op, string_ref table, std::initializer_list<Row> rows) {
        auto batch = batch_of(row_batch::verb::insert, table, rows);
        op.rows(batch);
    }
    static void update(operations& op, string_ref table, names const& keys, std::initializer_list<Row> rows) {
        auto batch = batch_of(row_batch::verb::update, table, rows);
        batch.keys = detail::checked_keys(keys, batch.columns, batch.table);
        if (batch.keys.size() == batch.columns.size()) {
            throw error{error_kind::migration, "every member is a key: there is nothing left to set"}
                .with_table(batch.table);
        }
        op.rows(batch);
    }
    /// Only the key members are looked at.
    static void erase(operations& op, string_ref table, names const& keys, std::initializer_list<Row> rows) {
        auto const whole = batch_of(row_batch::verb::erase, table, rows);
        row_batch batch;
        batch.what = row_batch::verb::erase;
        batch.table = whole.table;
        batch.keys = detail::checked_keys(keys, whole.columns, whole.table);
        for (auto const& row : whole.rows) {
            auto& picked = batch.rows.emplace_back();
            for (auto const& key : batch.keys) {
                auto const at = std::ranges::find(whole.columns, key) - whole.columns.begin();
                picked.push_back(row[static_cast<std::size_t>(at)]);
            }
        }
        op.rows(batch);
    }

private:
    [[nodiscard]] static row_batch batch_of(row_batch::verb what, string_ref table,
                                            std::initializer_list<Row> rows) {
        row_batch batch;
        batch.what = what;
        batch.table = detail::str(table);
        batch.columns = detail::column_names<Row>();
        for (auto const& row : rows) {
            batch.rows.push_back(detail::cells_of(row));
        }
        return batch;
    }
};

} // namespace athanor::migrate
