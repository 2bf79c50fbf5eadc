#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a model may say that a database lacks, as a sentence at compile time: for connections that know their
// back end. Schemas that are known at run time only are asked in sqlite/supported.hpp and postgresql/ddl.hpp.

#include <athanor/dialect/dialect_id.hpp>
#include <athanor/schema/describe.hpp>

namespace athanor {
namespace detail {

/// "SQLite has no arrays (struct Order, member tags): keep the values in a table of their own."
[[nodiscard]] constexpr model_mistake lacks(table_info const& t, std::string_view what,
                                            std::string_view member, std::string_view cure) {
    return say_that(what, " (struct ", t.struct_name, member.empty() ? "" : ", member ", member, "): ", cure);
}
/// The member of a column's name; empty for an expression.
[[nodiscard]] constexpr std::string_view member_at(table_info const& t, std::string_view column) {
    for (auto const& c : t.columns) {
        if (c.name == column) {
            return c.member;
        }
    }
    return {};
}

[[nodiscard]] constexpr model_mistake sqlite_lacks(table_info const& t, column_info const& c) {
    if (c.type.array) {
        return lacks(t, "SQLite has no arrays", c.member,
                     "keep the values in a table of their own, or as json.");
    }
    if (c.identity && c.identity->always) {
        return lacks(t, "SQLite has no identity ALWAYS", c.member, "say autoincrement().");
    }
    if (c.identity && !(c.identity->options == sequence_options{})) {
        return lacks(t, "SQLite has no options for an identity", c.member,
                     "its keys count from 1 by 1: say autoincrement().");
    }
    if (c.autoincrement && (c.primary_key_position != 1 || t.primary_key.columns.size() != 1)) {
        return lacks(t, "SQLite counts only the primary key", c.member,
                     "make it the whole key, or take its identity away.");
    }
    if (c.server_default.kind == default_kind::expression && c.server_default.text.starts_with("nextval(")) {
        return lacks(t, "SQLite has no sequences", c.member,
                     "let an autoincrement key count, or keep the number in a table.");
    }
    return {};
}

[[nodiscard]] constexpr model_mistake sqlite_lacks(table_info const& t, unique_info const& u) {
    auto const member = member_at(t, u.columns[0]);
    if (u.nulls_not_distinct) {
        return lacks(t, "SQLite has no NULLS NOT DISTINCT", member, "there two NULLs always differ.");
    }
    if (u.deferrable) {
        return lacks(t, "SQLite can't defer a unique constraint", member,
                     "only foreign keys are deferrable.");
    }
    return {};
}

[[nodiscard]] constexpr model_mistake sqlite_lacks(table_info const& t, foreign_key_info const& f) {
    return f.referred_schema.empty() ? model_mistake{}
                                     : lacks(t, "SQLite has no schemas", member_at(t, f.columns[0]),
                                             "take .schema(...) away from the struct that it references.");
}

[[nodiscard]] constexpr model_mistake sqlite_lacks(table_info const& t, index_info const& i) {
    auto const member = i.parts[0].is_expression ? std::string_view{} : member_at(t, i.parts[0].text);
    if (!i.method.empty() && i.method != "btree") {
        return lacks(t, "SQLite has no index method but btree", member, "take .using_(...) away.");
    }
    if (!i.include.empty()) {
        return lacks(t, "SQLite has no INCLUDE in an index", member_at(t, i.include[0]),
                     "add the columns to the index itself.");
    }
    if (i.nulls_not_distinct) {
        return lacks(t, "SQLite has no NULLS NOT DISTINCT", member, "there two NULLs always differ.");
    }
    for (auto const& p : i.parts) {
        auto const part = p.is_expression ? std::string_view{} : member_at(t, p.text);
        if (p.nulls != nulls_order::by_default) {
            return lacks(t, "SQLite has no NULLS FIRST and NULLS LAST in an index", part,
                         "there NULLs are first.");
        }
        if (!p.operator_class.empty()) {
            return lacks(t, "SQLite has no operator classes", part, "take .operator_class(...) away.");
        }
    }
    return {};
}

template <class List>
[[nodiscard]] constexpr model_mistake first_sqlite_lacks(table_info const& t, List const& list) {
    for (auto const& item : list) {
        if (auto const s = sqlite_lacks(t, item); !s.empty()) {
            return s;
        }
    }
    return {};
}

} // namespace detail

/// Why the table can't live on SQLite: the first reason, as a sentence that names struct and member. Empty =
/// it can.
[[nodiscard]] constexpr detail::model_mistake sqlite_lacks(table_info const& t) {
    using namespace detail;
    if (!t.schema.empty()) {
        return lacks(t, "SQLite has no schemas", {}, "take .schema(...) away.");
    }
    if (auto const s = first_sqlite_lacks(t, t.columns); !s.empty()) {
        return s;
    }
    if (auto const s = first_sqlite_lacks(t, t.uniques); !s.empty()) {
        return s;
    }
    if (auto const s = first_sqlite_lacks(t, t.foreign_keys); !s.empty()) {
        return s;
    }
    if (auto const s = first_sqlite_lacks(t, t.indexes); !s.empty()) {
        return s;
    }
    if (!t.excludes.empty()) {
        return lacks(t, "SQLite has no EXCLUDE constraints", {}, "take exclude(...) away.");
    }
    if (!t.sequences.empty()) {
        return lacks(t, "SQLite has no sequences", {},
                     "let an autoincrement key count, or keep the number in a table.");
    }
    return {};
}

/// The same for PostgreSQL.
[[nodiscard]] constexpr detail::model_mistake postgresql_lacks(table_info const& t) {
    for (auto const& c : t.columns) {
        if (!c.computed.empty() && !c.stored) {
            return detail::lacks(t, "PostgreSQL before 18 keeps computed columns in the row only", c.member,
                                 "say .stored().");
        }
    }
    return {};
}

namespace detail {

/// For say<>(): the first of the models that the dialect can't have; after a mistake in a model, nothing.
template <dialect_id D, class... Models>
struct capability_sentence {
    static constexpr model_mistake value = [] {
        table_info const* const tables[] = {table_or_nothing<Models>()..., nullptr};
        for (std::size_t n = 0; n < sizeof...(Models); ++n) {
            auto const s = D == dialect_id::sqlite ? sqlite_lacks(*tables[n]) : postgresql_lacks(*tables[n]);
            if (!s.empty()) {
                return s;
            }
        }
        return model_mistake{};
    }();
};

} // namespace detail
} // namespace athanor
