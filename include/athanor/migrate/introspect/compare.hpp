#pragma once
// SPDX-License-Identifier: BSL-1.0
// Says where a live schema differs from the one that the history expects, in lines that name table and
// column.

#include <athanor/base/error.hpp>
#include <athanor/dialect/dialect_id.hpp>
#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace athanor::migrate {

/// Should compare_live report what the history never created?
enum class compare_scope : unsigned char {
    managed,    // no: foreign tables and indexes are left alone
    everything, // yes
};

namespace detail {

/// SQL by its tokens: spaces, comments, case of words and quotes around names make no difference.
[[nodiscard]] inline std::string canonical_sql(std::string_view sql) {
    using kind = athanor::detail::sql_token::kind;
    auto const inner = sqlite_dialect::detail::without_outer_parentheses(sql);
    std::string out;
    for (std::size_t at = 0; at < inner.size();) {
        auto const token = athanor::detail::next_token(inner, at);
        at += token.text.size();
        if (token.what == kind::space || token.what == kind::comment) {
            continue;
        }
        std::string text(token.text);
        if (token.what == kind::quoted_name) {
            text = athanor::detail::unquoted(token.text);
        }
        if (token.what == kind::quoted_name || token.what == kind::word) {
            std::ranges::transform(text, text.begin(), athanor::detail::ascii_lower);
        }
        out += text;
        out += '\x1f';
    }
    return out;
}
[[nodiscard]] inline bool same_sql(std::string_view a, std::string_view b) {
    return a == b || canonical_sql(a) == canonical_sql(b);
}

[[nodiscard]] inline table_def as_sqlite_returns_it(table_def t) {
    t.schema.clear();
    t.comment.clear();
    std::vector<check_def> of_types;
    for (auto& c : t.columns) {
        if (c.type.id == type_id::enumeration) {
            of_types.push_back({sqlite_dialect::detail::enum_check_name(t.name, c.name),
                                sqlite_dialect::detail::enum_check_expression(c)});
        }
        std::tie(c.type, c.type_name) =
            sqlite_dialect::type_from_name(sqlite_dialect::type_name(c, t.strict));
        c.labels.clear();
        c.comment.clear();
        if (equal_ignoring_case(c.collation, "BINARY")) {
            c.collation.clear();
        }
        if (c.server_default.kind == default_kind::expression) {
            // '...' as an expression comes back as the text that it is.
            c.server_default.text = sqlite_dialect::detail::without_outer_parentheses(c.server_default.text);
            auto const& text = c.server_default.text;
            if (!text.empty() && text.front() == '\'' &&
                athanor::detail::next_token(text, 0).text.size() == text.size()) {
                c.server_default = {default_kind::text, athanor::detail::unquoted(text)};
            }
        }
        if (t.primary_key &&
            std::ranges::find(t.primary_key->columns, c.name) != t.primary_key->columns.end()) {
            c.nullable = false;
        }
    }
    for (auto& f : t.foreign_keys) {
        f.referred_schema.clear();
        f.deferrable = f.deferrable || f.initially_deferred;
    }
    t.checks.insert(t.checks.begin(), of_types.begin(), of_types.end());
    return t;
}

[[nodiscard]] inline std::string one_line(std::string sql) {
    std::ranges::replace(sql, '\n', ' ');
    return sql;
}

[[nodiscard]] inline bool same_column(column_def const& a, column_def const& b) {
    return a.type == b.type && equal_ignoring_case(a.type_name, b.type_name) && a.nullable == b.nullable &&
           a.autoincrement == b.autoincrement && a.server_default.kind == b.server_default.kind &&
           (a.server_default.kind == default_kind::expression
                ? same_sql(a.server_default.text, b.server_default.text)
                : a.server_default.text == b.server_default.text) &&
           same_sql(a.computed, b.computed) && (a.computed.empty() || a.stored == b.stored) &&
           equal_ignoring_case(a.collation, b.collation);
}

[[nodiscard]] inline bool same_names(std::vector<std::string> const& a, std::vector<std::string> const& b) {
    return std::ranges::equal(a, b, equal_ignoring_case);
}
// A live constraint without a name stands for one with any name: other tools leave them unnamed.
[[nodiscard]] inline bool same_name(std::string_view expected, std::string_view live) {
    return live.empty() || expected == live;
}
[[nodiscard]] inline bool same_item(primary_key_def const& a, primary_key_def const& b) {
    return same_name(a.name, b.name) && same_names(a.columns, b.columns);
}
[[nodiscard]] inline bool same_item(unique_def const& a, unique_def const& b) {
    return same_name(a.name, b.name) && same_names(a.columns, b.columns);
}
[[nodiscard]] inline bool same_item(check_def const& a, check_def const& b) {
    return same_name(a.name, b.name) && same_sql(a.expression, b.expression);
}
[[nodiscard]] inline bool same_item(foreign_key_def const& a, foreign_key_def const& b) {
    return same_name(a.name, b.name) && same_names(a.columns, b.columns) &&
           equal_ignoring_case(a.referred_table, b.referred_table) &&
           same_names(a.referred_columns, b.referred_columns) && a.on_delete == b.on_delete &&
           a.on_update == b.on_update && a.deferrable == b.deferrable &&
           a.initially_deferred == b.initially_deferred;
}
[[nodiscard]] inline bool same_item(index_def const& a, index_def const& b) {
    return a.name == b.name && a.unique == b.unique && same_sql(a.where, b.where) &&
           std::ranges::equal(a.parts, b.parts, [](index_part const& x, index_part const& y) {
               return x.is_expression == y.is_expression && x.descending == y.descending &&
                      (x.is_expression ? same_sql(x.text, y.text) : equal_ignoring_case(x.text, y.text));
           });
}

[[nodiscard]] inline std::string shown(primary_key_def const& k) {
    return sqlite_dialect::detail::named(k.name) + "PRIMARY KEY " +
           sqlite_dialect::detail::name_list(k.columns);
}
[[nodiscard]] inline std::string shown(unique_def const& u) {
    return sqlite_dialect::detail::named(u.name) + "UNIQUE " + sqlite_dialect::detail::name_list(u.columns);
}
[[nodiscard]] inline std::string shown(check_def const& c) {
    return sqlite_dialect::detail::named(c.name) + "CHECK (" + one_line(c.expression) + ')';
}
[[nodiscard]] inline std::string shown(foreign_key_def const& f) {
    return sqlite_dialect::foreign_key_sql(f);
}

class comparison {
public:
    comparison(table_def const& expected, table_def const& live)
        : expected_{expected}
        , live_{live} {}

