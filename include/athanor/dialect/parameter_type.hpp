#pragma once
// SPDX-License-Identifier: BSL-1.0
// The casts that parameters get where PostgreSQL would have to guess their types.

#include <athanor/expression/node.hpp>
#include <athanor/value/sql_type.hpp>
#include <athanor/value/traits.hpp>

#include <string_view>

namespace athanor::detail {

/// What PostgreSQL calls the type of a parameter that nothing beside it tells.
template <class V>
[[nodiscard]] consteval std::string_view parameter_type() {
    if constexpr (expression::is_text<V>) {
        return "text";
    } else if constexpr (mapped_value<V>) {
        constexpr sql_type type = value_traits<V>::type;
        switch (type.array ? type_id::none : type.id) {
        case type_id::boolean:
            return "boolean";
        case type_id::smallint:
        case type_id::integer:
        case type_id::bigint:
            return "bigint";
        case type_id::real:
        case type_id::double_precision:
            return "double precision";
        case type_id::numeric:
            return "numeric";
        case type_id::blob:
            return "bytea";
        case type_id::date:
            return "date";
        case type_id::time_of_day:
            return "time";
        case type_id::timestamp:
            return "timestamp";
        case type_id::timestamp_tz:
            return "timestamptz";
        case type_id::interval:
            return "interval";
        case type_id::uuid:
            return "uuid";
        case type_id::json:
            return "json";
        case type_id::jsonb:
            return "jsonb";
        default:
            return {};
        }
    } else {
        return {};
    }
}

} // namespace athanor::detail
