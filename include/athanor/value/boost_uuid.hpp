#pragma once
// SPDX-License-Identifier: BSL-1.0
// boost::uuids::uuid as a column, for those who include this header.

#include <athanor/value/uuid.hpp>

#include <boost/uuid/uuid.hpp>

namespace athanor {

template <>
struct value_traits<boost::uuids::uuid> {
    static constexpr sql_type type{type_id::uuid};
    [[nodiscard]] static auto encode(boost::uuids::uuid const& value) {
        return detail::uuid_text(value.data);
    }
    [[nodiscard]] static boost::uuids::uuid decode(std::string_view stored) {
        boost::uuids::uuid result{};
        detail::read_uuid(stored, result.data);
        return result;
    }
};

} // namespace athanor
