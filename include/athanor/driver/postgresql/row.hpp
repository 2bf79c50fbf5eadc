#pragma once
// SPDX-License-Identifier: BSL-1.0
// The current row of a PostgreSQL statement: its columns, from 0, into members. What nearly all values are,
// a number or a text in the type that is usual for it, takes a short way.

#include <athanor/base/error.hpp>
#include <athanor/dialect/utf8.hpp>
#include <athanor/driver/postgresql/codec.hpp>
#include <athanor/driver/postgresql/oids.hpp>
#include <athanor/driver/postgresql/session.hpp>
#include <athanor/value/field.hpp>

#include <libpq-fe.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace athanor::detail {

class pg_row {
public:
    pg_row(pg_row const&) = delete;
    pg_row& operator=(pg_row const&) = delete;

    [[nodiscard]] bool is_null(int at) const { return PQgetisnull(result_.get(), row_, at) != 0; }
    template <class Field>
    void read(int at, Field& field) const {
        using V = value_of<Field>;
        if constexpr (std::is_same_v<Field, std::string>) {
            if (!read_text(at, field)) [[unlikely]] {
                throw_null_column();
            }
        } else if constexpr (std::is_same_v<Field, std::optional<std::string>>) {
            if (!read_text(at, field ? *field : field.emplace())) {
                field.reset();
            }
        } else if constexpr (std::is_same_v<V, std::string_view>) {
            if (std::string_view text = view_at(at); text.data() != nullptr) [[likely]] {
                field_traits<Field>::set(field, std::move(text));
            } else {
                decode_field(column_type(at), nullptr, 0, field);
            }
        } else if constexpr (is_number<V>()) {
            auto const* const result = result_.get();
            if (column_type(at).oid == wire_codec<V>::own && PQgetlength(result, row_, at) == number_size<V>)
                [[likely]] {
                auto const* const bytes = reinterpret_cast<std::byte const*>(PQgetvalue(result, row_, at));
                field_traits<Field>::set(field, number_of_bits<V>(bytes));
            } else {
                read_any(at, field);
            }
        } else {
            read_any(at, field);
        }
    }

protected:
    pg_row() = default;
    ~pg_row() = default;
    /// The types of the columns, as the server described them.
    void expect_columns(std::vector<pg_type> columns) noexcept {
        columns_ = std::move(columns);
        column_count_ = columns_.size();
    }

    pg_result result_;
    int row_ = -1;

private:
    [[nodiscard]] pg_type const& column_type(int at) const {
        if (static_cast<std::size_t>(at) >= column_count_) [[unlikely]] {
            throw_too_few_columns();
        }
        return columns_[static_cast<std::size_t>(at)];
    }
    [[noreturn, gnu::cold, gnu::noinline]] void throw_too_few_columns() const {
        throw error{error_kind::misuse, "the statement has " + std::to_string(column_count_) +
                                            " columns and more were asked for"};
    }
    /// The bytes of a column, as text; none for NULL.
    [[nodiscard]] std::string_view bytes_at(int at) const {
        auto const length = static_cast<std::size_t>(PQgetlength(result_.get(), row_, at));
        return {PQgetvalue(result_.get(), row_, at), length};
    }
    /// Nearly all texts, for which nothing else needs to be asked.
    [[nodiscard]] bool is_plain_text(int at, std::string_view text) const {
        return column_type(at).oid == oid_text && !text.empty() && is_plain_ascii(text);
    }
    /// False: NULL, and `to` holds anything.
    [[nodiscard, gnu::noinline]] bool read_text(int at, std::string& to) const {
        std::string_view const text = bytes_at(at);
        if (!is_plain_text(at, text)) [[unlikely]] {
            return read_other_text(at, text, to);
        }
        assign_text(to, text);
        return true;
    }
    [[nodiscard, gnu::noinline]] bool read_other_text(int at, std::string_view text, std::string& to) const {
        if (text.empty() && is_null(at)) {
            return false;
        }
        assign_text(to, get_text(column_type(at), bytes_of(text)));
        return true;
    }
    /// A text that stays where it is; data() == nullptr: NULL.
    [[nodiscard, gnu::noinline]] std::string_view view_at(int at) const {
        std::string_view const text = bytes_at(at);
        return is_plain_text(at, text) ? text : other_view_at(at, text);
    }
    [[nodiscard, gnu::noinline]] std::string_view other_view_at(int at, std::string_view text) const {
        if (text.empty() && is_null(at)) {
            return {};
        }
        decode_field(column_type(at), bytes_of(text).data, text.size(), text);
        return text;
    }
    template <class Field>
    [[gnu::noinline]] void read_any(int at, Field& field) const {
        pg_type const& type = column_type(at);
        bytes_view const bytes = bytes_of(bytes_at(at));
        // NULL has the length 0, so what has another isn't asked.
        decode_field(type, bytes.size == 0 && is_null(at) ? nullptr : bytes.data, bytes.size, field);
    }

    std::size_t column_count_ = 0;
    std::vector<pg_type> columns_;
};

} // namespace athanor::detail
