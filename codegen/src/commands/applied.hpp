#pragma once
// SPDX-License-Identifier: BSL-1.0
// What the database says about itself, for commands that only look.

#include "context.hpp"

namespace athanor::codegen::detail {

/// The revisions that the database has applied; empty where there is no version table yet.
[[nodiscard]] migrate::revision_set applied_revisions(context const& c);

} // namespace athanor::codegen::detail
