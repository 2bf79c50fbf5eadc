#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a statement was given, for people who watch it run.

#include <string>

namespace athanor {

/// A parameter as the database takes it. `value` is filled only for those who asked to see values: they are
/// what the rows hold, and don't belong into a log by accident.
struct statement_parameter {
    std::string type;
    std::string value;
};

} // namespace athanor
