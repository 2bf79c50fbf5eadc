#pragma once
// SPDX-License-Identifier: BSL-1.0
// SQL by its tokens: when two expressions are the same text but for spaces and the way that names are
// written.

#include <athanor/dialect/dialect_id.hpp>
#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace athanor::migrate::detail {

/// Spaces, comments, the case of words and the quotes around names make no difference. The case of a quoted
/// name does on PostgreSQL, where a bracket is a subscript or an array, never a quote.
[[nodiscard]] inline std::string canonical_sql(dialect_id dialect, std::string_view sql) {
    using kind = athanor::detail::sql_token::kind;
    bool const sqlite = dialect == dialect_id::sqlite;
    auto const inner = sqlite_dialect::detail::without_outer_parentheses(sql);
    std::string out;
    for (std::size_t at = 0; at < inner.size();) {
        auto const token = !sqlite && inner[at] == '[' ? athanor::detail::sql_token{kind::symbol, "["}
                                                       : athanor::detail::next_token(inner, at);
        at += token.text.size();
        if (token.what == kind::space || token.what == kind::comment) {
            continue;
        }
        std::string text(token.text);
        if (token.what == kind::quoted_name) {
            text = athanor::detail::unquoted(token.text);
        }
        if (token.what == kind::word || (token.what == kind::quoted_name && sqlite)) {
            std::ranges::transform(text, text.begin(), athanor::detail::ascii_lower);
        }
        out += text;
        out += '\x1f';
    }
    return out;
}
[[nodiscard]] inline bool same_sql(dialect_id dialect, std::string_view a, std::string_view b) {
    return a == b || canonical_sql(dialect, a) == canonical_sql(dialect, b);
}

} // namespace athanor::migrate::detail
