#pragma once
// SPDX-License-Identifier: BSL-1.0
// Mistakes that can be seen in the indexes, exclude constraints and sequences of a finished table_info.

#include <athanor/schema/diagnose_members.hpp>
#include <athanor/schema/naming.hpp>
#include <athanor/schema/table_info.hpp>

namespace athanor::detail {

[[nodiscard]] constexpr bool is_integer_type(type_id id) noexcept {
    return id == type_id::smallint || id == type_id::integer || id == type_id::bigint;
}
[[nodiscard]] constexpr model_mistake diagnose_name(std::string_view where, std::string_view what,
                                                    std::string_view name) {
    if (name.empty()) {
        return say_that(where, ": the ", what, " has an empty name: give it one.");
    }
    for (char const c : name) {
        if (c == '\0') {
            return say_that(where, ": the ", what, " has a NUL character in its name.");
        }
    }
    if (name.size() > longest_name) {
        return say_that(where, ": the name ", name, " has more than 63 bytes: databases would cut it.");
    }
    return {};
}

/// The largest number of an integer type.
[[nodiscard]] constexpr std::int64_t largest_of(type_id id) noexcept {
    return id == type_id::smallint ? 32767 : id == type_id::integer ? 2147483647 : 9223372036854775807;
}

/// Of a sequence or an identity: numbers that PostgreSQL would refuse. What isn't said is 1 to the largest of
/// the type, counting down the least to -1.
[[nodiscard]] constexpr model_mistake diagnose_counting(std::string_view where, sequence_options const& o,
                                                        type_id type) {
    if (o.increment && *o.increment == 0) {
        return say_that(where, ": increment(0) never counts: give another step.");
    }
    if (o.cache && *o.cache < 1) {
        return say_that(where, ": cache(...) takes at least 1 number.");
    }
    auto const largest = largest_of(type);
    auto const least = -largest - 1;
    bool const down = o.increment && *o.increment < 0;
    auto const minimum = o.minimum.value_or(down ? least : 1);
    auto const maximum = o.maximum.value_or(down ? -1 : largest);
    if (minimum < least || maximum > largest) {
        return say_that(where, ": minvalue and maxvalue must fit the type, whose largest number is ",
                        digits_of(static_cast<std::size_t>(largest)), ".");
    }
    if (minimum >= maximum) {
        return say_that(where, ": minvalue must be less than maxvalue.");
    }
    if (o.start && (*o.start < minimum || *o.start > maximum)) {
        return say_that(where, ": start must lie between minvalue and maxvalue",
                        o.minimum || o.maximum ? "."
                        : down                 ? ", which is -1 for what counts down."
                                               : ", which are 1 and the largest number of the type.");
    }
    return {};
}

/// "Order.number" of a column's name.
[[nodiscard]] constexpr model_mistake member_named(table_info const& t, std::string_view column) {
    for (auto const& c : t.columns) {
        if (c.name == column) {
            return say_that(t.struct_name, ".", c.member);
        }
    }
    return say_that(t.struct_name, ".", column);
}

/// What PostgreSQL's own methods can't; of others nothing is known. Counting columns is left to it.
[[nodiscard]] constexpr model_mistake diagnose_method(std::string_view where, index_info const& i) {
    bool const finds_only_equal = i.method == "hash";
    bool const has_no_rows = i.method == "gin" || i.method == "brin";
    if (!finds_only_equal && !has_no_rows && i.method != "gist" && i.method != "spgist") {
        return {};
    }
    if (i.unique) {
        return say_that(where, ": an index of method ", i.method,
                        " is never unique: take .unique() or .using_(...) away.");
    }
    if (!i.include.empty() && (finds_only_equal || has_no_rows)) {
        return say_that(where, ": an index of method ", i.method,
                        " keeps no columns along: take include<...>() away.");
    }
    for (auto const& part : i.parts) {
        if (part.descending || part.nulls != nulls_order::by_default) {
            return say_that(where, ": an index of method ", i.method,
                            " has no order: take desc() and nulls_...() away.");
        }
    }
    return {};
}

[[nodiscard]] constexpr model_mistake diagnose_index(table_info const& t, index_info const& i) {
    auto const where = i.parts[0].is_expression ? say_that(t.struct_name, ": the index ", i.name)
                                                : member_named(t, i.parts[0].text);
    if (i.nulls_not_distinct && !i.unique) {
        return say_that(where, ": nulls_not_distinct() belongs to a unique index: add .unique().");
    }
    if (auto const s = diagnose_method(where, i); !s.empty()) {
        return s;
    }
    for (auto const& column : i.include) {
        for (auto const& part : i.parts) {
            if (!part.is_expression && part.text == column) {
                return say_that(member_named(t, column), " is a part of its index already: take it out of "
                                                         "include<...>().");
            }
        }
    }
    return {};
}

[[nodiscard]] constexpr model_mistake diagnose_indexes(table_info const& t) {
    for (auto const& i : t.indexes) {
        if (auto const s = diagnose_index(t, i); !s.empty()) {
            return s;
        }
    }
    for (auto const& e : t.excludes) {
        if (e.method == "gin" || e.method == "brin") {
            return say_that(t.struct_name, ": ", e.name, ": an index of method ", e.method,
                            " excludes nothing: take .using_(...) away.");
        }
        for (auto const& element : e.elements) {
            if (element.with.empty()) {
                return say_that(t.struct_name, ": ", e.name,
                                " needs an operator for each of its elements: ", "with(..., \"=\").");
            }
        }
    }
    return {};
}

[[nodiscard]] constexpr bool same_options(sequence_info const& a, sequence_info const& b) {
    return a.type == b.type && a.options == b.options && a.owner_table == b.owner_table &&
           a.owner_column == b.owner_column;
}
/// The first sequence that two tables, or one table twice, say differently.
[[nodiscard]] constexpr std::string_view first_disputed(view<sequence_info> some,
                                                        view<sequence_info> others) {
    for (auto const& a : some) {
        for (auto const& b : others) {
            if (a.name == b.name && a.schema == b.schema && !same_options(a, b)) {
                return a.name;
            }
        }
    }
    return {};
}

[[nodiscard]] constexpr model_mistake diagnose_sequences(table_info const& t) {
    for (auto const& q : t.sequences) {
        if (auto const s = diagnose_name(t.struct_name, "sequence", q.name); !s.empty()) {
            return s;
        }
        auto const where = say_that(t.struct_name, ": the sequence ", q.name);
        if (!is_integer_type(q.type.id) || q.type.array) {
            return say_that(where,
                            " counts in whole numbers: as(smallint()), as(integer()) or as(bigint()).");
        }
        if (auto const s = diagnose_counting(where, q.options, q.type.id); !s.empty()) {
            return s;
        }
        if (!q.owner_column.empty() && q.schema != t.schema) {
            return say_that(member_named(t, q.owner_column), " owns the sequence ", q.name,
                            t.schema.empty()
                                ? ", which must be in its schema: take .schema(...) away from it."
                                : ", which must be in its schema: add .schema(\"",
                            t.schema, t.schema.empty() ? "" : "\") to it.");
        }
    }
    if (auto const name = first_disputed(t.sequences, t.sequences); !name.empty()) {
        return say_that(t.struct_name, ": the sequence ", name,
                        " is said twice with different options: say it once.");
    }
    return {};
}

} // namespace athanor::detail
