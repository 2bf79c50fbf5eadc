#pragma once
// SPDX-License-Identifier: BSL-1.0
// Mistakes that can be seen in a finished table_info: names, types, defaults. No templates: once for all
// models.

#include <athanor/schema/diagnose_indexes.hpp>
#include <athanor/schema/diagnose_members.hpp>
#include <athanor/schema/member_facts.hpp>
#include <athanor/schema/naming.hpp>

namespace athanor::detail {

[[nodiscard]] constexpr bool is_character_type(type_id id) noexcept {
    return id == type_id::text || id == type_id::varchar || id == type_id::character;
}

[[nodiscard]] constexpr bool is_json_type(type_id id) noexcept {
    return id == type_id::json || id == type_id::jsonb;
}

/// Can a column of this type hold what the member's own type says?
[[nodiscard]] constexpr bool holds(sql_type type, member_facts const& member) noexcept {
    auto const given = type.id;
    auto const own = member.type.id;
    if (given == type_id::custom || own == type_id::custom) {
        return true;
    }
    if (type.array != member.type.array) {
        return false;
    }
    if (given == own || is_json_type(given)) {
        return given == own || is_json_type(own);
    }
    if (is_integer_type(given)) {
        return is_integer_type(own);
    }
    if (given == type_id::real || given == type_id::double_precision) {
        return member.family == value_family::floating;
    }
    if (is_character_type(given)) {
        return member.family == value_family::text;
    }
    bool const instants = own == type_id::timestamp || own == type_id::timestamp_tz;
    return instants && (given == type_id::timestamp || given == type_id::timestamp_tz);
}

[[nodiscard]] constexpr model_mistake diagnose_default(std::string_view where, column_info const& c,
                                                       member_facts const& member) {
    auto const kind = c.server_default.kind;
    auto const& text = c.server_default.text;
    if (kind == default_kind::none) {
        return {};
    }
    if (!c.computed.empty()) {
        return say_that(where, " is computed: take its server_default away.");
    }
    if (c.identity) {
        return say_that(where, " is an identity, which counts: take its server_default away.");
    }
    if (c.type.array) {
        return {}; // text as PostgreSQL writes arrays, {1,2}, or an expression
    }
    if (kind == default_kind::text) {
        if (member.family != value_family::text) {
            return say_that(where, ": the server_default is text, but the column is not: give a value of the "
                                   "member's type, or sql(\"...\").");
        }
        if (!c.labels.empty()) {
            for (auto const& label : c.labels) {
                if (label == text) {
                    return {};
                }
            }
            return say_that(where, ": the server_default is none of the enumerators.");
        }
        return {};
    }
    if (text.starts_with("nextval(") &&
        (member.family == value_family::boolean || member.family == value_family::bytes)) {
        return say_that(where, ": the server_default asks a sequence, but the member is not a number.");
    }
    bool const truth = text == "TRUE" || text == "FALSE";
    bool const number = !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
    if (truth && member.family != value_family::boolean) {
        return say_that(where, ": the server_default is a bool, but the member is not.");
    }
    bool const numeric = member.family == value_family::integer || member.family == value_family::floating ||
                         member.type.id == type_id::numeric;
    if (number && !numeric) {
        return say_that(where, ": the server_default is a number, but the member is not.");
    }
    return {};
}

/// Has the type limits that SQLite can be told to hold?
[[nodiscard]] constexpr bool has_limits(sql_type type) noexcept {
    return !type.array && type.id != type_id::none && type.id != type_id::numeric &&
           type.id != type_id::interval && type.id != type_id::custom;
}

[[nodiscard]] constexpr model_mistake diagnose_column(std::string_view struct_name, column_info const& c,
                                                      member_facts const& member, std::size_t key_columns) {
    auto const where = say_that(struct_name, ".", c.member);
    if (auto const s = diagnose_name(where, "column", c.name); !s.empty()) {
        return s;
    }
    if (!holds(c.type, member)) {
        return say_that(where, ": the SQL type given doesn't hold what the member holds.");
    }
    if ((c.type.id == type_id::varchar || c.type.id == type_id::character) && c.type.length < 1) {
        return say_that(where, ": a length of at least 1 is needed: varchar(255), or text().");
    }
    if (c.type.id == type_id::numeric &&
        (c.type.length < 0 || c.type.scale < 0 || c.type.scale > c.type.length)) {
        return say_that(where, ": numeric(precision, scale) needs a scale of 0 to precision.");
    }
    if (c.type.id == type_id::custom && c.type_name.empty()) {
        return say_that(where, ": a custom type needs the name that the database gives it.");
    }
    if (c.autoincrement && (member.family != value_family::integer || c.type.array)) {
        return say_that(where, c.identity ? ": identity" : ": autoincrement",
                        " needs an integer: make the member a std::int64_t.");
    }
    if (c.identity && !c.computed.empty()) {
        return say_that(where, " is computed: take its identity away.");
    }
    if (c.identity) {
        if (auto const s = diagnose_counting(where, c.identity->options, c.type.id); !s.empty()) {
            return s;
        }
    }
    if (c.enforced && !has_limits(c.type)) {
        return say_that(where,
                        ": enforced() has nothing to hold, because SQLite keeps this type as text of any "
                        "form: take it away, or say check(...).");
    }
    if (c.autoincrement && !c.identity && (c.primary_key_position != 1 || key_columns != 1)) {
        return say_that(where, ": autoincrement is for a column that is the whole primary key.");
    }
    if (c.primary_key_position != 0 && !c.computed.empty()) {
        return say_that(where, ": a computed column can't be in the primary key.");
    }
    if (c.stored && c.computed.empty()) {
        return say_that(where, ": stored() belongs to computed(...).");
    }
    if (!c.renamed_from.empty() && c.renamed_from == c.name) {
        return say_that(where, ": renamed_from() is the old name, not the present one.");
    }
    return diagnose_default(where, c, member);
}

/// Two of the same name in a list of named things?
template <class List>
[[nodiscard]] constexpr std::string_view first_repeated(List const& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (same_name(list[i].name, list[k].name)) {
                return list[i].name;
            }
        }
    }
    return {};
}
template <class List>
[[nodiscard]] constexpr model_mistake diagnose_names(std::string_view where, std::string_view what,
                                                     List const& list) {
    for (auto const& item : list) {
        if (auto const s = diagnose_name(where, what, item.name); !s.empty()) {
            return s;
        }
    }
    if (auto const twice = first_repeated(list); !twice.empty()) {
        return say_that(where, ": two of ", what, " are named ", twice, ": give one another name(\"...\").");
    }
    return {};
}

