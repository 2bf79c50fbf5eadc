// SPDX-License-Identifier: BSL-1.0
#include "seed.hpp"

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote_key.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <variant>
#include <vector>

namespace athanor::codegen::detail {

namespace {

constexpr int rows_per_table = 5;

bool is_number(type_id id) {
    switch (id) {
    case type_id::smallint:
    case type_id::integer:
    case type_id::bigint:
    case type_id::real:
    case type_id::double_precision:
    case type_id::numeric:
        return true;
    default:
        return false;
    }
}
bool is_text(type_id id) {
    return id == type_id::text || id == type_id::varchar || id == type_id::character;
}

class seeder {
public:
    seeder(database& db, catalog const& before, catalog const& after, operation::list const& operations,
           seed_level level)
        : db_{db}
        , before_{before}
        , after_{after}
        , operations_{operations}
        , fates_{follow(before, operations)}
        , level_{level} {}

    void run() {
        if (level_ == seed_level::none) {
            return;
        }
        for (auto const* t : parents_first()) {
            int const rows = level_ == seed_level::single ? 1 : rows_per_table;
            for (int i = 0; i < rows; ++i) {
                insert(*t, i);
            }
        }
        if (db_.dialect() != dialect_id::sqlite) {
            return; // foreign keys were never off
        }
        // A row that was left out may be referred to by others.
        for (bool clean = false; !clean;) {
            auto const broken = db_.query("PRAGMA foreign_key_check");
            clean = broken.rows.empty();
            for (auto const& row : broken.rows) {
                auto const table = std::get<std::string>(row.at(0));
                if (auto const* rowid = std::get_if<std::int64_t>(&row.at(1))) {
                    cell const key{*rowid};
                    db_.execute("DELETE FROM " + quote_identifier(table) + " WHERE rowid = ?", {&key, 1});
                } else {
                    db_.execute("DELETE FROM " +
                                quote_identifier(table)); // WITHOUT ROWID: no way to name the row
                }
            }
        }
    }

private:
    /// Those that are referred to before those that refer; in a cycle as they come.
    [[nodiscard]] std::vector<table_def const*> parents_first() const {
        std::vector<table_def const*> out;
        auto const is_done = [&](std::string const& key) {
            return std::ranges::any_of(out, [&](table_def const* t) { return t->is(key); });
        };
        while (out.size() < before_.tables.size()) {
            table_def const* best = nullptr;
            std::ptrdiff_t fewest = 0;
            for (auto const& t : before_.tables) {
                if (is_done(t.key())) {
                    continue;
                }
                auto const waits = std::ranges::count_if(t.foreign_keys, [&](foreign_key_def const& f) {
                    return !t.is(f.referred_key()) && !is_done(f.referred_key());
                });
                if (best == nullptr || waits < fewest) {
                    best = &t;
                    fewest = waits;
                }
            }
            out.push_back(best);
        }
        return out;
    }
    [[nodiscard]] table_def const* after_of(std::string const& table) const {
        auto const at = fates_.tables.find(table);
        return at == fates_.tables.end() ? nullptr : after_.find(at->second);
    }
    [[nodiscard]] column_def const* after_of(std::string const& table, std::string const& column) const {
        auto const* t = after_of(table);
        auto const at = fates_.columns.find({table, column});
        return t == nullptr || at == fates_.columns.end() ? nullptr : t->find_column(at->second);
    }
    // The column of `before` that (table, column) of `after` comes from; empty = a new one.
    [[nodiscard]] std::pair<std::string, std::string> origin_of(std::string const& table,
                                                                std::string const& column) const {
        for (auto const& [old, now] : fates_.tables) {
            if (now == table) {
                for (auto const& [key, name] : fates_.columns) {
                    if (key.first == old && name == column) {
                        return key;
                    }
                }
            }
        }
        return {};
    }
    [[nodiscard]] bool gets_filled(std::string const& table, std::string const& column) const {
        return std::ranges::any_of(operations_, [&](operation::any const& op) {
            auto const* alter = std::get_if<operation::alter_column>(&op);
            return alter != nullptr && alter->table == table && alter->to.name == column &&
                   !alter->fill.empty();
        });
    }

