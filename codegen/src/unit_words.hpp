#pragma once
// SPDX-License-Identifier: BSL-1.0
// Operations in the words of migrate/unit.hpp.

#include "source_text.hpp"

#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>

namespace athanor::codegen::detail {

/// `column("name", varchar(50)).not_null()`, with fill() and using_() where they are given.
[[nodiscard]] expr column_expr(column_def const& c, std::string const& fill = {},
                               std::string const& convert = {});
/// `sequence().start(1000)`; a bare `sequence()` where nothing is said.
[[nodiscard]] expr sequence_expr(sequence_def const& s);

/// `op.add_column(...)`. Throws unsupported for what has no words: rows, a function.
[[nodiscard]] expr operation_expr(operation::any const& op);

} // namespace athanor::codegen::detail
