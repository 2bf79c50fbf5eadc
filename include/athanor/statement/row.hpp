#pragma once
// SPDX-License-Identifier: BSL-1.0
// What inserting, finding, updating and erasing one struct needs to know of its table, as constants.

#include <athanor/base/say.hpp>
#include <athanor/schema/columns.hpp>
#include <athanor/schema/describe.hpp>
#include <athanor/value/field.hpp>
#include <athanor/value/traits.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

/// Bit i = optional column i (in the order of row_facts::optional_bit) is given a value.
using column_mask = std::uint64_t;

template <std::size_t N>
struct index_list {
    std::size_t items[N == 0 ? 1 : N]{};
    [[nodiscard]] constexpr std::size_t operator[](std::size_t i) const { return items[i]; }
};

/// Can the member be unset, so that the database fills the column?
template <class T, std::size_t I>
[[nodiscard]] consteval bool may_be_unset() {
    using M = column_member_type<T, I>;
    column_info const& c = describe<T>().columns[I];
    using traits = field_traits<M>;
    bool const tells = traits::is_defaulted || traits::nullable;
    return !c.written_by_database() &&
           (traits::is_defaulted || c.autoincrement || (tells && c.filled_by_database()));
}

template <class T>
struct row_facts {
    static constexpr std::size_t count = column_count<T>;
    static constexpr std::size_t key_count = describe<T>().primary_key.columns.size();
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    /// Columns of the primary key, in the key's order.
    static constexpr auto key = [] {
        index_list<key_count> out;
        table_info const& t = describe<T>();
        for (std::size_t k = 0; k < key_count; ++k) {
            for (std::size_t i = 0; i < count; ++i) {
                if (t.columns[i].name == t.primary_key.columns[k]) {
                    out.items[k] = i;
                }
            }
        }
        return out;
    }();
    /// Which bit of a mask says that column i is given; `none` = it always is.
    static constexpr auto optional_bit = [] {
        index_list<count> out;
        std::size_t next = 0;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((out.items[I] = may_be_unset<T, I>() ? next++ : none), ...);
        }
        (std::make_index_sequence<count>{});
        return out;
    }();
    static constexpr std::size_t optional_count = [] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < count; ++i) {
            n += optional_bit[i] != none ? 1U : 0U;
        }
        return n;
    }();
    static_assert(optional_count < 64, "athanor: more than 63 columns with a default in the database");

    /// Does the database alone write column i, an expression or an identity ALWAYS?
    [[nodiscard]] static constexpr bool is_computed(std::size_t i) {
        return describe<T>().columns[i].written_by_database();
    }
    [[nodiscard]] static constexpr bool is_key(std::size_t i) {
        return describe<T>().columns[i].primary_key_position != 0;
    }
    /// Is column i part of an INSERT with this mask?
    [[nodiscard]] static constexpr bool is_given(std::size_t i, column_mask mask) {
        return !is_computed(i) && (optional_bit[i] == none || ((mask >> optional_bit[i]) & 1U) != 0);
    }
    /// Does an INSERT with this mask bring column i back?
    [[nodiscard]] static constexpr bool comes_back(std::size_t i, column_mask mask) {
        return !is_given(i, mask);
    }
    /// Is column i set by an UPDATE with this mask? An unset member leaves the column as it is.
    [[nodiscard]] static constexpr bool is_updated(std::size_t i, column_mask mask) {
        return !is_key(i) && is_given(i, mask);
    }
    static constexpr std::size_t computed_count = [] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < count; ++i) {
            n += is_computed(i) ? 1U : 0U;
        }
        return n;
    }();
    /// How many columns an INSERT with this mask brings back: asked at each one, so no loop over columns.
    [[nodiscard]] static constexpr std::size_t returned_count([[maybe_unused]] column_mask mask) {
        if constexpr (optional_count == 0) {
            return computed_count;
        } else {
            return computed_count + optional_count - static_cast<std::size_t>(__builtin_popcountll(mask));
        }
    }
    /// The key that the database counts, or `none`.
    static constexpr std::size_t autoincrement = [] {
        for (std::size_t i = 0; i < count; ++i) {
            if (describe<T>().columns[i].autoincrement &&
                describe<T>().columns[i].primary_key_position != 0) {
                return i;
            }
        }
        return none;
    }();
    /// SQLite tells the key of the row that it just wrote without RETURNING; true when nothing else comes
    /// back.
    [[nodiscard]] static constexpr bool only_key_returns(column_mask mask) {
        return autoincrement != none && comes_back(autoincrement, mask) && returned_count(mask) == 1;
    }
};

