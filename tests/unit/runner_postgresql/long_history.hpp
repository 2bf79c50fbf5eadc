#pragma once
// SPDX-License-Identifier: BSL-1.0
// A history of any length: tables with rows, concurrent indexes, labels that are used at once, changed types,
// renames.

#include <athanor/migrate/registry.hpp>
#include <athanor/migrate/unit.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace athanor::test {

namespace mi = athanor::migrate;

[[nodiscard]] inline mi::string_ref as_ref(std::string const& s) {
    return {s.data(), s.size()};
}

// Five kinds of units, in turn; each works on the table that the unit of kind 0 before it made.
template <int N>
void long_up(mi::operations& op) {
    std::string const table = "t" + std::to_string(N / 5);
    std::string const mood = "mood" + std::to_string(N / 5);
    std::string const index = "ix_" + table;
    if constexpr (N % 5 == 0) {
        std::string const key = "pk_" + table;
        op.create_table(
            as_ref(table),
            {mi::column("id", mi::integer()).not_null(), mi::column("name", mi::varchar(40)),
             mi::column("how", mi::enumeration(as_ref(mood), {"sad", "happy"})).server_default("sad")},
            {mi::primary_key(as_ref(key), {"id"})});
        std::string const rows =
            "INSERT INTO " + table + " (id, name) SELECT i, 'n' || i FROM generate_series(1, 20) i";
        op.execute(as_ref(rows));
    } else if constexpr (N % 5 == 1) {
        op.create_index(as_ref(index), as_ref(table), {"name"}, mi::concurrently());
    } else if constexpr (N % 5 == 2) {
        op.alter_column(as_ref(table),
                        mi::to(mi::column("how", mi::enumeration(as_ref(mood), {"sad", "calm", "happy"}))
                                   .server_default("calm")));
        std::string const rows = "UPDATE " + table + " SET how = 'calm' WHERE id = 1";
        op.execute(as_ref(rows));
    } else if constexpr (N % 5 == 3) {
        op.alter_column(as_ref(table), mi::to(mi::column("name", mi::varchar(10)).not_null()));
        op.add_column(as_ref(table), mi::column("n", mi::integer()).not_null().server_default(7));
    } else {
        op.rename_column(as_ref(table), "name", "full_name");
        op.drop_index(as_ref(index), as_ref(table), mi::concurrently());
        op.create_index("ix_two", as_ref(table), {"full_name", "n"}, mi::concurrently());
        op.drop_index("ix_two", as_ref(table), mi::concurrently());
    }
}
template <int N>
void long_down(mi::operations& op) {
    std::string const table = "t" + std::to_string(N / 5);
    std::string const mood = "mood" + std::to_string(N / 5);
    std::string const index = "ix_" + table;
    if constexpr (N % 5 == 0) {
        op.drop_table(as_ref(table));
    } else if constexpr (N % 5 == 1) {
        op.drop_index(as_ref(index), as_ref(table), mi::concurrently());
    } else if constexpr (N % 5 == 2) {
        std::string const rows = "UPDATE " + table + " SET how = 'sad' WHERE how = 'calm'";
        op.execute(as_ref(rows));
        op.alter_column(
            as_ref(table),
            mi::to(mi::column("how", mi::enumeration(as_ref(mood), {"sad", "happy"})).server_default("sad")));
    } else if constexpr (N % 5 == 3) {
        op.drop_column(as_ref(table), "n");
        op.alter_column(as_ref(table), mi::to(mi::column("name", mi::varchar(40))));
    } else {
        op.create_index(as_ref(index), as_ref(table), {"full_name"}, mi::concurrently());
        op.rename_column(as_ref(table), "full_name", "name");
    }
}

template <int Count>
class long_history {
public:
    long_history() {
        for (int n = 0; n < Count; ++n) {
            ids_[static_cast<std::size_t>(n)] = "u" + std::to_string(1000 + n);
        }
        [this]<int... N>(std::integer_sequence<int, N...>) {
            (this->template make<N>(), ...);
        }
        (std::make_integer_sequence<int, Count>{});
    }
    long_history(long_history const&) = delete;
    long_history& operator=(long_history const&) = delete;

    [[nodiscard]] mi::registry units() const { return {pointers_.data(), Count}; }

private:
    template <int N>
    void make() {
        auto& u = units_[N];
        u = mi::detail::make_unit(as_ref(ids_[N]), long_up<N>, long_down<N>, "a unit");
        if constexpr (N > 0) {
            u.parents = mi::revises{as_ref(ids_[N - 1])};
        }
        pointers_[N] = &u;
    }

    std::array<std::string, Count> ids_;
    std::array<mi::unit, Count> units_{};
    std::array<mi::unit const*, Count> pointers_{};
};

} // namespace athanor::test
