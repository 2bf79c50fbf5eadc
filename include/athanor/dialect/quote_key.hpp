#pragma once
// SPDX-License-Identifier: BSL-1.0
// The quoted name of a table, index, type or sequence, with its schema where it has one.

#include <athanor/dialect/quote.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <string_view>

namespace athanor {

/// `"users"`, or `"billing"."invoices"` where there is a schema. Throws what quote_identifier() throws.
[[nodiscard]] inline std::string quote_key(std::string_view schema, std::string_view name) {
    return schema.empty() ? quote_identifier(name) : quote_identifier(schema) + '.' + quote_identifier(name);
}
/// The same from a table_def::key() or sequence_def::key(): `billing.invoices` -> `"billing"."invoices"`.
[[nodiscard]] inline std::string quote_key(std::string_view key) {
    auto const [schema, name] = split_key(key);
    return quote_key(schema, name);
}

} // namespace athanor