[[nodiscard]] constexpr model_mistake diagnose_foreign_key(table_info const& t, foreign_key_info const& key) {
    for (auto const& name : key.columns) {
        auto const* c = t.find_column(name);
        bool const sets_null = key.on_delete == fk_action::set_null || key.on_update == fk_action::set_null;
        bool const sets_default =
            key.on_delete == fk_action::set_default || key.on_update == fk_action::set_default;
        if (sets_null && !c->nullable) {
            return say_that(t.struct_name, ".", c->member,
                            ": set_null would write NULL, but the member is not a std::optional.");
        }
        if (sets_default && c->server_default.kind == default_kind::none && !c->nullable) {
            return say_that(t.struct_name, ".", c->member,
                            ": set_default needs a server_default, or a std::optional (then it is NULL).");
        }
    }
    return {};
}

[[nodiscard]] constexpr model_mistake diagnose_table(table_info const& t,
                                                     member_facts const* const* members) {
    if (auto const s = diagnose_name(t.struct_name, "table", t.name); !s.empty()) {
        return s;
    }
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (auto const s =
                diagnose_column(t.struct_name, t.columns[i], *members[i], t.primary_key.columns.size());
            !s.empty()) {
            return s;
        }
    }
    if (auto const twice = first_repeated(t.columns); !twice.empty()) {
        return say_that(t.struct_name, ": two columns are named ", twice,
                        ": give one another .name(\"...\").");
    }
    for (auto const& key : t.foreign_keys) {
        if (auto const s = diagnose_foreign_key(t, key); !s.empty()) {
            return s;
        }
    }
    if (auto const s = diagnose_indexes(t); !s.empty()) {
        return s;
    }
    if (auto const s = diagnose_sequences(t); !s.empty()) {
        return s;
    }
    auto result = diagnose_names(t.struct_name, "its foreign keys", t.foreign_keys);
    result = result.empty() ? diagnose_names(t.struct_name, "its unique constraints", t.uniques) : result;
    result = result.empty() ? diagnose_names(t.struct_name, "its checks", t.checks) : result;
    result = result.empty() ? diagnose_names(t.struct_name, "its indexes", t.indexes) : result;
    result = result.empty() ? diagnose_names(t.struct_name, "its exclude constraints", t.excludes) : result;
    if (result.empty() && !t.renamed_from.empty() && t.renamed_from == t.name) {
        return say_that(t.struct_name, ": renamed_from() is the table's old name, not the present one.");
    }
    return result;
}

} // namespace athanor::detail
