#pragma once
// SPDX-License-Identifier: BSL-1.0
// describe<T>() and metadata<...>: the descriptors of models, after every model was found free of mistakes.

#include <athanor/base/say.hpp>
#include <athanor/schema/diagnose.hpp>
#include <athanor/schema/fingerprint.hpp>

namespace athanor {
namespace detail {

inline constexpr table_info no_table{};

template <class... Models>
struct metadata_sentence {
    static constexpr model_mistake value = diagnose_metadata<Models...>();
};

template <class T>
inline constexpr bool is_sound_model = model_sentence<T>::value.empty();

/// After a mistake was said, an empty table stands in for the real one, so that nothing else is reported.
template <class T>
[[nodiscard]] consteval table_info const* table_or_nothing() {
    if constexpr (is_sound_model<T>) {
        return &stored_table<T>.info;
    } else {
        return &no_table;
    }
}

/// Its own constant, because clang limits the steps of one constant expression.
template <class T>
inline constexpr std::uint64_t table_hash = hash_table(*table_or_nothing<T>());

/// The hashes of all sequences that the tables say, each once.
struct sequence_sum {
    std::uint64_t hashes = 0;
    std::size_t count = 0;
};
[[nodiscard]] constexpr bool is_said_before(sequence_info const& s, table_info const* const* tables,
                                            std::size_t table, std::size_t at) {
    for (std::size_t n = 0; n <= table; ++n) {
        for (std::size_t k = 0; k < (n == table ? at : tables[n]->sequences.size()); ++k) {
            auto const& other = tables[n]->sequences[k];
            if (other.name == s.name && other.schema == s.schema) {
                return true;
            }
        }
    }
    return false;
}
[[nodiscard]] constexpr sequence_sum sum_of_sequences(table_info const* const* tables, std::size_t count) {
    sequence_sum sum;
    for (std::size_t n = 0; n < count; ++n) {
        for (std::size_t k = 0; k < tables[n]->sequences.size(); ++k) {
            if (auto const& s = tables[n]->sequences[k]; !is_said_before(s, tables, n, k)) {
                sum.hashes += hash_sequence(s);
                ++sum.count;
            }
        }
    }
    return sum;
}

} // namespace detail

/// The table of a model. A mistake in the model is one compile error that says struct, member and what to do.
template <class T>
[[nodiscard]] constexpr table_info const& describe() {
    constexpr bool said = detail::say<detail::model_sentence<T>>();
    static_cast<void>(said);
    return *detail::table_or_nothing<T>();
}

/// All models of one database: `using metadata = orm::metadata<User, Order>;`.
template <class... Models>
struct metadata {
    static_assert(detail::say<detail::metadata_sentence<Models...>>() || true);

    static constexpr std::size_t count = sizeof...(Models);
    static constexpr table_info const* tables[count + 1] = {detail::table_or_nothing<Models>()..., nullptr};
    /// Changes with everything that a migration would have to change.
    static constexpr std::uint64_t fingerprint = [] {
        auto const sequences = detail::sum_of_sequences(tables, count);
        return detail::combine((sequences.hashes + ... + detail::table_hash<Models>), count, sequences.count);
    }();
};

} // namespace athanor
