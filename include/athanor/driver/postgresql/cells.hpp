#pragma once
// SPDX-License-Identifier: BSL-1.0
// Values whose type is known only at run time: sent as text for the server to read, and read back by their
// type's number.

#include <athanor/base/error.hpp>
#include <athanor/dialect/double_literal.hpp>
#include <athanor/dialect/utf8.hpp>
#include <athanor/driver/postgresql/codec.hpp>
#include <athanor/driver/postgresql/oids.hpp>
#include <athanor/driver/postgresql/session.hpp>
#include <athanor/driver/postgresql/wire_errors.hpp>
#include <athanor/value/cell.hpp>

#include <libpq-fe.h>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <variant>
#include <vector>

namespace athanor::detail {

/// Parameters in the form that PQexecParams takes; borrows the cells.
class cell_parameters {
public:
    explicit cell_parameters(std::span<cell const> cells) {
        texts_.reserve(cells.size()); // pointers into it stay good
        for (cell const& value : cells) {
            std::visit([this](auto const& v) { add(v); }, value);
        }
    }
    [[nodiscard]] int count() const noexcept { return static_cast<int>(values_.size()); }
    [[nodiscard]] char const* const* values() const noexcept { return values_.data(); }
    [[nodiscard]] int const* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] int const* formats() const noexcept { return formats_.data(); }

private:
    void add(std::monostate) { add(nullptr, 0, 0); }
    void add(bool v) { add(v ? "t" : "f", 1, 0); }
    void add(std::int64_t v) { add_text(std::to_string(v)); }
    void add(double v) {
        add_text(std::isnan(v)   ? "NaN"
                 : std::isinf(v) ? (v < 0 ? "-Infinity" : "Infinity")
                                 : shortest_decimal(v));
    }
    void add(std::string const& v) {
        require_pg_text(v);
        add(v.c_str(), v.size(), 0);
    }
    void add(std::vector<std::byte> const& v) {
        add(v.empty() ? "" : reinterpret_cast<char const*>(v.data()), v.size(), 1);
    }
    void add_text(std::string v) {
        texts_.push_back(std::move(v));
        add(texts_.back().c_str(), texts_.back().size(), 0);
    }
    void add(char const* data, std::size_t size, int format) {
        require_pg_size(size);
        values_.push_back(data);
        lengths_.push_back(static_cast<int>(size)); // checked above
        formats_.push_back(format);
    }

    std::vector<std::string> texts_;
    std::vector<char const*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// bytea comes as \x and two hexadecimal digits a byte, or, with bytea_output = escape, as characters and
/// \ooo. Throws type_mismatch for anything else.
[[nodiscard]] inline std::vector<std::byte> bytes_of_text(std::string_view text) {
    std::vector<std::byte> out;
    auto const number = [&text](std::size_t at, std::size_t digits, int base) {
        unsigned value = 256;
        if (at + digits <= text.size()) {
            char const* const first = text.data() + at;
            auto const [end, code] = std::from_chars(first, first + digits, value, base);
            value = code == std::errc{} && end == first + digits ? value : 256;
        }
        if (value > 255) {
            throw_malformed("a bytea");
        }
        return static_cast<std::byte>(value);
    };
    if (text.starts_with("\\x")) {
        for (std::size_t i = 2; i < text.size(); i += 2) {
            out.push_back(number(i, 2, 16));
        }
        return out;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out.push_back(static_cast<std::byte>(text[i]));
        } else if (text.substr(i + 1, 1) == "\\") {
            out.push_back(std::byte{'\\'});
            ++i;
        } else {
            out.push_back(number(i + 1, 3, 8));
            i += 3;
        }
    }
    return out;
}

[[nodiscard]] inline cell cell_of_text(std::uint32_t oid, std::string_view text) {
    auto const number = [&]<class N>(N value) -> cell {
        auto const [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (code != std::errc{} || end != text.data() + text.size()) {
            return std::string{text};
        }
        return value;
    };
    switch (oid) {
    case oid_bool:
        return text == "t";
    case oid_int2:
    case oid_int4:
    case oid_int8:
    case oid_oid:
        return number(std::int64_t{0});
    case oid_float4:
    case oid_float8:
        if (text == "NaN") {
            return std::numeric_limits<double>::quiet_NaN();
        }
        if (text == "Infinity" || text == "-Infinity") {
            return text[0] == '-' ? -std::numeric_limits<double>::infinity()
                                  : std::numeric_limits<double>::infinity();
        }
        return number(0.0);
    case oid_bytea:
        return bytes_of_text(text);
    default:
        return std::string{text};
    }
}

[[nodiscard]] inline row_set rows_of(PGresult const* result) {
    row_set out;
    int const columns = PQnfields(result);
    for (int c = 0; c < columns; ++c) {
        out.columns.emplace_back(PQfname(result, c));
    }
    int const rows = PQntuples(result);
    out.rows.resize(static_cast<std::size_t>(rows));
    for (int r = 0; r < rows; ++r) {
        auto& row = out.rows[static_cast<std::size_t>(r)];
        row.reserve(out.columns.size());
        for (int c = 0; c < columns; ++c) {
            if (PQgetisnull(result, r, c) != 0) {
                row.emplace_back(std::monostate{});
            } else {
                row.push_back(
                    cell_of_text(PQftype(result, c), {PQgetvalue(result, r, c),
                                                      static_cast<std::size_t>(PQgetlength(result, r, c))}));
            }
        }
    }
    return out;
}

} // namespace athanor::detail