    // What a foreign key of either schema says the column's values are taken from.
    [[nodiscard]] std::pair<std::string, std::string> referred(std::string const& table,
                                                               std::string const& column) const {
        auto const in = [](table_def const* t,
                           std::string const& name) -> std::pair<std::string, std::string> {
            if (t != nullptr) {
                for (auto const& f : t->foreign_keys) {
                    for (std::size_t i = 0; i < f.columns.size() && i < f.referred_columns.size(); ++i) {
                        if (f.columns[i] == name) {
                            return {f.referred_key(), f.referred_columns[i]};
                        }
                    }
                }
            }
            return {};
        };
        auto const old = in(before_.find(table), column);
        if (!old.first.empty()) {
            return old;
        }
        if (auto const* c = after_of(table, column)) {
            auto const now = in(after_of(table), c->name);
            if (!now.first.empty()) {
                return origin_of(now.first, now.second);
            }
        }
        return {};
    }

    [[nodiscard]] static std::string fitting(std::string text, int most, int i) {
        if (most > 0 && static_cast<int>(text.size()) > most) {
            // Short and still different from row to row.
            text = std::string(1, static_cast<char>('a' + i));
        }
        return text;
    }

    // Rows that a CHECK of the new schema forbids are somebody's mistake, not the migration's.
    [[nodiscard]] bool is_checked(std::string const& table, column_def const& c,
                                  column_def const& end) const {
        auto const in = [](table_def const* t, std::string const& name) {
            return t != nullptr && std::ranges::any_of(t->checks, [&](check_def const& k) {
                       return athanor::detail::mentions(k.expression, name);
                   });
        };
        return in(before_.find(table), c.name) || in(after_of(table), end.name);
    }

    [[nodiscard]] cell text_value(int most, int i, int variant, bool is_nasty) const {
        static char const* const nasty[] = {"it's \"quoted\"", "007", "\xC3\xA9t\xC3\xA9", "1e3", "%s\\n;--"};
        auto const plain = "row" + std::to_string(i + variant * 10);
        std::string text = is_nasty ? nasty[i % 5] : plain;
        return fitting(text, most, i);
    }

    [[nodiscard]] cell value(std::string const& table, column_def const& c, int i, int variant,
                             int depth = 0) const {
        if (depth < 8) {
            auto const from = referred(table, c.name);
            auto const* parent = before_.find(from.first);
            auto const* key = parent != nullptr ? parent->find_column(from.second) : nullptr;
            if (key != nullptr && !(from.first == table && from.second == c.name)) {
                return value(from.first, *key, i, variant, depth + 1);
            }
        }
        if (c.autoincrement) {
            return std::int64_t{i + 1};
        }
        if (c.type.array) {
            return array_value(table, c, i, variant, depth);
        }
        auto const* later = after_of(table, c.name);
        column_def const& end = later != nullptr && later->computed.empty() ? *later : c;
        bool const nasty = level_ == seed_level::nasty && variant == 0 && !is_checked(table, c, end);
        auto const a = c.type.id;
        auto const b = end.type.id;
        std::int64_t const n = i + 1 + variant * 10;
        int const room = std::min(is_text(a) && c.type.length > 0 ? c.type.length : 1000,
                                  is_text(b) && end.type.length > 0 ? end.type.length : 1000);
        if (a == type_id::boolean || b == type_id::boolean) {
            bool const v = n % 2 == 0;
            return is_text(a) ? cell{std::string(v ? "1" : "0")} : cell{std::int64_t{v}};
        }
        if (a == type_id::enumeration || b == type_id::enumeration) {
            auto const& of = a == type_id::enumeration ? c : end;
            std::vector<std::string> labels;
            for (auto const& l : of.labels) {
                bool const kept =
                    b != type_id::enumeration || std::ranges::find(end.labels, l) != end.labels.end();
                if (kept && static_cast<int>(l.size()) <= room) {
                    labels.push_back(l);
                }
            }
            return labels.empty() ? cell{} : cell{labels[static_cast<std::size_t>(n) % labels.size()]};
        }
        if (is_number(a) || is_number(b)) {
            return number(c, end, n, i, nasty);
        }
        auto const day = "200" + std::to_string(i) + "-02-2" + std::to_string(variant % 9);
        auto const either = [&](type_id id) { return a == id || b == id; };
        if (either(type_id::date)) {
            return day;
        }
        if (either(type_id::timestamp) || either(type_id::timestamp_tz)) {
            return day + (nasty && i == 2 && room > 25 ? " 23:59:59.000001" : " 12:00:00");
        }
        if (either(type_id::time_of_day)) {
            return "12:00:0" + std::to_string(i);
        }
        if (either(type_id::interval)) {
            return "PT" + std::to_string(n) + "S";
        }
        if (either(type_id::uuid)) {
            return "00000000-0000-4000-8000-00000000000" + std::to_string(i);
        }
        if (either(type_id::json) || either(type_id::jsonb)) {
            return "[" + std::to_string(n) + "]";
        }
        if (a == type_id::blob) {
            if (b == type_id::blob && nasty) {
                return std::vector<std::byte>{std::byte{0}, std::byte{255}, static_cast<std::byte>(i)};
            }
            auto const text = std::get<std::string>(text_value(room, i, 1, false));
            std::vector<std::byte> bytes;
            for (char const ch : text) {
                bytes.push_back(static_cast<std::byte>(ch));
            }
            return bytes;
        }
        return text_value(room, i, variant, nasty);
    }

