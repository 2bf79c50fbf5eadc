#pragma once
// SPDX-License-Identifier: BSL-1.0
// Stored values to members: the storage class that SQLite really kept is checked first.

#include <athanor/base/error.hpp>
#include <athanor/dialect/utf8.hpp>
#include <athanor/driver/bind.hpp>
#include <athanor/driver/sqlite/statement.hpp>
#include <athanor/value/cell.hpp>
#include <athanor/value/traits.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

[[nodiscard]] inline std::string_view storage_class_name(int type) noexcept {
    switch (type) {
    case SQLITE_INTEGER:
        return "an integer";
    case SQLITE_FLOAT:
        return "a floating-point number";
    case SQLITE_TEXT:
        return "text";
    case SQLITE_BLOB:
        return "a blob";
    default:
        return "NULL";
    }
}

// Kept out of the functions that run for each value: what builds an error needs a frame.
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_storage_class(int stored, std::string_view wanted) {
    if (stored == SQLITE_NULL) {
        throw error{error_kind::null_in_not_null_field,
                    "the column holds NULL and the member can't: make it a std::optional"};
    }
    throw error{error_kind::type_mismatch, "the column holds " + std::string{storage_class_name(stored)} +
                                               " in this row, and the member takes " + std::string{wanted}};
}

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_stored_text(std::string_view text, std::size_t at) {
    throw error{error_kind::invalid_text, (text[at] == '\0' ? "the stored text holds a NUL at byte "
                                                            : "the stored text isn't UTF-8 at byte ") +
                                              std::to_string(at)};
}

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_unfit(char const* sentence) {
    throw error{error_kind::out_of_range, sentence};
}

// ---- reading: one function per wire type
// ---------------------------------------------------------------------

inline bool read_wire(sqlite_stored stored, std::type_identity<bool>) {
    if (int const type = stored.type(); type != SQLITE_INTEGER) [[unlikely]] {
        throw_storage_class(type, "a boolean (0 or 1)");
    }
    std::int64_t const v = stored.integer();
    if (v != 0 && v != 1) [[unlikely]] {
        throw_unfit("the column holds an integer that is neither 0 (false) nor 1 (true)");
    }
    return v == 1;
}
inline std::int64_t read_wire(sqlite_stored stored, std::type_identity<std::int64_t>) {
    if (int const type = stored.type(); type != SQLITE_INTEGER) [[unlikely]] {
        throw_storage_class(type, "an integer");
    }
    return stored.integer();
}
inline double read_wire(sqlite_stored stored, std::type_identity<double>) {
    int const type = stored.type();
    if (type == SQLITE_INTEGER) { // a column without REAL affinity keeps 2.0 as 2
        std::int64_t const v = stored.integer();
        auto const near = static_cast<double>(v);
        if (!(near < 9223372036854775808.0) || static_cast<std::int64_t>(near) != v) {
            throw_unfit("the column holds an integer that no double holds exactly");
        }
        return near;
    }
    if (type != SQLITE_FLOAT) [[unlikely]] {
        throw_storage_class(type, "a floating-point number");
    }
    return stored.real();
}
inline std::string_view read_wire(sqlite_stored stored, std::type_identity<std::string_view>) {
    if (int const type = stored.type(); type != SQLITE_TEXT) [[unlikely]] {
        throw_storage_class(type, "text");
    }
    std::string_view const text = stored.text();
    if (std::size_t const bad = find_invalid_text_fast(text); bad != valid_text) [[unlikely]] {
        throw_stored_text(text, bad);
    }
    return text;
}
inline bytes_view read_wire(sqlite_stored stored, std::type_identity<bytes_view>) {
    if (int const type = stored.type(); type != SQLITE_BLOB) [[unlikely]] {
        throw_storage_class(type, "bytes");
    }
    auto const bytes = stored.blob();
    return {bytes.data(), bytes.size()};
}

template <class V>
struct wire_of_field {
    using type = wire_type<V>;
};
template <>
struct wire_of_field<std::string_view> {
    using type = std::string_view;
};
template <>
struct wire_of_field<std::span<std::byte const>> {
    using type = bytes_view;
};

template <class Field>
inline void read_value(sqlite_stored stored, Field& field) {
    using traits = field_traits<Field>;
    using V = typename traits::value_type;
    using wire_kind = typename wire_of_field<V>::type;
    auto const wire = read_wire(stored, std::type_identity<wire_kind>{});
    if constexpr (std::is_same_v<V, std::string_view>) {
        traits::set(field, std::string_view{wire});
    } else if constexpr (is_view<V>) {
        traits::set(field, V{wire.data, wire.size});
    } else if constexpr (std::is_same_v<Field, std::string>) {
        field.assign(wire); // keeps the capacity of a struct that is read into again
    } else if constexpr (std::is_same_v<Field, std::optional<std::string>>) {
        if (field) {
            field->assign(wire);
        } else {
            field.emplace(wire);
        }
    } else {
        traits::set(field, value_traits<V>::decode(wire));
    }
}
/// One copy of the code for all columns of a type: half of what a model costs to compile.
template <class Field>
[[gnu::noinline, gnu::flatten]] void read_shared(sqlite_statement const& row, int at, Field& field) {
    sqlite_stored const stored = row.stored(at);
    if constexpr (field_traits<Field>::nullable) {
        if (stored.is_null()) {
            field_traits<Field>::set_null(field);
            return;
        }
    }
    read_value(stored, field);
}

/// One column of the current row into a member; std::optional and defaulted<> take NULL.
template <class Field>
inline void read_field(sqlite_statement const& row, int at, Field& field) {
    if constexpr (array_value<typename field_traits<Field>::value_type>) {
        throw_no_arrays();
    } else if constexpr (std::is_same_v<Field, std::int64_t> || std::is_same_v<Field, double>) {
        read_value(row.stored(at), field); // as short as the call
    } else {
        read_shared(row, at, field);
    }
}

/// A value whose type is known only at run time.
[[nodiscard]] inline cell read_cell(sqlite_statement const& row, int at) {
    sqlite_stored const stored = row.stored(at);
    switch (stored.type()) {
    case SQLITE_INTEGER:
        return stored.integer();
    case SQLITE_FLOAT:
        return stored.real();
    case SQLITE_TEXT:
        return std::string{stored.text()};
    case SQLITE_BLOB: {
        auto const bytes = stored.blob();
        return std::vector<std::byte>(bytes.begin(), bytes.end());
    }
    default:
        return std::monostate{};
    }
}

} // namespace athanor::detail
