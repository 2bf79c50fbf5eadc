#pragma once
// SPDX-License-Identifier: BSL-1.0
// Pieces of a statement that only run time knows: what a filter or an ordering was given, with their types
// erased. Their values are kept ready to be bound, their text is written by a function that knows the type.

#include <athanor/base/error.hpp>
#include <athanor/expression/operand.hpp>
#include <athanor/statement/bound_list.hpp>
#include <athanor/value/cell.hpp>
#include <athanor/value/traits.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace athanor::detail {

/// Writes on either database; known in dialect/render_run_time.hpp.
struct run_time_writer;
struct run_time_list;

struct differing_value {
    std::size_t at;
    cell value;
};
struct run_time_piece {
    void (*write)(run_time_piece const&, run_time_writer&);
    bool begins_or = false; // joined to those before it by OR
    std::vector<cell> values;
    std::vector<differing_value> for_postgresql; // those of the values that it gets in another form
    std::vector<std::size_t> sizes;              // of the lists in it
    std::vector<run_time_list> nested;           // the filters in it, in the order of the text
};
struct run_time_list {
    std::vector<run_time_piece> pieces;
};

/// Base of the nodes that hold such a list.
struct run_time_part {
    run_time_list chosen;
};
template <class N>
concept known_at_run_time = __is_base_of(run_time_part, N);

/// Writes the text of N; defined in dialect/render_run_time.hpp.
template <class N>
void write_run_time(run_time_piece const& piece, run_time_writer& writer);

template <class V>
inline constexpr bool is_optional_value = false;
template <class V>
inline constexpr bool is_optional_value<std::optional<V>> = true;

template <class V>
[[nodiscard]] cell cell_of(V const& value) {
    if constexpr (std::is_same_v<V, cell>) {
        return value;
    } else if constexpr (is_optional_value<V>) {
        return value ? cell_of(*value) : cell{};
    } else if constexpr (std::is_convertible_v<V const&, std::string_view> && !mapped_value<V>) {
        return std::string{std::string_view{value}};
    } else if constexpr (array_value<V>) {
        throw error{error_kind::unsupported,
                    "a filter keeps single values: put a condition on an array into where() itself"};
    } else {
        decltype(auto) encoded = value_traits<V>::encode(value);
        using wire = std::remove_cvref_t<decltype(encoded)>;
        if constexpr (std::is_same_v<wire, bool>) {
            return encoded;
        } else if constexpr (std::is_integral_v<wire>) {
            return static_cast<std::int64_t>(encoded);
        } else if constexpr (std::is_floating_point_v<wire>) {
            return static_cast<double>(encoded);
        } else if constexpr (std::is_same_v<wire, bytes_view>) {
            return std::vector<std::byte>(encoded.data, encoded.data + encoded.size);
        } else {
            return std::string{encoded};
        }
    }
}

/// Does each database get it in a form of its own?
template <class V>
inline constexpr bool differs_by_database = false;
template <class Form, class V>
inline constexpr bool differs_by_database<expression::adapted_value<Form, V>> = true;
template <class List>
inline constexpr bool differs_by_database<bound_list<List>> = true;

/// The value as the database gets it.
template <class V>
[[nodiscard]] cell cell_for(bool, V const& value) {
    return cell_of(value);
}
template <class Form, class V>
[[nodiscard]] cell cell_for(bool is_postgresql, expression::adapted_value<Form, V> const& value) {
    return value.for_database(is_postgresql);
}
template <class List>
[[nodiscard]] cell cell_for(bool is_postgresql, bound_list<List> const& list) {
    return is_postgresql ? list.array_text() : list.json();
}

} // namespace athanor::detail