    [[nodiscard]] std::vector<std::string> lines(compare_scope scope) && {
        columns();
        if (expected_.primary_key &&
            (!live_.primary_key || !same_item(*expected_.primary_key, *live_.primary_key))) {
            differs("", shown(*expected_.primary_key),
                    live_.primary_key ? shown(*live_.primary_key) : "no primary key");
        } else if (!expected_.primary_key && live_.primary_key) {
            differs("", "no primary key", shown(*live_.primary_key));
        }
        items(expected_.uniques, live_.uniques, true, [](auto const& i) { return shown(i); });
        items(expected_.checks, live_.checks, true, [](auto const& i) { return shown(i); });
        items(expected_.foreign_keys, live_.foreign_keys, true, [](auto const& i) { return shown(i); });
        items(expected_.indexes, live_.indexes, scope == compare_scope::everything,
              [this](index_def const& i) {
                  return one_line(sqlite_dialect::create_index_sql(expected_.name, i));
              });
        if (expected_.strict != live_.strict) {
            differs("", expected_.strict ? "STRICT" : "not STRICT", live_.strict ? "STRICT" : "not STRICT");
        }
        if (expected_.without_rowid != live_.without_rowid) {
            differs("", expected_.without_rowid ? "WITHOUT ROWID" : "a rowid",
                    live_.without_rowid ? "WITHOUT ROWID" : "a rowid");
        }
        return std::move(lines_);
    }

private:
    void differs(std::string_view column, std::string_view expected, std::string_view found) {
        std::string line = expected_.name;
        if (!column.empty()) {
            (line += '.').append(column);
        }
        line.append(": expected ").append(expected).append(", found ").append(found);
        lines_.push_back(std::move(line));
    }
    void columns() {
        auto const find = [](table_def const& t, std::string_view name) -> column_def const* {
            for (auto const& c : t.columns) {
                if (equal_ignoring_case(c.name, name)) {
                    return &c;
                }
            }
            return nullptr;
        };
        for (auto const& c : expected_.columns) {
            auto const* other = find(live_, c.name);
            if (other == nullptr) {
                differs(c.name, sqlite_dialect::column_sql(expected_, c), "no such column");
            } else if (!same_column(c, *other) || c.name != other->name) {
                differs(c.name, one_line(sqlite_dialect::column_sql(expected_, c)),
                        one_line(sqlite_dialect::column_sql(live_, *other)));
            }
        }
        for (auto const& c : live_.columns) {
            if (find(expected_, c.name) == nullptr) {
                differs(c.name, "no such column", one_line(sqlite_dialect::column_sql(live_, c)));
            }
        }
    }
    template <class Item, class Show>
    void items(std::vector<Item> const& expected, std::vector<Item> const& live, bool report_more,
               Show show) {
        std::vector<bool> taken(live.size(), false);
        std::vector<Item const*> missing;
        for (auto const& e : expected) {
            bool found = false;
            for (std::size_t i = 0; i < live.size() && !found; ++i) {
                if (!taken[i] && same_item(e, live[i])) {
                    taken[i] = found = true;
                }
            }
            if (!found) {
                missing.push_back(&e);
            }
        }
        for (auto const* m : missing) {
            std::string found = "nothing";
            for (std::size_t i = 0; i < live.size(); ++i) {
                if (!taken[i] && live[i].name == m->name) {
                    taken[i] = true;
                    found = show(live[i]);
                }
            }
            differs("", show(*m), found);
        }
        for (std::size_t i = 0; i < live.size(); ++i) {
            if (!taken[i] && report_more) {
                differs("", "nothing", show(live[i]));
            }
        }
    }

