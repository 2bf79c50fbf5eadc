#pragma once
// SPDX-License-Identifier: BSL-1.0
// What the parameters of a PostgreSQL statement hold, in words.

#include <athanor/dialect/quote.hpp>
#include <athanor/driver/postgresql/statement.hpp>
#include <athanor/driver/statement_parameter.hpp>
#include <athanor/value/big_decimal.hpp>
#include <athanor/value/date.hpp>
#include <athanor/value/numbers.hpp>
#include <athanor/value/time_of_day.hpp>
#include <athanor/value/timestamp.hpp>
#include <athanor/value/uuid.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::detail {

template <class V>
[[nodiscard]] std::string shown_as(pg_type type, bytes_view bytes) {
    V value{};
    wire_codec<V>::get(type, bytes, value);
    std::string out;
    append_plain_text(out, wire_type<V>(value_traits<V>::encode(value)));
    return out;
}
[[nodiscard]] inline std::string parameter_in_words(pg_type type, encoded_value const& value) {
    if (!value.binary || is_sent_in_place(type)) {
        return quote_literal(dialect_id::sqlite, {reinterpret_cast<char const*>(value.data), value.size});
    }
    bytes_view const bytes{value.data, value.size};
    switch (type.oid) {
    case oid_bool:
        return shown_as<bool>(type, bytes);
    case oid_int2:
    case oid_int4:
    case oid_int8:
        return shown_as<std::int64_t>(type, bytes);
    case oid_float4:
    case oid_float8:
        return shown_as<double>(type, bytes);
    case oid_numeric:
        return shown_as<big_decimal>(type, bytes);
    case oid_date:
        return shown_as<date>(type, bytes);
    case oid_time:
        return shown_as<time_of_day>(type, bytes);
    case oid_timestamp:
    case oid_timestamptz:
        return shown_as<timestamp>(type, bytes);
    case oid_uuid:
        return shown_as<uuid>(type, bytes);
    default:
        return std::to_string(value.size) + " bytes";
    }
}

[[nodiscard]] inline std::vector<statement_parameter> parameters_of(pg_statement const& statement,
                                                                    bool values) {
    std::vector<statement_parameter> out;
    statement.for_each_parameter([&](pg_type type, encoded_value const& value, bool is_null) {
        std::string words = type_in_words(type);
        if (words.starts_with("of type ")) {
            words.erase(0, std::string_view{"of type "}.size());
        }
        out.push_back({std::move(words), !values   ? std::string{}
                                         : is_null ? std::string{"NULL"}
                                                   : parameter_in_words(type, value)});
    });
    return out;
}

} // namespace athanor::detail
