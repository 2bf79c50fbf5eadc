#pragma once
// SPDX-License-Identifier: BSL-1.0
// What revision and merge share: an id, a date, a file.

#include "context.hpp"

#include <athanor/codegen/unit_writer.hpp>

#include <string>

namespace athanor::codegen::detail {

/// The id asked for, or twelve random hexadecimal digits that no revision starts with. Throws misuse for a
/// bad one.
[[nodiscard]] std::string new_revision_id(migrate::revision_graph const& graph, std::string const& wanted);
/// Today, as YYYY-MM-DD (SOURCE_DATE_EPOCH counts).
[[nodiscard]] std::string today();
/// Checks the label and the message, writes the file and says so.
[[nodiscard]] std::string write_unit_file(context const& c, unit_text const& unit);

} // namespace athanor::codegen::detail