    table_def const& expected_;
    table_def const& live_;
    std::vector<std::string> lines_;
};

[[nodiscard]] inline std::vector<std::string> compare_table(table_def const& expected, table_def const& live,
                                                            compare_scope scope = compare_scope::managed) {
    auto const wanted = as_sqlite_returns_it(expected);
    return comparison{wanted, live}.lines(scope);
}

} // namespace detail

/// What introspection finds after the catalog was created: SQLite keeps no comments, an enumeration comes
/// back as TEXT with its CHECK, an autoincrement key as INTEGER.
[[nodiscard]] inline catalog as_introspected(dialect_id dialect, catalog c) {
    if (dialect != dialect_id::sqlite) {
        throw error{error_kind::unsupported,
                    "introspection of this back end is not available in this version"};
    }
    for (auto& t : c.tables) {
        t = detail::as_sqlite_returns_it(std::move(t));
    }
    return c;
}

/// One line for each difference, such as `users.email: expected "email" TEXT NOT NULL, found "email" TEXT`;
/// none means equal. The order of columns makes no difference.
[[nodiscard]] inline std::vector<std::string> compare_live(catalog const& expected, catalog const& live,
                                                           dialect_id dialect,
                                                           compare_scope scope = compare_scope::managed) {
    if (dialect != dialect_id::sqlite) {
        throw error{error_kind::unsupported, "comparing with this back end is not available in this version"};
    }
    std::vector<std::string> out;
    for (auto const& t : expected.tables) {
        if (auto const* other = live.find(t.name)) {
            auto lines = detail::compare_table(t, *other, scope);
            out.insert(out.end(), lines.begin(), lines.end());
        } else {
            out.push_back(t.name + ": expected a table, found none");
        }
    }
    if (scope == compare_scope::everything) {
        for (auto const& t : live.tables) {
            if (expected.find(t.name) == nullptr) {
                out.push_back(t.name + ": expected no such table, found one");
            }
        }
    }
    return out;
}

/// The live tables that the history never created: never altered, never dropped.
[[nodiscard]] inline std::vector<std::string> unmanaged_tables(catalog const& expected, catalog const& live) {
    std::vector<std::string> out;
    for (auto const& t : live.tables) {
        if (expected.find(t.name) == nullptr) {
            out.push_back(t.name);
        }
    }
    return out;
}

} // namespace athanor::migrate