    // PostgreSQL's text of an array: {"row1","row2"}.
    [[nodiscard]] cell array_value(std::string const& table, column_def const& c, int i, int variant,
                                   int depth) const {
        auto element = c;
        element.type.array = false;
        std::string out;
        for (int const n : {i, i + 1}) {
            auto const text = std::visit(
                [](auto const& v) -> std::string {
                    using V = std::remove_cvref_t<decltype(v)>;
                    if constexpr (std::is_same_v<V, std::string>) {
                        return v;
                    } else if constexpr (std::is_arithmetic_v<V>) {
                        return std::to_string(v);
                    } else {
                        return {};
                    }
                },
                value(table, element, n, std::max(variant, 1), depth + 1));
            out += out.empty() ? "{\"" : ",\"";
            for (char const ch : text) {
                out += ch == '"' || ch == '\\' ? "\\" : "";
                out += ch;
            }
            out += '"';
        }
        return out + '}';
    }

    [[nodiscard]] cell number(column_def const& c, column_def const& end, std::int64_t n, int i,
                              bool is_nasty) const {
        auto const a = c.type.id;
        bool const same = c.type == end.type;
        bool const nasty = same && is_nasty;
        std::int64_t v = n;
        if (nasty && i >= 3) {
            std::int64_t const most = a == type_id::smallint  ? 32767
                                      : a == type_id::integer ? 2147483647
                                      : a == type_id::bigint  ? 9223372036854775807
                                                              : n;
            v = i == 3 ? most : a == type_id::numeric ? n : -n;
        }
        switch (a) {
        case type_id::smallint:
        case type_id::integer:
        case type_id::bigint:
            return v;
        case type_id::real:
        case type_id::double_precision:
            return static_cast<double>(v) + (nasty ? 0.5 : 0.0);
        case type_id::numeric:
            return std::to_string(v % 10) +
                   (c.type.scale > 0 ? "." + std::string(static_cast<std::size_t>(c.type.scale), '0')
                                     : std::string{});
        default:
            return std::to_string(v % 10); // text and the like that becomes a number
        }
    }

    // Other rows, for a CHECK that says no to the first.
    [[nodiscard]] cell varied(table_def const& t, column_def const& c, int i, int variant) const {
        auto const* later = after_of(t.key(), c.name);
        bool const key = t.primary_key &&
                         std::ranges::find(t.primary_key->columns, c.name) != t.primary_key->columns.end();
        bool const may_be_null =
            c.nullable && !key && (later == nullptr || later->nullable || gets_filled(t.key(), c.name));
        if (may_be_null && (variant == 3 || level_ == seed_level::sparse ||
                            (level_ == seed_level::nasty && variant == 0 && i == 1))) {
            return {};
        }
        return value(t.key(), c, i, variant == 3 ? 0 : variant);
    }

    void insert(table_def const& t, int i) {
        for (int variant = 0; variant < 4; ++variant) {
            std::string names;
            std::string marks;
            std::vector<cell> values;
            for (auto const& c : t.columns) {
                if (c.computed.empty()) {
                    names += (names.empty() ? "" : ", ") + quote_identifier(c.name);
                    values.push_back(varied(t, c, i, variant));
                    marks += (marks.empty() ? "$" : ", $") + std::to_string(values.size());
                }
            }
            try {
                bool const always = std::ranges::any_of(
                    t.columns, [](column_def const& c) { return c.identity && c.identity->always; });
                db_.execute("INSERT INTO " + quote_key(t.key()) + " (" + names +
                                (always ? ") OVERRIDING SYSTEM VALUE VALUES (" : ") VALUES (") + marks + ")",
                            values);
                return;
            } catch (error const&) { // the next variant, or no row
            }
        }
    }

    database& db_;
    catalog const& before_;
    catalog const& after_;
    operation::list const& operations_;
    fates fates_;
    seed_level level_;
};

} // namespace

void seed(database& db, catalog const& before, catalog const& after, operation::list const& operations,
          seed_level level) {
    seeder{db, before, after, operations, level}.run();
}

} // namespace athanor::codegen::detail
