#pragma once
// SPDX-License-Identifier: BSL-1.0
// A statement with its values written out, for people to read.

#include <athanor/dialect/quote.hpp>
#include <athanor/dialect/render.hpp>
#include <athanor/statement/run_time_part.hpp>

#include <string>
#include <vector>

namespace athanor {

/// The text of a statement with literals in the place of its values: for a log, a bug report, the database's
/// shell. Never run it from a program, which has parameters. Throws unsupported for a value that is an array.
///
///     to_sql_literal<sqlite>(select<User>().where(col<&User::name> == "O'Neil"))
template <class Back, class Statement>
[[nodiscard]] std::string to_sql_literal(Statement const& statement) {
    std::vector<std::string> literals;
    detail::for_each_parameter(statement, [&literals](auto const& value) {
        literals.push_back(
            literal(Back::dialect, detail::cell_for(Back::dialect == dialect_id::postgresql, value)));
    });
    return detail::render_at_run_time<Back::dialect>(statement, literals.data());
}

} // namespace athanor
