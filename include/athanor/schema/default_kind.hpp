#pragma once
// SPDX-License-Identifier: BSL-1.0
// What kind of text a server default is; shared by models (constexpr) and catalogs (owning).

namespace athanor {

enum class default_kind : unsigned char {
    none,
    text,       // a string literal; `text` holds the plain characters, unquoted
    expression, // an SQL expression in the common dialect: 0, TRUE, CURRENT_TIMESTAMP, lower('X')
};

} // namespace athanor
