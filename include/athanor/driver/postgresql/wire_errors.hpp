#pragma once
// SPDX-License-Identifier: BSL-1.0
// What is said when a value and a PostgreSQL type don't fit each other. None of it holds the value.

#include <athanor/base/error.hpp>
#include <athanor/driver/postgresql/oids.hpp>

#include <string>
#include <string_view>

namespace athanor::detail {

/// The type as SQL writes it; for one without a fixed number, what is known of it.
[[nodiscard]] inline std::string type_in_words(pg_type type) {
    for (auto const& builtin : pg_builtin_types) {
        if (builtin.oid == type.oid || builtin.array == type.oid) {
            return "of type " + std::string{builtin.oid == type.oid ? builtin.name : builtin.array_name};
        }
    }
    switch (type.what) {
    case pg_type::kind::enumeration:
        return "an enum";
    case pg_type::kind::array_of_enumeration:
        return "an array of an enum";
    case pg_type::kind::text_like:
        return "a kind of text";
    case pg_type::kind::array_of_text_like:
        return "an array of a kind of text";
    default:
        return "of a type that athanor doesn't read (OID " + std::to_string(type.oid) + ")";
    }
}

/// The column is of a type that the member can't hold.
[[noreturn]] inline void throw_column_type(pg_type type, std::string_view wanted) {
    throw error{error_kind::type_mismatch,
                "the column is " + type_in_words(type) + ", and the member takes " + std::string{wanted}};
}
/// The parameter is of a type that can't take the value without loss.
[[noreturn]] inline void throw_parameter_type(pg_type type, std::string_view given, std::string_view cure) {
    throw error{error_kind::type_mismatch, std::string{given} + " doesn't go into a parameter or column " +
                                               type_in_words(type) + ": " + std::string{cure}};
}
[[noreturn]] inline void throw_null_column() {
    throw error{error_kind::null_in_not_null_field,
                "the column holds NULL and the member can't: make it a std::optional"};
}
/// Bytes that no PostgreSQL server sends for this type.
[[noreturn]] inline void throw_malformed(std::string_view type) {
    throw error{error_kind::type_mismatch,
                "the server sent " + std::string{type} + " whose bytes make no sense: is it PostgreSQL?"};
}
[[noreturn]] inline void throw_out_of_range(char const* sentence) {
    throw error{error_kind::out_of_range, sentence};
}

} // namespace athanor::detail
