#pragma once
// SPDX-License-Identifier: BSL-1.0
// Operations as the C++ source of a migration unit: the text that a person reviews and the compiler reads
// back.

#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <vector>

namespace athanor::codegen {

/// All that a unit's file says.
struct unit_text {
    std::string revision;
    std::vector<std::string> parents;
    std::vector<std::string> depends_on;
    std::string branch_label;
    std::string message;
    std::string date; // YYYY-MM-DD
    operation::list upgrade;
    operation::list downgrade;
    std::vector<std::string> notes; // comment lines under the head
    catalog before;                 // the schema that upgrade starts from; says what is destroyed
};

/// The unit as formatted C++, no line longer than 110 characters except for words that can't be cut. Throws
/// unsupported for what can't be written: a function, a schema name.
[[nodiscard]] std::string write_unit(unit_text const& unit);

} // namespace athanor::codegen