template <class T, std::size_t I, class M>
[[nodiscard]] constexpr bool is_unset(M const& member) {
    using traits = field_traits<M>;
    if constexpr (traits::is_defaulted) {
        return !traits::is_set(member);
    } else if constexpr (traits::nullable) {
        return traits::get(member) == nullptr;
    } else {
        return member == M{}; // what the database counts: 0 is not given
    }
}

/// Which optional columns of this object have a value.
template <class T>
[[nodiscard]] constexpr column_mask given_columns([[maybe_unused]] T const& object) {
    column_mask mask = 0;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const look = [&]<std::size_t C>(std::integral_constant<std::size_t, C>) {
            if constexpr (row_facts<T>::optional_bit[C] != row_facts<T>::none) {
                if (!is_unset<T, C>(column_field<C>(object))) {
                    mask |= column_mask{1} << row_facts<T>::optional_bit[C];
                }
            }
        };
        (look(std::integral_constant<std::size_t, I>{}), ...);
    }
    (std::make_index_sequence<row_facts<T>::count>{});
    return mask;
}
/// The same for an UPDATE: an empty optional is NULL there, only an unset defaulted<> is left alone.
template <class T>
[[nodiscard]] constexpr column_mask updated_columns([[maybe_unused]] T const& object) {
    column_mask mask = 0;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const look = [&]<std::size_t C>(std::integral_constant<std::size_t, C>) {
            if constexpr (row_facts<T>::optional_bit[C] != row_facts<T>::none) {
                using traits = field_traits<column_member_type<T, C>>;
                if (!traits::is_defaulted || traits::is_set(column_field<C>(object))) {
                    mask |= column_mask{1} << row_facts<T>::optional_bit[C];
                }
            }
        };
        (look(std::integral_constant<std::size_t, I>{}), ...);
    }
    (std::make_index_sequence<row_facts<T>::count>{});
    return mask;
}

// ---- mistakes in calls that take a row or a key
// -------------------------------------------------------------------------

/// A struct whose rows can be written and read?
template <class T>
struct row_sentence {
    static constexpr auto value = [] {
        bounded_text<300> out;
        if constexpr (expression::any_node<T>) {
            out +=
                "This takes a struct of a model, a range of them, or a finished insert<T>(), update<T>() or "
                "erase<T>(): behind on_conflict() say do_nothing() or do_update().";
        } else if constexpr (!std::is_class_v<T>) {
            out +=
                "This takes a struct of a model, a range of them, or insert<T>(), update<T>() or erase<T>().";
        }
        return out;
    }();
};
template <class T>
inline constexpr bool is_row = row_sentence<T>::value.empty();

template <class T, class... K>
[[nodiscard]] consteval bounded_text<300> key_mistake() {
    bounded_text<300> out;
    table_info const& t = describe<T>();
    if (t.primary_key.columns.empty()) {
        out += type_name<T>();
        out +=
            " has no primary key, so one row of it can't be named: say primary_key<...> in its table, or use "
            "select, update and erase with where().";
    } else if (sizeof...(K) != t.primary_key.columns.size()) {
        out += "The primary key of ";
        out += type_name<T>();
        out += " is (";
        bool first = true;
        for (std::string_view const column : t.primary_key.columns) {
            out += first ? "" : ", ";
            out += column;
            first = false;
        }
        out += "): give one value for each column, in this order.";
    } else {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            auto const check = [&]<std::size_t C, class V>(std::type_identity<V>,
                                                           std::integral_constant<std::size_t, C>) {
                using member = value_of<column_member_type<T, row_facts<T>::key[C]>>;
                if (!expression::comparable_types<member, expression::kept_t<V>> && out.empty()) {
                    out += "The key column ";
                    out += t.primary_key.columns[C];
                    out += " of ";
                    out += type_name<T>();
                    out += " is of another type than the value given for it.";
                }
            };
            (check(std::type_identity<K>{}, std::integral_constant<std::size_t, I>{}), ...);
        }
        (std::index_sequence_for<K...>{});
    }
    return out;
}
template <class T, class... K>
struct key_sentence {
    static constexpr auto value = [] {
        if constexpr (is_row<T>) {
            return key_mistake<T, K...>();
        } else {
            return row_sentence<T>::value;
        }
    }();
};

/// A model with a primary key?
template <class T>
struct keyless_sentence {
    static constexpr auto value = [] {
        bounded_text<300> out;
        if (describe<T>().primary_key.columns.empty()) {
            out += type_name<T>();
            out += " has no primary key, so one row of it can't be named: say primary_key<...> in its table, "
                   "or use "
                   "update and erase with where().";
        }
        return out;
    }();
};

} // namespace athanor::detail
