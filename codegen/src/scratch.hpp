#pragma once
// SPDX-License-Identifier: BSL-1.0
// Empty databases to prove units on, made on a PostgreSQL server that somebody lends, and dropped again.

#include <athanor/codegen/proof.hpp>

#include <string>

namespace athanor::codegen::detail {

/// Makes databases on the server that the URL names (or ATHANOR_SCRATCH_URL); empty where neither does. The
/// role needs the right to create databases. Throws unsupported where the generator was built without
/// PostgreSQL.
[[nodiscard]] scratch_database scratch_server(std::string url);

} // namespace athanor::codegen::detail
