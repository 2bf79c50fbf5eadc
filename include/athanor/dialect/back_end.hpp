#pragma once
// SPDX-License-Identifier: BSL-1.0
// The names of the back ends, as types: what a program lists in connect<...> and asks a text for in
// to_sql<...>.

#include <athanor/dialect/dialect_id.hpp>

namespace athanor {

/// SQLite: `connect<sqlite>("sqlite:///shop.db")` (include <athanor/sqlite.hpp>).
struct sqlite {
    static constexpr dialect_id dialect = dialect_id::sqlite;
};
/// PostgreSQL's SQL. A text can be asked for anywhere: `to_sql<postgresql>(statement)`.
struct postgresql {
    static constexpr dialect_id dialect = dialect_id::postgresql;
};

} // namespace athanor
