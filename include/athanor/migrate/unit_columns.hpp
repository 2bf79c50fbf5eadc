#pragma once
// SPDX-License-Identifier: BSL-1.0
// Words for columns in a unit: types, defaults, identities. No standard header but <initializer_list>.

#include <athanor/value/sql_type.hpp>

#include <initializer_list>

namespace athanor::migrate {

/// Characters and their number; lives as long as what it was made from (in a unit: string literals).
struct string_ref {
    char const* data = "";
    unsigned long size = 0;

    constexpr string_ref() = default;
    constexpr string_ref(char const* d, unsigned long n)
        : data{d}
        , size{n} {}
    template <unsigned long N>
    // NOLINTNEXTLINE(google-explicit-constructor): literals are what units are made of
    constexpr string_ref(char const (&literal)[N])
        : data{literal}
        , size{N - 1} {}
};

/// A run of `T` that somebody else keeps: arguments of one call, alive until its semicolon.
template <class T>
struct list_ref {
    T const* data = nullptr;
    unsigned long size = 0;

    constexpr list_ref() = default;
    constexpr list_ref(T const* d, unsigned long n)
        : data{d}
        , size{n} {}
    [[nodiscard]] constexpr T const* begin() const { return data; }
    [[nodiscard]] constexpr T const* end() const { return data + size; }
};
using names = std::initializer_list<string_ref>;

namespace detail {
template <class T>
[[nodiscard]] constexpr list_ref<T> refer(std::initializer_list<T> const& items) {
    return {items.begin(), items.size()};
}
} // namespace detail

/// A column's type: `varchar(50)`, `enumeration("mood", {"sad", "happy"})`, `custom_type("GEOMETRY")`.
struct column_type {
    sql_type type;
    string_ref name;
    list_ref<string_ref> labels;

    constexpr column_type() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): column("x", integer())
    constexpr column_type(sql_type t)
        : type{t} {}
    constexpr column_type(sql_type t, string_ref n, list_ref<string_ref> l)
        : type{t}
        , name{n}
        , labels{l} {}
};

using namespace athanor::types;
[[nodiscard]] constexpr sql_type timestamp() {
    return {type_id::timestamp};
}
[[nodiscard]] constexpr sql_type timestamp_tz() {
    return {type_id::timestamp_tz};
}
[[nodiscard]] constexpr sql_type date() {
    return {type_id::date};
}
[[nodiscard]] constexpr sql_type time_of_day() {
    return {type_id::time_of_day};
}
[[nodiscard]] constexpr sql_type interval() {
    return {type_id::interval};
}
[[nodiscard]] constexpr sql_type uuid() {
    return {type_id::uuid};
}
[[nodiscard]] constexpr sql_type json() {
    return {type_id::json};
}
using athanor::types::array;
/// An array of an enumeration or of a custom type: `array(enumeration("mood", {"sad", "happy"}))`.
[[nodiscard]] constexpr column_type array(column_type element) {
    element.type.array = true;
    return element;
}
[[nodiscard]] constexpr column_type enumeration(string_ref name, names const& labels) {
    return {{type_id::enumeration}, name, detail::refer(labels)};
}
/// A type that athanor has no word for, as the database spells it.
[[nodiscard]] constexpr column_type custom_type(string_ref sql) {
    return {{type_id::custom}, sql, {}};
}

struct sql_text {
    string_ref text;
};
/// An SQL expression, taken as it is: `server_default(sql("lower('X')"))`.
[[nodiscard]] constexpr sql_text sql(string_ref text) {
    return {text};
}
/// The moment of the statement, on every back end.
[[nodiscard]] constexpr sql_text now() {
    return {"CURRENT_TIMESTAMP"};
}

struct default_value {
    enum class kind : unsigned char { none, text, number, boolean, expression };
    kind what = kind::none;
    string_ref text;
    long long number = 0;
};

/// A number that may be left out.
struct maybe_number {
    bool is_given = false;
    long long value = 0;
};

/// How a sequence or an identity counts; what isn't said is the database's own: `sequence().start(1000)`.
struct sequence_settings {
    sql_type type{type_id::bigint};
    maybe_number start_;
    maybe_number increment_;
    maybe_number minvalue_;
    maybe_number maxvalue_;
    maybe_number cache_;
    bool is_cycle = false;
    string_ref owner_table;
    string_ref owner_column;

