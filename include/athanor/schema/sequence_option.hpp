#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a model says of counting beyond autoincrement: identity columns and sequences (PostgreSQL).

#include <athanor/schema/member_path.hpp>
#include <athanor/schema/sequence_options.hpp>
#include <athanor/value/sql_type.hpp>

#include <string_view>

namespace athanor {
namespace detail {

/// Words that an identity and a sequence share; what isn't said is the database's own.
template <class Self>
struct sequence_words {
    [[nodiscard]] constexpr Self start(std::int64_t n) const {
        return with([&](auto& o) { o.start = n; });
    }
    [[nodiscard]] constexpr Self increment(std::int64_t n) const {
        return with([&](auto& o) { o.increment = n; });
    }
    [[nodiscard]] constexpr Self minvalue(std::int64_t n) const {
        return with([&](auto& o) { o.minimum = n; });
    }
    [[nodiscard]] constexpr Self maxvalue(std::int64_t n) const {
        return with([&](auto& o) { o.maximum = n; });
    }
    /// How many numbers a connection takes at once.
    [[nodiscard]] constexpr Self cache(std::int64_t n) const {
        return with([&](auto& o) { o.cache = n; });
    }
    /// After the last number comes the first again.
    [[nodiscard]] constexpr Self cycle() const {
        return with([](auto& o) { o.cycle = true; });
    }

private:
    template <class F>
    [[nodiscard]] constexpr Self with(F change) const {
        Self copy = static_cast<Self const&>(*this);
        change(copy.counting());
        return copy;
    }
};

struct identity_option : sequence_words<identity_option> {
    identity_def said;

    [[nodiscard]] constexpr sequence_options& counting() { return said.options; }
    /// Only the database gives values: an INSERT never does.
    [[nodiscard]] constexpr identity_option always() const {
        identity_option copy = *this;
        copy.said.always = true;
        return copy;
    }
    /// An INSERT may give a value itself; this is so without a word.
    [[nodiscard]] constexpr identity_option by_default() const {
        identity_option copy = *this;
        copy.said.always = false;
        return copy;
    }
};

// What is said of a sequence, whoever owns it.
struct sequence_facts {
    std::string_view name;
    std::string_view schema;
    sql_type type{type_id::bigint};
    sequence_options options;
};

/// `Owner` is the path of a column, or nothing.
template <class Owner>
struct sequence_option : sequence_words<sequence_option<Owner>> {
    sequence_facts said;

    [[nodiscard]] constexpr sequence_options& counting() { return said.options; }
    /// smallint(), integer() or bigint(), which it is without a word.
    [[nodiscard]] constexpr sequence_option as(sql_type type) const {
        sequence_option copy = *this;
        copy.said.type = type;
        return copy;
    }
    [[nodiscard]] constexpr sequence_option schema(std::string_view name) const {
        sequence_option copy = *this;
        copy.said.schema = name;
        return copy;
    }
    /// It goes with the column, and moves with the table.
    template <auto... Path>
    [[nodiscard]] constexpr auto owned_by() const {
        sequence_option<member_path_to<Path...>> copy;
        copy.said = said;
        return copy;
    }
};

/// The next number of a sequence, as a default.
struct next_value_of {
    std::string_view sequence;
};

} // namespace detail

/// An identity column (PostgreSQL), which implies autoincrement:
/// `column<&Order::id>.identity(identity().always().start(1000))`.
[[nodiscard]] consteval detail::identity_option identity() {
    return {};
}

/// A sequence (PostgreSQL), said in table(...):
/// `sequence("order_number").start(1000).owned_by<&Order::number>()`.
[[nodiscard]] consteval detail::sequence_option<detail::nothing> sequence(std::string_view name) {
    detail::sequence_option<detail::nothing> option;
    option.said.name = name;
    return option;
}

/// A default that asks a sequence: `column<&Order::number>.server_default(next_value("order_number"))`; in a
/// schema, `next_value("billing.order_number")`.
[[nodiscard]] consteval detail::next_value_of next_value(std::string_view sequence) {
    return {sequence};
}

} // namespace athanor
