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

/// Bit i = column i.
using column_bits = std::uint64_t;

/// Can a member be unset, so that the database fills the column?
[[nodiscard]] constexpr bool may_be_unset(column_info const& c, bool is_defaulted, bool is_nullable) {
    return !c.written_by_database() &&
           (is_defaulted || c.autoincrement || ((is_defaulted || is_nullable) && c.filled_by_database()));
}
template <class T, std::size_t... I>
[[nodiscard]] consteval auto find_optional_bits(std::index_sequence<I...>) {
    bool const defaulted[] = {field_traits<column_member_type<T, I>>::is_defaulted...};
    bool const nullable[] = {field_traits<column_member_type<T, I>>::nullable...};
    index_list<sizeof...(I)> out;
    std::size_t next = 0;
    for (std::size_t i = 0; i < sizeof...(I); ++i) {
        out.items[i] = may_be_unset(describe<T>().columns[i], defaulted[i], nullable[i])
                           ? next++
                           : static_cast<std::size_t>(-1);
    }
    return out;
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
    static constexpr auto optional_bit = find_optional_bits<T>(std::make_index_sequence<count>{});
    static constexpr std::size_t optional_count = [] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < count; ++i) {
            n += optional_bit[i] != none ? 1U : 0U;
        }
        return n;
    }();
    static_assert(optional_count < 64, "athanor: more than 63 columns with a default in the database");
    /// The columns with a bit, in the order of the bits.
    static constexpr auto optional_columns = [] {
        index_list<optional_count> out;
        for (std::size_t i = 0; i < count; ++i) {
            if (optional_bit[i] != none) {
                out.items[optional_bit[i]] = i;
            }
        }
        return out;
    }();

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
    /// The columns of an INSERT with this mask; of models with up to 64.
    [[nodiscard]] static constexpr column_bits given_bits([[maybe_unused]] column_mask mask) {
        constexpr column_bits always = [] {
            column_bits out = 0;
            for (std::size_t i = 0; i < count; ++i) {
                out |= column_bits{!is_computed(i) && optional_bit[i] == none ? 1U : 0U} << i;
            }
            return out;
        }();
        column_bits out = always;
        for (std::size_t k = 0; k < optional_count; ++k) {
            out |= ((mask >> k) & 1U) << optional_columns[k];
        }
        return out;
    }
    static constexpr column_bits key_bits = [] {
        column_bits out = 0;
        for (std::size_t i = 0; i < count && i < 64; ++i) {
            out |= column_bits{is_key(i) ? 1U : 0U} << i;
        }
        return out;
    }();
    /// Is the key written in the order of its columns?
    static constexpr bool has_key_in_order = [] {
        for (std::size_t k = 1; k < key_count; ++k) {
            if (key[k] < key[k - 1]) {
                return false;
            }
        }
        return true;
    }();
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

template <class T, std::size_t... K>
[[nodiscard]] constexpr column_mask given_columns([[maybe_unused]] T const& object,
                                                  std::index_sequence<K...>) {
    constexpr auto const& columns = row_facts<T>::optional_columns;
    return (column_mask{0} | ... |
            (column_mask{is_unset<T, columns[K]>(column_field<columns[K]>(object)) ? 0U : 1U} << K));
}
/// Which optional columns of this object have a value.
template <class T>
[[nodiscard]] constexpr column_mask given_columns(T const& object) {
    return given_columns(object, std::make_index_sequence<row_facts<T>::optional_count>{});
}
template <class M>
[[nodiscard]] constexpr bool is_left_alone([[maybe_unused]] M const& member) {
    using traits = field_traits<M>;
    if constexpr (traits::is_defaulted) {
        return !traits::is_set(member);
    } else {
        return false;
    }
}
template <class T, std::size_t... K>
[[nodiscard]] constexpr column_mask updated_columns([[maybe_unused]] T const& object,
                                                    std::index_sequence<K...>) {
    constexpr auto const& columns = row_facts<T>::optional_columns;
    return (column_mask{0} | ... |
            (column_mask{is_left_alone(column_field<columns[K]>(object)) ? 0U : 1U} << K));
}
/// The same for an UPDATE: an empty optional is NULL there, only an unset defaulted<> is left alone.
template <class T>
[[nodiscard]] constexpr column_mask updated_columns(T const& object) {
    return updated_columns(object, std::make_index_sequence<row_facts<T>::optional_count>{});
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
/// Asked of the elements of a range, which may be anything.
template <class T>
struct keyed_row_sentence {
    static constexpr auto value = [] {
        if constexpr (is_row<T>) {
            return keyless_sentence<T>::value;
        } else {
            return row_sentence<T>::value;
        }
    }();
};

} // namespace athanor::detail