    /// smallint(), integer() or bigint(). Of a sequence; an identity has its column's.
    [[nodiscard]] constexpr sequence_settings as(sql_type t) const {
        sequence_settings s = *this;
        s.type = t;
        return s;
    }
    [[nodiscard]] constexpr sequence_settings start(long long n) const {
        sequence_settings s = *this;
        s.start_ = {true, n};
        return s;
    }
    [[nodiscard]] constexpr sequence_settings increment(long long n) const {
        sequence_settings s = *this;
        s.increment_ = {true, n};
        return s;
    }
    [[nodiscard]] constexpr sequence_settings minvalue(long long n) const {
        sequence_settings s = *this;
        s.minvalue_ = {true, n};
        return s;
    }
    [[nodiscard]] constexpr sequence_settings maxvalue(long long n) const {
        sequence_settings s = *this;
        s.maxvalue_ = {true, n};
        return s;
    }
    [[nodiscard]] constexpr sequence_settings cache(long long n) const {
        sequence_settings s = *this;
        s.cache_ = {true, n};
        return s;
    }
    [[nodiscard]] constexpr sequence_settings cycle() const {
        sequence_settings s = *this;
        s.is_cycle = true;
        return s;
    }
    /// It goes with the column, and moves with the table. Of a sequence only.
    [[nodiscard]] constexpr sequence_settings owned_by(string_ref table, string_ref column) const {
        sequence_settings s = *this;
        s.owner_table = table;
        s.owner_column = column;
        return s;
    }
};
[[nodiscard]] constexpr sequence_settings sequence() {
    return {};
}

/// May an INSERT give the value of an identity column itself?
enum class identity_kind : unsigned char { none, by_default, always };
inline constexpr identity_kind by_default = identity_kind::by_default; // yes
inline constexpr identity_kind always = identity_kind::always;         // no

/// One column as a unit states it. Nullable unless not_null() is said.
struct column {
    string_ref name;
    column_type type;
    bool nullable = true;
    bool is_autoincrement = false;
    default_value default_;
    string_ref computed_expression;
    bool is_stored = false;
    string_ref collation_name;
    string_ref comment_text;
    string_ref fill_expression;
    string_ref convert_expression;
    identity_kind identity_ = identity_kind::none;
    sequence_settings identity_settings;
    bool is_enforced = false;

    constexpr column(string_ref n, column_type t)
        : name{n}
        , type{t} {}

    [[nodiscard]] constexpr column not_null() const {
        column c = *this;
        c.nullable = false;
        return c;
    }
    /// The database counts. SQLite: INTEGER PRIMARY KEY AUTOINCREMENT, so the column is the whole primary
    /// key; PostgreSQL: GENERATED BY DEFAULT AS IDENTITY.
    [[nodiscard]] constexpr column autoincrement() const {
        column c = *this;
        c.is_autoincrement = true;
        return c;
    }
    /// PostgreSQL: GENERATED ... AS IDENTITY, for any column: `identity(always, sequence().start(1000))`.
    [[nodiscard]] constexpr column identity(identity_kind kind, sequence_settings settings = {}) const {
        column c = *this;
        c.identity_ = kind;
        c.identity_settings = settings;
        return c;
    }
    /// SQLite: a CHECK that holds the type's limits, as PostgreSQL does by itself: length, range, form. It
    /// says nothing of numeric(), interval() and custom types, and of JSON only that it is text.
    [[nodiscard]] constexpr column enforced() const {
        column c = *this;
        c.is_enforced = true;
        return c;
    }
    [[nodiscard]] constexpr column server_default(string_ref value) const {
        column c = *this;
        c.default_ = {default_value::kind::text, value, 0};
        return c;
    }
    // Its own overload: a literal would rather become bool than string_ref.
    template <unsigned long N>
    [[nodiscard]] constexpr column server_default(char const (&literal)[N]) const {
        return server_default(string_ref{literal});
    }
    [[nodiscard]] constexpr column server_default(sql_text expression) const {
        column c = *this;
        c.default_ = {default_value::kind::expression, expression.text, 0};
        return c;
    }
    [[nodiscard]] constexpr column server_default(bool value) const {
        column c = *this;
        c.default_ = {default_value::kind::boolean, {}, value ? 1 : 0};
        return c;
    }
    [[nodiscard]] constexpr column server_default(long long value) const {
        column c = *this;
        c.default_ = {default_value::kind::number, {}, value};
        return c;
    }
    [[nodiscard]] constexpr column server_default(int value) const {
        return server_default(static_cast<long long>(value));
    }
    /// GENERATED ALWAYS AS (expression) VIRTUAL; `.stored()` writes it into the row.
    [[nodiscard]] constexpr column computed(string_ref expression) const {
        column c = *this;
        c.computed_expression = expression;
        return c;
    }
    [[nodiscard]] constexpr column stored() const {
        column c = *this;
        c.is_stored = true;
        return c;
    }
    [[nodiscard]] constexpr column collate(string_ref collation) const {
        column c = *this;
        c.collation_name = collation;
        return c;
    }
    [[nodiscard]] constexpr column comment(string_ref text) const {
        column c = *this;
        c.comment_text = text;
        return c;
    }
    /// The value of the rows that exist, where they would hold NULL: an SQL expression, `fill("0")`.
    [[nodiscard]] constexpr column fill(string_ref expression) const {
        column c = *this;
        c.fill_expression = expression;
        return c;
    }
    /// How an altered column's new value is computed, where CAST is not what is wanted: `using_("age / 10")`.
    [[nodiscard]] constexpr column using_(string_ref expression) const {
        column c = *this;
        c.convert_expression = expression;
        return c;
    }
};

} // namespace athanor::migrate
