#pragma once
// SPDX-License-Identifier: BSL-1.0
// Open questions of a diff: asked on a terminal, listed with their flags elsewhere.

#include "context.hpp"

#include <athanor/migrate/diff/decisions.hpp>

#include <vector>

namespace athanor::codegen::detail {

/// Asks one question and adds the answer to `given`. False where the person gives up.
[[nodiscard]] bool answer(migrate::question const& q, migrate::decisions& given);

/// Says what must be decided, and with which flags.
void list_questions(context const& c, std::vector<migrate::question> const& questions);

} // namespace athanor::codegen::detail
